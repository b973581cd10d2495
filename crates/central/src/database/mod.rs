//! One way to speak to either database: SQLite in a file, or PostgreSQL.
//!
//! The statements are the same on both (`$1`, `BIGINT` and `INTEGER` both as `i64`, hashes as bytes), so the
//! ledger above is written once and the conformance suite runs on both. What differs stands here: how a
//! transaction that writes begins. SQLite has one writer (`BEGIN IMMEDIATE`); PostgreSQL locks the force's row,
//! so that forces do not wait for each other. Either way a position is seen by others only when all positions
//! before it are.
//!
//! SQLite runs with a rollback journal, not WAL: administration is another process, and SQLite before 3.51.3
//! has a race between processes that write and checkpoint a WAL at the same time (docs/adr/0007).

mod row;
mod value;

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use protocol::Wake;
use register::force::ForceCode;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, PgPool, Postgres, SqlSafeStr, Sqlite, SqlitePool, Transaction};

use crate::error::CentralError;

pub(crate) use row::Row;
use value::Column;
pub(crate) use value::Value;

/// Parameters of one statement on SQLite at most, which takes many more (32,766). PostgreSQL is given a list for each column:
/// one statement, however many rows.
const PARAMETERS: usize = 1_000;
/// SQLite's journal keeps so many bytes between transactions, 16 MiB: more than a batch changes.
const JOURNAL_BYTES: &str = "16777216";
/// What a batch touches fits into a connection's cache, 16 MiB, in KiB as SQLite wants it: else it is written before it is
/// whole, and the disk waited for once more.
const CACHE_KIB: &str = "-16384";

/// Where the database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A file, made where it is not there.
    Sqlite(std::path::PathBuf),
    /// `postgres://user@host/database`.
    Postgres(String),
}

impl Place {
    /// From what stands in the configuration: a URL of PostgreSQL, or the path of a file.
    pub fn parse(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Self::Postgres(text.to_owned())
        } else {
            Self::Sqlite(text.strip_prefix("sqlite://").unwrap_or(text).into())
        }
    }

    /// For logs: without user and password.
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("SQLite {}", path.display()),
            Self::Postgres(url) => {
                let after =
                    url.rsplit_once('@').or_else(|| url.split_once("://")).map_or("", |(_, rest)| rest);
                format!("PostgreSQL {}", after.split('?').next().unwrap_or_default())
            }
        }
    }
}

/// A pool of connections to one of the two.
#[derive(Clone, Debug)]
pub enum Database {
    /// SQLite.
    Sqlite(SqlitePool),
    /// PostgreSQL.
    Postgres(PgPool),
}

