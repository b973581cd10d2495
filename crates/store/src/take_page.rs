//! A page of the force's ledger, taken in with the cursor that it brings: both in one transaction.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use protocol::{PageForm, Positioned};
use register::Header;
use register::entry::{Sealed, Stream};
use register::id::{EntryId, IncidentId};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use crate::arrivals::{Found, New, Placed, Standing, insert_all, may_stand, place_all, register_of};
use crate::back_fill::note_to_ask;
use crate::behind::{Lists, behind, make_rows, note_behind};
use crate::carried::want_photographs;
use crate::error::StoreError;
use crate::own_chain::{left, moved};
use crate::read::{instant, sealed};
use crate::recent::Log;
use crate::steps::Steps;
use crate::take_in::project_arrived;
use crate::vault::{Vault, Writer};
use crate::write::end;

/// What is wrong with an entry that central gave out. The numbers are kept and never change their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unfit {
    /// Its header cannot be read.
    Unreadable = 0,
    /// No key of its officer is known here that is good for it.
    UnknownSigner = 1,
    /// Its officer's key did not sign it.
    NotSigned = 2,
    /// Its body is not the one that was signed.
    BodyAltered = 3,
    /// Another entry has its name or its place in its device's chain.
    Forged = 4,
    /// It is said to be of this device, which has not written it: a copy of the register was put back.
    NotWrittenHere = 5,
}

impl Unfit {
    pub const ALL: [Self; 6] = [
        Self::Unreadable,
        Self::UnknownSigner,
        Self::NotSigned,
        Self::BodyAltered,
        Self::Forged,
        Self::NotWrittenHere,
    ];

    fn from_number(number: i64) -> Option<Self> {
        usize::try_from(number).ok().and_then(|number| Self::ALL.get(number)).copied()
    }
}

/// An entry that is kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetApart {
    pub unfit: Unfit,
    pub came_at: DateTime<Utc>,
    pub entry: Positioned,
}

impl SetApart {
    pub fn entry_id(&self) -> Option<EntryId> {
        self.entry.sealed.read_header().ok().map(|header| header.entry_id)
    }
}

/// What a page brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageTaken {
    pub new: u64,
    /// Here already, byte for byte.
    pub held: u64,
    pub set_apart: u64,
    /// Incidents in the lists of which something new came.
    pub incidents: BTreeSet<IncidentId>,
    /// Something new came of who may sign.
    pub officers_changed: bool,
}

/// For which entries of a page it is looked whether they stand here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looking {
    /// For those whose place in their device's chain is not behind all that stands of it.
    AtPlaces,
    /// For each, also by its name.
    AtNames,
}

/// Incidents that are folded one by one from what is held of them.
const FEW: usize = 32;

impl Vault {
    /// Take in entries of the force's ledger, each with what was found when its signature was checked, and the
    /// cursor with them: a program that is killed in between has taken none of it, or all. They are received
    /// now, whenever they were written: "as known at" tells what was known *here*. When central received each is
    /// kept beside it. Without a form, they are entries that had been set apart, and no cursor moves. The lists are
    /// made with it, or [`Lists::Later`].
    ///
    /// # Errors
    /// [`StoreError`]; nothing of the page stays.
    pub async fn take_page(
        &self,
        form: Option<&PageForm>,
        entries: &[(Positioned, Option<Unfit>)],
        lists: Lists,
        now: DateTime<Utc>,
        ahead_ms: i64,
    ) -> Result<PageTaken, StoreError> {
        match self.take_page_by(Looking::AtPlaces, form, entries, lists, now, ahead_ms).await {
            // The file refuses a second entry of one name (INV-1): which it is, only looking tells.
            Err(StoreError::Database(_)) => {
                self.take_page_by(Looking::AtNames, form, entries, lists, now, ahead_ms).await
            }
            taken => taken,
        }
    }

