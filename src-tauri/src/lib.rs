//! The shell of the desktop program: one window, one command for each use-case, and the events that come back.
//!
//! Every decision is taken in the `app` crate; here a command is parsed, passed on, and its view serialised.

mod window;

use std::io::IsTerminal;
use std::path::PathBuf;

use tauri::{Manager, Runtime};

/// Why the program could not start.
#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    /// The window toolkit refused.
    #[error("the window could not be opened: {0}")]
    Window(#[from] tauri::Error),
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// When the window toolkit or the data folder cannot be used.
pub fn run() -> Result<(), ShellError> {
    write_log_to_stderr();
    tauri::Builder::default()
        .setup(|app| {
            let data_dir = data_dir(app)?;
            window::open(app, &data_dir)?;
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}

/// `NRMP_DATA_DIR`, or the folder `nrmp` where the system keeps the data of programs.
fn data_dir<R: Runtime>(app: &impl Manager<R>) -> tauri::Result<PathBuf> {
    match std::env::var_os("NRMP_DATA_DIR") {
        Some(folder) if !folder.is_empty() => Ok(folder.into()),
        _ => Ok(app.path().data_dir()?.join("nrmp")),
    }
}

/// `NRMP_LOG` sets the level (`info` without it). The log names no person and no place.
fn write_log_to_stderr() {
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("NRMP_LOG").unwrap_or_else(|_| "warn,nrmp=info".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
