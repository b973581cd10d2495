//! The one window. It shows the program's own pages and nothing else: it opens no other window, follows no
//! address out of the program, and leaves nothing of its own on the disk.

use std::path::Path;

use serde_json::Value;
use tauri::webview::NewWindowResponse;
use tauri::{App, Runtime, Url, WebviewWindow, WebviewWindowBuilder};

/// The label that the capability grants commands to.
pub(crate) const MAIN: &str = "main";

const GUARD: &str = include_str!("guard.js");

/// Opens the main window as `tauri.conf.json` describes it.
/// The page is handed `status`, what `register_status` answers at this moment: the first screen need not ask.
pub(crate) fn open<R: Runtime>(
    app: &App<R>,
    data_dir: &Path,
    status: Option<&Value>,
) -> tauri::Result<WebviewWindow<R>> {
    let configured = app.config().app.windows.iter().find(|window| window.label == MAIN);
    let config = configured.cloned().ok_or(tauri::Error::WindowNotFound)?;
    let builder = WebviewWindowBuilder::from_config(app, &config)?
        .initialization_script(GUARD)
        .initialization_script(status.map(handed).unwrap_or_default())
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .devtools(cfg!(debug_assertions));
    if is_driven() { builder.data_directory(data_dir.join("webview")) } else { builder.incognito(true) }
        .build()
}

/// A script that leaves the status where the page looks for it. JSON is JavaScript.
fn handed(status: &Value) -> String {
    format!("globalThis.nrmpStatus = {status};")
}

/// Whether a WebDriver drives this run. WebKit allows that only in a window that keeps its data, so a release,
/// whose window never does, cannot be driven.
pub(crate) fn is_driven() -> bool {
    cfg!(debug_assertions)
        && std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true")
}

fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => match url.host_str() {
            Some("tauri.localhost") => true,
            Some("localhost") => tauri::is_dev() && url.port() == Some(1420),
            _ => false,
        },
        "about" => url.path() == "blank",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_within_the_program() {
        for own in ["tauri://localhost/", "tauri://localhost/#/duty", "http://tauri.localhost/#/duty"] {
            assert!(is_own_page(&own.parse().unwrap()), "{own}");
        }
        for other in
            ["https://example.org/", "file:///etc/passwd", "tauri://example.org/", "http://localhost:8080/"]
        {
            assert!(!is_own_page(&other.parse().unwrap()), "{other}");
        }
    }
}
