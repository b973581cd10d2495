//! `nrmpctl`: the same use-cases as the window, for administrators, evidence officers and tests.
//!
//! Exit status: 0 done, 1 refused, 2 usage, 3 fault. With `--json` the view is printed as JSON, the very same that the
//! window receives, and a failure as `{"error": {"code", "rule", "message", "fields"}}` on standard error.

mod args;
mod decide;
mod devices;
mod exchange;
mod failure;
mod list;
mod offer;
mod print;
mod risk;
mod standards;
mod sync;

use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use app::{App, AppError, AppSettings, ErrorCode};
use clap::Parser as _;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use args::{Arguments, Register, Verb};
use failure::{Failure, REFUSED};

fn main() -> ExitCode {
    write_log_to_stderr();
    keep_panics_silent();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() && args::asks_for_json() => {
            return ended(Err(Failure::Usage(args::first_line(&error))), true);
        }
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Failure::Usage(String::new()).status() } else { 0 }.into();
        }
    };
    let json = arguments.json;
    ended(guarded(|| run_to_the_end(arguments)), json)
}

fn ended(done: Result<u8, Failure>, json: bool) -> ExitCode {
    match done {
        Ok(status) => status.into(),
        Err(failure) => {
            failure.report(json);
            failure.status().into()
        }
    }
}

/// `NRMP_LOG` sets the level; nothing is logged without it.
fn write_log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("NRMP_LOG").unwrap_or_else(|_| "off".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// A panic's words may quote what somebody typed: only the place in the program goes to the log (INV-8).
fn keep_panics_silent() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "the program came upon something impossible");
    }));
}

fn guarded(run: impl FnOnce() -> Result<u8, Failure>) -> Result<u8, Failure> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        Err(Failure::Fault("came upon something impossible; NRMP_LOG=error says where in the program".into()))
    })
}

fn run_to_the_end(arguments: Arguments) -> Result<u8, Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure::Fault(error.to_string()))?;
    runtime.block_on(run(arguments))
}

async fn run(arguments: Arguments) -> Result<u8, Failure> {
    if let Verb::UseCases = arguments.verb {
        print::use_cases(arguments.json)?;
        return Ok(0);
    }
    let data_dir = arguments.vault.clone().unwrap_or_else(args::default_vault);
    // A verb does what it says: central is spoken to when it is asked for.
    let syncs = matches!(arguments.verb, Verb::Sync { watch: true });
    let app = App::new(AppSettings { syncs, ..AppSettings::new(data_dir) });
    let done = with(&app, &arguments).await;
    app.shut_down().await;
    done
}

async fn with(app: &App, arguments: &Arguments) -> Result<u8, Failure> {
    let json = arguments.json;
    match &arguments.verb {
        Verb::UseCases => {}
        Verb::Init { force, name, collar, role } => {
            let passphrase = passphrase(arguments, true)?;
            let command = json!({
                "force": force,
                "officer": { "name": name, "collar": collar, "role": role },
                "passphrase": &*passphrase,
            });
            let view = app::call(app, "create_register", command).await?;
            print::only_once(json, &view, print::shares)?;
        }
        Verb::Join { central, certificates } => {
            sync::join(app, arguments, central, certificates.as_deref()).await?;
        }
        Verb::Training { incidents, seed, replace, force } => {
            print::progress(app);
            let command = json!({ "incidents": incidents, "seed": seed, "replace": replace, "force": force });
            let view = app::call(app, "open_training", command).await?;
            print::view(json, &view, |out, view| print::training(out, view, *incidents, *seed))?;
        }
        Verb::List { all } => {
            unlock(app, arguments).await?;
            let page = async |offset, limit| {
                app::call(app, "duty_list", json!({ "offset": offset, "limit": limit })).await
            };
            let view = if *all { list::whole(page).await? } else { page(0, list::USUAL).await? };
            print::view(json, &view, print::duty_list)?;
        }
        Verb::Show { incident, at } => {
            unlock(app, arguments).await?;
            let incident_id = identify(app, incident).await?;
            let command = json!({ "incident_id": incident_id, "at": at });
            let view = app::call(app, "incident", command).await?;
            print::view(json, &view, print::incident)?;
        }
        Verb::Import { .. }
        | Verb::PaperSheet { .. }
        | Verb::Photographs { .. }
        | Verb::Export { .. }
        | Verb::ExportRefused { .. }
        | Verb::Evidence { .. } => {
            unlock(app, arguments).await?;
            print::progress(app);
            return exchange::run(app, arguments).await;
        }
        Verb::Verify { file: Some(file) } => return exchange::verify(file, json),
        Verb::Verify { file: None } => {
            // Without opening the register: one that is too damaged for that is verified all the same.
            let credentials = credentials(app, arguments).await?;
            let view = app::call(app, "verify_closed", credentials).await?;
            print::view(json, &view, print::verified)?;
            return Ok(if view["sound"] == json!(true) { 0 } else { REFUSED });
        }
        Verb::Enrol { .. } | Verb::Sync { .. } | Verb::SyncState => {
            unlock(app, arguments).await?;
            return sync::run(app, arguments).await;
        }
        Verb::Decide { .. } => {
            unlock(app, arguments).await?;
            return decide::run(app, arguments).await;
        }
        Verb::Devices { act } => {
            unlock(app, arguments).await?;
            return devices::run(app, act.as_ref(), json).await;
        }
        Verb::Standards { what } => {
            unlock(app, arguments).await?;
            return standards::run(app, what, json).await;
        }
        Verb::Risk { what } => {
            unlock(app, arguments).await?;
            return risk::run(app, what, json).await;
        }
        Verb::Rebuild => {
            unlock(app, arguments).await?;
            let view = app::call(app, "rebuild", json!({})).await?;
            print::view(json, &view, print::line)?;
        }
        Verb::Do { use_case } => {
            let command = command_of(use_case)?;
            if !app::NEEDS_NO_SESSION.contains(&use_case.as_str()) {
                unlock(app, arguments).await?;
            }
            let view = app::call(app, use_case, command).await?;
            let shown = if matches!(use_case.as_str(), "create_register" | "join_register" | "renew_shares") {
                print::only_once
            } else {
                print::view
            };
            shown(false, &view, print::pretty)?;
        }
    }
    Ok(0)
}

