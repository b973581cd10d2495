//! One error for every use-case: a closed code, a message that may be shown, the fields it is about.

use register::refusal::{FieldError, Rule};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of failure it is; a screen switches on this, never on the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// A rule of the register refused; `rule` says which.
    Refused,
    /// Input that is not what the field takes.
    Input,
    /// No register is unlocked.
    Locked,
    WrongPassphrase,
    /// Too many wrong tries: this officer's key on this laptop is gone.
    SlotDestroyed,
    WeakPassphrase,
    NoRegister,
    RegisterExists,
    /// Another program has this register open.
    RegisterInUse,
    PhotographRefused,
    Cancelled,
    NotFound,
    /// The file, the disk or the program failed; nothing was changed.
    Fault,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema, thiserror::Error)]
#[error("{code:?}: {message}")]
pub struct AppError {
    pub code: ErrorCode,
    pub rule: Option<Rule>,
    /// May be shown: in plain words, with the remedy, without personal data.
    pub message: String,
    pub fields: Vec<FieldError>,
}
