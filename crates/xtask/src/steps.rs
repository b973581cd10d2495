//! Running things one after another: each step says its name before it starts and its time when it ends, and
//! the first that fails ends the whole.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::count::Count;

pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Why the errand ended.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was asked for wrongly.
    Usage(String),
    /// A step of it went wrong.
    Step { step: String, problem: String },
}

impl Failure {
    pub(crate) fn usage(problem: impl Into<String>) -> Self {
        Self::Usage(problem.into())
    }

    pub(crate) fn step(step: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Step { step: step.into(), problem: problem.into() }
    }
}

/// What has run so far, and how many tests it counted.
pub(crate) struct Steps {
    began: Instant,
    ran: Vec<String>,
    count: Count,
    environment: Vec<(OsString, OsString)>,
}

impl Steps {
    pub(crate) fn new() -> Self {
        Self { began: Instant::now(), ran: Vec::new(), count: Count::default(), environment: Vec::new() }
    }

    /// Sets a variable for every command from now on.
    pub(crate) fn set(&mut self, name: &str, value: impl AsRef<OsStr>) {
        self.environment.push((name.into(), value.as_ref().into()));
    }

    /// Does `work` under the heading `name`.
    pub(crate) fn step<T>(
        &mut self,
        name: &str,
        work: impl FnOnce(&mut Self) -> Result<T, String>,
    ) -> Outcome<T> {
        println!("== {name} ...");
        let began = Instant::now();
        let result = work(self).map_err(|problem| Failure::step(name, problem))?;
        println!("== {name} ({})", in_words(began.elapsed()));
        self.ran.push(name.to_owned());
        Ok(result)
    }

    /// A step that is one command.
    pub(crate) fn command(&mut self, name: &str, program: &str, arguments: &[&str]) -> Outcome {
        self.step(name, |steps| steps.call(program, arguments).map(drop))
    }

    /// A step that is one command which runs tests: their number is read from what it prints. A run that counts
    /// none is a failure, because it proves nothing.
    pub(crate) fn tests(&mut self, name: &str, program: &str, arguments: &[&str]) -> Outcome {
        self.step(name, |steps| {
            steps.count += counted(&steps.call(program, arguments)?)?;
            Ok(())
        })
    }

    /// Runs a command with nothing on its input, shows what it prints as it comes, and returns it.
    pub(crate) fn call(&self, program: &str, arguments: &[&str]) -> Result<String, String> {
        let shown = format!("{program} {}", arguments.join(" "));
        let mut child = Command::new(program)
            .args(arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{program} does not start: {error}"))?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let printed = std::thread::scope(|scope| {
            let errors =
                scope.spawn(|| err.map(|stream| show(stream, std::io::stderr())).unwrap_or_default());
            let mut printed = out.map(|stream| show(stream, std::io::stdout())).unwrap_or_default();
            printed.push_str(&errors.join().unwrap_or_default());
            printed
        });
        let status = child.wait().map_err(|error| format!("{shown}: {error}"))?;
        if status.success() { Ok(printed) } else { Err(format!("{shown}: {status}")) }
    }

    /// A command prepared with the environment of the steps, for the caller to start.
    pub(crate) fn prepared(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Says what ran, and the number of tests.
    pub(crate) fn finish(&self) {
        println!("\n== ran in {}: {}", in_words(self.began.elapsed()), self.ran.join(", "));
        println!("{} passed, {} failed", self.count.passed, self.count.failed);
    }
}

fn counted(printed: &str) -> Result<Count, String> {
    match Count::read(printed) {
        Count { failed: 0, passed: 0 } => Err("no test ran".to_owned()),
        Count { failed: 0, passed } => Ok(Count { failed: 0, passed }),
        Count { failed, .. } => Err(format!("{failed} failed")),
    }
}

/// Copies a stream line by line to another and keeps it.
fn show(stream: impl Read, mut to: impl Write) -> String {
    let mut kept = String::new();
    let mut lines = BufReader::new(stream);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        // A closed output must not end the work.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        kept.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    kept
}

fn in_words(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_fails_is_named() {
        let failed = Steps::new().command("look", "sh", &["-c", "exit 3"]);
        match failed {
            Err(Failure::Step { step, problem }) => {
                assert_eq!(step, "look");
                assert!(problem.contains("exit 3") && problem.contains("exit status: 3"), "{problem}");
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_run_that_counts_no_test_or_a_failure_is_a_failure() {
        assert!(counted("all is well").is_err());
        assert!(counted("3 passed, 1 failed").is_err());
        assert_eq!(
            counted("test result: ok. 2 passed; 0 failed; 0 ignored"),
            Ok(Count { passed: 2, failed: 0 })
        );
    }

    #[test]
    fn both_streams_are_kept() {
        let printed = Steps::new().call("sh", &["-c", "echo one; echo two >&2"]).unwrap();
        assert!(printed.contains("one") && printed.contains("two"));
    }
}
