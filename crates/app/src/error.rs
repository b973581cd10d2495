//! One error for every use-case: a closed code, a message that may be shown, the fields it is about.

use media::MediaError;
use register::refusal::{FieldError, Refusal, Rule};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::keys::KeyError;
use store::{ActError, StoreError};
use ts_rs::TS;

use crate::words;

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
    /// The central service was not reached, or refused.
    Central,
    /// The register's file is damaged; `verify` says what is lost.
    Damaged,
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

impl AppError {
    /// The words under `error-<key>`.
    pub(crate) fn new(code: ErrorCode, key: &str) -> Self {
        Self { code, rule: None, message: words::t(key), fields: Vec::new() }
    }

    pub(crate) fn with(code: ErrorCode, key: &str, values: &[(&str, &str)]) -> Self {
        Self { code, rule: None, message: words::with(key, values), fields: Vec::new() }
    }

    /// One field that needs attention; its remedy is the message.
    pub(crate) fn field(field: &str, key: &str) -> Self {
        Self::new(ErrorCode::Input, key).at(field)
    }

    /// The same message at a field.
    pub(crate) fn at(mut self, field: &str) -> Self {
        self.fields.push(FieldError { field: field.into(), message: self.message.clone() });
        self
    }

    /// The same error, where a command calls the field by another name.
    pub(crate) fn renamed(mut self, names: &[(&str, &str)]) -> Self {
        for field in &mut self.fields {
            if let Some((_, new)) = names.iter().find(|(old, _)| *old == field.field) {
                field.field = (*new).to_owned();
            }
        }
        self
    }

    pub(crate) fn locked() -> Self {
        Self::new(ErrorCode::Locked, "error-locked")
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        let fields = refusal
            .fields
            .into_iter()
            .map(|field| FieldError { message: words::t(&field.message), field: field.field })
            .collect();
        Self {
            code: ErrorCode::Refused,
            message: words::label("rule", &refusal.rule),
            rule: Some(refusal.rule),
            fields,
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, source = ?std::error::Error::source(&error).map(ToString::to_string), "store");
        match error {
            StoreError::Damaged => Self::new(ErrorCode::Damaged, "error-damaged"),
            StoreError::Newer => Self::new(ErrorCode::Fault, "error-newer"),
            StoreError::NoFile => Self::new(ErrorCode::NoRegister, "error-no-register"),
            StoreError::FileExists => Self::new(ErrorCode::RegisterExists, "error-register-exists"),
            StoreError::Stopped => Self::new(ErrorCode::Cancelled, "error-cancelled"),
            StoreError::Disk => Self::new(ErrorCode::Fault, "error-disk"),
            StoreError::Entry(_) | StoreError::Row => Self::new(ErrorCode::Damaged, "error-altered"),
            StoreError::Database(_) | StoreError::Migrate(_) => Self::new(ErrorCode::Fault, "error-fault"),
        }
    }
}

impl<E: Into<AppError>> From<ActError<E>> for AppError {
    fn from(error: ActError<E>) -> Self {
        match error {
            ActError::Refused(refusal) => refusal.into(),
            ActError::Store(error) => error.into(),
        }
    }
}

impl From<KeyError> for AppError {
    fn from(error: KeyError) -> Self {
        let input = |key: &str, field: &str| Self::field(field, key);
        match &error {
            KeyError::NoSuchOfficer => {
                Self::new(ErrorCode::WrongPassphrase, "error-no-such-officer").at("collar")
            }
            KeyError::Wrong { tries_left } => Self {
                code: ErrorCode::WrongPassphrase,
                rule: None,
                message: words::counted("error-wrong-passphrase", usize::from(*tries_left), &[]),
                fields: Vec::new(),
            }
            .at("passphrase"),
            KeyError::Destroyed { now } => Self::new(
                ErrorCode::SlotDestroyed,
                if *now { "error-slot-destroyed-now" } else { "error-slot-destroyed" },
            ),
            KeyError::TooWeak { .. } => {
                Self::new(ErrorCode::WeakPassphrase, "error-weak-passphrase").at("passphrase")
            }
            KeyError::PassphraseEmpty => input("field-empty", "passphrase"),
            KeyError::PassphraseInvisible => input("field-passphrase-invisible", "passphrase"),
            KeyError::PassphraseTooLong { .. } => input("field-too-long", "passphrase"),
            KeyError::CollarNumber { .. } => input("field-collar", "collar"),
            KeyError::ForceCode => input("field-force", "force"),
            KeyError::OfficerExists => input("field-officer-exists", "collar"),
            KeyError::LastOfficer => Self::new(ErrorCode::Refused, "error-last-officer"),
            KeyError::NoKeyFile => Self::new(ErrorCode::NoRegister, "error-no-register"),
            KeyError::AlreadyExists => Self::new(ErrorCode::RegisterExists, "error-register-exists"),
            KeyError::AlreadyOpen => Self::new(ErrorCode::RegisterInUse, "error-in-use"),
            KeyError::Share { which, source } => {
                let groups = match source {
                    store::keys::ShareError::Mistyped { groups } => {
                        groups.iter().map(u8::to_string).collect::<Vec<_>>().join(", ")
                    }
                    store::keys::ShareError::Length { near: Some(group), .. } => group.to_string(),
                    _ => String::new(),
                };
                let key = if groups.is_empty() { "field-share" } else { "field-share-group" };
                Self::with(ErrorCode::Input, key, &[("groups", &groups)]).at(&format!("share_{which}"))
            }
            KeyError::ShareOfOtherRegister { which, .. } => {
                input("field-share-other", &format!("share_{which}"))
            }
            KeyError::SameShareTwice { .. } => input("field-share-twice", "share_2"),
            KeyError::ShareSuperseded { number } => {
                input("field-share-superseded", &format!("share_{number}"))
            }
            KeyError::Damaged { .. } => Self::new(ErrorCode::Damaged, "error-key-file-damaged"),
            KeyError::UnknownFormat { .. } => Self::new(ErrorCode::Fault, "error-newer"),
            KeyError::Io { .. } => Self::new(ErrorCode::Fault, "error-disk"),
            KeyError::KdfParams
            | KeyError::OutOfMemory { .. }
            | KeyError::NoSuchSlot(_)
            | KeyError::ForeignKey
            | KeyError::RekeyPending
            | KeyError::NoRekeyPending => {
                tracing::error!(%error, "keys");
                Self::new(ErrorCode::Fault, "error-fault")
            }
        }
    }
}

impl From<MediaError> for AppError {
    fn from(error: MediaError) -> Self {
        let key = match error {
            MediaError::Empty => "photo-empty",
            MediaError::TooLarge { .. } => "photo-too-large",
            MediaError::NotAnImage => "photo-not-an-image",
            MediaError::FormatNotAccepted { .. } => "photo-format",
            MediaError::NameDisagrees { .. } => "photo-name-disagrees",
            MediaError::Animated => "photo-animated",
            MediaError::TooManyPixels { .. } => "photo-too-many-pixels",
            MediaError::TooMuchMemory { .. } => "photo-too-much-memory",
            MediaError::Truncated => "photo-truncated",
            MediaError::Damaged => "photo-damaged",
        };
        let found = match error {
            MediaError::FormatNotAccepted { found } => found.name(),
            MediaError::NameDisagrees { found, .. } => found.name(),
            _ => "",
        };
        Self::with(ErrorCode::PhotographRefused, key, &[("found", found)]).at("bytes")
    }
}
