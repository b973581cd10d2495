//! The vault: the encrypted file of a register, and the keys that open it.

pub mod keys;
