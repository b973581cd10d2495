//! The shell of the desktop program: one window, one command for each use-case, choosing a file, and the events that
//! come back.
//!
//! Every decision is taken in the `app` crate; here a command is parsed, passed on, and its view serialised.

mod choosing;
mod commands;
mod events;
#[cfg(test)]
mod ipc_tests;
#[cfg(test)]
mod own_commands;
mod window;

use std::io::IsTerminal;
use std::path::PathBuf;

use app::{App, AppSettings};
use serde_json::json;
use tauri::async_runtime::{block_on, spawn};
use tauri::{Manager, Runtime, Window, WindowEvent};

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
    keep_panics_silent();
    tauri::Builder::default()
        .invoke_handler(commands::handler())
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
                close(window.clone());
            }
        })
        .setup(|shell| {
            let data_dir = data_dir(shell)?;
            let app = App::new(AppSettings::new(data_dir.clone()));
            // Where it fails the page asks again, and shows why.
            let status = block_on(app::call(&app, "register_status", json!({})));
            events::forward(&app, shell.handle().clone());
            shell.manage(app);
            window::open(shell, &data_dir, status.ok().as_ref())?;
            Ok(())
        })
        .run(context())?;
    Ok(())
}

/// Configuration, capabilities and pages, as built in.
fn context<R: Runtime>() -> tauri::Context<R> {
    tauri::generate_context!()
}

/// Closes the register, then the window, and with its last window the program.
fn close<R: Runtime>(window: Window<R>) {
    spawn(async move {
        window.state::<App>().shut_down().await;
        if let Err(error) = window.destroy() {
            tracing::warn!(%error, "the window did not close");
        }
    });
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

/// A panic's words may quote what somebody typed: only the place in the program goes to the log (INV-8).
fn keep_panics_silent() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "the program came upon something impossible");
    }));
}
