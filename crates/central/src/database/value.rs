//! What is written into a column, of the three types that both databases have.

use register::force::ForceCode;
use register::{DeviceId, EntryId, Hash, OfficerId, RegisterId};
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Postgres, Sqlite};

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
