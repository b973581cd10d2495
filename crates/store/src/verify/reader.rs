//! A connection that only reads, and is made anew after it met damage.

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::error::StoreError;

pub(super) struct Reader {
    options: SqliteConnectOptions,
    connection: Option<SqliteConnection>,
}

impl Reader {
    pub fn new(options: SqliteConnectOptions) -> Self {
        Self { options, connection: None }
    }

    /// The present connection, or a new one.
    pub async fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        if self.connection.is_none() {
            self.connection = Some(self.options.connect().await?);
        }
        self.connection.as_mut().ok_or(StoreError::Damaged)
    }

    /// A new connection on which everything is read as it stands now.
    pub async fn snapshot(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        self.renew();
        let connection = self.connection().await?;
        sqlx::raw_sql("BEGIN").execute(&mut *connection).await?;
        Ok(connection)
    }

    /// Let go of a connection that may have met damage, or that has a part of the work behind it.
    pub fn renew(&mut self) {
        self.connection = None;
    }

    pub async fn close(mut self) {
        if let Some(connection) = self.connection.take() {
            let _ = connection.close().await;
        }
    }
}
