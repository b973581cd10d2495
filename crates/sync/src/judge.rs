//! Is an entry that central gave out what it says? Its officer's key is looked for in the force's streams.
//! Central's signature on the page vouches that an entry stands in the ledger; what an entry says, its
//! officer's signature alone does.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;
use protocol::{Failure, Positioned};
use rand_core::OsRng;
use register::entry::{EntryError, Stream};
use register::fact::ForceFact;
use register::officer::{Place, fold_placed};
use register::signature::{self, Claim};
use register::{DeviceId, Entry, Hash, Header, OfficerId, RegisterId, Sealed};
use store::{Signers, StoreError, Unfit, Vault, signers};

/// Entries of which one thread checks the signatures at a time: half a page, so that two do.
const AT_ONCE: usize = 512;

/// An entry that came, and which of the keys that were known before its page signed it.
struct Checked {
    positioned: Positioned,
    header: Option<Header>,
    /// It came before in this exchange, was found good, and is in the file.
    taken: bool,
    signed_by: Option<VerifyingKey>,
}

impl Checked {
    /// A part of a page, the signatures that are not known to be good checked at once.
    fn by(mut part: Vec<Self>, signers: &Signers) -> Vec<Self> {
        let claims: Vec<_> = part.iter().map(|entry| entry.claim(signers)).collect();
        let signed_by = signature::signed_by(&claims, OsRng);
        for (entry, key) in part.iter_mut().zip(signed_by) {
            entry.signed_by = entry.signed_by.or(key);
        }
        part
    }

    fn unchecked(positioned: Positioned, taken: &HashSet<Hash>) -> Self {
        let header = positioned.sealed.read_header().ok();
        let taken = !taken.is_empty() && taken.contains(&positioned.sealed.hash());
        Self { positioned, header, taken, signed_by: None }
    }

    /// The key that its author signs such an entry with. Where it is another of theirs, [`Judge::judge`] looks.
    fn claim(&self, signers: &Signers) -> Option<Claim<'_>> {
        let header = self.header.as_ref().filter(|_| !self.taken && self.signed_by.is_none())?;
        let place = Place { position: Some(self.positioned.position), seq: i64::MAX };
        let mut keys = signers.get(&header.officer_id)?.iter();
        let key = keys.find(|signer| signer.signs(header, place, true))?.key;
        Some(Claim { sealed: &self.positioned.sealed, header, key })
    }

    /// Whether a device wrote it.
    fn is_of(&self, device_id: DeviceId) -> bool {
        self.header.as_ref().is_some_and(|header| header.device_id == device_id)
    }

    fn is_of_incident(&self) -> bool {
        self.header.as_ref().is_some_and(|header| matches!(header.stream, Stream::Incident(_)))
    }
}

/// Whose keys are known, growing with the entries that pass.
pub(crate) struct Judge {
    streams: BTreeMap<RegisterId, Vec<(Entry<ForceFact>, Place)>>,
    signers: Arc<Signers>,
    /// Headers of entries that come twice, and were taken in the first time: the file compares what comes again with what
    /// it holds, byte for byte.
    taken: Arc<HashSet<Hash>>,
}

impl Judge {
    /// What the register knows.
    pub(crate) async fn of(vault: &Vault, own: RegisterId) -> Result<Self, StoreError> {
        let mut streams = BTreeMap::new();
        for register_id in vault.force_registers().await?.into_iter().chain([own]) {
            streams.insert(register_id, vault.force_log(register_id).await?);
        }
        let mut judge = Self { streams, signers: Arc::default(), taken: Arc::default() };
        judge.fold();
        Ok(judge)
    }

    /// The entries of a page that did not come before in this exchange, each with what is wrong with it. What stands in
    /// `own`, this device's own chain, the file itself compares.
    pub(crate) async fn page(
        &mut self,
        entries: Vec<Positioned>,
        own: DeviceId,
    ) -> Result<Vec<(Positioned, Option<Unfit>)>, Failure> {
        let (mut known, taken) = (self.signers.clone(), self.taken.clone());
        let signers = known.clone();
        let mut left: VecDeque<_> = by_parts(entries, move |part| {
            let unchecked = part.into_iter().map(|positioned| Checked::unchecked(positioned, &taken));
            Checked::by(unchecked.collect(), &signers)
        })
        .await?
        .into();
        let mut judged = Vec::with_capacity(left.len());
        while let Some(next) = left.front() {
            // Somebody was introduced since: what they signed is checked together, as the rest was.
            if next.is_of_incident() && next.signed_by.is_none() && !Arc::ptr_eq(&known, &self.signers) {
                known = self.signers.clone();
                let signers = known.clone();
                left = by_parts(left.into(), move |part| Checked::by(part, &signers)).await?.into();
            }
            let Some(checked) = left.pop_front() else { break };
            if !checked.taken {
                let unfit = self.judge(&checked).filter(|_| !checked.is_of(own));
                judged.push((checked.positioned, unfit));
            }
        }
        Ok(judged)
    }

