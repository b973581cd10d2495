//! The key side of the vault.