    async fn take_page_by(
        &self,
        looking: Looking,
        form: Option<&PageForm>,
        entries: &[(Positioned, Option<Unfit>)],
        lists: Lists,
        now: DateTime<Utc>,
        ahead_ms: i64,
    ) -> Result<PageTaken, StoreError> {
        let mut writer = self.writer().await?;
        writer.begin().await?;
        let done = async {
            let before = left(&mut writer.connection).await?;
            let mut taken = self.take_all(&mut writer, looking, entries, now, ahead_ms).await?;
            // Refused once, and in the ledger after all.
            let moved = moved(before, left(&mut writer.connection).await?);
            self.recent.let_go(&moved);
            taken.incidents.extend(&moved);
            if form.is_some() && is_filling(&mut writer.connection).await? {
                let listed = listed_of(&mut writer.connection, &taken.incidents).await?;
                for incident_id in taken.incidents.difference(&listed) {
                    drop(self.recent.take(*incident_id));
                }
                taken.incidents = listed;
            }
            let logs = match lists {
                Lists::Later => {
                    note_behind(&mut writer.connection, &taken.incidents).await?;
                    Vec::new()
                }
                Lists::Now => self.list(&mut writer.connection, &mut taken.incidents).await?,
            };
            if let Some(form) = form {
                sqlx::query("UPDATE enrolment SET era = ?, cursor = ?, whole_from = ?")
                    .bind(number(form.era)?)
                    .bind(number(form.next)?)
                    .bind(form.whole_from.map(number).transpose()?)
                    .execute(&mut writer.connection)
                    .await?;
                note_to_ask(&mut writer.connection, form, entries).await?;
            }
            sqlx::query("COMMIT").execute(&mut writer.connection).await?;
            Ok::<_, StoreError>((taken, logs, moved))
        }
        .await;
        let (taken, logs, moved) = end(&mut writer, done).await?;
        // Once more: somebody may have read meanwhile what was not written yet.
        self.recent.let_go(&moved);
        for (incident_id, log) in &logs {
            self.recent.hold(*incident_id, log);
        }
        Ok(taken)
    }

    /// Make the rows of these incidents and of all that are behind. Gives the logs that were read for it, where they
    /// are few: of many, each would be forgotten for the next.
    async fn list(
        &self,
        connection: &mut SqliteConnection,
        incidents: &mut BTreeSet<IncidentId>,
    ) -> Result<Vec<(IncidentId, Arc<Log>)>, StoreError> {
        let behind = behind(connection).await?;
        if !behind.is_empty() {
            sqlx::query("DELETE FROM behind").execute(&mut *connection).await?;
        }
        incidents.extend(behind);
        if incidents.len() > FEW {
            make_rows(connection, incidents, &self.thresholds).await?;
            return Ok(Vec::new());
        }
        let mut logs = Vec::with_capacity(incidents.len());
        for incident_id in incidents.iter() {
            let held = self.recent.take(*incident_id);
            let log = project_arrived(connection, *incident_id, held, &self.thresholds).await?;
            logs.push((*incident_id, Arc::new(log)));
        }
        Ok(logs)
    }

