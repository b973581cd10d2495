//! What is written into a column, of the three types that both databases have.

use register::force::ForceCode;
use register::{DeviceId, EntryId, Hash, OfficerId, RegisterId};
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Postgres, Sqlite};

use crate::error::CentralError;

/// A parameter of a statement. Each variant has a type even where it is empty, which PostgreSQL wants.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

impl Value {
    pub(super) fn bind_sqlite(
        self,
        query: Query<'_, Sqlite, SqliteArguments>,
    ) -> Query<'_, Sqlite, SqliteArguments> {
        match self {
            Self::Int(value) => query.bind(value),
            Self::Text(value) => query.bind(value),
            Self::Bytes(value) => query.bind(value),
        }
    }

    pub(super) fn bind_postgres(
        self,
        query: Query<'_, Postgres, PgArguments>,
    ) -> Query<'_, Postgres, PgArguments> {
        match self {
            Self::Int(value) => query.bind(value),
            Self::Text(value) => query.bind(value),
            Self::Bytes(value) => query.bind(value),
        }
    }
}

/// What is written into one column of many rows, or looked for in it.
pub(super) enum Column {
    Int(Vec<Option<i64>>),
    Text(Vec<Option<String>>),
    Bytes(Vec<Option<Vec<u8>>>),
}

impl Column {
    /// Rows, of which there is one at least, by columns.
    ///
    /// # Errors
    /// [`CentralError::Row`] where a column is of two types.
    pub(super) fn of_rows<const N: usize>(rows: Vec<[Value; N]>) -> Result<[Self; N], CentralError> {
        let all = rows.len();
        let mut columns: [Self; N] = std::array::from_fn(|at| match rows.first().map(|row| &row[at]) {
            Some(Value::Int(_)) => Self::Int(Vec::with_capacity(all)),
            Some(Value::Text(_)) => Self::Text(Vec::with_capacity(all)),
            Some(Value::Bytes(_)) | None => Self::Bytes(Vec::with_capacity(all)),
        });
        for row in rows {
            for (column, value) in columns.iter_mut().zip(row) {
                match (column, value) {
                    (Self::Int(column), Value::Int(value)) => column.push(value),
                    (Self::Text(column), Value::Text(value)) => column.push(value),
                    (Self::Bytes(column), Value::Bytes(value)) => column.push(value),
                    _ => return Err(CentralError::Row("column")),
                }
            }
        }
        Ok(columns)
    }

    /// How PostgreSQL is told of it as the nth parameter.
    pub(super) fn place(&self, at: usize) -> String {
        match self {
            Self::Int(_) => format!("${at}::bigint[]"),
            Self::Text(_) => format!("${at}::text[]"),
            Self::Bytes(_) => format!("${at}::bytea[]"),
        }
    }

    pub(super) fn bind(self, query: Query<'_, Postgres, PgArguments>) -> Query<'_, Postgres, PgArguments> {
        match self {
            Self::Int(values) => query.bind(values),
            Self::Text(values) => query.bind(values),
            Self::Bytes(values) => query.bind(values),
        }
    }
}

/// Counts beyond what a column holds (2^63) come from nobody honest; they find nothing there.
impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Self::Int(Some(i64::try_from(value).unwrap_or(i64::MAX)))
    }
}

macro_rules! from {
    ($($type:ty => |$value:ident| $made:expr),+ $(,)?) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self { $made }
        }
    )+};
}

from! {
    i64 => |value| Self::Int(Some(value)),
    Option<i64> => |value| Self::Int(value),
    bool => |value| Self::Int(Some(i64::from(value))),
    &str => |value| Self::Text(Some(value.to_owned())),
    String => |value| Self::Text(Some(value)),
    Option<String> => |value| Self::Text(value),
    &ForceCode => |value| Self::Text(Some(value.as_str().to_owned())),
    Vec<u8> => |value| Self::Bytes(Some(value)),
    Option<Vec<u8>> => |value| Self::Bytes(value),
    [u8; 16] => |value| Self::Bytes(Some(value.to_vec())),
    [u8; 32] => |value| Self::Bytes(Some(value.to_vec())),
    [u8; 64] => |value| Self::Bytes(Some(value.to_vec())),
    Hash => |value| Self::Bytes(Some(value.0.to_vec())),
    DeviceId => |value| Self::Bytes(Some(value.bytes().to_vec())),
    EntryId => |value| Self::Bytes(Some(value.bytes().to_vec())),
    OfficerId => |value| Self::Bytes(Some(value.bytes().to_vec())),
    RegisterId => |value| Self::Bytes(Some(value.bytes().to_vec())),
}
