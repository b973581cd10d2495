//! A field laptop: what it says that it holds, and an older incident that an officer asks for.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::common::*;
use crate::office::{Office, rows, sync};

async fn fetch(laptop: &Laptop, reference: &str, reason: &str) -> Value {
    laptop.call("fetch_incident", json!({ "reference": reference, "reason": reason })).await
}

/// A closed incident at a desk, sent; gives its reference and its id.
async fn closed(desk: &Laptop) -> (String, Value) {
    let mut case = desk.report(magnus(desk)).await;
    case.locate().await;
    case.close(json!({ "summary": "Home safe" }), json!(null)).await.unwrap();
    let reference = text(&case.view, "reference").to_owned();
    let id = case.id();
    sync(desk).await;
    (reference, id)
}

#[tokio::test]
async fn a_field_laptop_says_what_it_holds_and_an_older_incident_comes_by_its_reference_with_a_reason() {
    let office = Office::new().await;
    let desk = office.laptop().await;
    let (reference, incident_id) = closed(&desk).await;
    let field = Laptop::staffed().await;
    let enrol = json!({ "address": office.address(), "code": office.field_code().await });
    let view = field.call("enrol_device", enrol).await;
    let holds = "This laptop holds incidents that are open and what was recorded since 09:00. Ask for an older one \
                 by its reference.";
    assert_eq!(view["central"]["field"], holds);
    let here = desk.call("sync_state", json!({})).await;
    assert_eq!(here["central"]["field"], "", "a desk holds all");
    sync(&field).await;
    let found = field.call("find_people", json!({ "text": reference })).await;
    assert_eq!(rows(&found, "incidents").len(), 0);

    for (reference, reason, wrong) in [
        ("", "seen again", "reference"),
        (&*reference, " ", "reason"),
        ("TST/26/999999", "seen again", "reference"),
    ] {
        let command = json!({ "reference": reference, "reason": reason });
        assert_eq!(
            fields(&field.refused("fetch_incident", command).await),
            [wrong],
            "{reference:?} {reason:?}"
        );
    }
    let fetched = fetch(&field, &reference.to_lowercase(), "Seen again at Test-Station").await;
    assert_eq!((&fetched["incidents"][0]["incident_id"], &fetched["line"]), (&incident_id, &json!("")));
    let found = field.call("find_people", json!({ "text": reference })).await;
    assert_eq!(rows(&found, "incidents").len(), 1);
    let devices = field.call("devices", json!({})).await;
    let profile = |own: bool| {
        let row = rows(&devices, "devices").into_iter().find(|one| one["this_laptop"] == own).unwrap();
        row["profile"].as_str().unwrap().to_owned()
    };
    assert_eq!((profile(true), profile(false)), ("Field".to_owned(), "Desk".to_owned()));
    let look = looks(&field)
        .await
        .into_iter()
        .find(|look| look.verb == "fetch_incident" && look.query.contains(&reference.to_lowercase()));
    assert_eq!(look.unwrap().reason, "Seen again at Test-Station", "INV-9");
}

#[tokio::test]
async fn inv_5_without_central_an_older_incident_counts_as_not_asked_for() {
    let mut office = Office::new().await;
    let laptop = Laptop::staffed().await;
    let command = json!({ "reference": "TST/26/000001", "reason": "seen again" });
    let error = laptop.refused("fetch_incident", command.clone()).await;
    assert!(error.message.contains("not connected"), "{}", error.message);
    office.enrol(&laptop).await;
    office.shut().await;
    let error = laptop.refused("fetch_incident", command).await;
    assert_eq!(error.code, ErrorCode::Central);
    assert!(error.message.contains("was not reached"), "{}", error.message);
}
