//! What is read from a column.

use register::{DeviceId, Hash, Sealed};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::error::CentralError;

/// A row of either database.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

macro_rules! get {
    ($row:expr, $column:expr) => {
        match $row {
            Row::Sqlite(row) => row.try_get($column)?,
            Row::Postgres(row) => row.try_get($column)?,
        }
    };
}

impl Row {
    pub(crate) fn int(&self, column: &'static str) -> Result<i64, CentralError> {
        Ok(get!(self, column))
    }

    pub(crate) fn maybe_int(&self, column: &'static str) -> Result<Option<i64>, CentralError> {
        Ok(get!(self, column))
    }

    /// A number that is never negative.
    pub(crate) fn count(&self, column: &'static str) -> Result<u64, CentralError> {
        u64::try_from(self.int(column)?).map_err(|_| CentralError::Row(column))
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<String, CentralError> {
        Ok(get!(self, column))
    }

    pub(crate) fn maybe_text(&self, column: &'static str) -> Result<Option<String>, CentralError> {
        Ok(get!(self, column))
    }

    pub(crate) fn bytes(&self, column: &'static str) -> Result<Vec<u8>, CentralError> {
        Ok(get!(self, column))
    }

    pub(crate) fn maybe_bytes(&self, column: &'static str) -> Result<Option<Vec<u8>>, CentralError> {
        Ok(get!(self, column))
    }

    pub(crate) fn array<const N: usize>(&self, column: &'static str) -> Result<[u8; N], CentralError> {
        self.bytes(column)?.try_into().map_err(|_| CentralError::Row(column))
    }

    pub(crate) fn hash(&self, column: &'static str) -> Result<Hash, CentralError> {
        self.array(column).map(Hash)
    }

    pub(crate) fn device(&self, column: &'static str) -> Result<DeviceId, CentralError> {
        DeviceId::from_slice(&self.bytes(column)?).ok_or(CentralError::Row(column))
    }

    /// Columns `header`, `signature` and `body`.
    pub(crate) fn sealed(&self) -> Result<Sealed, CentralError> {
        Ok(Sealed {
            header: self.bytes("header")?,
            signature: self.array("signature")?,
            body: self.maybe_bytes("body")?,
        })
    }
}
