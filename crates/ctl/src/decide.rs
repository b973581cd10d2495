//! What officers recorded without sight of each other: shown, and decided by somebody who has all of it before them.

use std::io::{self, Write};

use app::App;
use serde_json::{Value, json};

use crate::args::{Arguments, Verb};
use crate::failure::Failure;
use crate::{identify, print};

pub async fn run(app: &App, arguments: &Arguments) -> Result<u8, Failure> {
    let Verb::Decide { incident, .. } = &arguments.verb else { return Ok(0) };
    let incident_id = identify(app, incident).await?;
    let view = app::call(app, "incident", json!({ "incident_id": incident_id })).await?;
    let Some((kind, use_case, rest)) = decided(&arguments.verb) else {
        print::view(arguments.json, &view["needs_decision"], needed)?;
        return Ok(0);
    };
    let kinds: Vec<&str> = view["needs_decision"]
        .as_array()
        .map(|all| all.iter().filter_map(|one| one["kind"].as_str()).collect())
        .unwrap_or_default();
    if !kinds.contains(&kind) {
        let what = if kinds.is_empty() { "nothing".to_owned() } else { kinds.join(", ") };
        return Err(Failure::Usage(format!(
            "{incident} needs no decision on {kind}; what needs one: {what}. Nothing was recorded"
        )));
    }
    // What the incident shows now is what is decided between.
    let mut command = json!({ "incident_id": incident_id, "act": { "basis": view["basis"] } });
    if let (Some(command), Some(rest)) = (command.as_object_mut(), rest.as_object()) {
        command.extend(rest.clone());
    }
    let view = app::call(app, use_case, command).await?;
    print::view(arguments.json, &view, print::incident)?;
    Ok(0)
}

/// The kind that is decided, the use-case, and what it is given beside the incident.
fn decided(verb: &Verb) -> Option<(&'static str, &'static str, Value)> {
    let Verb::Decide { grade, category, person, to, why, not_known, would_change, review_hours, .. } = verb
    else {
        return None;
    };
    let (why, review) =
        (why.as_deref().unwrap_or_default(), chrono::TimeDelta::hours((*review_hours).into()));
    match (grade, category, person, to) {
        (Some(grade), ..) => {
            let rationale = json!({ "key_facts": why, "not_known": not_known, "would_change": would_change });
            let next = (app::TimeSource::from_env().now() + review).to_rfc3339();
            let rest = json!({ "grade": grade, "factors": [], "rationale": rationale, "lowered_because": why,
                "next_review_at": next });
            Some(("grades", "assess_risk", rest))
        }
        (_, Some(category), ..) => {
            Some(("category", "decide_category", json!({ "category": category, "reason": why })))
        }
        (.., Some(person), None) => {
            Some(("person", "link_person", json!({ "person_id": person, "reason": why })))
        }
        (.., Some(to)) => Some(("assignment", "assign_incident", json!({ "to": to, "note": why }))),
        _ => None,
    }
}

/// The sides of each, and what settles it.
fn needed(out: &mut dyn Write, view: &Value) -> io::Result<()> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = view.as_array().cloned().unwrap_or_default();
    if all.is_empty() {
        return writeln!(out, "Nothing needs a decision");
    }
    for one in all {
        writeln!(out, "NEEDS A DECISION ({}): {}", text(&one["kind"]), text(&one["line"]))?;
        for side in one["sides"].as_array().into_iter().flatten() {
            let mark = if side["holds"] == json!(true) { "holds" } else { "" };
            writeln!(
                out,
                "  {mark:5}  {} – {}, {}",
                text(&side["what"]),
                text(&side["by"]),
                text(&side["at"])
            )?;
            writeln!(out, "         {}", text(&side["seen"]))?;
        }
        let settled = match one["kind"].as_str() {
            Some("grades") => "decide with --grade, --why, --not-known, --would-change",
            Some("category") => "decide with --category, --why",
            Some("person") => "decide with --person, --why",
            Some("assignment") => "decide with --to, --why",
            Some("closure") => {
                "close it again with `do close_incident`, or reopen it with `do reopen_incident`"
            }
            _ => "say who saw them with `do record_located`, or withdraw it with `do withdraw_located`",
        };
        writeln!(out, "         {settled}")?;
    }
    Ok(())
}
