//! Files in and out.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use app::App;
use serde_json::{Value, json};

use crate::args::{Arguments, Format, Verb};
use crate::failure::{Failure, REFUSED};
use crate::offer::offer;
use crate::{identify, print};

pub async fn run(app: &App, arguments: &Arguments) -> Result<u8, Failure> {
    match &arguments.verb {
        Verb::Import { resume: true, file, .. } => resume(app, file, arguments.json).await,
        Verb::Import { .. } => import(app, arguments).await,
        Verb::Export { incidents, format, out, reason } => {
            let to = offer(app, out);
            let view = if *format == Format::Pdf {
                app::call(app, "print_open_incidents", json!({ "to": to })).await?
            } else {
                let mut ids = Vec::with_capacity(incidents.len());
                for incident in incidents {
                    ids.push(identify(app, incident).await?);
                }
                let which = if ids.is_empty() { Value::Null } else { json!(ids) };
                let format = if *format == Format::Json { "json" } else { "csv" };
                let command = json!({ "incidents": which, "format": format, "to": to, "reason": reason });
                app::call(app, "export_incidents", command).await?
            };
            print::view(arguments.json, &view, print::line)?;
            Ok(0)
        }
        Verb::ExportRefused { out, reason } => {
            let command = json!({ "to": offer(app, out), "reason": reason });
            let view = app::call(app, "export_refused", command).await?;
            print::view(arguments.json, &view, print::line)?;
            Ok(0)
        }
        Verb::Evidence { incident, at, out, reason } => {
            let incident_id = identify(app, incident).await?;
            let to = offer(app, out);
            let command = json!({ "incident_id": incident_id, "at": at, "to": to, "reason": reason });
            let view = app::call(app, "print_evidence", command).await?;
            print::view(arguments.json, &view, print::line)?;
            Ok(0)
        }
        Verb::PaperSheet { out, rows } => {
            let command = json!({ "to": offer(app, out), "rows": rows });
            let view = app::call(app, "write_paper_sheet", command).await?;
            print::view(arguments.json, &view, print::line)?;
            Ok(0)
        }
        Verb::Photographs { folder, list, mapping, dry_run } => {
            let mapping = mapping.as_deref().map(read_mapping).transpose()?;
            let list = list.as_deref().map(|list| offer(app, list));
            let command = json!({ "folder": offer(app, folder), "list": list, "mapping": mapping });
            photographs(app, command, *dry_run, arguments.json).await
        }
        _ => Ok(0),
    }
}

async fn photographs(app: &App, command: Value, dry_run: bool, as_json: bool) -> Result<u8, Failure> {
    if dry_run {
        let view = app::call(app, "read_photographs", command).await?;
        print::view(as_json, &view, |out, view| {
            let n = |field: &str| view[field].as_u64().unwrap_or_default();
            let (files, new, held, not) = (n("files"), n("new"), n("held"), n("not_taken"));
            writeln!(out, "{files} files: {new} new, {held} here already, {not} not taken")?;
            files_of(out, &view["shown"])
        })?;
        return Ok(0);
    }
    let view = app::call(app, "run_photographs", command).await?;
    print::view(as_json, &view, |out, view| {
        print::line(out, &view["run"])?;
        files_of(out, &view["problems"])
    })?;
    Ok(if view["run"]["whole"] == json!(true) { 0 } else { REFUSED })
}

fn files_of(out: &mut dyn Write, files: &Value) -> io::Result<()> {
    for file in files.as_array().into_iter().flatten() {
        let text = |field: &str| file[field].as_str().unwrap_or_default().to_owned();
        let whose = [text("reference"), text("who")].join(" ");
        writeln!(out, "  {:40} {:30} {}", text("file"), whose.trim(), text("line"))?;
    }
    Ok(())
}

