//! A laptop of a test: a data folder, a clock that the test moves, the program, invented officers.
#![allow(dead_code)]

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use app::{App, AppError, AppSettings, ErrorCode, KdfParams, TimeSource};
use chrono::{DateTime, TimeDelta, Utc};
use register::Rule;
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Row as _};
use store::keys::{self, RegisterLock};
use tempfile::TempDir;

pub const INSPECTOR: &str = "L1";
pub const SUPERVISOR: &str = "L2";
pub const INVESTIGATOR: &str = "L3";
pub const CALL_HANDLER: &str = "L4";

/// Officers beside the first: collar number, name, role.
const OTHERS: [(&str, &str, &str); 3] = [
    (SUPERVISOR, "Sgt Bede Test-Alder", "supervisor"),
    (INVESTIGATOR, "PC Cerys Test-Rowan", "investigating_officer"),
    (CALL_HANDLER, "Dilys Test-Hazel", "call_handler"),
];

pub fn passphrase_of(collar: &str) -> String {
    format!("heron quarry lantern {collar}")
}

pub fn time(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("a time").with_timezone(&Utc)
}

pub struct Laptop {
    pub app: App,
    folder: Arc<TempDir>,
}

impl Laptop {
    /// Nothing on it yet; nine in the morning.
    pub fn empty() -> Self {
        let folder = Arc::new(TempDir::new().expect("a folder"));
        let laptop = Self { app: App::new(settings(&folder)), folder };
        laptop.set_clock(time("2026-11-23T09:00:00Z"));
        laptop
    }

    /// The program started once more, which syncs by itself from now on.
    pub fn that_syncs(&self) -> Self {
        let settings = AppSettings { syncs: true, ..settings(&self.folder) };
        Self { app: App::new(settings), folder: Arc::clone(&self.folder) }
    }

    /// A live register with an inspector, who is signed in.
    pub async fn new() -> Self {
        let laptop = Self::empty();
        laptop.call("create_register", create("TST", "duty_inspector")).await;
        laptop
    }

    /// With a supervisor, an investigating officer and a call handler beside the inspector.
    pub async fn staffed() -> Self {
        let laptop = Self::new().await;
        for (collar, name, role) in OTHERS {
            laptop.call("add_officer", officer(collar, name, role)).await;
        }
        laptop
    }

    /// The program started once more on the same folder.
    pub fn started_again(&self) -> Self {
        Self { app: App::new(settings(&self.folder)), folder: Arc::clone(&self.folder) }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn live(&self) -> PathBuf {
        self.data().join("live")
    }

    pub fn set_clock(&self, at: DateTime<Utc>) {
        std::fs::write(self.folder.path().join("clock"), at.to_rfc3339()).expect("the clock file");
    }

    pub fn now(&self) -> DateTime<Utc> {
        TimeSource::File(self.folder.path().join("clock")).now()
    }

    pub fn wait(&self, minutes: i64) {
        self.set_clock(self.now() + TimeDelta::minutes(minutes));
    }

    pub fn after(&self, minutes: i64) -> String {
        (self.now() + TimeDelta::minutes(minutes)).to_rfc3339()
    }

    pub async fn try_call(&self, name: &str, command: Value) -> Result<Value, AppError> {
        let answer = app::call(&self.app, name, command).await;
        match &answer {
            Ok(view) => in_words(name, view),
            Err(error) => in_words(name, &serde_json::to_value(error).expect("JSON")),
        }
        answer
    }

    pub async fn call(&self, name: &str, command: Value) -> Value {
        match self.try_call(name, command).await {
            Ok(view) => view,
            Err(error) => panic!("{name}: {error:?}"),
        }
    }

    pub async fn refused(&self, name: &str, command: Value) -> AppError {
        match self.try_call(name, command).await {
            Ok(_) => panic!("{name} was not refused"),
            Err(error) => error,
        }
    }

    pub async fn unlock(&self, collar: &str) -> Value {
        self.call("unlock", unlock(collar, &passphrase_of(collar))).await
    }

    /// A report by whoever is signed in, and the incident as they then see it.
    pub async fn report(&self, report: Value) -> Case<'_> {
        let taken = self.call("take_report", json!({ "report": report })).await;
        self.open(&taken["incident_id"]).await
    }

    pub async fn open(&self, incident_id: &Value) -> Case<'_> {
        let view = self.call("incident", json!({ "incident_id": incident_id })).await;
        Case { laptop: self, view }
    }

    pub async fn duty(&self) -> Vec<Value> {
        self.call("duty_list", json!({})).await["rows"].as_array().expect("rows").clone()
    }
}

