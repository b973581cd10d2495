//! Who signed an entry: Ed25519 by the rules of [ZIP 215](https://zips.z.cash/zip-0215), by which a signature is good or
//! not whether it is checked alone or with others (ADR 0012). Other rules let a device make one that passes on some
//! laptops and not on others. A key of small order, with which one signature fits every entry, signs nothing here.

use std::collections::HashMap;

use ed25519_dalek::VerifyingKey;
use ed25519_zebra::batch::{Item, Verifier};
use ed25519_zebra::{Signature, VerificationKeyBytes};
use rand_core::{CryptoRng, RngCore};

use crate::entry::signing_payload;
use crate::id::Hash;
use crate::{Header, Sealed};

/// Of so few signatures that are not all good each is checked alone.
const FEW: usize = 4;

/// An entry, and a key that may have signed it.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'e> {
    pub sealed: &'e Sealed,
    /// Of `sealed`.
    pub header: &'e Header,
    pub key: VerifyingKey,
}

impl Claim<'_> {
    /// Whether the key signed the header. The body is not looked at.
    pub(crate) fn holds(&self) -> bool {
        !self.key.is_weak() && self.item().verify_single().is_ok()
    }

    fn body_is_signed(&self) -> bool {
        self.sealed.body.as_ref().is_none_or(|body| Hash::of(body) == self.header.body_hash)
    }

    fn item(&self) -> Item {
        let key = VerificationKeyBytes::from(self.key.to_bytes());
        let signature = Signature::from(self.sealed.signature);
        Item::from((key, signature, &signing_payload(&self.sealed.header)))
    }
}

/// Of each claim, in order, the key where it signed the entry, body included: what [`Sealed::verify`] says of each, for a
/// fifth of the work. `random` has to be random to those who sign.
pub fn signed_by<R: RngCore + CryptoRng>(
    claims: &[Option<Claim<'_>>],
    mut random: R,
) -> Vec<Option<VerifyingKey>> {
    let claimed = claims.iter().enumerate().filter_map(|(at, claim)| Some((at, claim.as_ref()?)));
    // Few officers sign many entries.
    let mut weak: HashMap<[u8; 32], bool> = HashMap::new();
    let items: Vec<_> = claimed
        .filter(|(_, claim)| !*weak.entry(claim.key.to_bytes()).or_insert_with(|| claim.key.is_weak()))
        .filter(|(_, claim)| claim.body_is_signed())
        .map(|(at, claim)| (at, claim.item()))
        .collect();
    let mut good = vec![false; claims.len()];
    mark(&items, &mut random, &mut good);
    claims
        .iter()
        .zip(good)
        .map(|(claim, good)| claim.as_ref().filter(|_| good).map(|claim| claim.key))
        .collect()
}

/// Mark those that are good: all at once where all are, else in halves.
fn mark<R: RngCore + CryptoRng>(items: &[(usize, Item)], random: &mut R, good: &mut [bool]) {
    if items.len() <= FEW {
        for (at, item) in items {
            good[*at] = item.clone().verify_single().is_ok();
        }
        return;
    }
    let mut all = Verifier::new();
    for (_, item) in items {
        all.queue(item.clone());
    }
    if all.verify(&mut *random).is_ok() {
        for (at, _) in items {
            good[*at] = true;
        }
    } else {
        let (left, right) = items.split_at(items.len() / 2);
        mark(left, random, good);
        mark(right, random, good);
    }
}
