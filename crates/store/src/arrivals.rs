//! Many entries of other devices at once: what of them stands here, and rows for those that do not. Each crossing to
//! the file's thread costs as much as a small statement, so a page makes few of them.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use register::Header;
use register::entry::{Sealed, Stream};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{QueryBuilder, Row as _};

use crate::error::StoreError;

/// Rows in one statement.
const ROWS: usize = 250;

/// Entries that stand in the file, or will with this page, by name and by place in their device's chain.
#[derive(Default)]
pub(crate) struct Standing {
    known: Vec<Known>,
    by_id: HashMap<[u8; 16], usize>,
    by_place: HashMap<([u8; 16], i64), usize>,
}

struct Known {
    entry_seq: i64,
    header: Vec<u8>,
    signature: Vec<u8>,
}

/// What stands where an entry belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The entry itself, with this number.
    Same(i64),
    /// Another has its name or its place.
    Other,
}

impl Standing {
    /// What the file holds with the names or at the places of these entries.
    pub async fn of(connection: &mut SqliteConnection, headers: &[&Header]) -> Result<Self, StoreError> {
        let mut standing = Self::default();
        for some in headers.chunks(ROWS) {
            let mut named = QueryBuilder::new("WITH wanted (name) AS (VALUES ");
            let mut names = named.separated(", ");
            for header in some {
                names.push("(").push_bind_unseparated(header.entry_id.bytes().to_vec()).push_unseparated(")");
            }
            named.push(
                ") SELECT entry_seq, entry_id, device_id, device_seq, header, signature
                 FROM wanted CROSS JOIN entry ON entry_id = name",
            );
            standing.take(named.build().fetch_all(&mut *connection).await?)?;
            let mut placed = QueryBuilder::new("WITH wanted (device, number) AS (VALUES ");
            let mut places = placed.separated(", ");
            for header in some {
                places
                    .push("(")
                    .push_bind_unseparated(header.device_id.bytes().to_vec())
                    .push_unseparated(", ")
                    .push_bind_unseparated(device_seq(header)?)
                    .push_unseparated(")");
            }
            placed.push(
                ") SELECT entry_seq, entry_id, device_id, device_seq, header, signature
                 FROM wanted CROSS JOIN entry ON device_id = device AND device_seq = number",
            );
            standing.take(placed.build().fetch_all(&mut *connection).await?)?;
        }
        Ok(standing)
    }

    fn take(&mut self, rows: Vec<SqliteRow>) -> Result<(), StoreError> {
        for row in rows {
            let bytes = |column: &str| <[u8; 16]>::try_from(row.get::<&[u8], _>(column)).ok();
            let (Some(id), Some(device)) = (bytes("entry_id"), bytes("device_id")) else {
                return Err(StoreError::Row);
            };
            let known = Known {
                entry_seq: row.get("entry_seq"),
                header: row.get("header"),
                signature: row.get("signature"),
            };
            self.hold(known, id, (device, row.get("device_seq")));
        }
        Ok(())
    }

    fn hold(&mut self, known: Known, id: [u8; 16], place: ([u8; 16], i64)) {
        let at = self.known.len();
        self.known.push(known);
        self.by_id.insert(id, at);
        self.by_place.insert(place, at);
    }

    /// An entry that is to be written with this number.
    pub fn add(&mut self, entry_seq: i64, sealed: &Sealed, header: &Header) -> Result<(), StoreError> {
        let known = Known { entry_seq, header: sealed.header.clone(), signature: sealed.signature.to_vec() };
        let place = (*header.device_id.bytes(), device_seq(header)?);
        self.hold(known, *header.entry_id.bytes(), place);
        Ok(())
    }

    /// What stands where the entry belongs; `None` where nothing does.
    pub fn find(&self, sealed: &Sealed, header: &Header) -> Result<Option<Found>, StoreError> {
        let place = (*header.device_id.bytes(), device_seq(header)?);
        let mut found = None;
        for at in [self.by_id.get(header.entry_id.bytes()), self.by_place.get(&place)].into_iter().flatten() {
            let known = &self.known[*at];
            if known.header != sealed.header || known.signature != sealed.signature {
                return Ok(Some(Found::Other));
            }
            found = Some(Found::Same(known.entry_seq));
        }
        Ok(found)
    }
}

