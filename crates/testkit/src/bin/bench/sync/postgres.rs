//! A PostgreSQL of the bench's own on loopback, with its settings as they come: what is committed is on the disk.
//! It runs under a small shell that ends it when its input closes, so that it ends with the bench however that
//! ends, by its own process id.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::output;
use super::service::cpu_of;
use crate::Outcome;

/// Waits for the end of its input, then stops what it started and takes the folder away.
const KEEPER: &str = r#"folder="$1"; shift
"$@" >"$folder/log" 2>&1 &
postgres=$!
cat >/dev/null
kill -INT $postgres 2>/dev/null
wait $postgres
rm -rf "$folder""#;

pub(super) struct Postgres {
    folder: PathBuf,
    port: u16,
    keeper: Option<Child>,
}

impl Postgres {
    pub fn start() -> Outcome<Self> {
        // Where the user postgres may go, which a home folder is not.
        let folder = std::env::temp_dir().join(format!("nrmp-bench-postgres-{}", std::process::id()));
        let data = folder.join("data");
        std::fs::create_dir_all(&data)?;
        if is_root()? {
            let id = |what| -> Outcome<u32> {
                Ok(output(Command::new("id").args([what, "postgres"]))?.trim().parse()?)
            };
            let (user, group) = (id("-u")?, id("-g")?);
            for path in [&folder, &data] {
                std::os::unix::fs::chown(path, Some(user), Some(group))?;
            }
        }
        let arguments = ["-U", "app", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"];
        output(as_postgres("initdb")?.arg("-D").arg(&data).args(arguments))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut server = as_postgres("postgres")?;
        server.arg("-D").arg(&data);
        for setting in [
            format!("port={port}"),
            "listen_addresses=127.0.0.1".to_owned(),
            format!("unix_socket_directories={}", folder.display()),
        ] {
            server.arg("-c").arg(setting);
        }
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper"]).arg(&folder).arg(server.get_program());
        let keeper = keeper.args(server.get_args()).stdin(Stdio::piped()).spawn()?;
        let postgres = Self { folder, port, keeper: Some(keeper) };
        postgres.wait()?;
        Ok(postgres)
    }

    fn wait(&self) -> Outcome {
        for _ in 0..600 {
            let mut asked = Command::new(programs()?.join("pg_isready"));
            asked.args(["-q", "-h", "127.0.0.1", "-t", "1", "-p"]).arg(self.port.to_string());
            if asked.status()?.success() {
                return Ok(());
            }
            // Nothing tells when it listens: ask again.
            std::thread::sleep(Duration::from_millis(50));
        }
        Err("PostgreSQL does not start".into())
    }

    /// The name of a new, empty database.
    pub fn database(&self) -> Outcome<String> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("bench_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        output(self.client("createdb")?.arg(&name))?;
        Ok(name)
    }

    pub fn url(&self, name: &str) -> String {
        format!("postgres://app@127.0.0.1:{}/{name}", self.port)
    }

    pub fn bytes(&self, name: &str) -> Outcome<u64> {
        let asked = "SELECT pg_database_size(current_database())";
        Ok(output(self.client("psql")?.args(["-d", name, "-tAc", asked]))?.trim().parse()?)
    }

    /// CPU of the server and everything that it started.
    pub fn cpu(&self) -> Outcome<Duration> {
        let file = std::fs::read_to_string(self.folder.join("data/postmaster.pid"))?;
        let server: u32 = file.lines().next().unwrap_or_default().parse()?;
        let mut sum = cpu_of(server)?;
        let children = std::fs::read_to_string(format!("/proc/{server}/task/{server}/children"))?;
        for child in children.split_whitespace() {
            // One that has just ended is counted with the server.
            sum += child.parse().map_or(Ok(Duration::ZERO), cpu_of).unwrap_or_default();
        }
        Ok(sum)
    }

    fn client(&self, name: &str) -> Outcome<Command> {
        let mut command = Command::new(programs()?.join(name));
        command.args(["-h", "127.0.0.1", "-U", "app", "-p"]).arg(self.port.to_string());
        Ok(command)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            let _ = keeper.wait();
        }
    }
}

/// The newest that is installed.
fn programs() -> Outcome<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()).max();
    let newest =
        newest.ok_or("--postgres needs PostgreSQL: apt-get install -y --no-install-recommends postgresql")?;
    Ok(Path::new("/usr/lib/postgresql").join(newest.to_string()).join("bin"))
}

/// PostgreSQL does not run as root.
fn as_postgres(program: &str) -> Outcome<Command> {
    let program = programs()?.join(program);
    if !is_root()? {
        return Ok(Command::new(program));
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    Ok(command)
}

fn is_root() -> Outcome<bool> {
    Ok(output(Command::new("id").arg("-u"))?.trim() == "0")
}
