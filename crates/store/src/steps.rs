//! Statements that go to the file together. Each crossing to the connection's thread costs as much as a
//! small statement does, so an act makes few of them.

use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteConnection};
use sqlx::{Arguments as _, AssertSqlSafe, Encode, Type};

use crate::error::StoreError;

#[derive(Default)]
pub(crate) struct Steps {
    sql: String,
    arguments: SqliteArguments,
}

impl Steps {
    /// Add a statement, whose `?` are bound next, in order.
    pub fn then(&mut self, statement: &'static str) -> &mut Self {
        self.sql.push_str(statement);
        self.sql.push(';');
        self
    }

    pub fn bind<'q, T: Encode<'q, Sqlite> + Type<Sqlite>>(
        &mut self,
        value: T,
    ) -> Result<&mut Self, StoreError> {
        self.arguments.add(value).map_err(|_| StoreError::Row)?;
        Ok(self)
    }

    /// Run them, in order, up to the first that fails.
    pub async fn run(self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        if !self.sql.is_empty() {
            sqlx::query_with(AssertSqlSafe(self.sql), self.arguments).execute(connection).await?;
        }
        Ok(())
    }
}
