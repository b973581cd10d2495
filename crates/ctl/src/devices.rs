//! The laptops of the force.

use std::io::{self, Write};

use app::App;
use serde_json::{Value, json};

use crate::args::DevicesAct;
use crate::failure::Failure;
use crate::print;

pub async fn run(app: &App, act: Option<&DevicesAct>, as_json: bool) -> Result<u8, Failure> {
    let view = app::call(app, "devices", json!({})).await?;
    let view = match act {
        None => view,
        Some(DevicesAct::Revoke { laptop, reason, confirm }) => {
            let device_id = identify(&view, laptop)?;
            let command = json!({ "device_id": device_id, "label": confirm, "reason": reason });
            app::call(app, "revoke_device", command).await?
        }
    };
    print::view(as_json, &view, list)?;
    Ok(0)
}

/// A laptop by its id, or by its short name where one alone has it.
fn identify(view: &Value, laptop: &str) -> Result<Value, Failure> {
    let is = |value: &Value| value.as_str().is_some_and(|text| text.eq_ignore_ascii_case(laptop));
    let all = view["devices"].as_array().cloned().unwrap_or_default();
    let found: Vec<&Value> = all.iter().filter(|one| is(&one["device_id"]) || is(&one["label"])).collect();
    match found.as_slice() {
        [one] => Ok(one["device_id"].clone()),
        [] => Err(Failure::Usage(format!(
            "there is no laptop {laptop} in the list: `nrmpctl devices` shows it"
        ))),
        _ => Err(Failure::Usage(format!("several laptops are called {laptop}: give the id"))),
    }
}

fn list(out: &mut dyn Write, view: &Value) -> io::Result<()> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    writeln!(out, "{}", text(&view["line"]))?;
    for one in view["devices"].as_array().into_iter().flatten() {
        let this = if one["this_laptop"] == json!(true) { " (this laptop)" } else { "" };
        let mut said = Vec::new();
        for field in ["revocation", "contact"] {
            said.push(text(&one[field]));
        }
        said.extend(one["unsent"].as_array().into_iter().flatten().map(text));
        for field in ["profile", "holds", "lease"] {
            said.push(text(&one[field]));
        }
        said.retain(|words| !words.is_empty());
        writeln!(out, "{}{this} {}: {}", text(&one["label"]), text(&one["device_id"]), said.join("; "))?;
    }
    Ok(())
}
