//! Why the program ends other than well: one of a closed set of codes, and an exit status.

use std::io::Write as _;

use app::{AppError, ErrorCode};
use serde_json::{Value, json};

pub const REFUSED: u8 = 1;
const USAGE: u8 = 2;
const FAULT: u8 = 3;

pub enum Failure {
    /// What a use-case answered; its code is that of the window.
    App(AppError),
    /// What is wrong with the call itself.
    Usage(String),
    /// The program or what it writes to failed.
    Fault(String),
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl Failure {
    pub fn status(&self) -> u8 {
        match self {
            Self::App(error) => match error.code {
                ErrorCode::Fault | ErrorCode::Damaged => FAULT,
                ErrorCode::Input => USAGE,
                _ => REFUSED,
            },
            Self::Usage(_) => USAGE,
            Self::Fault(_) => FAULT,
        }
    }

    /// The shape is that of the window's errors; `usage` is the one code that only a command line knows.
    fn as_json(&self) -> Value {
        let own = |code: &str, message: &str| json!({ "code": code, "rule": null, "message": message, "fields": [] });
        let error = match self {
            Self::App(error) => json!(error),
            Self::Usage(what) => own("usage", what),
            Self::Fault(what) => own("fault", what),
        };
        json!({ "error": error })
    }

    fn in_words(&self) -> String {
        match self {
            Self::App(error) => {
                let fields =
                    error.fields.iter().map(|field| format!("\n  {}: {}", field.field, field.message));
                format!("{}{}", error.message, fields.collect::<String>())
            }
            Self::Usage(what) | Self::Fault(what) => format!("nrmpctl: {what}"),
        }
    }

    /// On standard error; a reader who has gone is nobody to tell.
    pub fn report(&self, json: bool) {
        let text = if json { self.as_json().to_string() } else { self.in_words() };
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}