/// A transaction; it is undone unless it is committed.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Database {
    /// Open it, and bring its form up to date.
    ///
    /// # Errors
    /// [`CentralError::Database`] where it is not reached, [`CentralError::Migrate`].
    pub async fn open(place: &Place, connections: u32, wait: Duration) -> Result<Self, CentralError> {
        match place {
            Place::Sqlite(path) => {
                if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                    std::fs::create_dir_all(folder).map_err(|error| CentralError::file(folder, error))?;
                }
                Self::sqlite(path, connections, wait).await
            }
            Place::Postgres(url) => {
                // Compiling a statement takes longer than any of these statements does. And the index is in memory or on
                // disks that do not turn: thought four times as dear as in order, a few thousand rows by their key
                // were looked for by reading the whole table.
                let options = PgConnectOptions::from_str(url)?
                    .application_name("nrmp-central")
                    .options([("jit", "off"), ("random_page_cost", "1.1")]);
                let pool = PgPoolOptions::new()
                    .max_connections(connections)
                    .acquire_timeout(wait)
                    .connect_with(options)
                    .await?;
                sqlx::migrate!("../../migrations/central/postgres").run(&pool).await?;
                Ok(Self::Postgres(pool))
            }
        }
    }

    async fn sqlite(path: &Path, connections: u32, wait: Duration) -> Result<Self, CentralError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            // The journal's blocks are written over, not given back and taken anew with each transaction.
            .journal_mode(SqliteJournalMode::Persist)
            .pragma("journal_size_limit", JOURNAL_BYTES)
            .synchronous(SqliteSynchronous::Full)
            .pragma("cache_size", CACHE_KIB)
            .pragma("temp_store", "MEMORY")
            .busy_timeout(wait);
        let pool = SqlitePoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(wait)
            .connect_with(options)
            .await?;
        sqlx::migrate!("../../migrations/central/sqlite").run(&pool).await?;
        Ok(Self::Sqlite(pool))
    }

    /// Begin to write in one force's tables. Others that write there wait until this has ended.
    pub(crate) async fn write(&self, force: &ForceCode) -> Result<Tx, CentralError> {
        let mut tx = self.write_any().await?;
        if let Tx::Postgres(_) = tx {
            tx.rows("SELECT head FROM force WHERE force = $1 FOR UPDATE", [force.into()]).await?;
        }
        Ok(tx)
    }

    /// Begin to write where no force's ledger is touched.
    pub(crate) async fn write_any(&self) -> Result<Tx, CentralError> {
        Ok(match self {
            Self::Sqlite(pool) => Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Begin to give out numbers, after the last of those that this counter gave out. Others who count there wait
    /// until this has ended.
    pub(crate) async fn numbering(&self, counter: &'static str) -> Result<(Tx, u64), CentralError> {
        let mut tx = self.write_any().await?;
        let sql = match tx {
            Tx::Sqlite(_) => "SELECT head FROM national_counter WHERE counter = $1",
            Tx::Postgres(_) => "SELECT head FROM national_counter WHERE counter = $1 FOR UPDATE",
        };
        let row = tx.row(sql, [counter.into()]).await?;
        let head = row.ok_or(CentralError::Row("national_counter"))?.count("head")?;
        Ok((tx, head))
    }

    /// Begin to read; everything is read as it stands at one moment.
    pub(crate) async fn read(&self) -> Result<Tx, CentralError> {
        Ok(match self {
            Self::Sqlite(pool) => Tx::Sqlite(pool.begin().await?),
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// Close all connections.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// The function that tells where a text stands within another; 0: nowhere.
    pub(crate) fn within(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "instr",
            Self::Postgres(_) => "strpos",
        }
    }

    /// The rows that a statement gives.
    pub(crate) async fn rows(
        &mut self,
        sql: impl SqlSafeStr,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<Row>, CentralError> {
        Ok(match self {
            Self::Sqlite(tx) => {
                let mut query = sqlx::query(sql);
                for value in values {
                    query = value.bind_sqlite(query);
                }
                query.fetch_all(&mut **tx).await?.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(tx) => {
                let mut query = sqlx::query(sql);
                for value in values {
                    query = value.bind_postgres(query);
                }
                query.fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// The first row that a statement gives.
    pub(crate) async fn row(
        &mut self,
        sql: impl SqlSafeStr,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<Row>, CentralError> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    /// Do a statement, and say how many rows it touched.
    pub(crate) async fn run(
        &mut self,
        sql: impl SqlSafeStr,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<u64, CentralError> {
        Ok(match self {
            Self::Sqlite(tx) => {
                let mut query = sqlx::query(sql);
                for value in values {
                    query = value.bind_sqlite(query);
                }
                query.execute(&mut **tx).await?.rows_affected()
            }
            Self::Postgres(tx) => {
                let mut query = sqlx::query(sql);
                for value in values {
                    query = value.bind_postgres(query);
                }
                query.execute(&mut **tx).await?.rows_affected()
            }
        })
    }

    /// Insert rows. `into` is `table (column, …)`; it names all the columns of the rows, in their order.
    pub(crate) async fn insert<const N: usize>(
        &mut self,
        into: &'static str,
        rows: Vec<[Value; N]>,
    ) -> Result<(), CentralError> {
        self.insert_or(into, rows, "").await
    }

    /// The same; `otherwise` says what is done where a row is there already.
    pub(crate) async fn insert_or<const N: usize>(
        &mut self,
        into: &'static str,
        rows: Vec<[Value; N]>,
        otherwise: &'static str,
    ) -> Result<(), CentralError> {
        match self {
            Self::Sqlite(_) => {
                let row = format!("({})", ["?"; N].join(", "));
                for some in rows.chunks(PARAMETERS / N.max(1)) {
                    let places = vec![row.as_str(); some.len()].join(", ");
                    let sql = format!("INSERT INTO {into} VALUES {places} {otherwise}");
                    self.run(AssertSqlSafe(sql), some.iter().flatten().cloned()).await?;
                }
            }
            Self::Postgres(_) if rows.is_empty() => {}
            Self::Postgres(tx) => {
                let columns = Column::of_rows(rows)?;
                let places: Vec<String> =
                    columns.iter().zip(1..).map(|(column, at)| column.place(at)).collect();
                let places = places.join(", ");
                let sql = format!("INSERT INTO {into} SELECT * FROM unnest({places}) {otherwise}");
                let query = columns
                    .into_iter()
                    .fold(sqlx::query(AssertSqlSafe(sql)), |query, column| column.bind(query));
                query.execute(&mut **tx).await?;
            }
        }
        Ok(())
    }

    /// Rows whose key is one of these. `sql` ends in `IN`; the parameters in it are `first`, each once and in order.
    pub(crate) async fn rows_in(
        &mut self,
        sql: &'static str,
        first: &[Value],
        keys: &[Value],
    ) -> Result<Vec<Row>, CentralError> {
        match self {
            Self::Sqlite(_) => {
                // `?`, for SQLite finds `$n` by walking through the list of all before it.
                let sql =
                    (1..=first.len()).fold(sql.to_owned(), |sql, at| sql.replace(&format!("${at}"), "?"));
                let mut found = Vec::new();
                for some in keys.chunks(PARAMETERS) {
                    let sql = format!("{sql} ({})", vec!["?"; some.len()].join(", "));
                    let values = first.iter().chain(some).cloned();
                    found.extend(self.rows(AssertSqlSafe(sql), values).await?);
                }
                Ok(found)
            }
            Self::Postgres(_) if keys.is_empty() => Ok(Vec::new()),
            Self::Postgres(tx) => {
                let [keys] = Column::of_rows(keys.iter().map(|key| [key.clone()]).collect())?;
                let key = sql.strip_suffix("IN").unwrap_or(sql);
                let sql = format!("{key} = ANY({})", keys.place(first.len() + 1));
                let query = first
                    .iter()
                    .cloned()
                    .fold(sqlx::query(AssertSqlSafe(sql)), |query, value| value.bind_postgres(query));
                Ok(keys.bind(query).fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    pub(crate) async fn commit(self) -> Result<(), CentralError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// Through which PostgreSQL tells the other processes of one central service that a ledger has grown.
const CHANNEL: &str = "nrmp_ledger";

impl Database {
    /// Tell other processes on the same database to wake their listeners. What is lost here is found by the next poll.
    pub(crate) async fn tell(&self, wake: &Wake) {
        if let Self::Postgres(pool) = self {
            let told = sqlx::query("SELECT pg_notify($1, $2)")
                .bind(CHANNEL)
                .bind(wake.to_text())
                .execute(pool)
                .await;
            if told.is_err() {
                tracing::warn!("other processes could not be woken");
            }
        }
    }

    /// What other processes tell, as lines of text; `None` on SQLite, where there are none.
    pub(crate) async fn told(&self) -> Result<Option<sqlx::postgres::PgListener>, CentralError> {
        let Self::Postgres(pool) = self else { return Ok(None) };
        let mut listener = sqlx::postgres::PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        Ok(Some(listener))
    }

    /// Whether it answers.
    pub(crate) async fn answers(&self) -> bool {
        match self {
            Self::Sqlite(pool) => sqlx::query("SELECT 1").execute(pool).await.is_ok(),
            Self::Postgres(pool) => sqlx::query("SELECT 1").execute(pool).await.is_ok(),
        }
    }
}