async fn import(app: &App, arguments: &Arguments) -> Result<u8, Failure> {
    let Verb::Import { file, mapping, system, dry_run, write_mapping, rejected, recovered_keys, .. } =
        &arguments.verb
    else {
        return Ok(0);
    };
    let chosen = offer(app, file);
    if file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
        let (use_case, command) = if *dry_run {
            ("read_log", json!({ "file": chosen }))
        } else {
            ("take_log", json!({ "file": chosen, "recovered_keys": recovered_keys }))
        };
        let view = app::call(app, use_case, command).await?;
        print::view(arguments.json, &view, if *dry_run { print::pretty } else { print::line })?;
        return Ok(0);
    }
    let given = match mapping {
        Some(path) => Some(read_mapping(path)?),
        None => None,
    };
    let mut preview = app::call(app, "read_import", json!({ "file": chosen, "mapping": given })).await?;
    if let Some(system) = system {
        let mut mapping = preview["mapping"].clone();
        mapping["system"] = json!(system);
        preview = app::call(app, "read_import", json!({ "file": chosen, "mapping": mapping })).await?;
    }
    if let Some(path) = write_mapping {
        let mapping: interchange::Mapping = serde_json::from_value(preview["mapping"].clone())
            .map_err(|error| Failure::Fault(error.to_string()))?;
        let toml = mapping.to_toml().map_err(|problem| Failure::Usage(problem.to_string()))?;
        std::fs::write(path, toml).map_err(|error| Failure::Fault(format!("{}: {error}", path.display())))?;
    }
    if let Some(path) = rejected {
        let to = offer(app, path);
        let command = json!({ "file": chosen, "mapping": preview["mapping"], "to": to });
        app::call(app, "save_rejected", command).await?;
    }
    if *dry_run {
        print::view(arguments.json, &preview, shown)?;
        return Ok(0);
    }
    let command = json!({ "file": chosen, "mapping": preview["mapping"] });
    let view = app::call(app, "run_import", command).await?;
    print::view(arguments.json, &view, print::line)?;
    Ok(if view["whole"] == json!(true) { 0 } else { REFUSED })
}

async fn resume(app: &App, file: &Path, json: bool) -> Result<u8, Failure> {
    let known = app::call(app, "imports", json!({})).await?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stopped = known["imports"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|import| import["state"] == json!("part_done") && import["file"] == json!(name));
    let Some(import) = stopped else {
        return Err(Failure::Usage(format!("no import of {name} was stopped")));
    };
    let command = json!({ "import_id": import["import_id"], "file": offer(app, file) });
    let view = app::call(app, "resume_import", command).await?;
    print::view(json, &view, print::line)?;
    Ok(if view["whole"] == json!(true) { 0 } else { REFUSED })
}

fn read_mapping(path: &Path) -> Result<interchange::Mapping, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?;
    interchange::Mapping::from_toml(&text)
        .map_err(|problem| Failure::Usage(format!("{}: {problem}", path.display())))
}

/// What importing a file would do.
fn shown(out: &mut dyn Write, view: &Value) -> io::Result<()> {
    let n = |field: &str| view[field].as_u64().unwrap_or_default();
    writeln!(out, "{} rows, {}", n("rows"), view["written"].as_str().unwrap_or_default())?;
    writeln!(
        out,
        "{} new ({} of somebody of a name and date of birth that is here), {} changed, {} here already, {} not taken",
        n("new"),
        n("same_person"),
        n("changed"),
        n("held"),
        n("rejected"),
    )?;
    for column in view["columns"].as_array().into_iter().flatten() {
        let text = |field: &str| column[field].as_str().unwrap_or_default().to_owned();
        writeln!(out, "  {:30} {}", text("heading"), text("field"))?;
    }
    for problem in view["problems"].as_array().into_iter().flatten() {
        let text = |field: &str| problem[field].as_str().unwrap_or_default().to_owned();
        let row = problem["row"].as_u64().unwrap_or_default();
        writeln!(out, "row {row}, {}: {:?}: {}", text("column"), text("value"), text("remedy"))?;
    }
    Ok(())
}

/// Check a file of the complete log, without register or passphrase.
pub fn verify(file: &Path, json: bool) -> Result<u8, Failure> {
    let opened = File::open(file).map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))?;
    let verified = app::verify_log_file(opened)?;
    let view = serde_json::to_value(&verified).map_err(|error| Failure::Fault(error.to_string()))?;
    print::view(json, &view, |out, _| {
        let word = if verified.sound { "SOUND" } else { "NOT SOUND" };
        writeln!(out, "{word}: {} incidents, {} entries", verified.incidents, verified.entries)?;
        writeln!(out, "{}", verified.given_out)?;
        writeln!(out, "hash of the log  {}", verified.log_hash)?;
        writeln!(out, "first key        {}", verified.first_key)?;
        verified.findings.iter().chain(&verified.notices).try_for_each(|finding| writeln!(out, "{finding}"))
    })?;
    Ok(if verified.sound { 0 } else { REFUSED })
}
