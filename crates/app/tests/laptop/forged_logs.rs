//! A log from elsewhere is somebody else's word: whoever can write one may not make themselves an officer here, nor
//! sign in another's name.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signer as _, SigningKey};
use register::entry::{Author, Body, FORM, Marking, Stream};
use register::fact::{ForceFact, Source};
use register::force::ForceCode;
use register::{DeviceId, EntryId, Hash, Header, OfficerId, RegisterId, Role, Sealed, Stamp, When};
use serde_json::{Value, json};
use store::keys::KeyFile;
use uuid::Uuid;

use crate::common::*;
use crate::exports::{export, offer};

/// Somebody with a key of their own and a device that nobody knows.
struct Forger {
    key: SigningKey,
    officer_id: OfficerId,
    device_id: DeviceId,
    written: u64,
    last: Hash,
}

impl Forger {
    fn new() -> Self {
        let (officer, device) = (Uuid::from_u128(0xF0), Uuid::from_u128(0xF1));
        let (officer_id, device_id) = (OfficerId(officer), DeviceId(device));
        Self { key: SigningKey::from_bytes(&[66; 32]), officer_id, device_id, written: 0, last: Hash::ZERO }
    }

    fn public(&self) -> String {
        Hash(self.key.verifying_key().to_bytes()).to_string()
    }

    fn added(&self) -> ForceFact {
        ForceFact::OfficerAdded {
            officer_id: self.officer_id,
            name: "Test-Forger".into(),
            collar: "F1".into(),
            role: Role::DutyInspector,
            public_key: self.public(),
        }
    }

    /// An entry of a force's stream, as it stands in a file.
    fn entry(&mut self, register_id: RegisterId, facts: Vec<ForceFact>) -> Value {
        let author = Author { name: "Test-Forger".into(), role: Role::DutyInspector, force: force() };
        let kind = facts[0].kind().to_owned();
        let body = Body {
            author,
            source: Source::officer(),
            happened_at: When::NotKnown,
            from_paper: false,
            marking: Marking::default(),
            facts,
        };
        let sealed = body.seal([9; 32]).unwrap();
        self.written += 1;
        let header = Header {
            form: FORM,
            entry_id: EntryId(Uuid::from_u128(0xE000 + u128::from(self.written))),
            stream: Stream::Force(register_id),
            kind,
            officer_id: self.officer_id,
            device_id: self.device_id,
            device_seq: self.written,
            prev_hash: self.last,
            recorded_at: Stamp { millis: 1_764_000_000_000, counter: 0 },
            seen: Vec::new(),
            basis: Vec::new(),
            body_hash: Hash::of(&sealed),
            written_at: 1_764_000_000_000,
            absent: vec![],
        };
        let signed = Sealed::sign(&header, sealed, &self.key);
        self.last = signed.hash();
        let says: Value = serde_json::from_slice(&signed.body.as_ref().unwrap()[32..]).unwrap();
        json!({
            "header": BASE64.encode(&signed.header),
            "signature": BASE64.encode(signed.signature),
            "body": BASE64.encode(signed.body.unwrap()),
            "says": says,
        })
    }

    /// Give the log out as one's own.
    fn sign(&self, log: &mut Value) {
        let given_out = serde_json::to_vec(&log["given_out"]).unwrap();
        let log_hash = Hash::from_hex(text(log, "log_hash")).unwrap();
        let signers = log["signers"].as_array().unwrap().iter().fold(Vec::new(), |hash, entry| {
            let header = BASE64.decode(text(entry, "header")).unwrap();
            Hash::of(&[hash, Hash::of(&header).0.to_vec()].concat()).0.to_vec()
        });
        let signers = Hash::from_slice(&signers).unwrap_or(Hash::ZERO);
        let payload = [b"nrmp log 2\0".as_slice(), &Hash::of(&given_out).0, &signers.0, &log_hash.0].concat();
        let signature = BASE64.encode(self.key.sign(&payload).to_bytes());
        log["signed"] = json!({ "officer_id": self.officer_id, "signature": signature });
    }
}

fn force() -> ForceCode {
    ForceCode::parse("TST").unwrap()
}

fn register_id(laptop: &Laptop) -> RegisterId {
    RegisterId(KeyFile::read(&laptop.live()).unwrap().meta().register_id)
}

/// A log of another register with one incident, where it lies, and a laptop to take it in.
async fn exported(folder: &Path) -> (PathBuf, Value, Laptop) {
    let path = folder.join("log.json");
    let first = Laptop::new().await;
    first.report(magnus(&first)).await;
    export(&first, "json", &path).await;
    let log = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    (path, log, Laptop::staffed().await)
}

