//! Folders of photographs: each goes to the incident whose reference stands in its name or in a list, and to no
//! other; what is here already is not taken twice.

use std::path::Path;

use image::ImageFormat;
use register::Rule;
use serde_json::{Value, json};

use crate::common::*;
use crate::imports::{Files, OLD, incident, take};
use crate::photographs::{jpeg_with_place, picture};

fn put(files: &Files, name: &str, bytes: &[u8]) {
    let path = files.path("pictures").join(name);
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// A picture unlike any other.
fn unlike(n: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(90, 120, |x, y| image::Rgb([n, x as u8, y as u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn counts(view: &Value) -> [u64; 3] {
    ["new", "held", "not_taken"].map(|name| view[name].as_u64().unwrap())
}

fn ran(view: &Value) -> [u64; 3] {
    ["new", "held", "rejected"].map(|name| view["run"][name].as_u64().unwrap())
}

fn state<'a>(view: &'a Value, file: &str) -> &'a Value {
    let shown = view["shown"].as_array().unwrap();
    shown.iter().find(|shown| shown["file"] == file).unwrap_or_else(|| panic!("{file} is not in {view:#}"))
}

#[tokio::test]
async fn each_photograph_goes_to_the_incident_whose_reference_stands_in_its_name_or_its_folders() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let own = laptop.report(magnus(&laptop)).await;
    let reference = text(&own.view, "reference").to_owned();
    let old = files.write(&laptop, "old.csv", OLD);
    take(&laptop, &old, "Oldsystem").await;
    put(&files, &format!("{} (2).jpg", reference.replace('/', "-").to_lowercase()), &jpeg_with_place());
    put(&files, "MP_0001.png", &unlike(1));
    put(&files, "MP-0002/portrait.png", &unlike(2));
    put(&files, "IMG_0001.png", &unlike(3));
    put(&files, "MP-0001 with MP-0002.png", &unlike(4));
    put(&files, "MP-0001 letter.jpg", b"%PDF-1.7 no picture");
    put(&files, "Thumbs.db", b"nothing meant");
    let folder = files.offer(&laptop, "pictures");

    let seen = laptop.call("read_photographs", json!({ "folder": folder })).await;
    assert_eq!((seen["files"].as_u64(), counts(&seen)), (Some(6), [3, 0, 3]), "{seen:#}");
    assert_eq!(state(&seen, "IMG_0001.png")["state"], "nobody", "a camera's count is no reference");
    assert_eq!(state(&seen, "MP-0001 with MP-0002.png")["state"], "several");
    assert_eq!(state(&seen, "MP-0001 letter.jpg")["state"], "not_a_picture");
    assert!(state(&seen, "MP_0001.png")["who"].as_str().unwrap().contains("Test-Oakley"));
    assert!(seen["shown"][0]["state"] != "new", "what needs somebody comes first");
    assert!(looked(&laptop).await > 0, "INV-9: names were shown");

    let taken = laptop.call("run_photographs", json!({ "folder": folder })).await;
    assert_eq!(ran(&taken), [3, 0, 3], "{taken:#}");
    assert_eq!(taken["problems"].as_array().unwrap().len(), 3);
    let closed = incident(&laptop, "MP/0002").await;
    assert_eq!(closed["photographs"].as_array().unwrap().len(), 1, "also on a closed incident");
    let log = closed["timeline"].to_string();
    assert!(log.contains("MP-0002/portrait.png"), "the log names the file: {log}");
    assert_eq!(incident(&laptop, "MP/0001").await["photographs"].as_array().unwrap().len(), 1);

    let again = laptop.call("run_photographs", json!({ "folder": folder })).await;
    assert_eq!(ran(&again), [0, 3, 3], "what is here already is not taken twice");
    assert_eq!(laptop.call("verify", json!({})).await["sound"], true);
}

#[tokio::test]
async fn a_list_says_whose_photographs_are_whose_names_say_nothing() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let list = "Ref,Surname,Reported,Photo file\nA/100,Test-Vale,03/11/2026,DSC1.png\nA/200,Test-Reed,03/11/2026,C:\\old\\DSC2.png; DSC3.png\n";
    let file = files.write(&laptop, "list.csv", list);
    let mut mapping = laptop.call("read_import", json!({ "file": file })).await["mapping"].clone();
    mapping["system"] = json!("Oldsystem");
    let of_files = mapping["columns"].as_array_mut().unwrap().iter_mut().last().unwrap();
    of_files["field"] = json!("photograph");
    laptop.call("run_import", json!({ "file": file, "mapping": mapping })).await;
    for n in 1..=4 {
        put(&files, &format!("DSC{n}.png"), &unlike(n));
    }
    let folder = files.offer(&laptop, "pictures");
    let without = laptop.call("read_photographs", json!({ "folder": folder })).await;
    assert_eq!(counts(&without), [0, 0, 4]);
    let command = json!({ "folder": folder, "list": file });
    let with = laptop.call("read_photographs", command.clone()).await;
    assert_eq!(counts(&with), [3, 0, 1], "by the columns as they were saved: {with:#}");
    laptop.call("run_photographs", command).await;
    assert_eq!(incident(&laptop, "A/200").await["photographs"].as_array().unwrap().len(), 2);

    let other = files.write(&laptop, "other.csv", "Ref,Surname,Reported\nA/1,Test-Vale,03/11/2026\n");
    let refused = laptop.refused("read_photographs", json!({ "folder": folder, "list": other })).await;
    assert_eq!(fields(&refused), ["list"]);
}

#[tokio::test]
async fn a_stopped_folder_goes_on_where_it_stopped_and_is_taken_back_as_a_whole() {
    let (laptop, files) = (Laptop::new().await, Files::new());
    let old = files.write(&laptop, "old.csv", OLD);
    take(&laptop, &old, "Oldsystem").await;
    for n in 0..45 {
        put(&files, &format!("MP-0001 {n:02}.png"), &unlike(n));
    }
    let folder = files.offer(&laptop, "pictures");
    let mut events = laptop.app.events();
    let stop = async {
        loop {
            if let app::views::AppEvent::Progress { .. } = events.recv().await.unwrap() {
                return laptop.call("cancel_progress", json!({})).await;
            }
        }
    };
    let run = laptop.call("run_photographs", json!({ "folder": folder }));
    let (stopped, _) = tokio::join!(run, stop);
    let read = stopped["run"]["read"].as_u64().unwrap();
    assert!(stopped["run"]["whole"] == false && (20..45).contains(&read), "{stopped}");
    let known = laptop.call("imports", json!({})).await["imports"][0].clone();
    assert_eq!((&known["state"], known["read"].as_u64()), (&json!("part_done"), Some(read)));

    put(&files, "MP-0001 99.png", &unlike(99));
    let resume = json!({ "import_id": known["import_id"] });
    assert_eq!(fields(&laptop.refused("resume_import", resume.clone()).await), ["folder"], "another folder");
    std::fs::remove_file(files.path("pictures/MP-0001 99.png")).unwrap();
    let ended = laptop.call("resume_import", resume).await;
    assert_eq!((ended["whole"].as_bool(), ended["new"].as_u64()), (Some(true), Some(45)));

    let back = json!({ "import_id": known["import_id"], "reason": "wrong folder" });
    laptop.call("withdraw_import", back).await;
    let view = incident(&laptop, "MP/0001").await;
    assert_eq!(view["photographs"].as_array().unwrap().len(), 0);
    assert_eq!(laptop.call("rebuild", json!({})).await["changed"].as_u64(), Some(0), "INV-2");
}

#[tokio::test]
async fn whoever_may_not_import_takes_no_folder_in() {
    let (laptop, files) = (Laptop::staffed().await, Files::new());
    put(&files, "x.jpg", &picture(ImageFormat::Jpeg));
    let folder = files.offer(&laptop, "pictures");
    laptop.call("lock", json!({})).await;
    laptop.unlock(CALL_HANDLER).await;
    for name in ["read_photographs", "run_photographs"] {
        let refused = laptop.refused(name, json!({ "folder": folder })).await;
        assert_eq!(rule(&refused), Rule::NotYourRole);
    }
}
