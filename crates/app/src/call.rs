//! A use-case by its name, with its command and view as JSON: for the command line and the bridge.

use schemars::{Schema, schema_for};
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
                $(stringify!($use_case) => {
                    let command: $command = serde_json::from_value(command).map_err(|error| not_its_command(&error))?;
                    let view: $view = crate::use_cases::$use_case(app, command).await?;
                    serde_json::to_value(view).map_err(|_| AppError::new(ErrorCode::Fault, "error-fault"))
                })+
                _ => Err(AppError::with(ErrorCode::NotFound, "error-no-such-use-case", &[("name", name)])),
            }
        };
    }
    crate::for_each_use_case!(dispatch)
}

/// Every use-case: its name, the JSON schemas of its command and its view.
pub fn schemas() -> Vec<(&'static str, Schema, Schema)> {
    macro_rules! collect {
        ($($use_case:ident: $command:ty => $view:ty,)+) => {
            vec![$((stringify!($use_case), schema_for!($command), schema_for!($view)),)+]
        };
    }
    crate::for_each_use_case!(collect)
}

fn not_its_command(error: &serde_json::Error) -> AppError {
    AppError {
        message: words::with("error-not-its-command", &[("what", &error.to_string())]),
        ..AppError::new(ErrorCode::Input, "error-fault")
    }
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
