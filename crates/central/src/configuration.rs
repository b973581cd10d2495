//! How central is set up: defaults, then a TOML file, then the environment, then the command line; the later
//! one holds. `check-config` says for every setting what holds and where it came from.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::database::Place;
use crate::error::CentralError;
use crate::limits::Limits;
pub use crate::photographs::Photographs;

/// Every variable of the environment begins so. Two underscores go down one table:
/// `NRMP_CENTRAL_LIMITS__PUSH_ENTRIES=500`.
pub const PREFIX: &str = "NRMP_CENTRAL_";

/// All settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Configuration {
    /// Address and port. Without TLS a loopback address only.
    pub listen: SocketAddr,
    /// Folder of central's key and, where nothing else is said, of its database and photographs.
    pub data: PathBuf,
    /// `postgres://…`, or the path of an SQLite file; empty for `central.db` in the folder.
    pub database: String,
    /// Invented people only.
    pub training: bool,
    /// Logs as lines of JSON.
    pub log_json: bool,
    /// PEM files, read again when they change.
    pub tls: Tls,
    /// Where photographs are kept.
    pub photographs: Photographs,
    /// Bounds.
    pub limits: Limits,
}

/// TLS; off where both are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// Certificate chain, PEM.
    pub certificate: PathBuf,
    /// Private key, PEM.
    pub key: PathBuf,
    /// Milliseconds between two looks at whether the files changed.
    pub reload_ms: u64,
}

const RELOAD_MS: u64 = 30_000;

impl Default for Configuration {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 7171)),
            data: PathBuf::from("nrmp-central"),
            database: String::new(),
            training: false,
            log_json: false,
            tls: Tls { reload_ms: RELOAD_MS, ..Tls::default() },
            photographs: Photographs::default(),
            limits: Limits::default(),
        }
    }
}

/// A configuration, and where each of its settings came from.
#[derive(Clone, Debug)]
pub struct Configured {
    /// What holds.
    pub configuration: Configuration,
    /// Setting, by its path with dots, to its origin: `file`, `environment` or `command line`.
    origins: BTreeMap<String, &'static str>,
}

impl Configured {
    /// Put together from a file, variables of the environment and flags (`setting`, `value`).
    ///
    /// # Errors
    /// [`CentralError::Configuration`] where a setting is unknown, is of another type, or does not go with
    /// the others; [`CentralError::File`] where the file cannot be read.
    pub fn read(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
        flags: &[(&str, String)],
    ) -> Result<Self, CentralError> {
        let mut table = Table::new();
        let mut origins = BTreeMap::new();
        if let Some(path) = file {
            let text = std::fs::read_to_string(path).map_err(|error| CentralError::file(path, error))?;
            table = text.parse().map_err(|error| wrong(&format!("{}: {error}", path.display())))?;
            note("", &table, "file", &mut origins);
        }
        for (name, value) in environment {
            // Credentials and the log's filter have names of their own.
            let Some(name) = name.strip_prefix(PREFIX) else { continue };
            let path = name.to_lowercase().replace("__", ".");
            set(&mut table, &path, &value)?;
            origins.insert(path, "environment");
        }
        for (path, value) in flags {
            set(&mut table, path, value)?;
            origins.insert((*path).to_owned(), "command line");
        }
        // A part of `tls` or `limits` in the file leaves the rest of it at its defaults.
        let mut whole =
            Table::try_from(Configuration::default()).map_err(|error| wrong(&error.to_string()))?;
        lay_over(&mut whole, table);
        let configuration: Configuration =
            Value::Table(whole).try_into().map_err(|error: toml::de::Error| wrong(error.message()))?;
        configuration.check()?;
        Ok(Self { configuration, origins })
    }

    /// One line for each setting: its value and its origin.
    pub fn explained(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Ok(table) = Table::try_from(&self.configuration) {
            self.lines("", &table, &mut lines);
        }
        lines
    }

