//! The tables as a backup sees them: columns in their order, the key's first.

use std::collections::HashMap;

use minicbor::{Decode, Encode};
use sqlx::AssertSqlSafe;

use crate::database::{Row, Tx, Value};
use crate::error::CentralError;

/// The type of a column.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Int,
    Text,
    Bytes,
}

/// What stands in a column; each is empty where the column is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(super) enum Cell {
    #[n(0)]
    Int(#[n(0)] Option<i64>),
    #[n(1)]
    Text(#[n(0)] Option<String>),
    #[n(2)]
    Bytes(#[cbor(n(0), with = "minicbor::bytes")] Option<Vec<u8>>),
}

impl From<Cell> for Value {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Int(value) => Self::Int(value),
            Cell::Text(value) => Self::Text(value),
            Cell::Bytes(value) => Self::Bytes(value),
        }
    }
}

/// A table.
pub(super) struct Table {
    pub name: &'static str,
    pub columns: &'static [(&'static str, Kind)],
    /// How many of the columns are its key.
    pub key: usize,
    /// Rows are only ever added, the last column of the key counts them, and this many columns before it name
    /// the head they go by.
    pub grows: Option<usize>,
}

use Kind::{Bytes, Int, Text};

/// In an order in which each stands after those it refers to.
pub(super) const TABLES: &[Table] = &[
    table("central", 1, &[("central_id", Int), ("central_key", Bytes), ("training", Int), ("era", Int)]),
    table(
        "force",
        1,
        &[
            ("force", Text),
            ("name", Text),
            ("police", Int),
            ("code_adopted", Text),
            ("added_at", Int),
            ("head", Int),
            ("last_received_at", Int),
        ],
    ),
    table(
        "scope",
        2,
        &[
            ("force", Text),
            ("number", Int),
            ("granted_at", Int),
            ("granted_by", Text),
            ("purpose", Text),
            ("withdrawn", Int),
            ("all_police", Int),
            ("under", Int),
            ("from_at", Int),
            ("until_at", Int),
        ],
    ),
    table("scope_force", 3, &[("force", Text), ("number", Int), ("sees", Text)]),
    table("register_pin", 2, &[("force", Text), ("register_id", Bytes), ("founding", Bytes)]),
    table(
        "enrol_code",
        2,
        &[
            ("force", Text),
            ("code_hash", Bytes),
            ("made_at", Int),
            ("expires_at", Int),
            ("used_by", Bytes),
            ("used_at", Int),
        ],
    ),
    table("enrol_code_field", 2, &[("force", Text), ("code_hash", Bytes)]),
    table("field_device", 2, &[("force", Text), ("device_id", Bytes), ("since", Int)]),
    table(
        "back_fill",
        5,
        &[
            ("force", Text),
            ("device_id", Bytes),
            ("stream", Bytes),
            ("officer_id", Bytes),
            ("asked_at", Int),
            ("reason", Text),
        ],
    ),
    table(
        "enrol_code_officer",
        2,
        &[("force", Text), ("code_hash", Bytes), ("register_id", Bytes), ("officer_id", Bytes)],
    ),
    table(
        "vouched_key",
        4,
        &[
            ("force", Text),
            ("device_id", Bytes),
            ("officer_id", Bytes),
            ("public_key", Bytes),
            ("code_hash", Bytes),
            ("vouched_at", Int),
        ],
    ),
    table("officer_key_there", 3, &[("force", Text), ("officer_id", Bytes), ("public_key", Bytes)]),
    table(
        "device",
        2,
        &[
            ("force", Text),
            ("device_id", Bytes),
            ("device_key", Bytes),
            ("register_id", Bytes),
            ("enrolled_at", Int),
            ("revoked_at", Int),
            ("last_contact_at", Int),
            ("device_seq", Int),
            ("chain_hash", Bytes),
            ("checkpoint_seq", Int),
            ("checkpoint_hash", Bytes),
            ("checkpoint_signature", Bytes),
            ("checkpoint_at", Int),
            ("drafts", Int),
            ("look_seq", Int),
            ("look_hash", Bytes),
        ],
    ),
    table(
        "officer_key",
        3,
        &[
            ("force", Text),
            ("officer_id", Bytes),
            ("public_key", Bytes),
            ("role", Text),
            ("device_id", Bytes),
            ("from_seq", Int),
            ("until_seq", Int),
            ("ended", Int),
        ],
    ),
    table(
        "suspension",
        2,
        &[("force", Text), ("officer_id", Bytes), ("suspended_at", Int), ("reason", Text)],
    ),
    table("stream_owner", 1, &[("stream", Bytes), ("force", Text)]),
    table(
        "quarantine",
        2,
        &[
            ("force", Text),
            ("entry_hash", Bytes),
            ("device_id", Bytes),
            ("device_seq", Int),
            ("code", Int),
            ("received_at", Int),
            ("header", Bytes),
            ("signature", Bytes),
            ("body", Bytes),
        ],
    ),
    table(
        "blob",
        2,
        &[("force", Text), ("blob_hash", Bytes), ("size", Int), ("have", Int), ("whole_at", Int)],
    ),
    // What devices hold is told anew: positions mean nothing after a restore.
    table(
        "revocation",
        2,
        &[
            ("force", Text),
            ("device_id", Bytes),
            ("revoked_at", Int),
            ("officer_id", Bytes),
            ("asked_on", Bytes),
            ("signature", Bytes),
            ("reason", Text),
        ],
    ),
    table("revocation_answer", 2, &[("force", Text), ("device_id", Bytes), ("told_at", Int)]),
    // The index itself is made again of the entries; the looks at it are not.
    table(
        "national_look",
        2,
        &[
            ("force", Text),
            ("number", Int),
            ("at", Int),
            ("asker", Text),
            ("device_id", Bytes),
            ("officer_id", Bytes),
            ("incident", Bytes),
            ("kind", Int),
            ("reason", Text),
        ],
    ),
    table(
        "told",
        2,
        &[
            ("force", Text),
            ("telling_id", Bytes),
            ("number", Int),
            ("teller", Text),
            ("device_id", Bytes),
            ("incident", Bytes),
            ("telling", Bytes),
            ("signature", Bytes),
            ("officer_key", Bytes),
            ("told_at", Int),
            ("delivered_at", Int),
            ("delivered_to", Bytes),
            ("taker_id", Bytes),
            ("taker", Text),
            ("taken_at", Int),
        ],
    ),
    Table {
        name: "entry",
        columns: &[
            ("force", Text),
            ("position", Int),
            ("entry_id", Bytes),
            ("entry_hash", Bytes),
            ("stream", Bytes),
            ("device_id", Bytes),
            ("device_seq", Int),
            ("received_at", Int),
            ("header", Bytes),
            ("signature", Bytes),
            ("body", Bytes),
        ],
        key: 2,
        grows: Some(1),
    },
    Table {
        name: "relayed",
        columns: &[("force", Text), ("position", Int), ("relayed_by", Bytes), ("relayed_at", Int)],
        key: 2,
        grows: Some(1),
    },
    Table {
        name: "look",
        columns: &[
            ("force", Text),
            ("device_id", Bytes),
            ("look_seq", Int),
            ("at", Int),
            ("hash", Bytes),
            ("look", Bytes),
        ],
        key: 3,
        grows: Some(2),
    },
];

