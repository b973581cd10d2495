//! The duty list: order, filter, sort.

use serde_json::{Value, json};

use crate::common::*;

fn names(view: &Value) -> Vec<String> {
    view["rows"].as_array().expect("rows").iter().map(|row| text(row, "name").to_owned()).collect()
}

/// Four incidents: never assessed, review overdue, action due soon, quiet.
async fn four(laptop: &Laptop) {
    let mut quiet = laptop.report(named("Test-Alder", "Quiet")).await;
    quiet.assess("low", 60 * 70).await;
    let mut soon = laptop.report(named("Test-Birch", "Soon")).await;
    soon.assess("medium", 60 * 20).await;
    soon.give("set_action", json!({ "what": "Ring the ward", "due_at": laptop.after(100) })).await;
    let mut late = laptop.report(named("Test-Cedar", "Late")).await;
    late.assess("high", 30).await;
    laptop.wait(50);
    let mut child = named("Test-Dogwood", "New");
    let age = json!({ "attribute": "age", "value": "12" });
    child["description"].as_array_mut().expect("list").push(age);
    laptop.report(child).await;
}

#[tokio::test]
async fn what_needs_someone_comes_first_unassessed_before_overdue() {
    let laptop = Laptop::new().await;
    four(&laptop).await;
    let list = laptop.call("duty_list", json!({})).await;
    assert_eq!(
        names(&list),
        ["Test-Dogwood, New", "Test-Cedar, Late", "Test-Birch, Soon", "Test-Alder, Quiet"]
    );
    let lines: Vec<&str> =
        list["rows"].as_array().expect("rows").iter().map(|row| text(row, "need_line")).collect();
    assert_eq!(
        lines[..3],
        ["No assessment yet (due 10:50)", "Review late 20 min", "Ring the ward: due 10:40"]
    );
    assert_eq!(
        (&list["counts"]["now"], &list["counts"]["within_the_hour"], &list["counts"]["on_track"]),
        (&json!(2), &json!(1), &json!(1))
    );
    assert_eq!((&list["counts"]["children"], &list["counts"]["not_assessed"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn a_filter_keeps_the_counts_and_a_sort_keeps_the_need_within() {
    let laptop = Laptop::new().await;
    four(&laptop).await;
    for (filter, left) in [
        (json!({ "grade": "high" }), vec!["Test-Cedar, Late"]),
        (json!({ "not_assessed": true }), vec!["Test-Dogwood, New"]),
        (json!({ "children": true }), vec!["Test-Dogwood, New"]),
        (json!({ "now_only": true }), vec!["Test-Dogwood, New", "Test-Cedar, Late"]),
        (json!({ "text": "CEDAR late" }), vec!["Test-Cedar, Late"]),
        (json!({ "text": "tst/26/000002" }), vec!["Test-Birch, Soon"]),
        (json!({ "category": "away_from_placement" }), vec![]),
    ] {
        let list = laptop.call("duty_list", json!({ "filter": filter })).await;
        assert_eq!(names(&list), left, "{filter}");
        assert_eq!((&list["open"], &list["matching"]), (&json!(4), &json!(left.len())), "{filter}");
    }
    let by_name = laptop.call("duty_list", json!({ "sort": "name" })).await;
    assert!(names(&by_name).is_sorted());
    let by_harm = laptop.call("duty_list", json!({ "sort": "harm" })).await;
    let told: Vec<bool> =
        by_harm["rows"].as_array().unwrap().iter().map(|row| text(row, "next_harm").is_empty()).collect();
    assert!(told.is_sorted() && told.contains(&true), "those of whom no moment is known come last: {told:?}");
    let by_grade = laptop.call("duty_list", json!({ "sort": "grade" })).await;
    let grades: Vec<Option<&str>> =
        by_grade["rows"].as_array().expect("rows").iter().map(|row| row["grade"].as_str()).collect();
    assert_eq!(grades, [None, Some("high"), Some("medium"), Some("low")], "not assessed counts as high");
    let page = laptop.call("duty_list", json!({ "offset": 1, "limit": 2 })).await;
    assert_eq!(names(&page), ["Test-Cedar, Late", "Test-Birch, Soon"]);
}
