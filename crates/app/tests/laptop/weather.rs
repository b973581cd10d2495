//! Weather as an officer notes it, from the form to the duty list and back: it says what it asks for, counts as exposure,
//! and asks for an assessment by itself when it sets in. And where dusk is reckoned for.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::common::*;

fn cold(from: &str) -> Value {
    json!({ "weather": {
        "according_to": "Met Office, Alderby, 17:00", "from": from, "lowest": -2, "wet": true, "words": "Black ice",
    } })
}

fn adult(place: &str, laptop: &Laptop) -> Value {
    let mut report = named("Test-Yarrow", "Piers");
    report["description"].as_array_mut().unwrap().push(json!({ "attribute": "age", "value": "44" }));
    report["last_seen"] = json!({
        "place": place, "when": { "is": "at", "at": laptop.after(-60) }, "how_known": "seen", "by": "a neighbour",
    });
    report
}

fn says(case: &Case<'_>, sentence: &str) -> bool {
    case.view["timeline"].as_array().unwrap().iter().any(|item| text(item, "headline") == sentence)
}

fn exposure(case: &Case<'_>) -> Vec<String> {
    let reasons = case.view["opinion"]["reasons"].as_array().unwrap().iter();
    reasons
        .filter(|one| one["question"] == json!("weather_exposure"))
        .map(|one| text(one, "line").to_owned())
        .collect()
}

#[tokio::test]
async fn the_moment_at_which_dangerous_weather_sets_in_opens_an_assessment_by_itself() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult("Test Street", &laptop)).await;
    case.assess("medium", 600).await;
    case.give("note_weather", cold(&laptop.after(120))).await;
    let opinion = &case.view["opinion"];
    let weather = &opinion["weather"][0];
    assert_eq!(text(weather, "line"), "Cold from 11:00: −2 °C, wet.");
    assert_eq!(text(weather, "asks"), "It opens an assessment then.");
    assert_eq!((text(weather, "words"), &weather["begun"]), ("Black ice", &json!(false)));
    assert!(text(weather, "source").starts_with("Met Office, Alderby, 17:00 · "), "{weather}");
    assert_eq!(text(opinion, "next_change"), "Cold from 11:00.");
    assert_eq!(exposure(&case), ["Cold, wet or heat: by the weather as it was noted"]);
    assert!(says(&case, "Cold from 11:00: −2 °C, wet. Met Office, Alderby, 17:00. Black ice"));
    let clocks = case.view["clocks"].as_array().unwrap();
    assert!(clocks.iter().any(|clock| text(clock, "label") == "Cold: assess again"), "{clocks:?}");
    let row = case.row().await;
    assert_eq!(text(&row, "need"), "reassess", "new risk information");
    assert_eq!((text(&row, "next_harm"), &row["harm_begun"]), ("Cold from 11:00", &json!(false)));

    // Graded before it sets in; then it does, and nobody has written anything.
    case.assess("high", 240).await;
    let row = case.row().await;
    assert_eq!(
        (text(&row, "need"), text(&row, "need_line")),
        ("weather", "Cold from 11:00. Assess again then")
    );
    laptop.wait(121);
    let row = case.row().await;
    assert_eq!((text(&row, "need"), &row["overdue"]), ("weather", &json!(true)));
    assert_eq!(text(&row, "need_line"), "Cold since 11:00. Assess again");
    assert_eq!((text(&row, "next_harm"), &row["harm_begun"]), ("Cold since 11:00", &json!(true)));
    case.refresh().await;
    let weather = &case.view["opinion"]["weather"][0];
    assert_eq!(
        (&weather["begun"], text(weather, "asks")),
        (&json!(true), "Assess again: nobody has since it set in.")
    );
    case.assess("high", 60).await;
    assert_ne!(text(&case.row().await, "need"), "weather");
    assert_eq!(text(&case.view["opinion"]["weather"][0], "asks"), "");
}

