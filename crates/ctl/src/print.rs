//! Views for a person at a terminal.

use app::{App, AppError};
use serde_json::{Value, json};
use std::io::IsTerminal as _;

/// JSON where that is asked, else in words.
pub fn view(json: bool, view: &Value, words: impl FnOnce(&Value)) {
    if json {
        println!("{view}");
    } else {
        words(view);
    }
}

pub fn error(error: &AppError) {
    eprintln!("{}", error.message);
    for field in &error.fields {
        eprintln!("  {}: {}", field.field, field.message);
    }
}

pub fn line(view: &Value, field: &str) {
    println!("{}", text(view, field));
}

fn text<'a>(view: &'a Value, field: &str) -> &'a str {
    view[field].as_str().unwrap_or("")
}

fn each<'a>(view: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    view[field].as_array().into_iter().flatten()
}

pub fn shares(view: &Value) {
    println!("The register {} is made.", text(view, "register_short_id"));
    println!("Print both recovery shares and keep them apart. They are not shown again.\n");
    println!("Share 1:\n{}\n", text(view, "share_1"));
    println!("Share 2:\n{}", text(view, "share_2"));
}

pub fn training(view: &Value) {
    println!(
        "The training register is ready. Passphrase of every invented officer: {}",
        text(view, "passphrase")
    );
    for officer in each(view, "officers") {
        println!("  {}  {}  ({})", text(officer, "collar"), text(officer, "name"), text(officer, "role"));
    }
}

pub fn duty_list(view: &Value) {
    println!("{} open, {} need someone now", view["open"], view["counts"]["now"]);
    let mut section = "";
    for row in each(view, "rows") {
        if text(row, "section") != section {
            section = text(row, "section");
            println!("\n{}", section.replace('_', " ").to_uppercase());
        }
        let grade = row["grade"].as_str().unwrap_or("not assessed");
        println!(
            "{:12} {:14} {:32} {:8} {:>9}  {}",
            text(row, "reference"),
            grade,
            text(row, "name"),
            text(row, "age_sex"),
            text(row, "missing_for"),
            text(row, "need_line"),
        );
    }
}

pub fn incident(view: &Value) {
    println!("{}  {}  ({})", text(view, "reference"), text(view, "name"), text(view, "age_sex"));
    match view["grade"].as_object() {
        Some(grade) => println!(
            "Grade {} by {}: {}",
            grade["grade"].as_str().unwrap_or(""),
            grade["by"].as_str().unwrap_or(""),
            grade["why"].as_str().unwrap_or("")
        ),
        None => println!("Not assessed"),
    }
    for danger in each(view, "dangers").filter(|danger| danger["cleared"].is_null()) {
        println!("IMMEDIATE DANGER  {} {}", text(danger, "line"), text(danger, "detail"));
    }
    println!("{}\n", text(view, "need_line"));
    for item in each(view, "timeline") {
        println!("{:>16}  {}", text(item, "at_line"), text(item, "headline"));
        for line in each(item, "lines") {
            println!("{:>16}  {}", "", line.as_str().unwrap_or(""));
        }
        println!("{:>16}    {} – {} {}", "", text(item, "source"), text(item, "by"), text(item, "late"));
    }
    for seen in each(&view["as_known"], "seen_by") {
        println!("{}: {}", text(seen, "officer"), text(seen, "line"));
    }
}

pub fn verified(view: &Value) {
    println!("{}", text(view, "verdict"));
    for check in each(view, "checked") {
        let mark = if check["sound"] == json!(true) { "sound" } else { "FAULT" };
        println!("  {mark}  {}: {}", text(check, "name"), text(check, "line"));
    }
    for finding in each(view, "findings") {
        println!("  {}", text(finding, "line"));
    }
}

pub fn use_cases(json: bool) {
    let all = app::schemas();
    if json {
        let listed: Vec<Value> = all
            .into_iter()
            .map(|(name, command, view)| json!({ "use_case": name, "command": command, "view": view }))
            .collect();
        println!("{}", Value::Array(listed));
        return;
    }
    for (name, command, view) in all {
        println!("{name}");
        println!("  command: {}", serde_json::to_string(&command).unwrap_or_default());
        println!("  view: {}", serde_json::to_string(&view).unwrap_or_default());
    }
}

/// Progress on a terminal; nothing in a pipe.
pub fn progress(app: &App) {
    if !std::io::stderr().is_terminal() {
        return;
    }
    let mut events = app.events();
    tokio::spawn(async move {
        while let Ok(event) = events.recv().await {
            if let Ok(event) = serde_json::to_value(&event) {
                if event["event"] == "progress" {
                    eprint!("\r{} {} / {}   ", text(&event, "what"), event["done"], event["of"]);
                }
            }
        }
    });
}