/// The command of a use-case, from standard input.
fn command_of(use_case: &str) -> Result<Value, Failure> {
    if !app::USE_CASE_NAMES.contains(&use_case) {
        let what = format!("there is no use-case {use_case}; `nrmpctl use-cases` lists them");
        return Err(Failure::Usage(what));
    }
    let mut text = Zeroizing::new(String::new());
    std::io::stdin().read_to_string(&mut text).map_err(|error| Failure::Usage(error.to_string()))?;
    let text = if text.trim().is_empty() { "{}" } else { text.as_str() };
    serde_json::from_str(text).map_err(|error| Failure::Usage(format!("standard input is not JSON: {error}")))
}

async fn unlock(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let credentials = credentials(app, arguments).await?;
    app::call(app, "unlock", credentials).await?;
    Ok(())
}

/// Which register, whose slot, and the passphrase.
async fn credentials(app: &App, arguments: &Arguments) -> Result<Value, Failure> {
    let status = app::call(app, "register_status", json!({})).await?;
    let stands = |kind: &str| {
        status["registers"]
            .as_array()
            .is_some_and(|all| all.iter().any(|register| register["register"] == kind))
    };
    let register = match arguments.register {
        Some(Register::Live) => "live",
        Some(Register::Training) => "training",
        None if stands("live") => "live",
        None => "training",
    };
    let collar = collar(arguments)?;
    // Nobody is asked for the passphrase of nothing: the use-case says that no register is there.
    let passphrase = if stands(register) { passphrase(arguments, false)? } else { Zeroizing::default() };
    Ok(json!({ "register": register, "collar": collar, "passphrase": &*passphrase }))
}

fn collar(arguments: &Arguments) -> Result<String, Failure> {
    match &arguments.collar {
        Some(collar) => Ok(collar.clone()),
        None => Err(Failure::Usage("give the officer's collar number with --collar or NRMP_COLLAR".into())),
    }
}

/// From a file, `NRMP_PASSPHRASE`, or a prompt that does not echo.
fn passphrase(arguments: &Arguments, new: bool) -> Result<Zeroizing<String>, Failure> {
    if let Some(path) = &arguments.passphrase_file {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::Usage(format!("the passphrase file: {error}")))?;
        let text = Zeroizing::new(text);
        let line = text.lines().next().unwrap_or_default();
        if line.is_empty() {
            return Err(Failure::Usage("the first line of the passphrase file is empty".into()));
        }
        return Ok(Zeroizing::new(line.to_owned()));
    }
    if let Ok(passphrase) = std::env::var("NRMP_PASSPHRASE") {
        return Ok(Zeroizing::new(passphrase));
    }
    let ask = |words: &str| rpassword::prompt_password(words).map(Zeroizing::new);
    let no_prompt = |_| {
        Failure::Usage("there is no terminal to ask on: give --passphrase-file or NRMP_PASSPHRASE".into())
    };
    let passphrase = ask("Passphrase: ").map_err(no_prompt)?;
    if new && *ask("Once more: ").map_err(no_prompt)? != *passphrase {
        return Err(Failure::Usage("the two passphrases differ".into()));
    }
    Ok(passphrase)
}

/// An incident by its id, or by its reference.
async fn identify(app: &App, incident: &str) -> Result<Value, Failure> {
    if incident.len() == 36 && !incident.contains('/') {
        return Ok(json!(incident));
    }
    let found = app::call(app, "find_people", json!({ "text": incident })).await?;
    let hit = found["incidents"].as_array().and_then(|all| {
        let own = all.iter().find(|one| {
            one["reference"].as_str().is_some_and(|reference| reference.eq_ignore_ascii_case(incident))
        });
        // Another system's reference, where it is that of one incident alone.
        let other = || if incident.contains(|c: char| c.is_ascii_digit()) { all.first() } else { None };
        own.or_else(|| other().filter(|_| all.len() == 1))
    });
    match hit {
        Some(hit) => Ok(hit["incident_id"].clone()),
        None => Err(Failure::App(AppError {
            code: ErrorCode::NotFound,
            rule: None,
            message: format!("There is no incident {incident} here."),
            fields: Vec::new(),
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_fault_that_does_not_repeat_what_it_said() {
        keep_panics_silent();
        let Err(failure @ Failure::Fault(_)) = guarded(|| panic!("Test-Larkspur")) else {
            panic!("no fault");
        };
        assert_eq!(failure.status(), 3);
        let Failure::Fault(what) = failure else { return };
        assert!(!what.contains("Test-Larkspur"));
    }
}