async fn names(laptop: &Laptop) -> String {
    laptop.call("lock", json!({})).await;
    laptop.unlock(INSPECTOR).await;
    laptop.call("officers", json!({})).await.to_string()
}

#[tokio::test]
async fn nobody_makes_themselves_an_officer_here_by_a_log_that_they_give_out() {
    let folder = tempfile::TempDir::new().unwrap();
    let (path, mut log, laptop) = exported(folder.path()).await;
    let mut forger = Forger::new();
    let added = forger.added();
    let entry = forger.entry(register_id(&laptop), vec![added]);
    log["signers"].as_array_mut().unwrap().push(entry);
    forger.sign(&mut log);
    std::fs::write(&path, log.to_string()).unwrap();
    let _ = laptop.try_call("take_log", json!({ "file": offer(&laptop, &path) })).await;
    assert!(!names(&laptop).await.contains("Test-Forger"));
    assert_eq!(laptop.call("verify", json!({})).await["sound"], true);
}

#[tokio::test]
async fn a_register_of_somebodys_own_signs_nothing_on_the_devices_of_another() {
    let folder = tempfile::TempDir::new().unwrap();
    let (path, mut log, laptop) = exported(folder.path()).await;
    let mut forger = Forger::new();
    let own = RegisterId(Uuid::from_u128(0xF2));
    let created = ForceFact::RegisterCreated {
        register_id: own,
        force: force(),
        device_id: forger.device_id,
        training: false,
    };
    let added = forger.added();
    let founding = forger.entry(own, vec![created, added]);
    // An officer of this register, with the forger's key.
    let officers = laptop.call("officers", json!({})).await;
    let victim = officers["officers"][0]["officer_id"].as_str().unwrap().parse::<Uuid>().unwrap();
    let taken_over = ForceFact::OfficerAdded {
        officer_id: OfficerId(victim),
        name: "Test-Forger".into(),
        collar: "F2".into(),
        role: Role::DutyInspector,
        public_key: forger.public(),
    };
    let taken_over = forger.entry(own, vec![taken_over]);
    log["signers"].as_array_mut().unwrap().extend([founding, taken_over]);
    forger.sign(&mut log);
    std::fs::write(&path, log.to_string()).unwrap();
    let _ = laptop.try_call("take_log", json!({ "file": offer(&laptop, &path) })).await;
    let verified = laptop.call("verify", json!({})).await;
    assert_eq!(verified["sound"], true, "what was signed here is still theirs who signed it: {verified:#}");
}

#[tokio::test]
async fn what_introduces_officers_is_part_of_what_the_giver_signs() {
    let folder = tempfile::TempDir::new().unwrap();
    let (path, mut log, laptop) = exported(folder.path()).await;
    let signers = log["signers"].as_array_mut().unwrap();
    let last = signers.last().unwrap().clone();
    signers.push(last);
    std::fs::write(&path, log.to_string()).unwrap();
    let seen = laptop.call("read_log", json!({ "file": offer(&laptop, &path) })).await;
    assert_eq!(seen["sound"], false, "{seen:#}");
}

#[tokio::test]
async fn a_key_that_nobody_else_vouches_for_is_told_and_taken_only_where_the_officer_says_so() {
    let folder = tempfile::TempDir::new().unwrap();
    let (path, mut log, laptop) = exported(folder.path()).await;
    let mut forger = Forger::new();
    let introduced = log["signers"][0]["says"]["facts"][0]["register_id"].as_str().unwrap();
    let other = RegisterId(introduced.parse().unwrap());
    // On the register's own device, as after recovery with the shares.
    let header = BASE64.decode(text(&log["signers"][0], "header")).unwrap();
    let founding = Sealed { header, signature: [0; 64], body: None };
    forger.device_id = founding.read_header().unwrap().device_id;
    forger.written = 1_000;
    let added = forger.added();
    let entry = forger.entry(other, vec![added]);
    log["signers"].as_array_mut().unwrap().push(entry);
    forger.sign(&mut log);
    std::fs::write(&path, log.to_string()).unwrap();
    let file = offer(&laptop, &path);
    let seen = laptop.call("read_log", json!({ "file": file })).await;
    assert_eq!((&seen["sound"], seen["notices"].as_array().unwrap().len()), (&json!(true), 1), "{seen:#}");
    let refused = laptop.refused("take_log", json!({ "file": file })).await;
    assert_eq!(fields(&refused), ["recovered_keys"]);
    assert_eq!(laptop.duty().await.len(), 0);
    laptop.call("take_log", json!({ "file": file, "recovered_keys": true })).await;
    assert_eq!(laptop.duty().await.len(), 1);
}
