//! Verifying the file without register or passphrase.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::Signature;
use register::entry::{Sealed, Stream};
use register::fact::ForceFact;
use register::id::Hash;
use register::officer::Place;
use register::{Entry, Header};
use serde::Serialize;
use serde_json::Value;
use store::{FindingKind, Signers};

use super::{Chained, EntryText, GivenOut, IncidentText, Part, SALT, SignedText, opened, payload, read_log};
use crate::error::{AppError, ErrorCode};
use crate::officers;
use crate::words::{t, with};

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
    /// Keys that no other officer vouches for: right only where recovery shares were used.
    pub notices: Vec<String>,
}

/// Check a file of the log: who gave it out, every signature, every body against its hash, that what is there
/// for reading is what was signed, and that no entry is missing that another one had seen.
///
/// # Errors
/// [`ErrorCode::Input`] where it is no such file.
pub fn verify_log_file(file: impl Read) -> Result<VerifiedFile, AppError> {
    let mut checked = Checked::default();
    read_log(file, |part| {
        checked.part(part);
        true
    })
    .map_err(|_| AppError::new(ErrorCode::Input, "error-not-a-log").at("file"))?;
    Ok(checked.verified())
}

/// What has been read so far: of entries no more than one incident's.
#[derive(Default)]
struct Checked {
    signers: Signers,
    given_out: Option<GivenOut>,
    first_key: String,
    incidents: u64,
    entries: u64,
    introduced: Chained,
    chained: Chained,
    log_hash: Option<Hash>,
    findings: Vec<String>,
    notices: Vec<String>,
}

impl Checked {
    fn part(&mut self, part: Part) {
        match part {
            Part::Begins { given_out, signers } => {
                let force: Vec<Entry<ForceFact>> = signers
                    .iter()
                    .filter_map(EntryText::sealed)
                    .filter_map(|sealed| sealed.open_or_altered())
                    .collect();
                self.registers(&force);
                self.given_out = Some(given_out);
                signers.iter().for_each(|text| self.signer(text));
            }
            Part::Incident(incident) => self.incident(&incident),
            Part::Ends { log_hash, signed } => {
                self.log_hash = Some(log_hash);
                if self.chained.hash() != log_hash {
                    self.findings.push(t("log-file-hash-differs"));
                }
                if !self.is_signed(signed) {
                    self.findings.push(t("log-file-giver"));
                }
            }
        }
    }

    /// Who may sign, by the registers whose entries introduce them.
    fn registers(&mut self, entries: &[Entry<ForceFact>]) {
        for (register_id, founded) in officers::registers(entries) {
            let Some(founded) = founded else {
                self.findings.push(with("log-file-unfounded", &[("register", &register_id.to_string())]));
                continue;
            };
            if self.first_key.is_empty() {
                self.first_key = founded.first_key;
            }
            for (officer_id, keys) in founded.signers {
                self.signers.entry(officer_id).or_default().extend(keys);
            }
            for finding in founded.findings {
                let words = [("place", finding.place.as_str())];
                match finding.kind {
                    FindingKind::KeyFromShares => self.notices.push(with("finding-key-from-shares", &words)),
                    _ => self.findings.push(with("finding-unknown-signer", &words)),
                }
            }
        }
    }

    /// An officer of the file gave it out as it stands.
    fn is_signed(&self, signed: Option<SignedText>) -> bool {
        let (Some(given_out), Some(signed)) = (&self.given_out, signed) else { return false };
        let log_hash = self.log_hash.unwrap_or(Hash::ZERO);
        let Some(signature) =
            BASE64.decode(&signed.signature).ok().and_then(|it| Signature::from_slice(&it).ok())
        else {
            return false;
        };
        let payload = payload(given_out, self.introduced.hash(), log_hash);
        let mut keys = self.signers.get(&signed.officer_id).into_iter().flatten();
        keys.any(|signer| signer.key.verify_strict(&payload, &signature).is_ok())
    }

    fn verified(self) -> VerifiedFile {
        let given_out = self.given_out.as_ref().map(|given_out| {
            with(
                "log-file-given-out",
                &[
                    ("by", &given_out.by),
                    ("force", &given_out.force),
                    ("at", &given_out.at),
                    ("serial", &given_out.serial),
                    ("reason", &given_out.reason),
                ],
            )
        });
        VerifiedFile {
            sound: self.findings.is_empty(),
            incidents: self.incidents,
            entries: self.entries,
            log_hash: self.log_hash.unwrap_or(Hash::ZERO).to_string(),
            given_out: given_out.unwrap_or_default(),
            first_key: self.first_key,
            findings: self.findings,
            notices: self.notices,
        }
    }

    fn found(&mut self, key: &str, reference: &str, header: Option<&Header>) {
        let entry = header.map(|header| header.entry_id.to_string()).unwrap_or_default();
        self.findings.push(with(key, &[("reference", reference), ("entry", &entry)]));
    }

    fn signer(&mut self, text: &EntryText) {
        let Some((sealed, header)) = opened(text) else {
            return self.found("log-file-entry-unreadable", "", None);
        };
        self.introduced.add(&sealed);
        self.signed(text, &sealed, &header, "");
    }

    fn incident(&mut self, incident: &IncidentText) {
        self.incidents += 1;
        let mut seen: HashMap<Hash, Header> = HashMap::new();
        let mut hashes = HashSet::new();
        for text in &incident.entries {
            self.entries += 1;
            let Some((sealed, header)) = opened(text) else {
                self.found("log-file-entry-unreadable", &incident.reference, None);
                continue;
            };
            self.chained.add(&sealed);
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
        let mut valid = keys.filter(|signer| signer.signs(header, Place::default(), false));
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