    fn lines(&self, before: &str, table: &Table, lines: &mut Vec<String>) {
        for (name, value) in table {
            let path = joined(before, name);
            match value {
                Value::Table(inner) => self.lines(&path, inner, lines),
                value => {
                    let shown = if path == "database" {
                        format!("{:?}", self.configuration.place().shown())
                    } else {
                        value.to_string()
                    };
                    let origin = self.origins.get(&path).copied().unwrap_or("default");
                    lines.push(format!("{path} = {shown}  ({origin})"));
                }
            }
        }
    }
}

impl Configuration {
    fn check(&self) -> Result<(), CentralError> {
        let has = |path: &Path| !path.as_os_str().is_empty();
        if has(&self.tls.certificate) != has(&self.tls.key) {
            return Err(wrong("tls.certificate and tls.key go together"));
        }
        if !self.has_tls() && !self.listen.ip().is_loopback() {
            return Err(wrong(&format!(
                "{} is not a loopback address: give tls.certificate and tls.key, or listen on 127.0.0.1",
                self.listen
            )));
        }
        let limits = &self.limits;
        let least = [
            ("request_bytes", limits.request_bytes),
            ("push_entries", u64::from(limits.push_entries)),
            ("page_entries", u64::from(limits.page_entries)),
            ("concurrent_requests", u64::from(limits.concurrent_requests)),
            ("database_connections", u64::from(limits.database_connections)),
            ("part_bytes", u64::from(limits.part_bytes)),
        ];
        if let Some((name, _)) = least.iter().find(|(_, value)| *value == 0) {
            return Err(wrong(&format!("limits.{name} must be 1 or more")));
        }
        if limits.body_bytes.saturating_add(limits.header_bytes) > limits.request_bytes {
            return Err(wrong("limits.request_bytes must hold at least one entry of the largest size"));
        }
        Ok(())
    }

    /// Whether requests come over TLS.
    pub fn has_tls(&self) -> bool {
        !self.tls.certificate.as_os_str().is_empty()
    }

    /// Where the database is.
    pub fn place(&self) -> Place {
        if self.database.is_empty() {
            Place::Sqlite(self.data.join("central.db"))
        } else {
            Place::parse(&self.database)
        }
    }

    /// The folder of photographs, where they are kept in one.
    pub fn photographs_folder(&self) -> PathBuf {
        if self.photographs.folder.as_os_str().is_empty() {
            self.data.join("photographs")
        } else {
            self.photographs.folder.clone()
        }
    }

    /// The store of photographs.
    ///
    /// # Errors
    /// [`CentralError::File`] where the folder cannot be made; [`CentralError::Blobs`] where the bucket's
    /// settings do not go together.
    pub fn store(&self) -> Result<std::sync::Arc<dyn object_store::ObjectStore>, CentralError> {
        self.photographs.store(self.photographs_folder())
    }
}

fn wrong(what: &str) -> CentralError {
    CentralError::Configuration(what.trim().to_owned())
}

fn joined(before: &str, name: &str) -> String {
    if before.is_empty() { name.to_owned() } else { format!("{before}.{name}") }
}

fn note(before: &str, table: &Table, origin: &'static str, origins: &mut BTreeMap<String, &'static str>) {
    for (name, value) in table {
        let path = joined(before, name);
        match value {
            Value::Table(inner) => note(&path, inner, origin, origins),
            _ => {
                origins.insert(path, origin);
            }
        }
    }
}

fn lay_over(under: &mut Table, over: Table) {
    for (name, value) in over {
        match (under.get_mut(&name), value) {
            (Some(Value::Table(under)), Value::Table(over)) => lay_over(under, over),
            (_, value) => {
                under.insert(name, value);
            }
        }
    }
}

