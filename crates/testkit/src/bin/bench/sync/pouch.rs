//! The baseline: PouchDB 7 replicating to and from express-pouchdb, each a process of its own, with the same
//! records as documents (`tests/bench/pouch.mjs`).

use std::io::Write as _;
use std::process::Command;

use serde_json::{Value, json};

use super::{output, project};
use crate::Outcome;
use crate::subject::Subject;

/// Documents a second.
pub(super) struct Pouch {
    pub push: f64,
    pub pull: f64,
}

const SALT: usize = 32;

impl Pouch {
    pub async fn measured(subject: &Subject, repetitions: u32) -> Outcome<Self> {
        let documents = subject.folder.join("documents.jsonl");
        let mut file = std::io::BufWriter::new(std::fs::File::create(&documents)?);
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let mut after = 0;
        loop {
            let batch = subject.vault.own_after(after, 1_000, usize::MAX).await?;
            for sealed in &batch {
                let header = sealed.read_header()?;
                after = header.device_seq;
                let body = sealed.body.as_deref().and_then(|body| body.get(SALT..)).unwrap_or_default();
                let document = json!({
                    "_id": header.entry_id.to_string(),
                    "stream": hex(header.stream.bytes()),
                    "kind": header.kind,
                    "officer_id": header.officer_id.to_string(),
                    "device_seq": header.device_seq,
                    "prev_hash": hex(&header.prev_hash.0),
                    "written_at": header.written_at,
                    "signature": hex(&sealed.signature),
                    "body": serde_json::from_slice::<Value>(body)?,
                });
                writeln!(file, "{document}")?;
            }
            if batch.is_empty() {
                break;
            }
        }
        file.into_inner()?.sync_all()?;
        let said = output(
            Command::new("node")
                .arg(project().join("tests/bench/pouch.mjs"))
                .arg(subject.folder.join("pouch"))
                .arg(&documents)
                .arg(repetitions.to_string()),
        )?;
        let rates: Value = serde_json::from_str(said.trim().lines().last().unwrap_or_default())?;
        let rate = |name: &str| rates[name].as_f64().ok_or_else(|| format!("PouchDB said: {said}"));
        println!(
            "PouchDB {}: {} documents of {} bytes",
            rates["version"].as_str().unwrap_or_default(),
            rates["documents"],
            rates["bytes"]
        );
        Ok(Self { push: rate("push")?, pull: rate("pull")? })
    }
}

/// Bytes of all entries as they were signed: header, signature, body.
pub(super) async fn bytes(subject: &Subject) -> Outcome<u64> {
    let (mut after, mut sum) = (0, 0);
    loop {
        let batch = subject.vault.own_after(after, 1_000, usize::MAX).await?;
        let Some(last) = batch.last() else { return Ok(sum) };
        after = last.read_header()?.device_seq;
        let of = |sealed: &register::Sealed| {
            sealed.header.len() + sealed.signature.len() + sealed.body.as_ref().map_or(0, Vec::len)
        };
        sum += batch.iter().map(of).sum::<usize>() as u64;
    }
}
