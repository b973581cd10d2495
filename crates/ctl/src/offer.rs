//! Files named on the command line.

use std::path::Path;

use app::App;
use app::exchange::FileRef;

/// Let use-cases read or write a file, wherever it is from here.
pub fn offer(app: &App, path: &Path) -> FileRef {
    app.offer(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}
