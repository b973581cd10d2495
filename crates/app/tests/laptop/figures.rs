//! How grades and suggestions did, from a register's own incidents that ended.

use serde_json::{Value, json};

use crate::common::*;
use crate::exports::offer;

async fn table(laptop: &Laptop, title: &str) -> Vec<Vec<String>> {
    let view = laptop.call("figures", json!({})).await;
    let tables = view["tables"].as_array().unwrap();
    let found = tables.iter().find(|table| text(table, "title") == title).unwrap_or(&Value::Null);
    let rows = found["rows"].as_array().unwrap().iter();
    let cells = rows.map(|row| row["cells"].as_array().unwrap().clone());
    cells.map(|cells| cells.iter().map(|cell| cell.as_str().unwrap().to_owned()).collect()).collect()
}

#[tokio::test]
async fn a_case_that_was_missed_is_named_with_what_stood_beside_its_grade() {
    let laptop = Laptop::staffed().await;
    let none = laptop.call("figures", json!({})).await;
    assert_eq!(none["incidents"], 0);
    let mut case = laptop.report(magnus(&laptop)).await;
    case.assess("medium", 600).await;
    case.locate().await;
    case.close(json!({ "summary": "Home" }), Value::Null).await.expect("located");
    let view = laptop.call("figures", json!({})).await;
    assert_eq!(view["incidents"], 1);
    assert!(table(&laptop, "Harmed, and not graded High").await.is_empty());

    // What comes to light later counts: the row is made anew.
    let harm = json!({ "harm": { "kinds": ["accident_or_exposure"], "rests_on": "The hospital" } });
    case.give("record_harm", harm).await;
    let missed = table(&laptop, "Harmed, and not graded High").await;
    assert_eq!(missed.len(), 1);
    assert_eq!(missed[0][0], text(&case.view, "reference"));
    assert_eq!(missed[0][2..], ["Medium", "High", "accident or exposure"]);
    let below = table(&laptop, "How often the suggestion was overruled").await;
    assert_eq!(below[1][..2], ["Graded below it", "1"]);
    let why = table(&laptop, "What was set aside for a lower grade").await;
    assert_eq!(why.len(), 2, "each reason that was given: {why:?}");
}

#[tokio::test]
async fn what_ended_without_anybody_seeing_them_counts_in_no_figure() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(named("Test-Yarrow", "Piers")).await;
    case.assess("medium", 600).await;
    let twice = exception("duplicate_of_another", "The same report");
    case.close(twice, second(SUPERVISOR)).await.expect("confirmed");
    assert_eq!(laptop.call("figures", json!({})).await["incidents"], 0);
}

#[tokio::test]
async fn whoever_only_records_is_told_no_figures() {
    let laptop = Laptop::staffed().await;
    laptop.unlock(INVESTIGATOR).await;
    assert_eq!(rule(&laptop.refused("figures", json!({})).await), register::Rule::NotYourRole);
}

#[tokio::test]
async fn the_tables_are_saved_for_a_spreadsheet() {
    let laptop = Laptop::staffed().await;
    let to = laptop.data().join("figures.csv");
    let saved = laptop.call("save_figures", json!({ "to": offer(&laptop, &to) })).await;
    let text = std::fs::read_to_string(to).expect("the file");
    assert!(text.contains("\"Of those harmed, High\",\"too few: 0 of 30 needed\""), "{text}");
    assert!(saved["count"].as_u64().unwrap() > 10);
}