    /// What is wrong with the entry; `None` where nothing is. One that says who may sign is known from then on.
    fn judge(&mut self, checked: &Checked) -> Option<Unfit> {
        let Checked { positioned, header, signed_by, .. } = checked;
        let sealed = &positioned.sealed;
        let Some(header) = header else { return Some(Unfit::Unreadable) };
        let place = Place { position: Some(positioned.position), seq: i64::MAX };
        let Stream::Force(register_id) = header.stream else {
            return self.signed(sealed, header, *signed_by, place).err();
        };
        let Some(entry) = sealed.open_or_altered::<ForceFact>() else { return Some(Unfit::Unreadable) };
        let known = self.signed(sealed, header, *signed_by, place);
        if let Err(unfit) = known
            && !introduces_its_author(sealed, &entry)
        {
            return Some(unfit);
        }
        let says_who_signs = entry.facts().iter().any(|fact| {
            matches!(
                fact,
                ForceFact::OfficerAdded { .. }
                    | ForceFact::OfficerKeyAdded { .. }
                    | ForceFact::OfficerKeyChanged { .. }
                    | ForceFact::OfficerRemoved { .. }
            )
        });
        let stream = self.streams.entry(register_id).or_default();
        match stream.iter_mut().find(|(other, _)| other.hash == entry.hash) {
            Some((_, known)) => known.position = place.position,
            None => stream.push((entry, place)),
        }
        if says_who_signs {
            self.fold();
        }
        None
    }

    /// These come again in this exchange.
    pub(crate) fn took(&mut self, taken: HashSet<Hash>) {
        self.taken = Arc::new(taken);
    }

    fn fold(&mut self) {
        let mut known = Signers::new();
        for stream in self.streams.values() {
            let officers = fold_placed(stream.iter().map(|(entry, place)| (entry, *place)));
            for (officer_id, keys) in signers(&officers) {
                known.entry(officer_id).or_default().extend(keys);
            }
        }
        self.signers = Arc::new(known);
    }

    fn signed(
        &self,
        sealed: &Sealed,
        header: &Header,
        signed_by: Option<VerifyingKey>,
        place: Place,
    ) -> Result<(), Unfit> {
        let mut unfit = Unfit::UnknownSigner;
        let keys = self.signers.get(&header.officer_id).into_iter().flatten();
        for signer in keys.filter(|signer| signer.signs(header, place, true)) {
            if signed_by == Some(signer.key) {
                return Ok(());
            }
            match sealed.verify(header, &signer.key) {
                Ok(()) => return Ok(()),
                Err(EntryError::BodyAltered) => return Err(Unfit::BodyAltered),
                Err(_) => unfit = Unfit::NotSigned,
            }
        }
        Err(unfit)
    }
}

/// The founder of a register, an officer who joins on one more laptop, or one who came in with the recovery shares
/// brings their own key. Central lets such an entry into the ledger only where a one-time code or an administrator
/// vouched for it.
fn introduces_its_author(sealed: &Sealed, entry: &Entry<ForceFact>) -> bool {
    let author: OfficerId = entry.header.officer_id;
    entry.facts().iter().any(|fact| match fact {
        ForceFact::OfficerAdded { officer_id, public_key, .. }
        | ForceFact::OfficerKeyAdded { officer_id, public_key, .. }
        | ForceFact::OfficerKeyChanged { officer_id, public_key, .. } => {
            *officer_id == author
                && Hash::from_hex(public_key)
                    .and_then(|key| store::verifying_key(&key.0))
                    .is_some_and(|key| sealed.verify(&entry.header, &key).is_ok())
        }
        _ => false,
    })
}

/// On threads where it holds nobody up, several parts at a time.
async fn by_parts<I, F>(all: Vec<I>, of_part: F) -> Result<Vec<Checked>, Failure>
where
    I: Send + 'static,
    F: Fn(Vec<I>) -> Vec<Checked> + Clone + Send + 'static,
{
    let (mut parts, mut all) = (Vec::new(), all.into_iter().peekable());
    while all.peek().is_some() {
        let (part, of_part): (Vec<I>, F) = (all.by_ref().take(AT_ONCE).collect(), of_part.clone());
        parts.push(tokio::task::spawn_blocking(move || of_part(part)));
    }
    let mut done = Vec::new();
    for part in parts {
        done.extend(part.await.map_err(|_| Failure::Unavailable)?);
    }
    Ok(done)
}
