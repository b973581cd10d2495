//! The complete log as a file of JSON: what leaves the register, and how it is verified without it.
//!
//! Headers, signatures and bodies stand in it byte for byte, in base64; beside each body stands the same
//! for reading. The officers' keys come with it, as the entries of the force's stream that introduced them.

use std::collections::{HashMap, HashSet};
use std::io::{Read, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use register::entry::{Content, Sealed, Stream};
use register::fact::{ForceFact, IncidentFact};
use register::id::{Hash, IncidentId};
use register::{Entry, Header};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Signers;

use crate::error::{AppError, ErrorCode};
use crate::officers;
use crate::words::{t, with};

pub(crate) const FORMAT: &str = "nrmp-log-1";

/// Who gave the log out, when and why.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct GivenOut {
    pub at: String,
    pub by: String,
    pub force: String,
    pub reason: String,
    pub serial: String,
    pub training: bool,
}

/// An entry byte for byte, and what it says for reading.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct EntryText {
    header: String,
    signature: String,
    body: Option<String>,
    says: Option<Value>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct IncidentText {
    pub incident_id: IncidentId,
    pub reference: String,
    pub entries: Vec<EntryText>,
}

#[derive(Clone, Debug, Deserialize)]
struct LogText {
    format: String,
    given_out: GivenOut,
    signers: Vec<EntryText>,
    incidents: Vec<IncidentText>,
    /// BLAKE3 of the entries' hashes, in the order of the file.
    log_hash: Hash,
}

/// What verifying a file of the log found.
#[derive(Clone, Debug, Serialize)]
pub struct VerifiedFile {
    pub sound: bool,
    pub incidents: u64,
    pub entries: u64,
    pub log_hash: String,
    pub given_out: String,
    /// The key that vouches for all others: whoever holds the register can say whether it is theirs.
    pub first_key: String,
    /// One line for each thing that is wrong.
    pub findings: Vec<String>,
}

/// Salt before the JSON of a body.
const SALT: usize = 32;

impl EntryText {
    pub fn of(sealed: &Sealed) -> Self {
        let says = sealed.body.as_deref().and_then(|body| serde_json::from_slice(body.get(SALT..)?).ok());
        Self {
            header: BASE64.encode(&sealed.header),
            signature: BASE64.encode(sealed.signature),
            body: sealed.body.as_deref().map(|body| BASE64.encode(body)),
            says,
        }
    }

    fn sealed(&self) -> Option<Sealed> {
        Some(Sealed {
            header: BASE64.decode(&self.header).ok()?,
            signature: BASE64.decode(&self.signature).ok()?.try_into().ok()?,
            body: match &self.body {
                Some(body) => Some(BASE64.decode(body).ok()?),
                None => None,
            },
        })
    }
}

/// Writes the file, one incident after another.
pub(crate) struct LogWriter<W: Write> {
    writer: W,
    hash: Vec<u8>,
    any: bool,
}

impl<W: Write> LogWriter<W> {
    pub fn new(mut writer: W, given_out: &GivenOut, signers: &[Sealed]) -> std::io::Result<Self> {
        let signers: Vec<EntryText> = signers.iter().map(EntryText::of).collect();
        write!(writer, "{{\"format\":{},\"given_out\":", serde_json::to_string(FORMAT)?)?;
        serde_json::to_writer(&mut writer, given_out)?;
        writer.write_all(b",\"signers\":")?;
        serde_json::to_writer(&mut writer, &signers)?;
        writer.write_all(b",\"incidents\":[\n")?;
        Ok(Self { writer, hash: Vec::new(), any: false })
    }

    pub fn incident(
        &mut self,
        incident_id: IncidentId,
        reference: &str,
        entries: &[Sealed],
    ) -> std::io::Result<()> {
        if self.any {
            self.writer.write_all(b",\n")?;
        }
        self.any = true;
        // Chained, so that nothing grows with the number of entries.
        for sealed in entries {
            self.hash = Hash::of(&[self.hash.as_slice(), &sealed.hash().0].concat()).0.to_vec();
        }
        let text = IncidentText {
            incident_id,
            reference: reference.to_owned(),
            entries: entries.iter().map(EntryText::of).collect(),
        };
        serde_json::to_writer(&mut self.writer, &text)?;
        Ok(())
    }

    pub fn finish(mut self) -> std::io::Result<()> {
        let hash = Hash::from_slice(&self.hash).unwrap_or(Hash([0; 32]));
        write!(self.writer, "\n],\"log_hash\":\"{hash}\"}}\n")
    }
}

