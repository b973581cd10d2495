//! What an administrator does at the terminal: forces, scopes, officers, devices, counts.

mod scopes;

pub use scopes::{Grant, ScopeLine, Sees, grant_scope, scopes};

mod officer_code;
mod profile;

use std::path::Path;

use protocol::{CentralKey, EnrolCode, Failure};
use register::force::ForceCode;
use register::{DeviceId, OfficerId, Role};
use serde::Serialize;

use crate::clock::Clock;
use crate::database::{Database, Tx};
use crate::error::CentralError;
use crate::key::OwnKey;
use crate::ledger::devices::{self, By};
use crate::ledger::enrol::code_hash;
use crate::ledger::keys::key_of;

pub use officer_code::officer_code;
pub use profile::{Profile, set_profile};

/// The database is this key's and this kind's from its first opening on. Gives the era of its ledgers.
/// # Errors
/// [`CentralError::OtherKey`], [`CentralError::OtherKind`], [`CentralError::Database`].
pub async fn claim(
    database: &Database,
    key: &OwnKey,
    training: bool,
    clock: &Clock,
) -> Result<u64, CentralError> {
    let here = key.public();
    let mut tx = database.write_any().await?;
    tx.run(
        "INSERT INTO central (central_id, central_key, training, era) VALUES (1, $1, $2, $3)
         ON CONFLICT DO NOTHING",
        [here.0.into(), training.into(), clock.now().into()],
    )
    .await?;
    let row = tx.row("SELECT central_key, training, era FROM central WHERE central_id = 1", []).await?;
    let row = row.ok_or(CentralError::Row("central"))?;
    tx.commit().await?;
    let there = CentralKey(row.array("central_key")?);
    if there != here {
        return Err(CentralError::OtherKey { there: there.pin(), here: here.pin() });
    }
    match (row.int("training")? != 0, training) {
        (true, false) => Err(CentralError::OtherKind("training")),
        (false, true) => Err(CentralError::OtherKind("live")),
        _ => row.count("era"),
    }
}

/// An organisation to admit.
#[derive(Clone, Debug)]
pub enum Organisation {
    /// A police force.
    Police,
    /// Another organisation, which adopted the Code of Practice on this date (`YYYY-MM-DD`).
    Partner {
        /// When.
        code_adopted: chrono::NaiveDate,
    },
}

impl Organisation {
    /// What an organisation is admitted as: police where the list of forces knows it or the administrator says so, any
    /// other only with the date on which it adopted the Code of Practice.
    ///
    /// # Errors
    /// [`CentralError::Asked`].
    pub fn of(
        force: &ForceCode,
        police: bool,
        code_adopted: Option<chrono::NaiveDate>,
        today: chrono::NaiveDate,
    ) -> Result<Self, CentralError> {
        match code_adopted {
            Some(adopted) if adopted > today => Err(CentralError::Asked(format!(
                "the Code of Practice is adopted on {adopted}, which is not yet: add {force} then (--code-adopted)"
            ))),
            Some(code_adopted) => Ok(Self::Partner { code_adopted }),
            None if police || force.is_listed() => Ok(Self::Police),
            None => Err(CentralError::Asked(format!(
                "{force} is not on the list of police forces: say when it adopted the Code of Practice \
                 (--code-adopted YYYY-MM-DD), or that it is police (--police)"
            ))),
        }
    }
}

/// Admit a force or another organisation. Doing it twice is doing it once.
///
/// # Errors
/// [`CentralError::Database`].
pub async fn add_force(
    database: &Database,
    force: &ForceCode,
    name: &str,
    organisation: &Organisation,
    clock: &Clock,
) -> Result<(), CentralError> {
    let (police, code_adopted) = match organisation {
        Organisation::Police => (true, None),
        Organisation::Partner { code_adopted } => (false, Some(code_adopted.to_string())),
    };
    let mut tx = database.write_any().await?;
    tx.run(
        "INSERT INTO force (force, name, police, code_adopted, added_at, head, last_received_at)
         VALUES ($1, $2, $3, $4, $5, 0, 0) ON CONFLICT DO NOTHING",
        [force.into(), name.into(), police.into(), code_adopted.into(), clock.now().into()],
    )
    .await?;
    tx.commit().await
}

/// The forces, in the order of their codes.
///
/// # Errors
/// [`CentralError::Database`].
pub async fn forces(database: &Database) -> Result<Vec<ForceCode>, CentralError> {
    let mut tx = database.read().await?;
    let rows = tx.rows("SELECT force FROM force ORDER BY force", []).await?;
    rows.iter().map(|row| crate::ledger::device::force_code(&row.text("force")?)).collect()
}

async fn known(database: &Database, force: &ForceCode) -> Result<(), CentralError> {
    if forces(database).await?.contains(force) {
        Ok(())
    } else {
        Err(CentralError::Asked(format!("there is no force {force}: add it with `force add {force}`")))
    }
}

