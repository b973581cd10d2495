//! The central service of a register.

use std::io::{self, Read as _, Write};

use app::App;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::args::{Arguments, Verb};
use crate::failure::{Failure, REFUSED};
use crate::offer::offer;
use crate::print;

pub async fn run(app: &App, arguments: &Arguments) -> Result<u8, Failure> {
    let view = match &arguments.verb {
        Verb::Enrol { central, certificates } => {
            let certificates = certificates.as_deref().map(|path| offer(app, path));
            let code = code()?;
            let command = json!({ "address": central, "code": code.trim(), "certificates": certificates });
            app::call(app, "enrol_device", command).await?
        }
        Verb::Sync { watch: true } => return watch(app, arguments.json).await,
        Verb::Sync { watch: false } => app::call(app, "sync_now", json!({})).await?,
        _ => app::call(app, "sync_state", json!({})).await?,
    };
    print::view(arguments.json, &view, state)?;
    let delivered = matches!(arguments.verb, Verb::Sync { .. }).then(|| all_is_delivered(&view));
    Ok(if delivered == Some(false) { REFUSED } else { 0 })
}

/// Join the force's register with a code for its officer, who is named before the code is used.
pub async fn join(
    app: &App,
    arguments: &Arguments,
    central: &str,
    certificates: Option<&std::path::Path>,
) -> Result<(), Failure> {
    let code = code()?;
    // One that is named is good until the program ends.
    let offered = || certificates.map(|path| offer(app, path));
    let mut command = json!({ "address": central, "code": code.trim(), "certificates": offered() });
    let who = app::call(app, "officer_of_code", command.clone()).await?;
    let said = |field: &str| who[field].as_str().unwrap_or_default().to_owned();
    let (collar, name, role, force) = (said("collar"), said("name"), said("role"), said("force_name"));
    // Beside what is printed, which may be read by a program.
    let _ = writeln!(io::stderr(), "The code is for {collar} {name} ({role}) of {force}.");
    let passphrase = crate::passphrase(arguments, true)?;
    command["passphrase"] = json!(&*passphrase);
    command["certificates"] = json!(offered());
    let view = app::call(app, "join_register", command).await?;
    print::only_once(arguments.json, &view, print::shares)
}

/// Central was reached, and has all.
fn all_is_delivered(view: &Value) -> bool {
    let reached = ["up_to_date", "clock_wrong"].contains(&view["line"]["state"].as_str().unwrap_or_default());
    reached && view["to_send"] == json!(0) && view["refused"].as_array().is_some_and(Vec::is_empty)
}

/// From standard input: an argument would stand in the list of processes.
fn code() -> Result<Zeroizing<String>, Failure> {
    let mut text = Zeroizing::new(String::new());
    io::stdin().read_to_string(&mut text).map_err(|error| Failure::Usage(error.to_string()))?;
    if text.trim().is_empty() {
        return Err(Failure::Usage("give the one-time code on standard input".into()));
    }
    Ok(text)
}

/// A line whenever the words change, until Ctrl+C.
async fn watch(app: &App, as_json: bool) -> Result<u8, Failure> {
    let mut events = app.events();
    let mut said = String::new();
    let mut last = app::call(app, "sync_state", json!({})).await?["line"].clone();
    loop {
        let text = last["text"].as_str().unwrap_or_default();
        if text != said {
            print::view(as_json, &last, |out, line| {
                writeln!(out, "{}", line["text"].as_str().unwrap_or(""))
            })?;
            said = text.to_owned();
        }
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => {
                return pressed.map(|()| 0).map_err(|error| Failure::Fault(error.to_string()));
            }
            event = events.recv() => match event {
                Ok(app::views::AppEvent::Sync { line }) => last = json!(line),
                Ok(app::views::AppEvent::Locked { .. }) => return Ok(REFUSED),
                // Some were missed: the next one says where it stands.
                _ => {}
            },
        }
    }
}

fn state(out: &mut dyn Write, view: &Value) -> io::Result<()> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    writeln!(out, "{}", text(&view["line"]["text"]))?;
    writeln!(out, "{}", text(&view["meaning"]))?;
    let about = |one: &Value| format!("{} {}", text(&one["about"]), text(&one["person"])).trim().to_owned();
    let rows = |list: &str| view[list].as_array().cloned().unwrap_or_default();
    for one in rows("decisions") {
        writeln!(
            out,
            "NEEDS A DECISION {} {}: {}",
            text(&one["reference"]),
            text(&one["name"]),
            text(&one["need_line"])
        )?;
    }
    for one in rows("refused") {
        let (what, about) = (text(&one["what"]), about(&one));
        writeln!(out, "NOT DELIVERED {about} {what}: {} {}", text(&one["why"]), text(&one["remedy"]))?;
    }
    for one in rows("set_apart") {
        writeln!(out, "KEPT APART {}: {}", text(&one["about"]), text(&one["why"]))?;
    }
    for reference in rows("differs") {
        writeln!(out, "DIFFERS FROM CENTRAL {}", text(&reference))?;
    }
    for one in rows("waiting") {
        writeln!(out, "to send {} {}", about(&one), text(&one["what"]))?;
    }
    if let Some(central) = view["central"].as_object() {
        writeln!(
            out,
            "central {} (key {}), last contact {}",
            text(&central["address"]),
            text(&central["key"]),
            text(&central["last_contact_line"])
        )?;
        let field = text(&central["field"]);
        if !field.is_empty() {
            writeln!(out, "{field}")?;
        }
    }
    Ok(())
}
