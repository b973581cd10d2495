//! Reading what a batch is judged by, in few statements whatever its size.

use std::collections::{HashMap, HashSet};

use ed25519_dalek::VerifyingKey;
use protocol::RefusalCode;
use register::decide::confirmations;
use register::entry::Stream;
use register::fact::ForceFact;
use register::force::ForceCode;
use register::{DeviceId, EntryId, OfficerId, Role, Thresholds};

use super::chain::entry_id;
use super::device::Device;
use super::judge::{Before, Known};
use super::keys::{Key, force_facts};
use super::logs::ForceLogs;
use super::offered::Offered;
use crate::database::{Row, Tx, Value};
use crate::error::CentralError;

impl Known {
    /// Everything that the judgement of these entries of these devices may ask for. Read under the force's lock.
    pub(crate) async fn read(
        tx: &mut Tx,
        force: &ForceCode,
        devices: &[Device],
        head: u64,
        received_at: i64,
        entries: &[Offered],
        held: ForceLogs,
    ) -> Result<Self, CentralError> {
        let code = force;
        let force = [Value::from(code)];
        let mut known = Self {
            chains: devices.iter().map(|device| (device.sender.device_id, device.chain)).collect(),
            beyond: HashMap::new(),
            forked: HashSet::new(),
            head,
            received_at,
            held: HashMap::new(),
            refused: HashMap::new(),
            owners: HashMap::new(),
            keys: HashMap::new(),
            suspended: HashSet::new(),
            logs: held.logs,
            thresholds: Thresholds::default(),
            vouched: HashSet::new(),
        };
        let sealed = || entries.iter().map(|offered| &offered.sealed);
        let ids: Vec<Value> = sealed().filter_map(entry_id).map(Value::from).collect();
        let sql = "SELECT entry_id, entry_hash, position FROM entry WHERE force = $1 AND entry_id IN";
        for row in tx.rows_in(sql, &force, &ids).await? {
            let id = EntryId::from_slice(&row.bytes("entry_id")?).ok_or(CentralError::Row("entry_id"))?;
            known.held.insert(id, (row.hash("entry_hash")?, row.count("position")?));
        }
        let hashes: Vec<Value> = entries.iter().map(|offered| offered.hash.into()).collect();
        let sql =
            "SELECT entry_hash, device_seq, received_at FROM quarantine WHERE force = $1 AND entry_hash IN";
        for row in tx.rows_in(sql, &force, &hashes).await? {
            let before =
                Before { placed: row.count("device_seq")? > 0, received_at: Some(row.int("received_at")?) };
            known.refused.insert(row.hash("entry_hash")?, before);
        }
        let streams: HashSet<[u8; 16]> = entries
            .iter()
            .filter_map(|offered| offered.header.as_ref())
            .map(|header| *header.stream.bytes())
            .collect();
        let streams: Vec<Value> = streams.into_iter().map(Value::from).collect();
        for row in tx.rows_in("SELECT stream, force FROM stream_owner WHERE stream IN", &[], &streams).await?
        {
            let owner = crate::ledger::device::force_code(&row.text("force")?)?;
            known.owners.insert(row.array("stream")?, owner);
        }
        known.keys = Self::keys_of(tx, code, entries).await?;
        let officers: Vec<Value> = Self::officers_in(entries).into_iter().map(Value::from).collect();
        let sql = "SELECT officer_id FROM suspension WHERE force = $1 AND officer_id IN";
        for row in tx.rows_in(sql, &force, &officers).await? {
            known.suspended.insert(officer(&row)?);
        }
        let ids: Vec<Value> = devices.iter().map(|device| device.sender.device_id.into()).collect();
        let sql =
            "SELECT device_id, officer_id, public_key FROM vouched_key WHERE force = $1 AND device_id IN";
        for row in tx.rows_in(sql, &force, &ids).await? {
            known.vouched.insert((row.device("device_id")?, officer(&row)?, row.array("public_key")?));
        }
        for device in devices {
            known.read_beyond(tx, device, entries).await?;
        }
        known.read_logs(tx, code, entries).await?;
        Ok(known)
    }

