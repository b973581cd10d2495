//! Views for a person at a terminal, or as JSON for a program.

use std::io::{self, BufWriter, IsTerminal as _, Write};

use app::App;
use serde_json::{Value, json};

use crate::failure::Failure;

/// JSON where that is asked, else in words. A reader who has seen enough (`| head`) ends it quietly.
pub fn view(
    json: bool,
    view: &Value,
    words: impl FnOnce(&mut dyn Write, &Value) -> io::Result<()>,
) -> Result<(), Failure> {
    match shown(json, view, words) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Fault(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// As [`view`], for what is never shown again: that nobody read it is a fault.
pub fn only_once(
    json: bool,
    view: &Value,
    words: impl FnOnce(&mut dyn Write, &Value) -> io::Result<()>,
) -> Result<(), Failure> {
    shown(json, view, words).map_err(|error| {
        Failure::Fault(format!("the register is made, but its recovery shares could not be shown: {error}"))
    })
}

fn shown(
    json: bool,
    view: &Value,
    words: impl FnOnce(&mut dyn Write, &Value) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    if json { writeln!(out, "{view}") } else { words(&mut out, view) }?;
    out.flush()
}

pub fn pretty(out: &mut dyn Write, view: &Value) -> io::Result<()> {
    writeln!(out, "{view:#}")
}

pub fn line(out: &mut dyn Write, view: &Value) -> io::Result<()> {
    writeln!(out, "{}", text(view, "line"))
}

pub fn lines(out: &mut dyn Write, view: &Value) -> io::Result<()> {
    for line in view["lines"].as_array().into_iter().flatten() {
        writeln!(out, "{}", line.as_str().unwrap_or(""))?;
    }
    Ok(())
}

/// What is in use, then what waits or begins later, with what each would change.
pub fn standards(out: &mut dyn Write, view: &Value) -> io::Result<()> {
    for standard in each(view, "in_use") {
        writeln!(
            out,
            "{:12} {:20} {}",
            text(standard, "kind"),
            text(standard, "version"),
            text(standard, "line")
        )?;
        if !text(standard, "passed_over").is_empty() {
            writeln!(out, "{:12} {}", "", text(standard, "passed_over"))?;
        }
    }
    for (heading, part) in [("COMING", "coming"), ("BEFORE", "past")] {
        for proposal in each(view, part) {
            writeln!(out, "\n{heading}  {}  {}", text(proposal, "kind"), text(proposal, "version"))?;
            writeln!(out, "  {}", text(proposal, "proposal"))?;
            writeln!(out, "  {}", text(proposal, "line"))?;
            for said in each(proposal, "said") {
                writeln!(out, "  {}", said.as_str().unwrap_or(""))?;
            }
            changes(out, proposal)?;
        }
    }
    Ok(())
}

/// What a version changes, a value a line.
pub fn changes(out: &mut dyn Write, view: &Value) -> io::Result<()> {
    let changes = &view["changes"];
    writeln!(out, "  {}", text(changes, "line"))?;
    if !text(changes, "unreadable").is_empty() {
        writeln!(out, "  {}", text(changes, "unreadable"))?;
    }
    for change in each(changes, "changes") {
        writeln!(out, "    {}: {} → {}", text(change, "what"), text(change, "from"), text(change, "to"))?;
    }
    Ok(())
}

fn text<'a>(view: &'a Value, field: &str) -> &'a str {
    view[field].as_str().unwrap_or("")
}

fn each<'a>(view: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    view[field].as_array().into_iter().flatten()
}

pub fn shares(out: &mut dyn Write, view: &Value) -> io::Result<()> {
    writeln!(out, "The register {} is made.", text(view, "register_short_id"))?;
    writeln!(out, "Print both recovery shares and keep them apart. They are not shown again.\n")?;
    writeln!(out, "Share 1:\n{}\n", text(view, "share_1"))?;
    writeln!(out, "Share 2:\n{}", text(view, "share_2"))?;
    Ok(())
}

/// `incidents` and `seed` are what was asked for: a register that stood already may hold others.
pub fn training(out: &mut dyn Write, view: &Value, incidents: u32, seed: u32) -> io::Result<()> {
    if view["made"] == json!(true) {
        writeln!(out, "The training register is made: {incidents} incidents of seed {seed}.")?;
    } else {
        writeln!(out, "The training register stood already and is opened as it was: nothing was made.")?;
        writeln!(out, "To replace it: nrmpctl training --incidents {incidents} --seed {seed} --replace")?;
    }
    writeln!(out, "Passphrase of every invented officer: {}", text(view, "passphrase"))?;
    for officer in each(view, "officers") {
        writeln!(
            out,
            "  {}  {}  ({})",
            text(officer, "collar"),
            text(officer, "name"),
            text(officer, "role")
        )?;
    }
    Ok(())
}

