//! The duty list, in a register that is open and from unlocking on, through the program's own use-cases.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use app::commands::{DutyList, RegisterKind, Secret, Unlock};
use app::{App, AppSettings, KdfParams, TimeSource, use_cases};
use sqlx::Row as _;

use crate::incidents::{END, epoch};
use crate::measure::{Promise, Sample, line, timed};
use crate::subject::{COLLAR, PASSPHRASE, Subject, copy};
use crate::{Outcome, bare};

/// The argument with which this program measures the unlocking in a process of its own.
pub(crate) const CHILD: &str = "--unlock-in-a-new-process";
const REPETITIONS: u32 = 31;
const PROCESSES: u32 = 7;

pub(crate) async fn measure(subject: &Subject) -> Outcome {
    let folder = beside(subject)?;
    let app = app(&folder);
    use_cases::unlock(&app, unlock()).await?;
    let path = folder.join("training").join(store::DATABASE);
    let mut connection = bare::open(&path, &subject.unlocked.vault_keys.current).await?;
    let (mut list, mut read) = (Sample::default(), Sample::default());
    for _ in 0..REPETITIONS {
        timed(&mut read, async {
            let rows = sqlx::query("SELECT summary FROM incident WHERE listed = 1")
                .fetch_all(&mut connection)
                .await?;
            Ok(rows.iter().map(|row| row.get::<&[u8], _>(0).len()).sum::<usize>())
        })
        .await?;
        let listed =
            timed(&mut list, async { Ok(use_cases::duty_list(&app, DutyList::default()).await?) }).await?;
        if listed.open < subject.scale.open {
            return Err("the duty list lacks incidents that are open".into());
        }
    }
    app.shut_down().await;
    line(
        "duty list",
        list.median_ms(),
        "reading the same rows",
        read.median_ms(),
        &Promise::Milliseconds(50.0),
    );
    Ok(())
}

pub(crate) fn measure_unlock(subject: &Subject) -> Outcome {
    let folder = beside(subject)?;
    let (mut whole, mut unlock) = (Sample::default(), Sample::default());
    for _ in 0..PROCESSES {
        let output = Command::new(std::env::current_exe()?).arg(CHILD).arg(&folder).output()?;
        let text = String::from_utf8(output.stdout)?;
        let mut micros = text.split_whitespace().map(str::parse::<u64>);
        let (Some(Ok(unlocked)), Some(Ok(listed))) = (micros.next(), micros.next()) else {
            return Err(
                format!("the new process said: {text}{}", String::from_utf8_lossy(&output.stderr)).into()
            );
        };
        unlock.add(Duration::from_micros(unlocked));
        whole.add(Duration::from_micros(listed));
    }
    line(
        "unlock to duty list",
        whole.median_ms(),
        "unlocking alone",
        unlock.median_ms(),
        &Promise::Milliseconds(1_000.0),
    );
    Ok(())
}

/// Prints microseconds since unlocking began: when the register was open, when the list stood.
/// The key is derived at next to no cost, as training registers allow.
pub(crate) async fn child(folder: &Path) -> Outcome {
    let app = app(folder);
    let begun = Instant::now();
    use_cases::unlock(&app, unlock()).await?;
    let unlocked = begun.elapsed();
    use_cases::duty_list(&app, DutyList::default()).await?;
    println!("{} {}", unlocked.as_micros(), begun.elapsed().as_micros());
    app.shut_down().await;
    Ok(())
}

/// A register of its own: the one that is open keeps others out.
fn beside(subject: &Subject) -> Outcome<PathBuf> {
    let folder = subject.folder.join("beside");
    let register = folder.join("training");
    if !register.exists() {
        copy(&subject.kept.join("training"), &register)?;
        std::fs::write(folder.join("clock"), (epoch() + chrono::TimeDelta::minutes(END)).to_rfc3339())?;
    }
    Ok(folder)
}

fn app(folder: &Path) -> App {
    let clock = TimeSource::File(folder.join("clock"));
    App::new(AppSettings {
        data_dir: folder.to_owned(),
        clock,
        kdf: KdfParams::weak_for_tests(),
        syncs: false,
    })
}

fn unlock() -> Unlock {
    Unlock { register: RegisterKind::Training, collar: COLLAR.into(), passphrase: Secret(PASSPHRASE.into()) }
}
