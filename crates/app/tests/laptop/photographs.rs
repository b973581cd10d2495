//! Photographs: cleaned for showing, the original sealed, old ones named.

use std::io::Cursor;

use app::ErrorCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use register::fact::IncidentFact;
use register::{Hash, IncidentId, Rule, Thresholds};
use rstest::rstest;
use serde_json::{Value, json};
use store::keys::{self, RegisterLock};

use crate::common::*;

pub fn picture(format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(120, 150, |x, y| Rgb([(x * 2) as u8, y as u8, 90]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

/// A JPEG that says where it was taken, and whose it is.
pub fn jpeg_with_place() -> Vec<u8> {
    let jpeg = picture(ImageFormat::Jpeg);
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    // One entry that points at the directory of the place: latitude 54° 58' 30" north.
    tiff.extend_from_slice(&[0, 1, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0]);
    tiff.extend_from_slice(&[0, 2, 0, 1, 0, 2, 0, 0, 0, 2, b'N', 0, 0, 0]);
    tiff.extend_from_slice(&[0, 2, 0, 5, 0, 0, 0, 3, 0, 0, 0, 56, 0, 0, 0, 0]);
    for number in [54_u32, 1, 58, 1, 30, 1] {
        tiff.extend_from_slice(&number.to_be_bytes());
    }
    let mut bytes = jpeg[..2].to_vec();
    for (marker, content) in
        [(0xE1, [b"Exif\0\0".as_slice(), &tiff].concat()), (0xFE, b"camera of Jo Test-Larkspur".to_vec())]
    {
        bytes.extend_from_slice(&[0xFF, marker]);
        bytes.extend_from_slice(&u16::try_from(content.len() + 2).expect("short").to_be_bytes());
        bytes.extend_from_slice(&content);
    }
    bytes.extend_from_slice(&jpeg[2..]);
    bytes
}

pub fn offer(name: &str, bytes: &[u8], taken: &str) -> Value {
    json!({
        "file_name": name,
        "bytes": BASE64.encode(bytes),
        "taken": { "is": "about", "date": taken },
        "source": { "kind": "family", "name": "Jo Test-Larkspur", "relation": "daughter" },
    })
}

#[tokio::test]
async fn what_is_shown_holds_no_metadata_and_the_original_is_sealed_under_its_hash() {
    let laptop = Laptop::new().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    let original = jpeg_with_place();
    assert!(!media::is_clean(&original), "the test's picture carries a place");
    case.give("add_photograph", offer("magnus.jpg", &original, "2026-09-01")).await;
    let shown = case.view["photograph"].clone();
    assert!(
        text(&shown, "line").contains("taken about 1 Sep 2026 · from Jo Test-Larkspur (daughter)"),
        "{shown}"
    );
    assert!(text(&shown, "line").contains("likeness not confirmed"));
    for size in ["display", "thumbnail"] {
        let command = json!({
            "incident_id": case.id(), "photograph_id": shown["photograph_id"], "size": size,
        });
        let picture = laptop.call("photograph", command).await;
        let bytes = BASE64.decode(text(&picture, "base64")).expect("base64");
        assert!(media::is_clean(&bytes), "{size}");
    }
    let thumbnails = laptop.call("thumbnails", json!({ "hashes": [shown["thumbnail"]] })).await;
    assert_eq!(thumbnails["pictures"].as_array().expect("list").len(), 1);
    assert_eq!(case.row().await["thumbnail"], shown["thumbnail"]);

    let hash = Hash::of(&original);
    let asked = laptop.call("thumbnails", json!({ "hashes": [hash] })).await;
    assert!(asked["pictures"].as_array().expect("list").is_empty(), "no original leaves the vault");

    let id: IncidentId = text(&case.view, "incident_id").parse().expect("an id");
    laptop.app.shut_down().await;
    let lock = RegisterLock::take(&laptop.live()).expect("the lock");
    let unlocked = keys::unlock(&lock, INSPECTOR, &passphrase_of(INSPECTOR), 5).expect("keys");
    let vault = store::Vault::open(&laptop.live(), &unlocked.vault_keys.current, Thresholds::default())
        .await
        .expect("the vault");
    let (_, sealed) = vault.blob(hash).await.expect("readable").expect("there");
    assert_eq!(sealed, original);
    let entries = vault.log(id).await.expect("entries");
    let recorded = entries.iter().flat_map(|received| received.entry.facts()).find_map(|fact| match fact {
        IncidentFact::Photographed { photograph } => Some(photograph.original),
        _ => None,
    });
    assert_eq!(recorded, Some(hash));
    vault.close().await.expect("closed");
}

#[rstest]
#[case::empty("a.jpg", Vec::new(), "empty")]
#[case::text("a.jpg", b"hello, not a picture at all".to_vec(), "not a picture")]
#[case::cut_short("a.jpg", picture(ImageFormat::Jpeg)[..900].to_vec(), "cut short")]
#[case::wrong_name("a.png", picture(ImageFormat::Jpeg), "name")]
#[case::document("a.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n".to_vec(), "PDF")]
#[tokio::test]
async fn what_is_no_whole_still_picture_is_refused_clearly(
    #[case] name: &str,
    #[case] bytes: Vec<u8>,
    #[case] says: &str,
) {
    let laptop = Laptop::new().await;
    let case = laptop.report(magnus(&laptop)).await;
    let error = case.refused("add_photograph", offer(name, &bytes, "2026-09-01")).await;
    assert_eq!((error.code, fields(&error)), (ErrorCode::PhotographRefused, vec!["bytes"]));
    assert!(error.message.contains(says), "{}", error.message);
    assert!(!error.message.contains(name), "the file's name is not repeated: {}", error.message);
    let seen = laptop.open(&case.id()).await;
    assert_eq!(seen.view["photograph"], Value::Null);
}

#[tokio::test]
async fn too_many_bytes_are_refused_before_they_are_decoded() {
    let laptop = Laptop::new().await;
    std::fs::write(laptop.live().join("thresholds.toml"), "photograph_max_megabytes = 1\n").expect("written");
    laptop.unlock(INSPECTOR).await;
    let case = laptop.report(magnus(&laptop)).await;
    let error = case.refused("add_photograph", offer("a.jpg", &vec![0; 2 << 20], "2026-09-01")).await;
    assert_eq!(error.code, ErrorCode::PhotographRefused);
    assert!(error.message.contains("too large"), "{}", error.message);
    let mut garbled = offer("a.jpg", &picture(ImageFormat::Jpeg), "2026-09-01");
    garbled["bytes"] = json!("!!! this is not base64 !!!");
    assert_eq!(fields(&case.refused("add_photograph", garbled).await), ["bytes"]);
}

#[tokio::test]
async fn a_likeness_is_confirmed_by_somebody_who_knows_them() {
    let laptop = Laptop::new().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    case.give("add_photograph", offer("a.png", &picture(ImageFormat::Png), "2026-09-01")).await;
    let id = case.view["photograph"]["photograph_id"].clone();
    let nobody = json!({ "photograph_id": id, "by": " ", "relation": "son" });
    assert_eq!(fields(&case.refused("confirm_likeness", nobody).await), ["by"]);
    let other =
        json!({ "photograph_id": "019a0000-0000-7000-8000-000000000001", "by": "Jo", "relation": "" });
    assert_eq!(rule(&case.refused("confirm_likeness", other).await), Rule::NoSuchPhotograph);
    let command = json!({ "photograph_id": id, "by": "Jo Test-Larkspur", "relation": "daughter" });
    case.give("confirm_likeness", command).await;
    let line = text(&case.view["photograph"], "line").to_owned();
    assert!(line.contains("likeness confirmed by Jo Test-Larkspur (daughter)"), "{line}");
}

#[rstest]
#[case::adult(Some("1945-03-04"), "2024-11-24", "OLD PHOTO – 24 months")]
#[case::child(Some("2012-03-04"), "2025-11-24", "OLD PHOTO – 12 months")]
#[case::perhaps_a_child(None, "2025-11-24", "OLD PHOTO – 12 months")]
#[tokio::test]
async fn a_photograph_grows_old_after_two_years_for_who_may_be_a_child_after_one(
    #[case] born: Option<&str>,
    #[case] taken: &str,
    #[case] says: &str,
) {
    let laptop = Laptop::new().await;
    let mut report = named("Test-Larkspur", "Magnus");
    let birth = born.map(|born| json!({ "attribute": "date_of_birth", "value": born }));
    report["description"].as_array_mut().expect("list").extend(birth);
    let mut case = laptop.report(report).await;
    case.give("add_photograph", offer("a.jpg", &picture(ImageFormat::Jpeg), taken)).await;
    assert_eq!(case.view["photograph"]["old"], json!(false));
    // A day passes, and it is old without anybody having done anything.
    laptop.wait(24 * 60);
    assert_eq!(text(&case.refresh().await["photograph"], "old_line"), says, "F44");
    assert_eq!(case.row().await["old_photograph"], json!(true));
}

#[tokio::test]
async fn a_photograph_of_which_nobody_knows_the_date_is_marked_so() {
    let laptop = Laptop::new().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    let mut offered = offer("a.jpg", &picture(ImageFormat::Jpeg), "2026-09-01");
    offered["taken"] = json!({ "is": "not_known" });
    assert_eq!(case.row().await["old_photograph"], json!(false), "there is none");
    case.give("add_photograph", offered).await;
    let shown = &case.view["photograph"];
    assert_eq!((&shown["old"], text(shown, "old_line")), (&json!(true), "PHOTO – date not known"), "F44");
    assert_eq!(case.row().await["old_photograph"], json!(true));
}
