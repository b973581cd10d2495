//! A real PostgreSQL on loopback, started by the tests and stopped with them.
//!
//! It runs under a small shell that ends it when its input closes: when the test process ends, however it
//! ends, the database ends too, by its own process id. Not finding PostgreSQL is a failure, never a skip.

use std::collections::BTreeSet;
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

/// Waits for the end of its input, then stops what it started and takes the folder away if it is told to.
const KEEPER: &str = r#"folder="$1"; shift
"$@" >"$folder/log" 2>&1 &
postgres=$!
word=$(cat)
kill -INT $postgres 2>/dev/null
wait $postgres
[ "$word" = keep ] || rm -rf "$folder""#;

pub struct Postgres {
    folder: PathBuf,
    port: u16,
    keeper: Option<Child>,
}

impl Postgres {
    /// The one that all tests of this process share, each with a database of its own.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Postgres> = OnceLock::new();
        SHARED.get_or_init(Self::new)
    }

    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("nrmp-postgres-").tempdir().unwrap().keep();
        let port = free_port();
        let data = folder.join("data");
        std::fs::create_dir(&data).unwrap();
        if is_root() {
            let id = |what| output(Command::new("id").args([what, "postgres"])).trim().parse().ok();
            let (user, group) = (id("-u"), id("-g"));
            for path in [&folder, &data] {
                std::os::unix::fs::chown(path, user, group).expect("the user postgres is there");
            }
        }
        let arguments = ["-U", "app", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"];
        output(as_postgres(&programs().join("initdb")).arg("-D").arg(&data).args(arguments));
        let mut postgres = Self { folder, port, keeper: None };
        postgres.start();
        postgres
    }

    pub fn start(&mut self) {
        let mut server = as_postgres(&programs().join("postgres"));
        server.arg("-D").arg(self.folder.join("data"));
        for setting in [
            format!("port={}", self.port),
            "listen_addresses=127.0.0.1".to_owned(),
            format!("unix_socket_directories={}", self.folder.display()),
            "max_connections=200".to_owned(),
        ] {
            server.arg("-c").arg(setting);
        }
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper"]).arg(&self.folder).arg(server.get_program());
        keeper.args(server.get_args()).stdin(Stdio::piped());
        self.keeper = Some(keeper.spawn().unwrap());
        let ready = programs().join("pg_isready");
        for _ in 0..2_400 {
            let mut asked = Command::new(&ready);
            asked.args(["-q", "-h", "127.0.0.1", "-t", "1", "-p"]).arg(self.port.to_string());
            if asked.status().unwrap().success() {
                return;
            }
            // Nothing tells when it listens: ask again.
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("PostgreSQL does not start:\n{}", self.log());
    }

    /// Stop it and keep what it holds.
    pub fn stop(&mut self) {
        let mut keeper = self.keeper.take().unwrap();
        std::io::Write::write_all(keeper.stdin.as_mut().unwrap(), b"keep").unwrap();
        drop(keeper.stdin.take());
        keeper.wait().unwrap();
    }

    /// The URL of a new, empty database.
    pub fn database(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let port = self.port.to_string();
        output(Command::new(programs().join("createdb")).args([
            "-h",
            "127.0.0.1",
            "-U",
            "app",
            "-p",
            &port,
            &name,
        ]));
        format!("postgres://app@127.0.0.1:{port}/{name}")
    }

    fn log(&self) -> String {
        let mut text = String::new();
        let _ =
            std::fs::File::open(self.folder.join("log")).and_then(|mut log| log.read_to_string(&mut text));
        text
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

/// A port outside the range from which the system gives ports to connections that go out: one of those may be taken
/// by any of the hundred tests beside this one, also between the end of this database and its next start.
fn free_port() -> u16 {
    let first = 20_000 + (std::process::id() % 10_000) as u16;
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    // Another database of this process may have been given a port on which it does not listen yet.
    static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    let mut given = GIVEN.lock().unwrap();
    let port = (first..32_000).find(|port| free(port) && !given.contains(port)).expect("a free port");
    given.insert(port);
    port
}

/// The newest that is installed.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .max()
        .expect("these tests need PostgreSQL: apt-get install -y --no-install-recommends postgresql");
    Path::new("/usr/lib/postgresql").join(newest.to_string()).join("bin")
}

/// PostgreSQL does not run as root.
fn as_postgres(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

fn is_root() -> bool {
    output(Command::new("id").arg("-u")).trim() == "0"
}

fn output(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
