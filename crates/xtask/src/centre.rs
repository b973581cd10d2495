//! A central service beside the window: on loopback, with invented people only, stopped by its own process id. It
//! keeps its address from one run to the next, so that laptops which were enrolled find it again.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::fingerprint;
use crate::steps::{Outcome, Steps};

/// Beside the port that the service has by default: that one may be a real one's.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 7172);
const CONNECT_WITHIN: Duration = Duration::from_secs(2);

/// The programs that it needs, as they were built.
pub(crate) struct Programs {
    pub central: PathBuf,
    pub nrmpctl: PathBuf,
}

/// A central service that answers. One that was started here ends when this is dropped.
pub(crate) struct Centre {
    child: Option<Child>,
    data: PathBuf,
}

/// Who opens a training register, as `nrmpctl training` says.
pub(crate) struct Officer {
    collar: String,
    passphrase: String,
}

impl Centre {
    /// Start it, or speak to the one that another run has started.
    pub fn start(steps: &mut Steps, programs: &Programs) -> Outcome<Self> {
        steps.step("central service", |steps| {
            let data = fingerprint::target().join("central");
            std::fs::create_dir_all(&data).map_err(|error| format!("{}: {error}", data.display()))?;
            if TcpStream::connect_timeout(&LISTEN, CONNECT_WITHIN).is_ok() {
                println!("http://{LISTEN} answers already");
                return Ok(Self { child: None, data });
            }
            let mut command = steps.prepared(&programs.central);
            command.args(["serve", "--training", "--listen", &LISTEN.to_string(), "--data"]).arg(&data);
            let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
            let mut lines = child.stdout.take().map(|out| BufReader::new(out).lines());
            let first = lines.as_mut().and_then(|lines| lines.next()?.ok());
            let centre = Self { child: Some(child), data };
            println!("{}", first.ok_or("it ended before it answered")?);
            // Whatever else it says is read, so that it never waits for a reader.
            std::thread::spawn(move || lines.into_iter().flatten().for_each(drop));
            Ok(centre)
        })
    }

    /// Make the training register of a laptop known to it, unless it is.
    pub fn enrol(
        &self,
        steps: &mut Steps,
        programs: &Programs,
        (vault, force): (&Path, &str),
        officer: &Officer,
    ) -> Outcome {
        steps.step("enrolment", |steps| {
            let laptop = |verb: &[&str]| {
                let mut command = steps.prepared(&programs.nrmpctl);
                command.env("NRMP_COLLAR", &officer.collar).env("NRMP_PASSPHRASE", &officer.passphrase);
                command.arg("--vault").arg(vault).args(["--register", "training", "--json"]).args(verb);
                command
            };
            let state: Value = serde_json::from_str(&output(laptop(&["sync-state"]), "")?)
                .map_err(|error| format!("nrmpctl sync-state: {error}"))?;
            if state["line"]["state"] != "not_enrolled" {
                println!("enrolled before");
                return Ok(());
            }
            let code = self.code(steps, programs, force)?;
            output(laptop(&["enrol", "--central", &format!("http://{LISTEN}")]), &code).map(drop)
        })
    }

    /// A code with which a register of the force is enrolled, once.
    fn code(&self, steps: &Steps, programs: &Programs, force: &str) -> Result<String, String> {
        let administer = |verb: &[&str]| {
            let mut command = steps.prepared(&programs.central);
            command.args(verb).args(["--training", "--data"]).arg(&self.data);
            output(command, "")
        };
        administer(&["force", "add", force])?;
        let code = administer(&["device", "enrol-code", force])?;
        // The last line: the ones before it may be the log's.
        code.trim().lines().last().map(str::to_owned).ok_or_else(|| "no code was given".to_owned())
    }

    /// Say how a training register that is made in the window is enrolled.
    pub fn say_how(&self, steps: &mut Steps, programs: &Programs, force: &str) -> Outcome {
        steps.step("code for a training register", |steps| {
            let code = self.code(steps, programs, force)?;
            println!("To connect a training register: Sync, address http://{LISTEN}, code {code}");
            Ok(())
        })
    }
}

impl Officer {
    /// Make or open a training register, and learn who may unlock it.
    pub fn of_training(
        steps: &mut Steps,
        programs: &Programs,
        (vault, force, seed): (&Path, &str, &str),
        incidents: u32,
    ) -> Outcome<Self> {
        steps.step("training register", |steps| {
            let mut command = steps.prepared(&programs.nrmpctl);
            command.arg("--vault").arg(vault).args(["--register", "training", "--json", "training"]);
            command.args(["--incidents", &incidents.to_string(), "--force", force, "--seed", seed]);
            let view: Value = serde_json::from_str(&output(command, "")?)
                .map_err(|error| format!("nrmpctl training: {error}"))?;
            let text = |value: &Value| value.as_str().map(str::to_owned);
            let (collar, passphrase) = (text(&view["officers"][0]["collar"]), text(&view["passphrase"]));
            match (collar, passphrase) {
                (Some(collar), Some(passphrase)) => {
                    println!("{incidents} incidents of {force}; unlock with {collar}, “{passphrase}”");
                    Ok(Self { collar, passphrase })
                }
                _ => Err("nrmpctl training did not say who may unlock it".to_owned()),
            }
        })
    }
}

/// What a command prints, given this on its input.
fn output(mut command: Command, input: &str) -> Result<String, String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).map_err(|error| error.to_string())?;
    }
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let name = command.get_program().display().to_string();
        Err(format!("{name}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr)))
    }
}

impl Drop for Centre {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
