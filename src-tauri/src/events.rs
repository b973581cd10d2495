//! What the program tells its window without being asked.

use app::App;
use app::views::AppEvent;
use tauri::async_runtime::spawn;
use tauri::{AppHandle, Emitter, Runtime};
use tokio::sync::broadcast::error::RecvError;

use crate::window::MAIN;

/// Forwards the program's events to the main window for as long as there are any.
pub(crate) fn forward<R: Runtime>(app: &App, window: AppHandle<R>) {
    let mut events = app.events();
    spawn(async move {
        loop {
            match events.recv().await {
                Ok(event) => {
                    if let Err(error) = window.emit_to(MAIN, name(&event), &event) {
                        tracing::warn!(%error, "an event did not reach the window");
                    }
                }
                // Progress that came too fast: the next event says where it stands.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => break,
            }
        }
    });
}

fn name(event: &AppEvent) -> &'static str {
    match event {
        AppEvent::Progress { .. } => "progress",
        AppEvent::Locked { .. } => "locked",
        AppEvent::Changed { .. } => "changed",
        AppEvent::Sync { .. } => "sync",
    }
}
