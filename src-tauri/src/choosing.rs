//! Choosing a file, in the system's own dialog. The window learns its name, never its place: what it may name to a
//! use-case is what [`App::offer`] calls the file (INV-11).

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use app::App;
use app::exchange::FileRef;
use rfd::{AsyncFileDialog, FileHandle};
use serde::{Deserialize, Serialize};
use tauri::async_runtime::block_on;
use tauri::{Manager, Runtime, State, WebviewWindow};
use tokio::sync::oneshot;

use crate::window::is_driven;

/// Tables as other systems write them, and the complete log of another register.
const TABLES: &[&str] = &["csv", "tsv", "txt", "json"];
/// Question sets, lists of conditions, models.
const STANDARDS: &[&str] = &["toml"];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Purpose {
    Import,
    Standard,
    Folder,
    Save,
}

/// What the window asks for.
#[derive(Debug, Deserialize)]
pub(crate) struct ChooseFile {
    purpose: Purpose,
    /// The name that a saved file is given unless the officer gives another.
    #[serde(default)]
    suggested: String,
}

/// A file that was chosen.
#[derive(Debug, Serialize)]
pub(crate) struct Chosen {
    file: FileRef,
    name: String,
}

/// Nothing where the officer chose none.
#[tauri::command]
pub(crate) async fn choose_file<R: Runtime>(
    window: WebviewWindow<R>,
    app: State<'_, App>,
    command: ChooseFile,
) -> Result<Option<Chosen>, ()> {
    let suggested = name_of(Path::new(&command.suggested));
    let path = if is_driven() { told() } else { asked(&window, command.purpose, suggested.clone()).await };
    let path = path.map(|path| match command.purpose {
        Purpose::Import | Purpose::Standard | Purpose::Folder => path,
        Purpose::Save => with_extension_of(path, &suggested),
    });
    Ok(path.map(|path| {
        let name = name_of(&path).to_string_lossy().into_owned();
        Chosen { file: app.offer(path), name }
    }))
}

/// The system's dialog, over the window. It is opened where windows are made, and waited for elsewhere.
async fn asked<R: Runtime>(
    window: &WebviewWindow<R>,
    purpose: Purpose,
    suggested: OsString,
) -> Option<PathBuf> {
    let (answer, chosen) = oneshot::channel::<Option<FileHandle>>();
    let over = window.clone();
    let opened = window.app_handle().run_on_main_thread(move || {
        let dialog = AsyncFileDialog::new().set_parent(&over);
        match purpose {
            Purpose::Import | Purpose::Standard => {
                let looked_for = if purpose == Purpose::Import { TABLES } else { STANDARDS };
                let open = kinds(dialog, looked_for).pick_file();
                std::thread::spawn(move || answer.send(block_on(open)));
            }
            Purpose::Folder => {
                let open = dialog.pick_folder();
                std::thread::spawn(move || answer.send(block_on(open)));
            }
            Purpose::Save => {
                let extension = Path::new(&suggested).extension().and_then(OsStr::to_str).unwrap_or("*");
                let named = kinds(dialog, &[extension]).set_file_name(suggested.to_string_lossy());
                let save = named.save_file();
                std::thread::spawn(move || answer.send(block_on(save)));
            }
        }
    });
    if let Err(error) = opened {
        tracing::warn!(%error, "the dialog for files did not open");
        return None;
    }
    chosen.await.ok().flatten().map(|handle| handle.path().to_owned())
}

/// The kinds of file that are looked for first, and any other.
fn kinds(dialog: AsyncFileDialog, extensions: &[&str]) -> AsyncFileDialog {
    let label = extensions.iter().map(|extension| format!("*.{extension}")).collect::<Vec<_>>().join(", ");
    dialog.add_filter(label, extensions).add_filter("*.*", &["*"])
}

/// `NRMP_CHOOSE` stands for the officer where a WebDriver drives a debug build: one path after another.
fn told() -> Option<PathBuf> {
    static TURN: AtomicUsize = AtomicUsize::new(0);
    let paths = std::env::var_os("NRMP_CHOOSE")?;
    std::env::split_paths(&paths).nth(TURN.fetch_add(1, Ordering::Relaxed))
}

/// A name that lost its ending gets it again, unless another file has that name.
fn with_extension_of(path: PathBuf, suggested: &OsStr) -> PathBuf {
    let (None, Some(extension)) = (path.extension(), Path::new(suggested).extension()) else { return path };
    let named = path.with_extension(extension);
    if named.exists() { path } else { named }
}

fn name_of(path: &Path) -> OsString {
    path.file_name().map(OsStr::to_owned).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_file_keeps_its_ending_and_never_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let named = |name: &str| with_extension_of(folder.path().join(name), OsStr::new("incidents.csv"));
        assert_eq!(named("mine"), folder.path().join("mine.csv"));
        assert_eq!(named("mine.txt"), folder.path().join("mine.txt"));
        std::fs::write(folder.path().join("taken.csv"), "").unwrap();
        assert_eq!(named("taken"), folder.path().join("taken"));
    }

    #[test]
    fn a_suggestion_is_a_name_without_a_folder() {
        assert_eq!(name_of(Path::new("../../etc/incidents.csv")), "incidents.csv");
        assert_eq!(name_of(Path::new("..")), "");
    }
}
