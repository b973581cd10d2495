//! From passphrase to key: Argon2id, version 0x13 (RFC 9106).

use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::bytes::Hex;
use super::error::KeyError;
use super::passphrase::Passphrase;

/// The least memory of a live register's slot: 256 MiB (docs/threat-model.md).
const LEAST_KIB: u32 = 256 * 1024;
/// Beyond these a file would only make the program fail slowly.
const MOST_KIB: u32 = 4 * 1024 * 1024;
const MOST_PASSES: u32 = 64;
const MOST_LANES: u32 = 16;

/// Cost of one derivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KdfParams {
    pub m_kib: u32,
    pub t: u32,
    pub p: u32,
}

impl Default for KdfParams {
    /// 256 MiB, three passes, one lane: between half a second and a second on a laptop.
    fn default() -> Self {
        Self { m_kib: LEAST_KIB, t: 3, p: 1 }
    }
}

impl KdfParams {
    /// 64 KiB and one pass, worth nothing against a guesser. For tests and invented people only: refused at run time
    /// unless the register is a training one or the program is a development build.
    pub fn weak_for_tests() -> Self {
        Self { m_kib: 64, t: 1, p: 1 }
    }

    pub(super) fn check(self, training: bool, development_build: bool) -> Result<(), KeyError> {
        let least = if training || development_build { 8 } else { LEAST_KIB };
        let in_range = (least..=MOST_KIB).contains(&self.m_kib)
            && (1..=MOST_PASSES).contains(&self.t)
            && (1..=MOST_LANES).contains(&self.p)
            && self.m_kib >= 8 * self.p;
        // Fewer than three passes only where weak parameters are allowed at all.
        if in_range && (self.t >= 3 || least < LEAST_KIB) { Ok(()) } else { Err(KeyError::KdfParams) }
    }
}

/// True in tests and debug builds, where weak parameters are allowed on any register.
pub(super) const DEVELOPMENT_BUILD: bool = cfg!(any(test, debug_assertions));

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum KdfAlgorithm {
    #[serde(rename = "argon2id")]
    Argon2id,
}

/// How one slot's key is derived; stands readable in the key file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kdf {
    pub algorithm: KdfAlgorithm,
    pub params: KdfParams,
    pub salt: Hex<32>,
    /// Derived beside the key, so that a wrong passphrase and a damaged slot can be told apart.
    pub check: Hex<16>,
}

/// What a passphrase yields: the key, and the check value that may be written down.
pub(super) struct Derived {
    pub key: Zeroizing<[u8; 32]>,
    pub check: Hex<16>,
}

#[cfg(test)]
thread_local! {
    /// Derivations made by this test.
    pub(super) static DERIVATIONS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Takes the time and memory that `params` say. Errors: [`KeyError::OutOfMemory`], [`KeyError::KdfParams`].
pub(super) fn derive(
    passphrase: &Passphrase,
    params: KdfParams,
    salt: &[u8; 32],
) -> Result<Derived, KeyError> {
    #[cfg(test)]
    DERIVATIONS.with(|count| count.set(count.get() + 1));
    let mut output = Zeroizing::new([0; 48]);
    let cost =
        Params::new(params.m_kib, params.t, params.p, Some(output.len())).map_err(|_| KeyError::KdfParams)?;
    let block_count = cost.block_count();
    let mut memory: Vec<Block> = Vec::new();
    memory.try_reserve_exact(block_count).map_err(|_| KeyError::OutOfMemory { kib: params.m_kib })?;
    memory.resize(block_count, Block::new());
    let result = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost).hash_password_into_with_memory(
        passphrase.as_bytes(),
        salt,
        output.as_mut(),
        &mut memory,
    );
    memory.iter_mut().for_each(Zeroize::zeroize);
    result.map_err(|_| KeyError::KdfParams)?;

    let mut derived = Derived { key: Zeroizing::new([0; 32]), check: Hex([0; 16]) };
    derived.key.copy_from_slice(&output[..32]);
    derived.check.0.copy_from_slice(&output[32..]);
    Ok(derived)
}