/// Of these entries those that may stand in the file: what comes later in its device's chain than all that stands of it is
/// new. Of another entry with its name the file itself knows.
pub(crate) async fn may_stand<'h>(
    connection: &mut SqliteConnection,
    headers: &[&'h Header],
) -> Result<Vec<&'h Header>, StoreError> {
    let devices: BTreeSet<String> =
        headers.iter().map(|header| header.device_id.0.simple().to_string()).collect();
    let devices = serde_json::to_string(&devices).map_err(|_| StoreError::Row)?;
    let last =
        "SELECT unhex(value), coalesce((SELECT max(device_seq) FROM entry WHERE device_id = unhex(value)), 0)
                FROM json_each(?)";
    let rows = sqlx::query(last).bind(devices).fetch_all(connection).await?;
    let last: HashMap<&[u8], u64> =
        rows.iter().map(|row| (row.get(0), row.get::<i64, _>(1).unsigned_abs())).collect();
    let behind = |header: &Header| last.get(header.device_id.bytes().as_slice()).copied();
    Ok(headers.iter().copied().filter(|header| Some(header.device_seq) <= behind(header)).collect())
}

fn device_seq(header: &Header) -> Result<i64, StoreError> {
    i64::try_from(header.device_seq).map_err(|_| StoreError::Row)
}

/// An entry and the number that it gets here.
pub(crate) struct New<'a> {
    pub entry_seq: i64,
    pub sealed: &'a Sealed,
    pub header: Header,
}

/// Where an entry stands in the force's ledger.
pub(crate) struct Placed<'a> {
    pub sealed: &'a Sealed,
    pub entry_seq: i64,
    pub position: i64,
    pub received_at: i64,
    /// Written on this device.
    pub own: bool,
}

/// Write entries, received now.
pub(crate) async fn insert_all(
    connection: &mut SqliteConnection,
    new: &[New<'_>],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for some in new.chunks(ROWS) {
        let mut insert = QueryBuilder::new(
            "INSERT INTO entry
                 (entry_seq, entry_id, stream, device_id, device_seq, received_at, header, signature, body) ",
        );
        let places = some.iter().map(|new| device_seq(&new.header)).collect::<Result<Vec<_>, _>>()?;
        insert.push_values(some.iter().zip(places), |mut row, (new, place)| {
            row.push_bind(new.entry_seq)
                .push_bind(new.header.entry_id.bytes().as_slice())
                .push_bind(new.header.stream.bytes().as_slice())
                .push_bind(new.header.device_id.bytes().as_slice())
                .push_bind(place)
                .push_bind(now.timestamp_millis())
                .push_bind(new.sealed.header.as_slice())
                .push_bind(new.sealed.signature.as_slice())
                .push_bind(new.sealed.body.as_deref());
        });
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}

/// Note where entries stand in the ledger, and which devices and registers of the force are known by them.
pub(crate) async fn place_all(
    connection: &mut SqliteConnection,
    placed: &[Placed<'_>],
    devices: &BTreeSet<[u8; 16]>,
    registers: &BTreeSet<[u8; 16]>,
) -> Result<(), StoreError> {
    for some in placed.chunks(ROWS) {
        let mut insert =
            QueryBuilder::new("INSERT INTO ledger_place (entry_seq, position, received_at, own) ");
        insert.push_values(some, |mut row, placed| {
            row.push_bind(placed.entry_seq)
                .push_bind(placed.position)
                .push_bind(placed.received_at)
                .push_bind(i64::from(placed.own));
        });
        insert.push(
            " ON CONFLICT (entry_seq) DO UPDATE
                 SET position = excluded.position, received_at = excluded.received_at
                 WHERE position <> excluded.position OR received_at <> excluded.received_at",
        );
        insert.build().execute(&mut *connection).await?;
    }
    for device in devices {
        sqlx::query("INSERT INTO force_device (device_id) VALUES (?) ON CONFLICT DO NOTHING")
            .bind(device.as_slice())
            .execute(&mut *connection)
            .await?;
    }
    for register in registers {
        sqlx::query("INSERT INTO force_register (register_id) VALUES (?) ON CONFLICT DO NOTHING")
            .bind(register.as_slice())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The sixteen bytes of the register whose stream an entry belongs to.
pub(crate) fn register_of(header: &Header) -> Option<[u8; 16]> {
    match header.stream {
        Stream::Force(register_id) => Some(*register_id.bytes()),
        Stream::Incident(_) => None,
    }
}