/// Set one value by its path. It is a number or a truth value where it reads as one.
fn set(table: &mut Table, path: &str, text: &str) -> Result<(), CentralError> {
    let value = match (text.parse::<i64>(), text) {
        (Ok(number), _) => Value::Integer(number),
        (_, "true") => Value::Boolean(true),
        (_, "false") => Value::Boolean(false),
        _ => Value::String(text.to_owned()),
    };
    match path.split_once('.') {
        None => {
            table.insert(path.to_owned(), value);
            Ok(())
        }
        Some((first, rest)) => {
            let inner = table.entry(first).or_insert_with(|| Value::Table(Table::new()));
            let inner = inner.as_table_mut().ok_or_else(|| wrong(&format!("{first} holds no settings")))?;
            set(inner, rest, text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(environment: &[(&str, &str)], flags: &[(&str, String)]) -> Result<Configured, CentralError> {
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Configured::read(None, environment, flags)
    }

    #[test]
    fn nothing_said_is_loopback_and_a_file_in_the_folder() {
        let configuration = read(&[], &[]).unwrap().configuration;
        assert_eq!(configuration, Configuration::default());
        assert!(configuration.listen.ip().is_loopback());
        assert_eq!(configuration.place(), Place::Sqlite("nrmp-central/central.db".into()));
    }

    #[test]
    fn the_later_origin_holds_and_every_setting_says_its_own() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "listen = '127.0.0.1:1'\n[limits]\nlooks = 7\npush_entries = 8\n")
            .unwrap();
        let environment = [
            ("NRMP_CENTRAL_LIMITS__PUSH_ENTRIES", "9"),
            ("NRMP_CENTRAL_DATABASE", "postgres://u:secret@h/d?x=y"),
        ];
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let flags = [("listen", "127.0.0.1:2".to_owned())];
        let configured = Configured::read(Some(file.path()), environment, &flags).unwrap();
        let limits = &configured.configuration.limits;
        assert_eq!((limits.looks, limits.push_entries), (7, 9));
        assert_eq!(limits.body_bytes, Limits::default().body_bytes);
        let explained = configured.explained();
        for line in [
            "listen = \"127.0.0.1:2\"  (command line)",
            "limits.looks = 7  (file)",
            "limits.push_entries = 9  (environment)",
            "limits.page_entries = 2000  (default)",
            "database = \"PostgreSQL h/d\"  (environment)",
        ] {
            assert!(explained.iter().any(|explained| explained == line), "{line} in {explained:#?}");
        }
        assert!(!explained.iter().any(|line| line.contains("secret")));
    }

    #[test]
    fn plain_http_is_refused_on_anything_but_loopback() {
        for open in ["0.0.0.0:7171", "192.0.2.1:80", "[::]:7171"] {
            let refused = read(&[], &[("listen", open.to_owned())]);
            assert!(
                matches!(refused, Err(CentralError::Configuration(why)) if why.contains("loopback")),
                "{open}"
            );
        }
        let tls = [("tls.certificate", "a.pem".to_owned()), ("tls.key", "b.pem".to_owned())];
        let flags: Vec<_> = tls.into_iter().chain([("listen", "0.0.0.0:7171".to_owned())]).collect();
        assert!(read(&[], &flags).is_ok());
        assert!(read(&[], &flags[..1]).is_err());
        assert!(read(&[], &[("listen", "[::1]:7171".to_owned())]).is_ok());
    }

    #[test]
    fn a_setting_that_is_not_known_or_not_usable_is_named() {
        for (name, value, named) in [
            ("NRMP_CENTRAL_LISTNE", "127.0.0.1:1", "listne"),
            ("NRMP_CENTRAL_LIMITS__LOOKS", "many", "many"),
            ("NRMP_CENTRAL_LIMITS__PUSH_ENTRIES", "0", "push_entries"),
            ("NRMP_CENTRAL_LIMITS__REQUEST_BYTES", "10", "request_bytes"),
        ] {
            let Err(CentralError::Configuration(why)) = read(&[(name, value)], &[]) else { panic!("{name}") };
            assert!(why.contains(named), "{why}");
        }
    }
}