    /// The logs of incidents on whose state something in the batch rests. One that begins in it has nothing to read.
    async fn read_logs(
        &mut self,
        tx: &mut Tx,
        force: &ForceCode,
        entries: &[Offered],
    ) -> Result<(), CentralError> {
        let mut missing = HashSet::new();
        for offered in entries {
            let Some(entry) = &offered.entry else { continue };
            let stream = *entry.header.stream.bytes();
            if !self.owners.contains_key(&stream) {
                self.logs.entry(stream).or_default();
            } else if offered.rests_on_state() && !self.logs.contains_key(&stream) {
                missing.insert(stream);
            }
        }
        let keys: Vec<Value> = missing.iter().map(|stream| (*stream).into()).collect();
        let sql = "SELECT stream, position, received_at, header, signature, body FROM entry
                   WHERE force = $1 AND stream IN";
        let mut rows = Vec::new();
        for row in tx.rows_in(sql, &[force.into()], &keys).await? {
            rows.push((row.count("position")?, row));
        }
        let ahead_ms = self.thresholds.clock_ahead_ms();
        // In the order of the ledger.
        rows.sort_by_key(|(position, _)| *position);
        for (_, row) in rows {
            let received_at = row.int("received_at")?;
            let opened = row.sealed()?.open_or_altered().map(|entry| entry.taken_at(received_at, ahead_ms));
            let log = self.logs.entry(row.array("stream")?).or_default();
            log.extend(opened);
        }
        Ok(())
    }

    /// Officers whose keys a batch may need: authors, second officers, and those that force facts are about.
    fn officers_in(entries: &[Offered]) -> HashSet<OfficerId> {
        let mut officers = HashSet::new();
        for Offered { sealed, header, entry, .. } in entries {
            let Some(header) = header else { continue };
            officers.insert(header.officer_id);
            officers.extend(entry.iter().flat_map(confirmations).map(|by| by.officer_id));
            if matches!(header.stream, Stream::Force(_)) {
                officers.extend(force_facts(sealed).iter().filter_map(|fact| match fact {
                    ForceFact::OfficerAdded { officer_id, .. }
                    | ForceFact::OfficerKeyAdded { officer_id, .. }
                    | ForceFact::OfficerKeyChanged { officer_id, .. }
                    | ForceFact::OfficerRemoved { officer_id, .. } => Some(*officer_id),
                    _ => None,
                }));
            }
        }
        officers
    }

    /// The keys of all officers that these entries are by or about, that of now last.
    pub(crate) async fn keys_of(
        tx: &mut Tx,
        force: &ForceCode,
        entries: &[Offered],
    ) -> Result<HashMap<OfficerId, Vec<Key>>, CentralError> {
        let officers: Vec<Value> = Self::officers_in(entries).into_iter().map(Value::from).collect();
        let sql =
            "SELECT officer_id, public_key, role, device_id, from_seq, until_seq, ended FROM officer_key
                   WHERE force = $1 AND officer_id IN";
        let mut known: HashMap<OfficerId, Vec<Key>> = HashMap::new();
        for row in tx.rows_in(sql, &[force.into()], &officers).await? {
            let (officer_id, key) = key(&row)?;
            known.entry(officer_id).or_default().push(key);
        }
        let officers: Vec<Value> = known.keys().copied().map(Value::from).collect();
        let sql = "SELECT officer_id, public_key FROM officer_key_there WHERE force = $1 AND officer_id IN";
        for row in tx.rows_in(sql, &[force.into()], &officers).await? {
            let public: [u8; 32] = row.array("public_key")?;
            let keys = known.entry(officer(&row)?).or_default().iter_mut();
            keys.filter(|key| key.public.to_bytes() == public).for_each(|key| key.only_there = true);
        }
        for keys in known.values_mut() {
            keys.sort_by_key(|key| (!key.ended, key.from));
        }
        Ok(known)
    }
}

/// A row of `officer_key`.
pub(crate) fn key(row: &Row) -> Result<(OfficerId, Key), CentralError> {
    let public = VerifyingKey::from_bytes(&row.array("public_key")?);
    let device = row.maybe_bytes("device_id")?;
    let key = Key {
        public: public.map_err(|_| CentralError::Row("public_key"))?,
        role: role(&row.text("role")?)?,
        device: match device {
            Some(bytes) => Some(DeviceId::from_slice(&bytes).ok_or(CentralError::Row("device_id"))?),
            None => None,
        },
        from: row.count("from_seq")?,
        until: row.count("until_seq")?,
        ended: row.int("ended")? != 0,
        only_there: false,
    };
    Ok((officer(row)?, key))
}

fn officer(row: &Row) -> Result<OfficerId, CentralError> {
    OfficerId::from_slice(&row.bytes("officer_id")?).ok_or(CentralError::Row("officer_id"))
}

/// A role by its name in `snake_case`.
pub(crate) fn role(name: &str) -> Result<Role, CentralError> {
    Role::named(name).ok_or(CentralError::Row("role"))
}

/// A kept code of refusal.
pub(crate) fn code(row: &Row) -> Result<RefusalCode, CentralError> {
    RefusalCode::from_number(row.int("code")?).ok_or(CentralError::Row("code"))
}
