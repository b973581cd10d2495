//! Why an exchange with central ended early.

use protocol::Failure;
use store::StoreError;

/// Why an exchange ended before it was whole. What was answered until then is kept.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// This device is not enrolled with a central service.
    #[error("the device is enrolled with no central service")]
    NotEnrolled,
    /// Central, or the way there, said so.
    #[error("central: {0}")]
    Central(#[from] Failure),
    /// Two copies of this device write, or a copy was put back: central has entries under its name that are
    /// not here.
    #[error("central has other entries of this device than stand here")]
    Forked,
    /// The register's own file.
    #[error("the register's file failed")]
    Store(#[from] StoreError),
}

impl SyncError {
    /// How long central asks to be left alone at least, in milliseconds.
    pub fn retry_after_ms(&self) -> Option<u64> {
        match self {
            Self::Central(Failure::Busy { retry_after_ms }) => Some(*retry_after_ms),
            _ => None,
        }
    }
}
