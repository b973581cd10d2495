//! From starting the program to its unlock screen being painted, against a window that only says hello.
//! Both are release builds on a display of their own, whose pixels are read from its memory. Linux.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::measure::{Promise, Sample, line};
use crate::subject::{Subject, copy};

const REPETITIONS: u32 = 9;
/// Pixels as dark as letters, from which on something can be read.
const LETTERS: usize = 120;
const LONGEST: Duration = Duration::from_secs(30);

pub(crate) fn measure(subject: &Subject) -> Outcome {
    let data = subject.folder.join("start");
    copy(&subject.kept.join("training"), &data.join("training"))?;
    let built = std::env::current_exe()?.parent().map(Path::to_owned).unwrap_or_default();
    let (program, hello) = (built.join("nrmp"), built.join("examples/hello"));
    for file in [&program, &hello] {
        if !file.exists() {
            return Err(format!("{} is not built: run cargo xtask bench", file.display()).into());
        }
    }
    let screen = Screen::new(&subject.folder)?;
    let (mut own, mut least) = (Sample::default(), Sample::default());
    for turn in 0..=REPETITIONS {
        let painted = (screen.painted(&hello, &data)?, screen.painted(&program, &data)?);
        // The first of each fills the caches of files.
        if turn > 0 {
            least.add(painted.0);
            own.add(painted.1);
        }
    }
    line(
        "cold start to the unlock screen",
        own.median_ms(),
        "a hello-world window",
        least.median_ms(),
        &Promise::Times(1.3),
    );
    Ok(())
}

/// A display in memory, stopped at the end.
struct Screen {
    server: Child,
    number: String,
    memory: PathBuf,
}

impl Screen {
    fn new(folder: &Path) -> Outcome<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1400x1000x24", "-wr", "-noreset", "-nolisten", "tcp"])
            .arg("-fbdir")
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut number = String::new();
        if let Some(out) = server.stdout.take() {
            BufReader::new(out).read_line(&mut number)?;
        }
        Ok(Self { server, number: number.trim().to_owned(), memory: folder.join("Xvfb_screen0") })
    }

    /// How long it takes from starting `program` until letters stand on the screen.
    fn painted(&self, program: &Path, data: &Path) -> Outcome<Duration> {
        let begun = Instant::now();
        let mut child = Command::new(program)
            .env("DISPLAY", format!(":{}", self.number))
            .env_remove("WAYLAND_DISPLAY")
            .envs([("LANG", "en_GB.UTF-8"), ("LC_ALL", "en_GB.UTF-8"), ("GTK_THEME", "Adwaita")])
            .env("NRMP_DATA_DIR", std::path::absolute(data)?)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let painted = self.until(|dark| dark >= LETTERS).map(|()| begun.elapsed());
        child.kill()?;
        child.wait()?;
        self.until(|dark| dark == 0)?;
        painted
    }

    fn until(&self, holds: impl Fn(usize) -> bool) -> Outcome {
        let begun = Instant::now();
        while !holds(self.dark()?) {
            if begun.elapsed() > LONGEST {
                return Err("the screen did not become what it should".into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }

    /// Dark pixels on the screen. An X window dump: its header's length and number of colours, then the
    /// colours, 12 bytes each, then pixels of four bytes.
    fn dark(&self) -> Outcome<usize> {
        let dump = std::fs::read(&self.memory)?;
        let number = |at: usize| -> usize {
            dump.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes)
                as usize
        };
        let begin = number(0) + 12 * number(76);
        let pixels = dump.get(begin..).unwrap_or_default();
        Ok(pixels.chunks_exact(4).filter(|pixel| pixel[..3].iter().all(|part| *part < 100)).count())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
