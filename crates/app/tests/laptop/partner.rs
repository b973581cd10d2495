//! What a partner says of the risk, as screens read it (F15).

use app::ErrorCode;
use serde_json::{Value, json};

use crate::common::*;

const STATEMENT: &str = " “He said goodbye.”\nWe think him at risk tonight.";

fn said(at: &str, changes_risk: &str) -> Value {
    json!({ "information": {
        "agency": "mental_health", "agency_name": "Crisis team, Fernbrook",
        "name": "Ida Test-Finch", "role": "community nurse", "phone": "07700 900321",
        "statement": STATEMENT, "said_at": { "is": "at", "at": at }, "changes_risk": changes_risk,
    } })
}

/// Who gave the grade; somebody else is at the laptop now.
async fn graded(laptop: &Laptop) -> Case<'_> {
    let mut case = laptop.report(magnus(laptop)).await;
    case.assess("high", 60).await;
    laptop.wait(10);
    laptop.unlock(INVESTIGATOR).await;
    laptop.open(&case.id()).await
}

#[tokio::test]
async fn f15_a_partners_word_asks_for_a_new_assessment_and_stands_beside_it_word_for_word() {
    let laptop = Laptop::staffed().await;
    let mut case = graded(&laptop).await;
    assert_eq!(case.view["partners"], json!([]));
    case.give("record_partner_information", said(&laptop.after(-5), "unsure")).await;
    assert_eq!(text(&case.row().await, "need"), "reassess");

    let partner = &case.view["partners"][0];
    assert_eq!(text(partner, "statement"), STATEMENT);
    assert_eq!(text(partner, "agency"), "Mental health service (Crisis team, Fernbrook)");
    assert_eq!(text(partner, "who"), "Ida Test-Finch, community nurse, 07700 900321");
    assert_eq!((text(partner, "risk"), &partner["unseen"]), ("May change the risk", &json!(true)));

    let item = &case.view["timeline"][0];
    assert_eq!((text(item, "kind"), text(item, "tone")), ("contact", "due"));
    let headline = text(item, "headline");
    assert!(headline.contains(&format!("“{STATEMENT}”")), "{headline}");
    assert!(
        headline.starts_with("Mental health service (Crisis team, Fernbrook): Ida Test-Finch"),
        "{headline}"
    );
    assert!(text(item, "source").starts_with("Ida Test-Finch (community nurse)"), "{item}");
    assert_eq!(
        text(item, "at_line"),
        text(&case.view["partners"][0], "said"),
        "it stands at the time it was said"
    );

    laptop.unlock(SUPERVISOR).await;
    let mut case = laptop.open(&case.id()).await;
    let entry = case.view["partners"][0]["entry_id"].clone();
    assert!(
        case.view["to_open"].as_array().unwrap().contains(&entry),
        "F16: not yet read since the last grade"
    );
    let mut command = assessment("high", &laptop.after(60));
    command["beside"] = json!({ "opened": case.view["to_open"] });
    case.give("assess_risk", command).await;
    assert_eq!(case.view["partners"][0]["unseen"], json!(false));
    assert_ne!(text(&case.row().await, "need"), "reassess");
}

#[tokio::test]
async fn f15_a_partners_word_is_not_saved_without_saying_whether_it_changes_the_risk() {
    let laptop = Laptop::staffed().await;
    let mut case = graded(&laptop).await;
    let mut silent = said(&laptop.after(-5), "no");
    silent["information"].as_object_mut().unwrap().remove("changes_risk");
    assert_eq!(case.refused("record_partner_information", silent).await.code, ErrorCode::Input);
    let mut blank = said(&laptop.after(9), "no");
    for field in ["name", "role", "statement"] {
        blank["information"][field] = json!(" ");
    }
    let error = case.refused("record_partner_information", blank).await;
    let expected = ["name", "role", "statement", "said_at"].map(|field| format!("information.{field}"));
    assert_eq!(fields(&error), expected);
    assert!(error.fields.iter().all(|field| field.message.ends_with('.')), "words, not keys: {error:?}");
    case.give("record_partner_information", said(&laptop.after(-5), "no")).await;
    assert_ne!(text(&case.row().await, "need"), "reassess", "no is an answer");
}

#[tokio::test]
async fn f14_a_partners_word_on_a_closed_incident_opens_a_review_and_counts_as_getting_in_touch() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(named("Test-Larkspur", "Magnus")).await;
    case.locate().await;
    case.close(json!({ "summary": "Home" }), Value::Null).await.expect("located");
    laptop.wait(30);
    case.give("record_partner_information", said(&laptop.after(-5), "no")).await;
    assert_eq!(text(&case.view, "status"), "closed");
    let line = text(&case.row().await, "need_line").to_owned();
    assert!(line.starts_with("CLOSED, and Ida Test-Finch (community nurse) got in touch"), "{line}");
    assert!(text(&case.view, "closed_note").contains("one contact since"));
}
