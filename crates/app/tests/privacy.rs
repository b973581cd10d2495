//! INV-8: nothing of anybody stands readable on disk or in a log.

#[path = "laptop/common.rs"]
mod common;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use common::*;
use serde_json::{Value, json};

/// What is typed on the journey below and belongs to somebody.
const TYPED: &[&str] = &[
    "Larkspur",
    "Magnus",
    "07700 900123",
    "Fernbrook canal",
    "would not be a burden",
    "rugby without his stick",
    "Ada Test-Larch",
    "Bede Test-Alder",
    "Una Test-Quince",
    "07700 900456",
    "warfarin",
    "Knocked at number",
    "shopping list",
    "old allotment",
    "Half-typed Foxglove",
    "heron quarry lantern",
    "camera of Jo",
    "Test-Finch",
    "07700 900321",
    "of ward nine",
    "Left the ward in",
    "Home, warm and fed",
];

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Every form in which a text could lie in a file.
fn forms(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-16LE", wide),
        ("HEX", hex.to_uppercase().into_bytes()),
        ("hex", hex.into_bytes()),
    ];
    // Base64 depends on where in the whole the text begins; its ends depend on the neighbours.
    for before in 0..3 {
        let whole = BASE64.encode([vec![0; before], text.as_bytes().to_vec()].concat());
        let alone = (before * 8).div_ceil(6)..(before + text.len()) * 8 / 6;
        forms.push(("base64", whole.as_bytes()[alone].to_vec()));
    }
    forms
}

fn found(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for text in TYPED {
        for (form, needle) in forms(text) {
            if bytes.windows(needle.len()).any(|window| window == needle) {
                found.push(format!("{text} as {form}"));
            }
        }
    }
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

fn search(laptop: &Laptop, when: &str) {
    let all = files(&laptop.data());
    assert!(all.len() >= 2, "{all:?}");
    for path in all {
        assert_eq!(found(path.to_string_lossy().as_bytes()), [""; 0], "in the name of a file {when}");
        let bytes = std::fs::read(&path).expect("readable");
        assert_eq!(found(&bytes), [""; 0], "in {} {when}", path.display());
    }
}

/// A JPEG of one colour with a comment in it.
fn photograph() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 50).write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
    let jpeg = bytes.into_inner();
    let comment = b"camera of Jo Test-Larkspur";
    let length = u16::try_from(comment.len() + 2).expect("short").to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xFE], &length, comment, &jpeg[2..]].concat()
}

async fn journey(laptop: &Laptop) {
    let draft = json!({ "draft_id": "019a0000-0000-7000-8000-000000000001", "form": { "name": "Half-typed Foxglove" } });
    laptop.call("save_draft", draft).await;
    let mut case = laptop.report(magnus(laptop)).await;
    case.assess("high", 60).await;
    case.give(
        "describe",
        json!({ "description": [{ "attribute": "medication", "value": "warfarin at 21:00" }] }),
    )
    .await;
    case.give("record_note", json!({ "text": "Knocked at number 4" })).await;
    let contact = json!({ "caller": "Una Test-Quince", "phone": "07700 900456", "text": "Saw him", "changes_risk": "no" });
    case.give("record_contact", contact).await;
    let partner = json!({ "information": {
        "agency": "hospital", "agency_name": "Fernbrook Infirmary", "name": "Ida Test-Finch", "role": "Sister of ward nine",
        "phone": "07700 900321", "statement": "Left the ward in slippers", "said_at": { "is": "not_known" }, "changes_risk": "unsure",
    } });
    case.give("record_partner_information", partner).await;
    let offer = json!({
        "file_name": "Magnus Test-Larkspur.jpg", "bytes": BASE64.encode(photograph()),
        "taken": { "is": "not_known" }, "source": { "kind": "family", "name": "Jo Test-Larkspur" },
    });
    case.give("add_photograph", offer).await;
    // Refusals go to the log more readily than what goes well.
    let torn = json!({
        "file_name": "Magnus.jpg", "bytes": BASE64.encode(&photograph()[..200]),
        "taken": { "is": "not_known" }, "source": { "kind": "family", "name": "Jo Test-Larkspur" },
    });
    case.refused("add_photograph", torn).await;
    case.refused("record_note", json!({ "text": " " })).await;
    laptop.refused("record_note", json!({ "text": { "Magnus": "Test-Larkspur" } })).await;
    laptop.call("find_people", json!({ "text": "Magnus Larkspur" })).await;
    laptop.call("similar_people", json!({ "family_name": "Larkspurr" })).await;
    laptop.call("read_dispatch_log", json!({ "text": "MISPER: LARKSPUR, Magnus 07700 900123" })).await;
    laptop.call("duty_list", json!({ "filter": { "text": "Magnus" } })).await;
    case.give("clear_danger", json!({ "question": "self_harm", "reason": "The note was a shopping list" }))
        .await;
    case.locate().await;
    case.close(json!({ "summary": "Home, warm and fed" }), Value::Null).await.expect("located");
    case.at(&laptop.after(0)).await;
    laptop.call("rebuild", json!({})).await;
    assert_eq!(laptop.call("verify", json!({})).await["sound"], json!(true));
}

#[tokio::test]
async fn inv_8_nothing_personal_is_readable_on_disk_or_in_the_log() {
    let log = Log::default();
    let into = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || into.clone())
        .init();
    let laptop = Laptop::staffed().await;
    journey(&laptop).await;
    search(&laptop, "while it is open");
    let error = laptop.refused("unlock", unlock(INSPECTOR, "heron quarry lantern but not quite")).await;
    assert!(found(error.to_string().as_bytes()).is_empty(), "{error}");
    search(&laptop, "after locking");
    laptop.unlock(INSPECTOR).await;
    let officers = laptop.call("officers", json!({})).await;
    let all = officers["officers"].as_array().expect("officers");
    let handler = all.iter().find(|one| one["collar"] == CALL_HANDLER).expect("one")["officer_id"].clone();
    laptop.call("remove_officer", json!({ "officer_id": handler, "reason": "Moved" })).await;
    search(&laptop, "after the change of key");
    laptop.unlock(INSPECTOR).await;
    laptop.app.shut_down().await;
    search(&laptop, "after closing");
    // What fails is logged, so that there is a log to search.
    std::fs::write(laptop.live().join("register.db"), "Magnus Test-Larkspur, in a file that is no register")
        .expect("the file");
    let error = laptop.refused("unlock", unlock(INSPECTOR, &passphrase_of(INSPECTOR))).await;
    assert_eq!(error.code, app::ErrorCode::Damaged, "{error:?}");

    let log = log.0.lock().expect("the log");
    assert!(!log.is_empty(), "a damaged register is logged");
    assert_eq!(found(&log), [""; 0], "in the log");
}

#[test]
fn the_search_finds_what_lies_there_in_each_form() {
    for (form, bytes) in forms("Knocked at number") {
        assert!(
            found(&[b"xx".as_slice(), &bytes, b"yy"].concat()).iter().any(|one| one.starts_with("Knocked")),
            "{form}"
        );
    }
    let inside = BASE64.encode("{\"text\":\"Knocked at number 4\"}");
    assert_eq!(found(inside.as_bytes()), ["Knocked at number as base64"]);
}
