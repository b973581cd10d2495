//! A use-case by its name, with its command and view as JSON: for the command line and the bridge.

use std::pin::Pin;

use schemars::{Schema, schema_for};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::app::App;
use crate::error::{AppError, ErrorCode};
use crate::words;

/// Run a use-case by name.
///
/// # Errors
/// [`ErrorCode::NotFound`] for a name that is none; [`ErrorCode::Input`] for JSON that is not its
/// command, with what is wrong; whatever the use-case refuses.
pub async fn call(app: &App, name: &str, command: Value) -> Result<Value, AppError> {
    macro_rules! dispatch {
        ($($use_case:ident: $command:ty => $view:ty,)+) => {
            match name {
                $(stringify!($use_case) => answer::<$command, $view, _>(app, command, crate::use_cases::$use_case).await,)+
                _ => Err(AppError::with(ErrorCode::NotFound, "error-no-such-use-case", &[("name", name)])),
            }
        };
    }
    crate::for_each_use_case!(dispatch)
}

/// One use-case, on the heap: all of them side by side in one function would take more stack than a
/// thread has.
fn answer<'a, C, V, F>(
    app: &'a App,
    command: Value,
    use_case: impl FnOnce(&'a App, C) -> F + Send + 'a,
) -> Pin<Box<dyn Future<Output = Result<Value, AppError>> + Send + 'a>>
where
    C: DeserializeOwned + Send + 'a,
    V: Serialize + Send + 'a,
    F: Future<Output = Result<V, AppError>> + Send + 'a,
{
    Box::pin(async move {
        let command: C =
            serde_path_to_error::deserialize(command).map_err(|error| not_its_command(&error))?;
        let view = use_case(app, command).await?;
        serde_json::to_value(view).map_err(|_| AppError::new(ErrorCode::Fault, "error-fault"))
    })
}

/// Use-cases that need nobody signed in.
pub const NEEDS_NO_SESSION: [&str; 13] = [
    "register_status",
    "list_forces",
    "passphrase_strength",
    "create_register",
    "officer_of_code",
    "join_register",
    "open_training",
    "cancel_progress",
    "unlock",
    "recover",
    "lock",
    "session_active",
    "verify_closed",
];

/// Every use-case: its name, the JSON schemas of its command and its view.
pub fn schemas() -> Vec<(&'static str, Schema, Schema)> {
    macro_rules! collect {
        ($($use_case:ident: $command:ty => $view:ty,)+) => {
            vec![$((stringify!($use_case), schema_for!($command), schema_for!($view)),)+]
        };
    }
    crate::for_each_use_case!(collect)
}

/// Where the command is wrong, never what stands there: that may be somebody's name.
fn not_its_command(error: &serde_path_to_error::Error<serde_json::Error>) -> AppError {
    let path = error.path().to_string();
    // Of serde's sentences this one names a field of ours; the others quote what was sent.
    let missing = error.inner().to_string();
    let missing = missing.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    let what = match missing {
        Some(field) if path == "." => words::with("error-command-misses", &[("field", field)]),
        Some(field) => words::with("error-command-misses", &[("field", &format!("{path}.{field}"))]),
        None => words::with("error-command-wrong-at", &[("field", &path)]),
    };
    AppError::with(ErrorCode::Input, "error-not-its-command", &[("what", &what)])
}

/// Use-cases run on any thread: the shell and the bridge need that of every one of them.
#[cfg(test)]
mod tests {
    fn on_any_thread<T: Send>(_: T) {}

    #[test]
    fn every_use_case_runs_on_any_thread() {
        let app = crate::App::new(crate::AppSettings::new(std::path::PathBuf::new()));
        on_any_thread(super::call(&app, "", serde_json::Value::Null));
    }
}
