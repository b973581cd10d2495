//! Whose signatures stand in this register: its own officers', those of the same force's other registers that came
//! through central, and those of registers whose logs were taken in from files.

use register::fact::ForceFact;
use register::officer::{Place, fold_placed};
use register::{DeviceId, Entry, RegisterId};
use store::{Finding, FindingKind, Signers, Vouched};

use crate::app::Session;
use crate::error::AppError;
use crate::officers::{self, introduced};

/// A force's stream, with the place of each entry.
pub(super) type Stream = Vec<(Entry<ForceFact>, Place)>;

/// In the order of the force's ledger, and of their arrival where they have not been there.
fn in_order(stream: &Stream) -> Stream {
    let mut placed = stream.clone();
    placed.sort_by_key(|(_, place)| (place.position.unwrap_or(u64::MAX), place.seq));
    placed
}

/// The entries alone, in that order.
pub(super) fn entries(stream: &Stream) -> Vec<Entry<ForceFact>> {
    in_order(stream).into_iter().map(|(entry, _)| entry).collect()
}

/// Another register that officers of entries here belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Other {
    pub register_id: RegisterId,
    /// The key that vouches for its others: written down when its log was taken in. `None` where central, which
    /// pinned it, is the only one that says so.
    pub first_key: Option<String>,
    /// Its officers sign on every device of the force, as the force's ledger orders them; those of a file sign on
    /// the device that their register was made on.
    pub through_central: bool,
}

impl Other {
    fn place(&self) -> String {
        self.first_key.clone().unwrap_or_else(|| self.register_id.to_string())
    }
}

/// The other registers, those that came through central first.
pub(super) fn others_of(
    own: RegisterId,
    entries: &[Entry<ForceFact>],
    central: Vec<RegisterId>,
) -> Vec<Other> {
    let mut others: Vec<Other> = central
        .into_iter()
        .filter(|register_id| *register_id != own)
        .map(|register_id| Other { register_id, first_key: None, through_central: true })
        .collect();
    for fact in entries.iter().flat_map(Entry::facts) {
        let ForceFact::LogTaken { register_id, first_key, .. } = fact else { continue };
        match others.iter_mut().find(|other| other.register_id == *register_id) {
            Some(known) => known.first_key = known.first_key.take().or_else(|| Some(first_key.clone())),
            None => others.push(Other {
                register_id: *register_id,
                first_key: Some(first_key.clone()),
                through_central: false,
            }),
        }
    }
    others
}

pub(super) async fn others(session: &Session) -> Result<Vec<Other>, AppError> {
    let own = session.vault.force_entries(session.register_id).await?;
    Ok(others_of(session.register_id, &own, session.vault.force_registers().await?))
}

/// Signers of this register and of the others, and what there is to say of how their keys came in. `others` are
/// the streams of each of [`others`], `vouched` the keys that central vouched for on this laptop. Officers of a file's register sign on the device that it was made on, and on
/// none that is this force's or of one before: whatever names they go by, nobody signs for anybody else.
pub(super) fn signers(
    own: &Stream,
    vouched: &Vouched,
    others: &[(Other, Stream)],
) -> (Signers, Vec<Finding>) {
    let of =
        |stream: &Stream| store::signers(&fold_placed(stream.iter().map(|(entry, place)| (entry, *place))));
    let mut signers = of(own);
    let mut findings = introduced(&in_order(own), vouched);
    let mut devices: Vec<DeviceId> = own.iter().map(|(entry, _)| entry.header.device_id).collect();
    for (other, stream) in others {
        let entries = entries(stream);
        let founded = officers::registers(&entries).into_iter().find_map(|(_, founded)| founded);
        let (theirs, found, on): (Signers, Vec<Finding>, Vec<DeviceId>) = if other.through_central {
            let on = entries.iter().map(|entry| entry.header.device_id).collect();
            (of(stream), introduced(&in_order(stream), vouched), on)
        } else if let Some(founded) = founded {
            (founded.signers, founded.findings, founded.devices)
        } else {
            Default::default()
        };
        // The key was written down when the log was taken in: another one now is not theirs.
        let first = officers::fold(&entries).first().map(officers::Officer::first_key);
        let as_written =
            first.is_some() && other.first_key.as_ref().is_none_or(|key| first.as_ref() == Some(key));
        let apart = other.through_central || on.iter().all(|device| !devices.contains(device));
        if theirs.is_empty() || !as_written || !apart {
            findings.push(Finding { kind: FindingKind::UnknownSigner, entry_id: None, place: other.place() });
            continue;
        }
        devices.extend(on);
        for (officer_id, keys) in theirs {
            signers.entry(officer_id).or_default().extend(keys);
        }
        findings.extend(found);
    }
    (signers, findings)
}

/// All of it, of a register that is open.
pub(super) async fn of(session: &Session) -> Result<(Signers, Vec<Finding>), AppError> {
    let own = session.vault.force_log(session.register_id).await?;
    let mut streams = Vec::new();
    for other in others(session).await? {
        let stream = session.vault.force_log(other.register_id).await?;
        streams.push((other, stream));
    }
    let vouched = session.vault.vouched(session.register_id).await?;
    Ok(signers(&own, &vouched, &streams))
}
