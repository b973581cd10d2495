//! The complete log as a file of JSON: what leaves the register, how it is verified without it, and how another
//! register takes it in.
//!
//! Headers, signatures and bodies stand in it byte for byte, in base64; beside each body stands the same
//! for reading. The officers' keys come with it, as the entries of the force's stream that introduced them.
//! Whoever gave it out signs who, when and why together with the hashes of all entries, those among them.

mod read;
mod verify;

use std::io::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use register::entry::{Content, Sealed};
use register::fact::IncidentFact;
use register::id::{Hash, IncidentId, OfficerId};
use register::{Entry, Header};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use read::{Part, read_log};
pub use verify::{VerifiedFile, verify_log_file};

pub(crate) const FORMAT: &str = "nrmp-log-2";

const SIGNING_DOMAIN: &[u8] = b"nrmp log 2\0";

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

/// An entry that central refused, in words and as it was signed: what a second person enters anew.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RefusedText {
    /// The incident's reference, or "Register".
    pub about: String,
    pub person: String,
    pub what: String,
    pub recorded_at: String,
    pub refused_at: String,
    pub why: String,
    pub remedy: String,
    pub entry: EntryText,
}

/// The signature of whoever gave the log out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SignedText {
    pub officer_id: OfficerId,
    /// Ed25519 over [`payload`], in base64.
    pub signature: String,
}

/// What they sign: who gave it out, when and why, the hash of the entries that introduce officers, and that of
/// the incidents' entries.
pub(crate) fn payload(given_out: &GivenOut, signers: Hash, log_hash: Hash) -> Vec<u8> {
    let given_out = serde_json::to_vec(given_out).unwrap_or_default();
    [SIGNING_DOMAIN, &Hash::of(&given_out).0, &signers.0, &log_hash.0].concat()
}

/// BLAKE3 chained over the hashes of entries, one after another, so that nothing grows with their number; nothing
/// before the first.
#[derive(Default)]
pub(crate) struct Chained(Vec<u8>);

impl Chained {
    pub fn add(&mut self, sealed: &Sealed) {
        self.0 = Hash::of(&[self.0.as_slice(), &sealed.hash().0].concat()).0.to_vec();
    }

    pub fn hash(&self) -> Hash {
        Hash::from_slice(&self.0).unwrap_or(Hash::ZERO)
    }
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

    pub fn sealed(&self) -> Option<Sealed> {
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

/// The entry, and its header, where both can be read.
pub(crate) fn opened(text: &EntryText) -> Option<(Sealed, Header)> {
    let sealed = text.sealed()?;
    let header = sealed.read_header().ok()?;
    Some((sealed, header))
}

/// Writes the file, one incident after another.
pub(crate) struct LogWriter<W: Write> {
    writer: W,
    signers: Hash,
    chained: Chained,
    any: bool,
}

impl<W: Write> LogWriter<W> {
    /// `refused` is no part of the log: readers of the log pass over it.
    pub fn new(
        mut writer: W,
        given_out: &GivenOut,
        signers: &[Sealed],
        refused: &[RefusedText],
    ) -> std::io::Result<Self> {
        let mut chained = Chained::default();
        signers.iter().for_each(|sealed| chained.add(sealed));
        let signers: Vec<EntryText> = signers.iter().map(EntryText::of).collect();
        write!(writer, "{{\"format\":{},\"given_out\":", serde_json::to_string(FORMAT)?)?;
        serde_json::to_writer(&mut writer, given_out)?;
        writer.write_all(b",\"signers\":")?;
        serde_json::to_writer(&mut writer, &signers)?;
        if !refused.is_empty() {
            writer.write_all(b",\"refused\":")?;
            serde_json::to_writer(&mut writer, refused)?;
        }
        writer.write_all(b",\"incidents\":[\n")?;
        Ok(Self { writer, signers: chained.hash(), chained: Chained::default(), any: false })
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
        entries.iter().for_each(|sealed| self.chained.add(sealed));
        let text = IncidentText {
            incident_id,
            reference: reference.to_owned(),
            entries: entries.iter().map(EntryText::of).collect(),
        };
        serde_json::to_writer(&mut self.writer, &text)?;
        Ok(())
    }

    /// The end of the file, signed by whoever gives it out.
    pub fn finish(
        mut self,
        given_out: &GivenOut,
        officer_id: OfficerId,
        sign: impl FnOnce(&[u8]) -> [u8; 64],
    ) -> std::io::Result<()> {
        let hash = self.chained.hash();
        let signature = BASE64.encode(sign(&payload(given_out, self.signers, hash)));
        write!(self.writer, "\n],\"log_hash\":\"{hash}\",\"signed\":")?;
        serde_json::to_writer(&mut self.writer, &SignedText { officer_id, signature })?;
        self.writer.write_all(b"}\n")
    }
}

/// Whether an entry of an incident can be read here.
pub(crate) fn is_readable(entry: &Entry<IncidentFact>) -> bool {
    matches!(entry.content, Content::Read(_))
}
