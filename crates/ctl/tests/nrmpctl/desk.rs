//! A desk with the program: a data folder, who asks, and how it ended.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub const TRAINING: &str = "heron quarry lantern 58";

/// A data folder of its own, and who asks.
pub struct Desk {
    pub folder: TempDir,
    pub collar: &'static str,
    pub passphrase: Option<&'static str>,
}

pub struct Ended {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    pub fn view(&self) -> Value {
        assert_eq!((self.status, &*self.err), (Some(0), ""));
        serde_json::from_str(&self.out).expect("a view as JSON")
    }

    pub fn error(&self) -> Value {
        assert_eq!(self.out, "", "failures go to standard error");
        serde_json::from_str::<Value>(&self.err).expect("an error as JSON")["error"].take()
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Desk {
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder, collar: "T1", passphrase: Some(TRAINING) }
    }

    pub fn trained() -> Self {
        let desk = Self::empty();
        assert_eq!(desk.run(&["training"]).status, Some(0));
        desk
    }

    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nrmpctl"));
        for name in ["NRMP_CLOCK", "NRMP_LOG", "NRMP_PASSPHRASE"] {
            command.env_remove(name);
        }
        command.env("NRMP_DATA_DIR", self.folder.path().join("data")).env("NRMP_COLLAR", self.collar);
        if let Some(passphrase) = self.passphrase {
            command.env("NRMP_PASSPHRASE", passphrase);
        }
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the program")
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, "")
    }

    pub fn run_with(&self, arguments: &[&str], input: &str) -> Ended {
        let mut child = self.start(arguments);
        // A program that does not read its input may be gone already.
        let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
        child.wait_with_output().expect("its end").into()
    }

    pub fn list(&self) -> Value {
        self.run(&["--json", "list"]).view()
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        let path: PathBuf = self.folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.to_str().expect("a path").to_owned()
    }
}

/// The references of a list, in its order.
pub fn references(list: &Value) -> Vec<&str> {
    let rows = list["rows"].as_array().expect("rows");
    rows.iter().map(|row| row["reference"].as_str().expect("a reference")).collect()
}