/// A new one-time code for a device of a force. Central keeps its hash; whoever reads the code here is the
/// only one who has it.
///
/// # Errors
/// [`CentralError::Asked`] where the force is not known.
pub async fn enrol_code(
    database: &Database,
    force: &ForceCode,
    key: &OwnKey,
    profile: Profile,
    good_for_ms: u64,
    clock: &Clock,
) -> Result<EnrolCode, CentralError> {
    known(database, force).await?;
    let mut tx = database.write_any().await?;
    let code = new_code(&mut tx, force, key, profile, good_for_ms, clock).await?;
    tx.commit().await?;
    Ok(code)
}

async fn new_code(
    tx: &mut Tx,
    force: &ForceCode,
    key: &OwnKey,
    profile: Profile,
    good_for_ms: u64,
    clock: &Clock,
) -> Result<EnrolCode, CentralError> {
    let secret: [u8; 10] = rand::random();
    let now = clock.now();
    tx.run(
        "INSERT INTO enrol_code (force, code_hash, made_at, expires_at) VALUES ($1, $2, $3, $4)",
        [
            force.into(),
            code_hash(&secret).into(),
            now.into(),
            now.saturating_add_unsigned(good_for_ms).into(),
        ],
    )
    .await?;
    if profile == Profile::Field {
        tx.run(
            "INSERT INTO enrol_code_field (force, code_hash) VALUES ($1, $2)",
            [force.into(), code_hash(&secret).into()],
        )
        .await?;
    }
    Ok(EnrolCode::new(secret, &key.public()))
}

/// Admit a key of an officer by an administrator's word: for one that recovery shares made, or that no entry
/// introduces. It signs on every device of the force.
///
/// # Errors
/// [`CentralError::Asked`] where the force is not known or the text is no public key.
pub async fn add_officer(
    database: &Database,
    force: &ForceCode,
    officer_id: OfficerId,
    public_key: &str,
    role: Role,
) -> Result<(), CentralError> {
    known(database, force).await?;
    let public = key_of(public_key)
        .ok_or_else(|| CentralError::Asked("a public key has 64 hexadecimal digits".to_owned()))?;
    let mut tx = database.write(force).await?;
    tx.run(
        "INSERT INTO officer_key (force, officer_id, public_key, role, device_id, from_seq, until_seq, ended)
         VALUES ($1, $2, $3, $4, $5, 0, $6, 0)
         ON CONFLICT (force, officer_id, public_key) DO UPDATE SET role = excluded.role, ended = 0,
             device_id = excluded.device_id, from_seq = 0, until_seq = excluded.until_seq",
        [
            force.into(),
            officer_id.into(),
            public.to_bytes().into(),
            role.name().to_owned().into(),
            None::<Vec<u8>>.into(),
            i64::MAX.into(),
        ],
    )
    .await?;
    tx.run("DELETE FROM suspension WHERE force = $1 AND officer_id = $2", [force.into(), officer_id.into()])
        .await?;
    tx.commit().await
}

/// Take nothing more from an officer: what arrives later is refused and kept apart.
///
/// # Errors
/// [`CentralError::Asked`] where the force is not known.
pub async fn suspend_officer(
    database: &Database,
    force: &ForceCode,
    officer_id: OfficerId,
    reason: &str,
    clock: &Clock,
) -> Result<(), CentralError> {
    known(database, force).await?;
    // Under the force's lock: a push that is under way ends before, and none that begins later gets through.
    let mut tx = database.write(force).await?;
    tx.run(
        "INSERT INTO suspension (force, officer_id, suspended_at, reason) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
        [force.into(), officer_id.into(), clock.now().into(), reason.into()],
    )
    .await?;
    tx.commit().await
}

/// A device in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceLine {
    /// Its force.
    pub force: String,
    /// Its id.
    pub device_id: String,
    /// Milliseconds since 1970 (UTC).
    pub enrolled_at: i64,
    /// Milliseconds since 1970 (UTC).
    pub last_contact_at: i64,
    /// Milliseconds since 1970 (UTC), where it was revoked.
    pub revoked_at: Option<i64>,
    /// Entries of its chain that came.
    pub entries: u64,
    /// Entries that it said it has and that did not come.
    pub expected: u64,
    /// Drafts that it said it has.
    pub drafts: u64,
    /// Entries of it that are kept apart.
    pub quarantined: u64,
    /// What it is given.
    pub profile: Profile,
    /// Of a field laptop: the position of the ledger after which it is given all.
    pub since: Option<u64>,
}