    /// Entries in the order of the page: what is new is written, all get their places, what is unfit is set apart.
    async fn take_all(
        &self,
        writer: &mut Writer,
        looking: Looking,
        entries: &[(Positioned, Option<Unfit>)],
        now: DateTime<Utc>,
        ahead_ms: i64,
    ) -> Result<PageTaken, StoreError> {
        let Writer { connection, chain, .. } = writer;
        let headers: Vec<Option<Header>> =
            entries.iter().map(|(positioned, _)| positioned.sealed.read_header().ok()).collect();
        let read: Vec<&Header> = headers.iter().flatten().collect();
        let looked_for = match looking {
            Looking::AtPlaces => may_stand(connection, &read).await?,
            Looking::AtNames => read,
        };
        let mut standing = Standing::of(connection, &looked_for).await?;
        let mut taken = PageTaken::default();
        let (mut new, mut placed, mut ahead) = (Vec::new(), Vec::new(), Vec::new());
        let (mut devices, mut registers) = (BTreeSet::new(), BTreeSet::new());
        let any_ahead = "SELECT EXISTS (SELECT 1 FROM written_ahead)";
        let any_ahead: bool = sqlx::query_scalar(any_ahead).fetch_one(&mut *connection).await?;
        for ((positioned, unfit), header) in entries.iter().zip(&headers) {
            let sealed = &positioned.sealed;
            let Some(header) = header else {
                apart(connection, positioned, None, Unfit::Unreadable, now).await?;
                taken.set_apart += 1;
                continue;
            };
            let own = header.device_id == self.device_id;
            let entry_seq = match (standing.find(sealed, header)?, unfit) {
                (Some(Found::Same(entry_seq)), _) => {
                    taken.held += 1;
                    entry_seq
                }
                (None, None) if !own => {
                    chain.entry_seq += 1;
                    let _ = chain.clock.receive(header.recorded_at, now, ahead_ms);
                    standing.add(chain.entry_seq, sealed, header)?;
                    new.push(New { entry_seq: chain.entry_seq, sealed, header: header.clone() });
                    taken.new += 1;
                    match header.stream {
                        Stream::Incident(incident_id) => drop(taken.incidents.insert(incident_id)),
                        Stream::Force(_) => taken.officers_changed = true,
                    }
                    chain.entry_seq
                }
                (found, unfit) => {
                    let why = match (found, unfit) {
                        (Some(_), _) => Unfit::Forged,
                        (None, _) if own => Unfit::NotWrittenHere,
                        (None, unfit) => unfit.unwrap_or(Unfit::Unreadable),
                    };
                    apart(connection, positioned, Some(header), why, now).await?;
                    taken.set_apart += 1;
                    continue;
                }
            };
            let position = number(positioned.position)?;
            placed.push(Placed { sealed, entry_seq, position, received_at: positioned.received_at, own });
            let is_ahead = header.written_at.saturating_sub(positioned.received_at) > ahead_ms;
            if is_ahead || any_ahead {
                ahead.push((entry_seq, is_ahead.then_some(positioned.received_at), header.stream));
            }
            if !own {
                devices.insert(*header.device_id.bytes());
            }
            registers.extend(register_of(header));
        }
        insert_all(connection, &new, now).await?;
        place_all(connection, &placed, &devices, &registers).await?;
        let mut steps = Steps::default();
        for New { sealed, header, .. } in &new {
            want_photographs(&mut steps, sealed, header)?;
        }
        steps.run(connection).await?;
        settle(connection, &placed).await?;
        for (entry_seq, received_at, stream) in ahead {
            if note_ahead(connection, entry_seq, received_at).await?
                && let Stream::Incident(incident_id) = stream
            {
                // What was folded with the time that its clock said is folded anew.
                taken.incidents.insert(incident_id);
                drop(self.recent.take(incident_id));
            }
        }
        Ok(taken)
    }

    /// Entries that central gave out and that were not taken in, in the order of the ledger.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_apart(&self) -> Result<Vec<SetApart>, StoreError> {
        self.all(sqlx::query("SELECT * FROM set_apart ORDER BY position")).await?.iter().map(read).collect()
    }

    /// How many they are.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_apart_count(&self) -> Result<u64, StoreError> {
        let row = self.one(sqlx::query("SELECT count(*) AS n FROM set_apart")).await?;
        u64::try_from(row.get::<i64, _>("n")).map_err(|_| StoreError::Row)
    }
}

fn read(row: &SqliteRow) -> Result<SetApart, StoreError> {
    Ok(SetApart {
        unfit: Unfit::from_number(row.get("unfit")).ok_or(StoreError::Row)?,
        came_at: instant(row.get("came_at"))?,
        entry: Positioned {
            position: u64::try_from(row.get::<i64, _>("position")).map_err(|_| StoreError::Row)?,
            received_at: row.get("received_at"),
            sealed: sealed(row)?,
        },
    })
}

/// Whether the lists are not to be compared with the log: they are made after it.
pub(crate) async fn lists_are_behind(connection: &mut SqliteConnection) -> Result<bool, StoreError> {
    if is_filling(connection).await? {
        return Ok(true);
    }
    let known = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'behind')";
    let known: bool = sqlx::query_scalar(known).fetch_one(&mut *connection).await?;
    // A file of an earlier form has no such table.
    Ok(known && !behind(connection).await?.is_empty())
}