/// One incident as a screen shows it: every act carries the basis that the screen showed.
pub struct Case<'a> {
    pub laptop: &'a Laptop,
    pub view: Value,
}

impl Case<'_> {
    pub fn id(&self) -> Value {
        self.view["incident_id"].clone()
    }

    fn command(&self, mut command: Value) -> Value {
        command["incident_id"] = self.id();
        if command["act"].is_null() {
            command["act"] = json!({});
        }
        if command["act"]["basis"].is_null() {
            command["act"]["basis"] = self.view["basis"].clone();
        }
        if command["grade"].is_string() && command["beside"].is_null() {
            command["beside"] = json!({ "below": self.reasons(), "opened": self.view["to_open"], "shown": self.view["opinion"]["shown"] });
        }
        command
    }

    /// A reason for each thing that the second opinion rests on, should the grade be lower than suggested.
    fn reasons(&self) -> Vec<Value> {
        let rests_on = self.view["opinion"]["rests_on"].as_array().cloned().unwrap_or_default();
        let each = rests_on.into_iter().chain([Value::Null]);
        each.map(|question| json!({ "question": question, "reason": "Seen to" })).collect()
    }

    pub async fn give(&mut self, name: &str, command: Value) -> &Value {
        self.view = self.laptop.call(name, self.command(command)).await;
        &self.view
    }

    pub async fn refused(&self, name: &str, command: Value) -> AppError {
        self.laptop.refused(name, self.command(command)).await
    }

    pub async fn close(&mut self, command: Value, second: Value) -> Result<(), AppError> {
        let command = json!({ "close": self.command(command), "second_officer": second });
        self.view = self.laptop.try_call("close_incident", command).await?;
        Ok(())
    }

    /// Read anew, as the screen does by itself.
    pub async fn refresh(&mut self) -> &Value {
        self.view = self.laptop.call("incident", json!({ "incident_id": self.id(), "refresh": true })).await;
        &self.view
    }

    pub async fn at(&self, at: &str) -> Value {
        self.laptop.call("incident", json!({ "incident_id": self.id(), "at": at, "refresh": true })).await
    }

    /// The row of the duty list.
    pub async fn row(&self) -> Value {
        let rows = self.laptop.duty().await;
        let mine = rows.into_iter().find(|row| row["incident_id"] == self.view["incident_id"]);
        mine.unwrap_or(Value::Null)
    }

    pub async fn assess(&mut self, grade: &str, minutes: i64) -> &Value {
        let command = assessment(grade, &self.laptop.after(minutes));
        self.give("assess_risk", command).await
    }

    pub async fn locate(&mut self) -> &Value {
        let at = self.laptop.now().to_rfc3339();
        self.give("record_located", located(&at)).await
    }
}

/// A look as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub officer_id: Vec<u8>,
    pub of_incident: bool,
    pub verb: String,
    pub query: String,
    pub reason: String,
}

/// Every look of a register, oldest first. The program is ended by it.
pub async fn looks(laptop: &Laptop) -> Vec<Look> {
    laptop.app.shut_down().await;
    let lock = RegisterLock::take(&laptop.live()).expect("the lock");
    let unlocked = keys::unlock(&lock, INSPECTOR, &passphrase_of(INSPECTOR), 5).expect("keys");
    let mut connection = SqliteConnectOptions::new()
        .filename(laptop.live().join(store::DATABASE))
        .pragma("key", format!("\"{}\"", unlocked.vault_keys.current.pragma_literal().as_str()))
        .connect()
        .await
        .expect("the register");
    let rows = sqlx::query("SELECT * FROM look ORDER BY look_seq").fetch_all(&mut connection).await;
    let rows = rows.expect("looks");
    let looks = rows.iter().map(|row| Look {
        officer_id: row.get("officer_id"),
        of_incident: row.get::<Option<Vec<u8>>, _>("incident_id").is_some(),
        verb: row.get("verb"),
        query: row.get("query"),
        reason: row.get("reason"),
    });
    looks.collect()
}

/// How many looks there are, as `verify` counts them.
pub async fn looked(laptop: &Laptop) -> u32 {
    let verified = laptop.call("verify", json!({})).await;
    let checks = verified["checked"].as_array().expect("checks").clone();
    let line = checks.iter().find(|one| one["name"] == "Looks").expect("looks");
    text(line, "line").split(' ').next().expect("n").parse::<u32>().expect("a number")
}