/// Check a file of the log: every signature, every body against its hash, that what is there for reading
/// is what was signed, and that no entry is missing that another one had seen.
///
/// # Errors
/// [`ErrorCode::Input`] where it is no such file.
pub fn verify_log_file(file: impl Read) -> Result<VerifiedFile, AppError> {
    let log: LogText = serde_json::from_reader(std::io::BufReader::new(file))
        .map_err(|_| AppError::new(ErrorCode::Input, "error-not-a-log").at("file"))?;
    if log.format != FORMAT {
        return Err(AppError::new(ErrorCode::Input, "error-not-a-log").at("file"));
    }
    let mut findings = Vec::new();
    let force: Vec<Entry<ForceFact>> = log
        .signers
        .iter()
        .filter_map(|text| text.sealed())
        .filter_map(|sealed| sealed.open_or_altered())
        .collect();
    let known = officers::fold(&force);
    let signers = officers::signers(&known);
    let mut checked = Checked { signers: &signers, entries: 0, hash: Vec::new(), findings: &mut findings };
    for text in &log.signers {
        checked.signer(text);
    }
    for incident in &log.incidents {
        checked.incident(incident);
    }
    let (entries, hash) = (checked.entries, checked.hash);
    if hash != log.log_hash.0 && !(hash.is_empty() && log.log_hash.0 == [0; 32]) {
        findings.push(t("log-file-hash-differs"));
    }
    let given_out = &log.given_out;
    Ok(VerifiedFile {
        sound: findings.is_empty(),
        incidents: log.incidents.len() as u64,
        entries,
        log_hash: log.log_hash.to_string(),
        given_out: with(
            "log-file-given-out",
            &[
                ("by", &given_out.by),
                ("force", &given_out.force),
                ("at", &given_out.at),
                ("serial", &given_out.serial),
                ("reason", &given_out.reason),
            ],
        ),
        first_key: known.first().map(|officer| officer.first_key()).unwrap_or_default(),
        findings,
    })
}

struct Checked<'a> {
    signers: &'a Signers,
    entries: u64,
    hash: Vec<u8>,
    findings: &'a mut Vec<String>,
}

impl Checked<'_> {
    fn found(&mut self, key: &str, reference: &str, header: Option<&Header>) {
        let entry = header.map(|header| header.entry_id.to_string()).unwrap_or_default();
        self.findings.push(with(key, &[("reference", reference), ("entry", &entry)]));
    }

    fn signer(&mut self, text: &EntryText) {
        let Some((sealed, header)) = read(text) else {
            return self.found("log-file-entry-unreadable", "", None);
        };
        self.signed(text, &sealed, &header, "");
    }

    fn incident(&mut self, incident: &IncidentText) {
        let mut seen: HashMap<Hash, Header> = HashMap::new();
        let mut hashes = HashSet::new();
        for text in &incident.entries {
            self.entries += 1;
            let Some((sealed, header)) = read(text) else {
                self.found("log-file-entry-unreadable", &incident.reference, None);
                continue;
            };
            self.hash = Hash::of(&[self.hash.as_slice(), &sealed.hash().0].concat()).0.to_vec();
            self.signed(text, &sealed, &header, &incident.reference);
            if header.stream != Stream::Incident(incident.incident_id) {
                self.found("log-file-entry-elsewhere", &incident.reference, Some(&header));
            }
            hashes.insert(sealed.hash());
            seen.insert(sealed.hash(), header);
        }
        for header in seen.values() {
            if header.seen.iter().any(|hash| !hashes.contains(hash)) {
                self.found("log-file-entry-missing", &incident.reference, Some(header));
            }
        }
    }

    fn signed(&mut self, text: &EntryText, sealed: &Sealed, header: &Header, reference: &str) {
        let keys = self.signers.get(&header.officer_id).into_iter().flatten();
        let mut valid = keys.filter(|signer| signer.signs(header.device_seq));
        if !valid.any(|signer| sealed.verify(header, &signer.key).is_ok()) {
            return self.found("log-file-signature", reference, Some(header));
        }
        let body: Option<Value> =
            sealed.body.as_deref().and_then(|body| serde_json::from_slice(body.get(SALT..)?).ok());
        if body != text.says {
            self.found("log-file-reading-differs", reference, Some(header));
        }
    }
}

fn read(text: &EntryText) -> Option<(Sealed, Header)> {
    let sealed = text.sealed()?;
    let header = sealed.read_header().ok()?;
    Some((sealed, header))
}

/// Whether an entry of an incident can be read here.
pub(crate) fn is_readable(entry: &Entry<IncidentFact>) -> bool {
    matches!(entry.content, Content::Read(_))
}