pub fn duty_list(out: &mut dyn Write, view: &Value) -> io::Result<()> {
    writeln!(out, "{} open, {} need someone now", view["open"], view["counts"]["now"])?;
    let mut section = "";
    for row in each(view, "rows") {
        if text(row, "section") != section {
            section = text(row, "section");
            writeln!(out, "\n{}", section.replace('_', " ").to_uppercase())?;
        }
        let grade = row["grade"].as_str().unwrap_or("not assessed");
        writeln!(
            out,
            "{:12} {:14} {:32} {:8} {:>9}  {}",
            text(row, "reference"),
            grade,
            text(row, "name"),
            text(row, "age_sex"),
            text(row, "missing_for"),
            text(row, "need_line"),
        )?;
    }
    let shown = each(view, "rows").count() as u64;
    match view["matching"].as_u64().and_then(|matching| matching.checked_sub(shown)) {
        Some(more) if more > 0 => writeln!(out, "\nand {more} more: nrmpctl list --all"),
        _ => Ok(()),
    }
}

pub fn incident(out: &mut dyn Write, view: &Value) -> io::Result<()> {
    writeln!(out, "{}  {}  ({})", text(view, "reference"), text(view, "name"), text(view, "age_sex"))?;
    match view["grade"].as_object() {
        Some(grade) => writeln!(
            out,
            "Grade {} by {}: {}",
            grade["grade"].as_str().unwrap_or(""),
            grade["by"].as_str().unwrap_or(""),
            grade["why"].as_str().unwrap_or("")
        ),
        None => writeln!(out, "Not assessed"),
    }?;
    for danger in each(view, "dangers").filter(|danger| danger["cleared"].is_null()) {
        writeln!(out, "IMMEDIATE DANGER  {} {}", text(danger, "line"), text(danger, "detail"))?;
    }
    writeln!(out, "{}\n", text(view, "need_line"))?;
    for item in each(view, "timeline") {
        writeln!(out, "{:>16}  {}", text(item, "at_line"), text(item, "headline"))?;
        for line in each(item, "lines") {
            writeln!(out, "{:>16}  {}", "", line.as_str().unwrap_or(""))?;
        }
        writeln!(
            out,
            "{:>16}    {} – {} {}",
            "",
            text(item, "source"),
            text(item, "by"),
            text(item, "late")
        )?;
    }
    for seen in each(&view["as_known"], "seen_by") {
        writeln!(out, "{}: {}", text(seen, "officer"), text(seen, "line"))?;
    }
    Ok(())
}

pub fn verified(out: &mut dyn Write, view: &Value) -> io::Result<()> {
    writeln!(out, "{}", text(view, "verdict"))?;
    for check in each(view, "checked") {
        let mark = if check["sound"] == json!(true) { "sound" } else { "FAULT" };
        writeln!(out, "  {mark}  {}: {}", text(check, "name"), text(check, "line"))?;
    }
    for finding in each(view, "findings") {
        writeln!(out, "  {}", text(finding, "line"))?;
    }
    Ok(())
}

pub fn use_cases(json: bool) -> Result<(), Failure> {
    let listed = app::schemas()
        .into_iter()
        .map(|(name, command, view)| json!({ "use_case": name, "command": command, "view": view }))
        .collect();
    view(json, &Value::Array(listed), |out, view| {
        for each in view.as_array().into_iter().flatten() {
            writeln!(out, "{}", text(each, "use_case"))?;
            writeln!(out, "  command: {}", each["command"])?;
            writeln!(out, "  view: {}", each["view"])?;
        }
        Ok(())
    })
}

/// Progress on a terminal; nothing in a pipe.
pub fn progress(app: &App) {
    if !io::stderr().is_terminal() {
        return;
    }
    let mut events = app.events();
    tokio::spawn(async move {
        while let Ok(event) = events.recv().await {
            let event = serde_json::to_value(&event).unwrap_or_default();
            if event["event"] == "progress" {
                let (what, done, of) = (text(&event, "what"), &event["done"], &event["of"]);
                let _ = write!(io::stderr(), "\r{what} {done} / {of}   ");
            }
        }
    });
}