fn settings(folder: &TempDir) -> AppSettings {
    AppSettings {
        data_dir: folder.path().join("data"),
        clock: TimeSource::File(folder.path().join("clock")),
        kdf: KdfParams::weak_for_tests(),
        syncs: false,
    }
}

pub fn create(force: &str, role: &str) -> Value {
    let mut command = officer(INSPECTOR, "Insp Ada Test-Larch", role);
    command["force"] = json!(force);
    command
}

pub fn officer(collar: &str, name: &str, role: &str) -> Value {
    json!({
        "officer": { "name": name, "collar": collar, "role": role },
        "passphrase": passphrase_of(collar),
    })
}

pub fn unlock(collar: &str, passphrase: &str) -> Value {
    json!({ "register": "live", "collar": collar, "passphrase": passphrase })
}

pub fn named(family: &str, given: &str) -> Value {
    json!({
        "category": "missing",
        "description": [
            { "attribute": "family_name", "value": family },
            { "attribute": "given_name", "value": given },
        ],
    })
}

/// An old man, missing from home, who may harm himself and needs his medicine.
pub fn magnus(laptop: &Laptop) -> Value {
    json!({
        "category": "missing",
        "act": { "source": { "kind": "family", "name": "Jo Test-Larkspur", "relation": "daughter", "contact": "07700 900123" } },
        "description": [
            { "attribute": "family_name", "value": "Test-Larkspur" },
            { "attribute": "given_name", "value": "Magnus" },
            { "attribute": "date_of_birth", "value": "4 Mar 1945" },
            { "attribute": "sex", "value": "m" },
            { "attribute": "clothing", "value": "grey cardigan, slippers" },
        ],
        "circumstances": "Walked out during the rugby without his stick",
        "last_seen": {
            "place": "Fernbrook canal lock",
            "when": { "is": "about", "at": laptop.after(-50) },
            "how_known": "seen",
            "by": "a neighbour",
        },
        "answers": [
            { "question": "self_harm", "answer": "yes", "detail": "said that he would not be a burden" },
            { "question": "medical_needs", "answer": "not_known" },
            { "question": "victim_of_crime", "answer": "no" },
        ],
        "references": [{ "system": "dispatch_log", "reference": "TST-0142" }],
    })
}

pub fn assessment(grade: &str, next_review_at: &str) -> Value {
    json!({
        "grade": grade,
        "factors": ["self_harm"],
        "rationale": {
            "key_facts": "Frail, cold night, said goodbye",
            "not_known": "Whether he has his medicine",
            "would_change": "A sighting in company",
        },
        "next_review_at": next_review_at,
    })
}

pub fn located(at: &str) -> Value {
    json!({
        "seen_by": "PC Cerys Test-Rowan",
        "seen_at": { "is": "at", "at": at },
        "place": "old allotment",
        "identity_confirmed": "Knew his date of birth",
        "found_by": "police",
        "condition": "unharmed",
    })
}

pub fn exception(kind: &str, reason: &str) -> Value {
    json!({ "summary": "Nothing more to do", "exception": { "kind": kind, "reason": reason } })
}

pub fn second(collar: &str) -> Value {
    json!({ "collar": collar, "passphrase": passphrase_of(collar) })
}

pub fn rule(error: &AppError) -> Rule {
    assert_eq!(error.code, ErrorCode::Refused, "{error:?}");
    error.rule.unwrap_or_else(|| panic!("no rule: {error:?}"))
}

pub fn fields(error: &AppError) -> Vec<&str> {
    error.fields.iter().map(|field| field.field.as_str()).collect()
}

pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no text under {key}: {value}"))
}

pub fn catalogue() -> &'static str {
    include_str!("../../../../locales/en-GB/core.ftl")
}

/// Keys of the catalogue, without their words.
pub fn keys() -> &'static HashSet<&'static str> {
    static KEYS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    KEYS.get_or_init(|| {
        catalogue()
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
            .collect()
    })
}

/// Whatever an officer reads is words: no key of the catalogue, no place left unfilled.
fn in_words(name: &str, view: &Value) {
    match view {
        Value::String(text) => {
            let raw = text.contains("{$") || text.contains("{ $");
            let key = text.contains('-') && keys().contains(text.as_str());
            assert!(!raw && !key, "{name} shows {text:?}");
        }
        Value::Array(all) => all.iter().for_each(|one| in_words(name, one)),
        Value::Object(all) => all.values().for_each(|one| in_words(name, one)),
        _ => {}
    }
}