/// Whether a ledger is being taken in from its beginning: the lists are made at its end.
async fn is_filling(connection: &mut SqliteConnection) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT * FROM enrolment").fetch_optional(connection).await?;
    // A file of an earlier form, which is verified as it is, has no such column.
    Ok(row.is_some_and(|row| row.try_get("filling").unwrap_or(false)))
}

/// Those of the incidents that have a row in the lists.
async fn listed_of(
    connection: &mut SqliteConnection,
    incidents: &BTreeSet<IncidentId>,
) -> Result<BTreeSet<IncidentId>, StoreError> {
    let mut listed = BTreeSet::new();
    let all: Vec<IncidentId> = incidents.iter().copied().collect();
    for some in all.chunks(500) {
        let mut query = sqlx::QueryBuilder::new("SELECT incident_id FROM incident WHERE incident_id IN (");
        let mut ids = query.separated(", ");
        for incident_id in some {
            ids.push_bind(incident_id.bytes().to_vec());
        }
        query.push(")");
        for row in query.build().fetch_all(&mut *connection).await? {
            listed.insert(IncidentId::from_slice(row.get(0)).ok_or(StoreError::Row)?);
        }
    }
    Ok(listed)
}

/// Note that an entry was written with a clock ahead of central's: it was not written later than central took it. What
/// central's ledger says now holds, also where it was put back and took the entry once more: else a laptop that has been
/// there all along would read the log in another way than one that came since. `None` is that it was not ahead. Whether
/// that is news.
async fn note_ahead(
    connection: &mut SqliteConnection,
    entry_seq: i64,
    received_at: Option<i64>,
) -> Result<bool, StoreError> {
    let noted = match received_at {
        Some(received_at) => sqlx::query(
            "INSERT INTO written_ahead (entry_seq, received_at) VALUES (?, ?)
             ON CONFLICT (entry_seq) DO UPDATE SET received_at = excluded.received_at
                 WHERE excluded.received_at <> received_at",
        )
        .bind(entry_seq)
        .bind(received_at),
        None => sqlx::query("DELETE FROM written_ahead WHERE entry_seq = ?").bind(entry_seq),
    };
    Ok(noted.execute(connection).await?.rows_affected() > 0)
}

/// What has a place is neither apart nor refused any more.
async fn settle(connection: &mut SqliteConnection, placed: &[Placed<'_>]) -> Result<(), StoreError> {
    let [apart, refused]: [bool; 2] = {
        let row = sqlx::query("SELECT EXISTS (SELECT 1 FROM set_apart), EXISTS (SELECT 1 FROM refused)")
            .fetch_one(&mut *connection)
            .await?;
        [row.get(0), row.get(1)]
    };
    let mut steps = Steps::default();
    for Placed { sealed, entry_seq, own, .. } in placed {
        if apart {
            steps.then("DELETE FROM set_apart WHERE entry_hash = ?").bind(sealed.hash().0.to_vec())?;
        }
        if refused && *own {
            steps
                .then("DELETE FROM refused WHERE entry_id = (SELECT entry_id FROM entry WHERE entry_seq = ?)")
                .bind(*entry_seq)?;
        }
    }
    steps.run(connection).await
}

async fn apart(
    connection: &mut SqliteConnection,
    positioned: &Positioned,
    header: Option<&Header>,
    unfit: Unfit,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Sealed { header: bytes, signature, body } = &positioned.sealed;
    sqlx::query(
        "INSERT INTO set_apart
             (entry_hash, position, received_at, came_at, unfit, stream, header, signature, body)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (entry_hash) DO UPDATE SET position = excluded.position,
             received_at = excluded.received_at, unfit = excluded.unfit",
    )
    .bind(positioned.sealed.hash().0.to_vec())
    .bind(number(positioned.position)?)
    .bind(positioned.received_at)
    .bind(now.timestamp_millis())
    .bind(unfit as i64)
    .bind(header.map(|header| header.stream.bytes().to_vec()))
    .bind(bytes)
    .bind(signature.to_vec())
    .bind(body)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) fn number(n: u64) -> Result<i64, StoreError> {
    i64::try_from(n).map_err(|_| StoreError::Row)
}