/// The devices of a force, or of all.
///
/// # Errors
/// [`CentralError::Database`].
pub async fn devices(
    database: &Database,
    force: Option<&ForceCode>,
) -> Result<Vec<DeviceLine>, CentralError> {
    let mut tx = database.read().await?;
    let rows = tx
        .rows(
            "SELECT d.force, d.device_id, d.enrolled_at, d.last_contact_at, d.revoked_at, d.device_seq,
                    (SELECT f.since FROM field_device f
                     WHERE f.force = d.force AND f.device_id = d.device_id) AS since,
                    COALESCE(d.checkpoint_seq, 0) AS checkpoint_seq, d.drafts,
                    (SELECT count(*) FROM quarantine q
                     WHERE q.force = d.force AND q.device_id = d.device_id) AS quarantined
             FROM device d WHERE d.force = COALESCE($1, d.force) ORDER BY d.force, d.enrolled_at, d.device_id",
            [force.map(|force| force.as_str().to_owned()).into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let entries = row.count("device_seq")?;
            let since = row.maybe_int("since")?.map(i64::unsigned_abs);
            Ok(DeviceLine {
                force: row.text("force")?,
                device_id: row.device("device_id")?.to_string(),
                enrolled_at: row.int("enrolled_at")?,
                last_contact_at: row.int("last_contact_at")?,
                revoked_at: row.maybe_int("revoked_at")?,
                entries,
                expected: row.count("checkpoint_seq")?.saturating_sub(entries),
                drafts: row.count("drafts")?,
                quarantined: row.count("quarantined")?,
                profile: if since.is_some() { Profile::Field } else { Profile::Desk },
                since,
            })
        })
        .collect()
}

/// Revoke a device: it gets nothing from now on, and what it sends is kept apart.
///
/// # Errors
/// [`CentralError::Asked`] where there is no such device.
pub async fn revoke_device(
    database: &Database,
    force: &ForceCode,
    device_id: DeviceId,
    clock: &Clock,
) -> Result<(), CentralError> {
    match devices::revoke(database, force, device_id, By::Terminal, clock.now()).await {
        Err(CentralError::Told(Failure::NotFound)) => {
            Err(CentralError::Asked(format!("force {force} has no device {device_id}")))
        }
        done => done,
    }
}

/// An entry that is kept apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuarantineLine {
    /// The force.
    pub force: String,
    /// The device that sent it.
    pub device_id: String,
    /// Its hash.
    pub entry_hash: String,
    /// Its number in the device's chain; zero where it has no place there.
    pub device_seq: u64,
    /// Why, by its name.
    pub code: &'static str,
    /// Milliseconds since 1970 (UTC).
    pub received_at: i64,
}

/// What is kept apart, of a force or of all, oldest first.
///
/// # Errors
/// [`CentralError::Database`].
pub async fn quarantine(
    database: &Database,
    force: Option<&ForceCode>,
) -> Result<Vec<QuarantineLine>, CentralError> {
    let mut tx = database.read().await?;
    let rows = tx
        .rows(
            "SELECT force, device_id, entry_hash, device_seq, code, received_at FROM quarantine
             WHERE force = COALESCE($1, force) ORDER BY force, received_at, device_id, device_seq",
            [force.map(|force| force.as_str().to_owned()).into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(QuarantineLine {
                force: row.text("force")?,
                device_id: row.device("device_id")?.to_string(),
                entry_hash: row.hash("entry_hash")?.to_string(),
                device_seq: row.count("device_seq")?,
                code: crate::ledger::known::code(row)?.name(),
                received_at: row.int("received_at")?,
            })
        })
        .collect()
}

/// Counts of one force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForceStats {
    /// The force.
    pub force: String,
    /// Its name.
    pub name: String,
    /// Newest position: entries in its ledger.
    pub entries: u64,
    /// Streams in it.
    pub streams: u64,
    /// Devices that are enrolled and not revoked.
    pub devices: u64,
    /// Of those in the ledger, the ones that another device gave back than wrote them.
    pub relayed: u64,
    /// Entries that are kept apart.
    pub quarantined: u64,
    /// Looks that were uploaded.
    pub looks: u64,
    /// Photographs that are held in whole.
    pub photographs: u64,
}

/// Counts of every force.
///
/// # Errors
/// [`CentralError::Database`].
pub async fn stats(database: &Database) -> Result<Vec<ForceStats>, CentralError> {
    let mut tx = database.read().await?;
    let rows = tx
        .rows(
            "SELECT f.force, f.name, f.head,
                (SELECT count(*) FROM stream_owner s WHERE s.force = f.force) AS streams,
                (SELECT count(*) FROM device d WHERE d.force = f.force AND d.revoked_at IS NULL) AS devices,
                (SELECT count(*) FROM relayed r WHERE r.force = f.force) AS relayed,
                (SELECT count(*) FROM quarantine q WHERE q.force = f.force) AS quarantined,
                (SELECT count(*) FROM look l WHERE l.force = f.force) AS looks,
                (SELECT count(*) FROM blob b WHERE b.force = f.force AND b.whole_at IS NOT NULL) AS photographs
             FROM force f ORDER BY f.force",
            [],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(ForceStats {
                force: row.text("force")?,
                name: row.text("name")?,
                entries: row.count("head")?,
                streams: row.count("streams")?,
                devices: row.count("devices")?,
                relayed: row.count("relayed")?,
                quarantined: row.count("quarantined")?,
                looks: row.count("looks")?,
                photographs: row.count("photographs")?,
            })
        })
        .collect()
}

/// Where central's key lies in its folder.
pub fn key_path(folder: &Path) -> std::path::PathBuf {
    folder.join(crate::KEY_FILE)
}
