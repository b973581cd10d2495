//! Factors that are answered rather than taken away, as screens read them (F17).

use register::Rule;
use serde_json::{Value, json};

use crate::common::*;

#[tokio::test]
async fn f17_a_factor_that_stands_is_answered_with_what_shows_it_and_shows_that_it_was_looked_at() {
    let laptop = Laptop::staffed().await;
    let mut case = laptop.report(magnus(&laptop)).await;
    let of = |view: &Value, question: &str| {
        let all = view["answers"].as_array().unwrap().iter();
        all.clone().find(|one| text(one, "question") == question).unwrap().clone()
    };
    assert_eq!(of(&case.view, "self_harm")["stands"], json!(true));
    assert_eq!(of(&case.view, "victim_of_crime")["stands"], json!(false));
    let first = of(&case.view, "self_harm")["at"].clone();

    laptop.wait(20);
    let answer = |answer: &str, detail: &str| json!({ "answers": [{ "question": "self_harm", "answer": answer, "detail": detail }] });
    let error = case.refused("answer_questions", answer("no", " ")).await;
    assert_eq!((rule(&error), fields(&error)), (Rule::Fields, vec!["answers.0.detail"]));
    assert_eq!(
        error.fields[0].message,
        "Say what shows that it no longer applies: who says so, what was seen."
    );
    let error = case.refused("answer_questions", answer("not_asked", "")).await;
    assert_eq!(fields(&error), ["answers.0.answer"]);

    case.give("answer_questions", answer("yes", "")).await;
    let still = of(&case.view, "self_harm");
    assert_eq!((text(&still, "answer"), &still["stands"]), ("yes", &json!(true)));
    assert_ne!(still["at"], first, "looked at again");
    case.give("answer_questions", answer("no", "Spoke to his doctor")).await;
    let over = of(&case.view, "self_harm");
    assert_eq!(
        (text(&over, "answer"), &over["stands"], &over["conflicting"]),
        ("no", &json!(false), &json!(true))
    );
}
