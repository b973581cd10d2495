//! The duty list, in a register that is open and from the derived key on.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use register::Thresholds;
use register::duty::{Need, order};
use register::summary::Summary;
use sqlx::Row as _;
use store::Vault;
use store::keys::{RegisterLock, unlock};

use crate::incidents::{END, epoch};
use crate::measure::{Promise, Sample, line, timed};
use crate::subject::{COLLAR, PASSPHRASE, Subject};
use crate::{Outcome, bare};

/// The argument with which this program measures the unlocking in a process of its own.
pub(crate) const CHILD: &str = "--unlock-in-a-new-process";
const REPETITIONS: u32 = 31;
const PROCESSES: u32 = 7;

async fn duty_list(vault: &Vault) -> Outcome<usize> {
    let now = epoch() + chrono::TimeDelta::minutes(END);
    let thresholds = Thresholds::default();
    let mut all: Vec<(Summary, Option<Need>)> = vault
        .listed()
        .await?
        .into_iter()
        .map(|summary| {
            let need = Need::of(&summary, now, &thresholds);
            (summary, need)
        })
        .collect();
    all.sort_by_cached_key(|(summary, need)| order(summary, need.as_ref()));
    Ok(all.len())
}

pub(crate) async fn measure(subject: &Subject) -> Outcome {
    let mut connection = bare::open(subject.vault.path(), &subject.unlocked.vault_keys.current).await?;
    let (mut list, mut read) = (Sample::default(), Sample::default());
    for _ in 0..REPETITIONS {
        timed(&mut read, async {
            let rows = sqlx::query("SELECT summary FROM incident WHERE listed = 1")
                .fetch_all(&mut connection)
                .await?;
            Ok(rows.iter().map(|row| row.get::<&[u8], _>(0).len()).sum::<usize>())
        })
        .await?;
        timed(&mut list, duty_list(&subject.vault)).await?;
    }
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
    // A register of its own: the one that is open keeps others out.
    let folder = subject.folder.join("unlocking");
    std::fs::create_dir_all(&folder)?;
    for file in ["keys.json", store::DATABASE] {
        std::fs::copy(subject.folder.join("training").join(file), folder.join(file))?;
    }
    let (mut whole, mut open) = (Sample::default(), Sample::default());
    for _ in 0..PROCESSES {
        let output = Command::new(std::env::current_exe()?).arg(CHILD).arg(&folder).output()?;
        let text = String::from_utf8(output.stdout)?;
        let mut micros = text.split_whitespace().map(str::parse::<u64>);
        let (Some(Ok(opened)), Some(Ok(listed))) = (micros.next(), micros.next()) else {
            return Err(
                format!("the new process said: {text}{}", String::from_utf8_lossy(&output.stderr)).into()
            );
        };
        open.add(Duration::from_micros(opened));
        whole.add(Duration::from_micros(listed));
    }
    line(
        "unlock to duty list",
        whole.median_ms(),
        "opening the file alone",
        open.median_ms(),
        &Promise::Milliseconds(1_000.0),
    );
    Ok(())
}

/// Prints microseconds since the key was derived: when the file was open, when the list stood.
pub(crate) async fn child(folder: &Path) -> Outcome {
    let lock = RegisterLock::take(folder)?;
    let unlocked = unlock(&lock, COLLAR, PASSPHRASE, 5)?;
    let derived = Instant::now();
    let vault = Vault::open(folder, &unlocked.vault_keys.current, Thresholds::default()).await?;
    let opened = derived.elapsed();
    duty_list(&vault).await?;
    println!("{} {}", opened.as_micros(), derived.elapsed().as_micros());
    vault.close().await?;
    Ok(())
}
