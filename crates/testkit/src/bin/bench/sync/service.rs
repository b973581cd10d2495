//! The central service as a process of its own: the program as it is shipped, on loopback, with a folder and a
//! database that go when the measurement is over. What it costs is read from `/proc`. Linux.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use protocol::EnrolCode;

use super::postgres::Postgres;
use crate::Outcome;

/// The force of the bench's registers.
pub(super) const FORCE: &str = "NM";

/// Every laptop of the bench has one address, and works as fast as it can: central's rates would be measured
/// instead of its work.
const NO_RATES: [(&str, &str); 4] = [
    ("NRMP_CENTRAL_LIMITS__STRANGER_PER_SECOND", "1000000"),
    ("NRMP_CENTRAL_LIMITS__STRANGER_BURST", "1000000"),
    ("NRMP_CENTRAL_LIMITS__DEVICE_PER_SECOND", "1000000"),
    ("NRMP_CENTRAL_LIMITS__DEVICE_BURST", "1000000"),
];

/// A central service that answers.
pub(super) struct Service<'p> {
    child: Child,
    data: PathBuf,
    database: Option<(&'p Postgres, String)>,
    /// With `http://`.
    pub address: String,
    empty: u64,
}

impl<'p> Service<'p> {
    /// Start it on SQLite in the folder, or on a new database of PostgreSQL.
    pub fn start(data: &Path, postgres: Option<&'p Postgres>) -> Outcome<Self> {
        if data.exists() {
            std::fs::remove_dir_all(data)?;
        }
        std::fs::create_dir_all(data)?;
        let database = match postgres {
            Some(postgres) => Some((postgres, postgres.database()?)),
            None => None,
        };
        let url = database.as_ref().map(|(postgres, name)| postgres.url(name));
        admin(data, url.as_deref(), &["force", "add", FORCE])?;
        let mut command = program(data, url.as_deref())?;
        command.args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let mut lines = child.stdout.take().map(|out| BufReader::new(out).lines());
        let first = lines.as_mut().and_then(|lines| lines.next()?.ok()).unwrap_or_default();
        let address = first.split_whitespace().find(|word| word.starts_with("http://")).map(str::to_owned);
        // Whatever else it says is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.into_iter().flatten().for_each(drop));
        let mut service = Self { child, data: data.to_owned(), database, address: String::new(), empty: 0 };
        service.address = address.ok_or("nrmp-central did not say where it answers")?;
        service.empty = service.bytes()?;
        Ok(service)
    }

    /// A new one-time code.
    pub fn code(&self) -> Outcome<EnrolCode> {
        let url = self.database.as_ref().map(|(postgres, name)| postgres.url(name));
        let said = admin(&self.data, url.as_deref(), &["device", "enrol-code", FORCE])?;
        Ok(said.trim().lines().last().unwrap_or_default().parse()?)
    }

    /// Bytes of its database beyond those of an empty one.
    pub fn grown(&self) -> Outcome<u64> {
        Ok(self.bytes()?.saturating_sub(self.empty))
    }

    fn bytes(&self) -> Outcome<u64> {
        match &self.database {
            Some((postgres, name)) => postgres.bytes(name),
            None => Ok(["central.db", "central.db-wal"]
                .iter()
                .filter_map(|name| std::fs::metadata(self.data.join(name)).ok())
                .map(|file| file.len())
                .sum()),
        }
    }

    /// CPU so far, user and system: of the service, and of the database where it is a process of its own.
    pub fn cpu(&self) -> Outcome<Duration> {
        let database = match &self.database {
            Some((postgres, _)) => postgres.cpu()?,
            None => Duration::ZERO,
        };
        Ok(cpu_of(self.child.id())? + database)
    }

    /// Bytes of memory that the service alone holds now.
    pub fn memory(&self) -> Outcome<u64> {
        kib(&format!("/proc/{}/status", self.child.id()), "VmRSS").map(|kib| kib * 1024)
    }
}

impl Drop for Service<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program that was built beside this one.
fn program(data: &Path, url: Option<&str>) -> Outcome<Command> {
    let built = std::env::current_exe()?.parent().map(Path::to_owned).unwrap_or_default();
    let program = built.join("nrmp-central");
    if !program.exists() {
        return Err(format!("{} is not built: run cargo xtask bench sync", program.display()).into());
    }
    let mut command = Command::new(program);
    command.args(["--training", "--data"]).arg(data).envs(NO_RATES).env("RUST_LOG", "warn");
    if let Some(url) = url {
        command.args(["--database", url]);
    }
    Ok(command)
}

fn admin(data: &Path, url: Option<&str>, verb: &[&str]) -> Outcome<String> {
    super::output(program(data, url)?.args(verb))
}

/// CPU of a process so far, with that of children that it waited for.
pub(super) fn cpu_of(process: u32) -> Outcome<Duration> {
    crate::measure::cpu_in(&format!("/proc/{process}/stat"), 4)
}

/// A line of proc_pid_status(5) that counts KiB.
pub(super) fn kib(file: &str, name: &str) -> Outcome<u64> {
    let status = std::fs::read_to_string(file)?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.ok_or_else(|| format!("{file} does not say {name}").into())
}
