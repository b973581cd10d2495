//! The real `nrmp-central`, a process of its own on loopback, that is killed, stopped, started and put back.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};

use protocol::EnrolCode;
use register::force::ForceCode;
use testkit::{Ledger, instant};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// No laptop is held back, and nothing waits for long.
const SETTINGS: &str = "\
[limits]
device_per_second = 1000000
device_burst = 1000000
stranger_per_second = 1000000
stranger_burst = 1000000
shutdown_ms = 2000
";

/// Where central listens now.
pub type Address = Arc<Mutex<SocketAddr>>;

pub struct Service {
    program: PathBuf,
    folder: PathBuf,
    /// Each time that central is put back it has a new folder.
    data: PathBuf,
    made: u32,
    backups: Vec<PathBuf>,
    running: Option<(Child, Lines<BufReader<ChildStdout>>)>,
    pub address: Address,
}

impl Service {
    /// The program beside this one, with data in a folder, and its forces known.
    pub async fn new(folder: &Path, time: i64) -> Result<Self, String> {
        let own = std::env::current_exe().map_err(|error| error.to_string())?;
        let program = own.with_file_name(format!("nrmp-central{}", std::env::consts::EXE_SUFFIX));
        if !program.exists() {
            return Err(format!("{} is not built: cargo build -p central", program.display()));
        }
        std::fs::write(folder.join("central.toml"), SETTINGS).map_err(|error| error.to_string())?;
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 9));
        let service = Self {
            program,
            folder: folder.to_owned(),
            data: folder.join("central-0"),
            made: 0,
            backups: Vec::new(),
            running: None,
            address: Arc::new(Mutex::new(nowhere)),
        };
        service.set_time(time)?;
        for force in ["NM", "WX"] {
            service.run(&["force", "add", force]).await?;
        }
        Ok(service)
    }

    /// What its clock says from now on.
    pub fn set_time(&self, millis: i64) -> Result<(), String> {
        let (file, new) = (self.folder.join("clock"), self.folder.join("clock.new"));
        std::fs::write(&new, instant(millis).to_rfc3339()).map_err(|error| error.to_string())?;
        std::fs::rename(new, file).map_err(|error| error.to_string())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--training");
        command.arg("--data").arg(&self.data).arg("--config").arg(self.folder.join("central.toml"));
        command.env_clear().env("NRMP_CLOCK", self.folder.join("clock")).kill_on_drop(true);
        command
    }

    /// What an administrator does.
    pub async fn run(&self, arguments: &[&str]) -> Result<String, String> {
        let output = self.command(arguments).output().await.map_err(|error| error.to_string())?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() {
            Ok(text(&output.stdout))
        } else {
            let (out, err) = (text(&output.stdout), text(&output.stderr));
            Err(format!("nrmp-central {}: {out}{err}", arguments.join(" ")))
        }
    }

    /// A one-time code.
    pub async fn code(&self, force: &ForceCode) -> Result<EnrolCode, String> {
        let printed = self.run(&["device", "enrol-code", force.as_str()]).await?;
        printed.trim().parse().map_err(|_| format!("no code: {printed}"))
    }

    /// Start it on any free port.
    pub async fn start(&mut self) -> Result<(), String> {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.join("central.log"))
            .map_err(|error| error.to_string())?;
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("central does not start: {error}"))?;
        let stdout = child.stdout.take().ok_or("central says nothing")?;
        let mut lines = BufReader::new(stdout).lines();
        let first = lines.next_line().await.ok().flatten().unwrap_or_default();
        let address = first
            .split_whitespace()
            .find_map(|word| word.strip_prefix("http://")?.parse().ok())
            .ok_or_else(|| format!("central does not say where it is: {first}"))?;
        *self.address.lock().unwrap_or_else(PoisonError::into_inner) = address;
        self.running = Some((child, lines));
        Ok(())
    }

    /// End it as a power cut does.
    pub async fn kill(&mut self) {
        if let Some((mut child, _)) = self.running.take() {
            let _ = child.kill().await;
        }
    }

    /// Ask it to end: it finishes what it accepted.
    pub async fn stop(&mut self) -> Result<(), String> {
        let Some((mut child, _lines)) = self.running.take() else { return Ok(()) };
        let pid = child.id().ok_or("central has ended by itself")?.to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status().await;
        if !told.is_ok_and(|status| status.success()) {
            return Err("central cannot be told to stop".to_owned());
        }
        let ended = child.wait().await.map_err(|error| error.to_string())?;
        if ended.success() { Ok(()) } else { Err(format!("central ended with {ended}")) }
    }

    /// Write a backup while it runs.
    pub async fn back_up(&mut self) -> Result<(), String> {
        self.made += 1;
        let to = self.folder.join(format!("backup-{}", self.made));
        self.run(&["backup", &to.to_string_lossy()]).await?;
        self.backups.push(to);
        Ok(())
    }

    /// Killed, lost, put back from one of the last backups, and started: `older` gives how many back, at most.
    pub async fn put_back(&mut self, older: usize) -> Result<(), String> {
        self.kill().await;
        let newest = self.backups.len().saturating_sub(1);
        let from = self.backups.get(newest.saturating_sub(older)).ok_or("there is no backup yet")?.clone();
        self.made += 1;
        self.data = self.folder.join(format!("central-{}", self.made));
        self.run(&["restore", &from.to_string_lossy()]).await?;
        self.start().await
    }

    /// A force's ledger, as it stands in the file.
    pub async fn ledger(&self, force: &ForceCode) -> Ledger {
        Ledger::read(&self.data.join("central.db"), force).await
    }
}
