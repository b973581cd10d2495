//! Central's own key, in a file that only its owner reads.

use std::io::Write;
use std::path::Path;

use ed25519_dalek::{Signer, SigningKey};
use protocol::CentralKey;

use crate::error::CentralError;

/// The name of the key's file in central's folder.
pub const KEY_FILE: &str = "central.key";

/// The key that signs pages and enrolments. Laptops pin its public half.
#[derive(Clone)]
pub struct OwnKey(SigningKey);

impl std::fmt::Debug for OwnKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OwnKey({})", self.public().pin())
    }
}

impl OwnKey {
    /// A key from its 32 secret bytes.
    pub fn of(secret: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&secret))
    }

    /// The key in a file; a new one where there is no file.
    ///
    /// # Errors
    /// [`CentralError::File`] where it cannot be read or made; [`CentralError::Configuration`] where the file
    /// holds no key.
    pub fn of_file(path: &Path) -> Result<Self, CentralError> {
        match std::fs::read(path) {
            Ok(bytes) => bytes.try_into().map(Self::of).map_err(|_| {
                CentralError::Configuration(format!("{} does not hold a key of 32 bytes", path.display()))
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::made_at(path),
            Err(error) => Err(CentralError::file(path, error)),
        }
    }

    fn made_at(path: &Path) -> Result<Self, CentralError> {
        let secret: [u8; 32] = rand::random();
        let failed = |error| CentralError::file(path, error);
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(failed)?;
        file.write_all(&secret).and_then(|()| file.sync_all()).map_err(failed)?;
        Ok(Self::of(secret))
    }

    /// The public half.
    pub fn public(&self) -> CentralKey {
        CentralKey(self.0.verifying_key().to_bytes())
    }

    pub(crate) fn sign(&self, payload: &[u8]) -> [u8; 64] {
        self.0.sign(payload).to_bytes()
    }
}