#[tokio::test]
async fn mild_weather_changes_neither_grade_nor_opinion_and_takes_what_is_dangerous_back_only_with_a_reason()
{
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult("Test Street", &laptop)).await;
    case.assess("high", 240).await;
    let before = case.view["opinion"].clone();
    let mut mild = cold(&laptop.after(0));
    mild["weather"]["lowest"] = json!(12);
    case.give("note_weather", mild.clone()).await;
    let after = &case.view["opinion"];
    assert_eq!(text(&after["weather"][0], "line"), "Weather from 09:00: 12 °C, wet.");
    for field in ["rate", "suggested", "rests_on", "reasons", "next_change"] {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert_eq!(text(&case.view["grade"], "grade"), "high", "INV-4");

    case.give("note_weather", cold(&laptop.after(60))).await;
    case.give("note_weather", mild.clone()).await;
    assert_eq!(case.view["opinion"]["weather"].as_array().unwrap().len(), 2, "it stands beside the cold");
    assert_eq!(exposure(&case).len(), 1);
    mild["weather"]["instead_because"] = json!("A newer forecast, Met Office, 09:00");
    case.give("note_weather", mild).await;
    assert_eq!(case.view["opinion"]["weather"].as_array().unwrap().len(), 1);
    assert!(exposure(&case).is_empty());
    let instead = "Instead of what was noted before, because: A newer forecast, Met Office, 09:00";
    assert!(says(
        &case,
        &format!("Weather from 09:00: 12 °C, wet. Met Office, Alderby, 17:00. Black ice {instead}")
    ));
    assert_eq!(text(&case.view["grade"], "grade"), "high", "INV-4");
}

#[tokio::test]
async fn somebodys_no_stands_against_dangerous_weather_as_a_conflict() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(adult("Test Street", &laptop)).await;
    let no = json!({ "answers": [{ "question": "weather_exposure", "answer": "no" }] });
    case.give("answer_questions", no).await;
    case.give("note_weather", cold(&laptop.after(0))).await;
    assert_eq!(exposure(&case), ["Cold, wet or heat: conflicting, counted as yes"]);
}

#[tokio::test]
async fn weather_that_cannot_be_meant_is_refused_at_its_fields() {
    let laptop = Laptop::staffed().await;
    let case = laptop.report(adult("Test Street", &laptop)).await;
    let nothing = json!({ "weather": { "according_to": "", "from": laptop.after(30_000) } });
    let error = case.refused("note_weather", nothing).await;
    assert_eq!(error.code, ErrorCode::Refused);
    assert_eq!(fields(&error), ["weather.according_to", "weather.from", "weather.lowest"]);
}

#[tokio::test]
async fn dusk_is_reckoned_for_where_they_were_last_seen_where_that_can_be_told() {
    let laptop = Laptop::staffed().await;
    let east = laptop.report(adult("the beach, TM 550 930", &laptop)).await;
    let dusk = text(&east.view["opinion"], "dusk").to_owned();
    assert!(dusk.ends_with("reckoned for where they were last seen (TM 550 930)."), "{dusk}");
    let west = laptop.report(adult("50.07, -5.71", &laptop)).await;
    let later = text(&west.view["opinion"], "dusk").to_owned();
    assert!(later > dusk, "{later} {dusk}");
    let street = laptop.report(adult("Test Street", &laptop)).await;
    let force = text(&street.view["opinion"], "dusk").to_owned();
    assert!(force.starts_with("Dusk 16:") && force.ends_with("reckoned for the force’s area."), "{force}");

    // The duty list goes by the same place.
    let confused = json!({ "answers": [{ "question": "dementia", "answer": "yes" }] });
    for mut case in [east, west, street] {
        case.give("answer_questions", confused.clone()).await;
        let at = text(&case.view["opinion"], "dusk")[5..10].to_owned();
        assert_eq!(text(&case.row().await, "next_harm"), format!("Dark at {at}"));
    }
}

#[tokio::test]
async fn a_force_says_where_its_area_is() {
    let laptop = Laptop::staffed().await;
    let dusk = async |laptop: &Laptop| {
        let case = laptop.report(adult("Test Street", laptop)).await;
        text(&case.view["opinion"], "dusk").to_owned()
    };
    let shipped = dusk(&laptop).await;
    let own = "dusk_easting_kilometres = 140\ndusk_northing_kilometres = 30\n";
    std::fs::write(laptop.live().join("thresholds.toml"), own).expect("written");
    laptop.unlock(SUPERVISOR).await;
    assert!(dusk(&laptop).await > shipped, "further west and south");
}