const fn table(name: &'static str, key: usize, columns: &'static [(&'static str, Kind)]) -> Table {
    Table { name, columns, key, grows: None }
}

impl Table {
    /// The rows after a key, in the order of keys; `None` where there are none.
    pub(super) async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&[Cell]>,
        limit: usize,
    ) -> Result<Option<Vec<Vec<Cell>>>, CentralError> {
        let names = self.names(self.columns.len());
        let key = self.names(self.key);
        let beyond = match after {
            Some(_) => format!("WHERE ({key}) > ({})", places(1, self.key)),
            None => String::new(),
        };
        let sql = format!("SELECT {names} FROM {} {beyond} ORDER BY {key} LIMIT {limit}", self.name);
        let values = after.unwrap_or_default().iter().cloned().map(Value::from);
        let rows = tx.rows(AssertSqlSafe(sql), values).await?;
        let rows = rows.iter().map(|row| self.cells(row)).collect::<Result<Vec<_>, _>>()?;
        Ok((!rows.is_empty()).then_some(rows))
    }

    /// Write rows of it.
    pub(super) async fn insert(&self, tx: &mut Tx, rows: Vec<Vec<Cell>>) -> Result<(), CentralError> {
        let columns = self.columns.len();
        let places: Vec<String> =
            (0..rows.len()).map(|row| format!("({})", places(row * columns + 1, columns))).collect();
        let sql = format!("INSERT INTO {} ({}) VALUES {}", self.name, self.names(columns), places.join(", "));
        tx.run(AssertSqlSafe(sql), rows.into_iter().flatten().map(Value::from)).await?;
        Ok(())
    }

    /// Write a row where none of its key is there. How many were written.
    pub(super) async fn add(&self, tx: &mut Tx, row: Vec<Cell>) -> Result<u64, CentralError> {
        let count = self.columns.len();
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING",
            self.name,
            self.names(count),
            places(1, count)
        );
        tx.run(AssertSqlSafe(sql), row.into_iter().map(Value::from)).await
    }

    /// Remember how far what grows had come: forces have heads of their ledgers, devices of their looks.
    pub(super) fn note_heads(&self, row: &[Cell], heads: &mut HashMap<Vec<u8>, i64>) {
        let head = match self.name {
            "force" => "head",
            "device" => "look_seq",
            _ => return,
        };
        let at = self.columns.iter().position(|(name, _)| *name == head);
        if let Some(Cell::Int(Some(head))) = at.and_then(|at| row.get(at)) {
            heads.insert(encode(&row[..self.key]), *head);
        }
    }

    /// Whether a row had been there when the heads were noted.
    pub(super) fn is_within(&self, row: &[Cell], heads: &HashMap<Vec<u8>, i64>) -> bool {
        let Some(named_by) = self.grows else { return true };
        let head = heads.get(&encode(&row[..named_by]));
        matches!((row.get(self.key - 1), head), (Some(Cell::Int(Some(at))), Some(head)) if at <= head)
    }

    fn names(&self, count: usize) -> String {
        let names: Vec<&str> = self.columns.iter().take(count).map(|(name, _)| *name).collect();
        names.join(", ")
    }

    fn cells(&self, row: &Row) -> Result<Vec<Cell>, CentralError> {
        let cell = |(name, kind): &(&'static str, Kind)| {
            Ok(match kind {
                Kind::Int => Cell::Int(row.maybe_int(name)?),
                Kind::Text => Cell::Text(row.maybe_text(name)?),
                Kind::Bytes => Cell::Bytes(row.maybe_bytes(name)?),
            })
        };
        self.columns.iter().map(cell).collect()
    }
}

fn places(from: usize, count: usize) -> String {
    let places: Vec<String> = (from..from + count).map(|at| format!("${at}")).collect();
    places.join(", ")
}

/// Cells as bytes.
pub(super) fn encode(cells: &[Cell]) -> Vec<u8> {
    minicbor::to_vec(cells).unwrap_or_default()
}

/// Cells from bytes; `None` where they are none.
pub(super) fn decode(bytes: &[u8]) -> Option<Vec<Cell>> {
    minicbor::decode(bytes).ok()
}
