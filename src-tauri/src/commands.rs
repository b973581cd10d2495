//! One command for each use-case, made from the table of use-cases itself, and those that are the shell's own.

use app::{App, AppError};
use serde_json::Value;
use tauri::async_runtime::{block_on, spawn_blocking};
use tauri::ipc::Invoke;
use tauri::{Runtime, State};

macro_rules! commands {
    ($($name:ident: $command:ty => $view:ty),* $(,)?) => {
        $(
            #[tauri::command]
            pub(crate) async fn $name(app: State<'_, App>, command: Value) -> Result<Value, Option<AppError>> {
                run(app.inner().clone(), stringify!($name), command).await
            }
        )*

        /// Answers the window's calls.
        pub(crate) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($name,)* crate::choosing::choose_file]
        }
    };
}

app::for_each_use_case!(commands);

/// Runs a use-case on a thread of its own, so that the window gets an answer even from one that panics: no error
/// of the program's, which it shows as "the program did not answer".
async fn run(app: App, name: &'static str, command: Value) -> Result<Value, Option<AppError>> {
    match spawn_blocking(move || block_on(app::call(&app, name, command))).await {
        Ok(answer) => answer.map_err(Some),
        Err(_) => {
            tracing::error!(name, "a use-case panicked");
            Err(None)
        }
    }
}
