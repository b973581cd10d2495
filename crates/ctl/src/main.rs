//! `nrmpctl`: the same use-cases as the window, for administrators, evidence officers and tests.
//!
//! Exit status: 0 done, 1 refused, 2 usage, 3 fault. With `--json` the view (or the error) is
//! printed as JSON, the very same that the window receives.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod args;
mod print;

use std::io::Read as _;
use std::process::ExitCode;

use app::{App, AppError, AppSettings, ErrorCode};
use clap::Parser as _;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use args::{Arguments, Register, Verb};

const REFUSED: u8 = 1;
const USAGE: u8 = 2;
const FAULT: u8 = 3;

/// Why the program ends other than well.
enum Failure {
    App(AppError),
    /// What is wrong with the call itself.
    Usage(String),
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("NRMP_LOG").unwrap_or_else(|_| "off".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("nrmpctl: {error}");
            return FAULT.into();
        }
    };
    let json = arguments.json;
    match runtime.block_on(run(arguments)) {
        Ok(status) => status.into(),
        Err(Failure::Usage(what)) => {
            eprintln!("nrmpctl: {what}");
            USAGE.into()
        }
        Err(Failure::App(error)) => {
            if json {
                println!("{}", json!({ "error": error }));
            } else {
                print::error(&error);
            }
            status_of(error.code).into()
        }
    }
}

fn status_of(code: ErrorCode) -> u8 {
    match code {
        ErrorCode::Fault | ErrorCode::Damaged => FAULT,
        ErrorCode::Input => USAGE,
        _ => REFUSED,
    }
}

async fn run(arguments: Arguments) -> Result<u8, Failure> {
    if let Verb::UseCases = arguments.verb {
        print::use_cases(arguments.json);
        return Ok(0);
    }
    let app = App::new(AppSettings::new(arguments.vault.clone().unwrap_or_else(args::default_vault)));
    let done = with(&app, &arguments).await;
    app.shut_down().await;
    done
}

async fn with(app: &App, arguments: &Arguments) -> Result<u8, Failure> {
    let json = arguments.json;
    match &arguments.verb {
        Verb::UseCases => Ok(0),
        Verb::Init { force, name, collar, role } => {
            let passphrase = passphrase(arguments, true)?;
            let command = json!({
                "force": force,
                "officer": { "name": name, "collar": collar, "role": role },
                "passphrase": &*passphrase,
            });
            let view = app::call(app, "create_register", command).await?;
            print::view(json, &view, print::shares);
            Ok(0)
        }
        Verb::Training { incidents, seed, replace } => {
            print::progress(app);
            let command = json!({ "incidents": incidents, "seed": seed, "replace": replace });
            let view = app::call(app, "open_training", command).await?;
            print::view(json, &view, print::training);
            Ok(0)
        }
        Verb::List { all } => {
            unlock(app, arguments).await?;
            let view = app::call(app, "duty_list", json!({ "limit": if *all { 5000 } else { 200 } })).await?;
            print::view(json, &view, print::duty_list);
            Ok(0)
        }
        Verb::Show { incident, at } => {
            unlock(app, arguments).await?;
            let incident_id = identify(app, incident).await?;
            let command = json!({ "incident_id": incident_id, "at": at });
            let view = app::call(app, "incident", command).await?;
            print::view(json, &view, print::incident);
            Ok(0)
        }
        Verb::Verify => {
            unlock(app, arguments).await?;
            let view = app::call(app, "verify", json!({})).await?;
            print::view(json, &view, print::verified);
            Ok(if view["sound"] == json!(true) { 0 } else { REFUSED })
        }
        Verb::Rebuild => {
            unlock(app, arguments).await?;
            let view = app::call(app, "rebuild", json!({})).await?;
            print::view(json, &view, |view| print::line(view, "line"));
            Ok(0)
        }
        Verb::Do { use_case } => {
            if !app::USE_CASE_NAMES.contains(&use_case.as_str()) {
                return Err(Failure::Usage(format!(
                    "there is no use-case {use_case}; `nrmpctl use-cases` lists them"
                )));
            }
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(|error| Failure::Usage(error.to_string()))?;
            let text = if text.trim().is_empty() { "{}" } else { text.as_str() };
            let command: Value = serde_json::from_str(text)
                .map_err(|error| Failure::Usage(format!("standard input is not JSON: {error}")))?;
            if !args::NEEDS_NO_SESSION.contains(&use_case.as_str()) {
                unlock(app, arguments).await?;
            }
            let view = app::call(app, use_case, command).await?;
            println!("{}", serde_json::to_string_pretty(&view).unwrap_or_default());
            Ok(0)
        }
    }
}

async fn unlock(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let passphrase = passphrase(arguments, false)?;
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
    let command = json!({ "register": register, "collar": collar(arguments)?, "passphrase": &*passphrase });
    app::call(app, "unlock", command).await?;
    Ok(())
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
        let text = Zeroizing::new(
            std::fs::read_to_string(path)
                .map_err(|error| Failure::Usage(format!("the passphrase file: {error}")))?,
        );
        return Ok(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()));
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
        all.iter().find(|one| {
            one["reference"].as_str().is_some_and(|reference| reference.eq_ignore_ascii_case(incident))
        })
    });
    match hit {
        Some(hit) => Ok(hit["incident_id"].clone()),
        None => Err(Failure::Usage(format!("there is no incident {incident} here"))),
    }
}
