//! `nrmp-central`: serve, and administer.

mod arguments;
mod output;

use std::path::Path;
use std::process::ExitCode;

use central::administration::Profile;
use central::configuration::Configured;
use central::{
    CentralError, Centre, Clock, Database, OwnKey, Parts, administration, backup, national, verify, web,
};
use clap::Parser as _;

use arguments::{Arguments, Command, DeviceCommand, ForceCommand, OfficerCommand};
use output::{complain, say, say_json};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&CentralError::Server(error)),
    };
    match runtime.block_on(run(arguments)) {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

fn failed(error: &CentralError) -> ExitCode {
    let mut causes = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        causes.push_str(&format!(": {next}"));
        cause = next.source();
    }
    complain(&format!("nrmp-central: {causes}"));
    ExitCode::FAILURE
}

/// What every command but `check-config` opens.
struct Opened {
    configured: Configured,
    database: Database,
    key: OwnKey,
    clock: Clock,
}

async fn opened(configured: Configured) -> Result<Opened, CentralError> {
    let configuration = &configured.configuration;
    let key = OwnKey::of_file(&administration::key_path(&configuration.data))?;
    let wait = std::time::Duration::from_millis(configuration.limits.database_wait_ms);
    let database =
        Database::open(&configuration.place(), configuration.limits.database_connections, wait).await?;
    // Another clock is for invented people alone.
    let clock = match std::env::var_os("NRMP_CLOCK") {
        Some(path) if configuration.training && !path.is_empty() => Clock::File(path.into()),
        _ => Clock::System,
    };
    administration::claim(&database, &key, configuration.training, &clock).await?;
    Ok(Opened { configured, database, key, clock })
}

async fn run(arguments: Arguments) -> Result<ExitCode, CentralError> {
    let configured = arguments.configured()?;
    central::log::start(configured.configuration.log_json);
    if matches!(arguments.command, Command::CheckConfig) {
        for line in configured.explained() {
            say(&line);
        }
        return Ok(ExitCode::SUCCESS);
    }
    if let Command::Restore { folder, .. } = &arguments.command {
        take_key(folder, &configured)?;
    }
    let opened = opened(configured).await?;
    let database = &opened.database;
    match arguments.command {
        Command::CheckConfig => {}
        Command::Serve => return serve(opened).await,
        Command::Force(ForceCommand::Add { force, name, code_adopted, police }) => {
            let today = chrono::DateTime::from_timestamp_millis(opened.clock.now()).unwrap_or_default();
            let organisation =
                administration::Organisation::of(&force, police, code_adopted, today.date_naive())?;
            let name = name.unwrap_or_else(|| force.name().to_owned());
            administration::add_force(database, &force, &name, &organisation, &opened.clock).await?;
            say(&format!("{force} {name} is there"));
        }
        Command::Force(ForceCommand::Scope { force, granted }) => {
            administration::grant_scope(database, &force, &granted.into(), &opened.clock).await?;
            keep_withdrawn(&opened).await?;
            for line in
                administration::scopes(database, Some(&force), &opened.clock).await?.iter().rev().take(1)
            {
                say_json(line);
            }
        }
        Command::Force(ForceCommand::Scopes { force }) => {
            for line in administration::scopes(database, force.as_ref(), &opened.clock).await? {
                say_json(&line);
            }
        }
        Command::Officer(OfficerCommand::Add { force, officer_id, public_key, role }) => {
            administration::add_officer(database, &force, officer_id, &public_key, role).await?;
            keep_withdrawn(&opened).await?;
            say(&format!("the key of officer {officer_id} is good on every device of {force}"));
        }
        Command::Officer(OfficerCommand::Suspend { force, officer_id, reason }) => {
            administration::suspend_officer(database, &force, officer_id, &reason, &opened.clock).await?;
            keep_withdrawn(&opened).await?;
            say(&format!("what officer {officer_id} sends from now on is refused and kept apart"));
        }
        Command::Device(DeviceCommand::EnrolCode { force, officer: None, profile }) => {
            let good_for = opened.configured.configuration.limits.enrol_code_ms;
            let (key, clock) = (&opened.key, &opened.clock);
            let code = administration::enrol_code(database, &force, key, profile, good_for, clock).await?;
            say(&code.to_string());
        }
        Command::Device(DeviceCommand::EnrolCode { force, officer: Some(officer), profile }) => {
            let good_for = opened.configured.configuration.limits.enrol_code_ms;
            let (key, clock) = (&opened.key, &opened.clock);
            let (code, officer) =
                administration::officer_code(database, &force, &officer, key, profile, good_for, clock)
                    .await?;
            say(&code.to_string());
            complain(&format!("for {} {}, on one more laptop of {force}", officer.collar, officer.name));
        }
        Command::Device(DeviceCommand::List { force }) => {
            for device in administration::devices(database, force.as_ref()).await? {
                say_json(&device);
            }
        }
        Command::Device(DeviceCommand::Profile { force, device_id, profile }) => {
            let changed = administration::set_profile(database, &force, device_id, profile).await?;
            say(&match (profile, changed) {
                (_, false) => format!("device {device_id} is so already"),
                (Profile::Desk, true) => {
                    format!(
                        "device {device_id} is given the whole ledger of {force}: it takes the rest when it next asks"
                    )
                }
                (Profile::Field, true) => format!(
                    "device {device_id} is a field laptop from now on. This narrows only what it is given: what it \
                     holds stays on it"
                ),
            });
        }
        Command::Device(DeviceCommand::Revoke { force, device_id }) => {
            administration::revoke_device(database, &force, device_id, &opened.clock).await?;
            keep_withdrawn(&opened).await?;
            say(&format!("device {device_id} is revoked: it gets nothing, and what it sends is kept apart"));
        }
        Command::Quarantine { force } => {
            for line in administration::quarantine(database, force.as_ref()).await? {
                say_json(&line);
            }
        }
        Command::Verify => {
            let verified = verify::verify(database).await?;
            say_json(&verified);
            if !verified.is_sound() {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::Backup { folder } => {
            let configuration = &opened.configured.configuration;
            let key_file = administration::key_path(&configuration.data);
            let store = configuration.store()?;
            say_json(&backup::back_up(database, store.as_ref(), &key_file, &folder).await?);
        }
        Command::Restore { folder, withdrawn } => {
            let store = opened.configured.configuration.store()?;
            let kept = backup::withdrawn::path(&opened.configured.configuration.data);
            let withdrawn = withdrawn.or_else(|| kept.exists().then(|| kept.clone()));
            let withdrawn = withdrawn.as_deref().map(backup::withdrawn::read).transpose()?;
            say_json(&backup::restore(database, store.as_ref(), &folder, &opened.clock).await?);
            match withdrawn {
                Some(withdrawn) => {
                    say_json(&backup::withdrawn::withdraw_again(database, withdrawn).await?);
                }
                None => complain(&format!(
                    "{} is not there. Revoke devices, suspend officers and withdraw scopes again that were since the \
                     backup, before you serve",
                    kept.display()
                )),
            }
            let verified = verify::verify(database).await?;
            say_json(&verified);
            if !verified.is_sound() {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::RebuildIndex => {
            let changed = national::rebuild(database, &opened.clock).await?;
            say(&format!("the national index is made again: {changed} rows came out otherwise"));
        }
        Command::Stats => {
            for force in administration::stats(database).await? {
                say_json(&force);
            }
        }
    }
    opened.database.close().await;
    Ok(ExitCode::SUCCESS)
}

/// So that it holds when a backup from before is put back.
async fn keep_withdrawn(opened: &Opened) -> Result<(), CentralError> {
    let file = backup::withdrawn::path(&opened.configured.configuration.data);
    backup::withdrawn::keep(&opened.database, &file).await
}

/// The key that laptops pinned comes back with the rest. A key that is there already must be the same.
fn take_key(folder: &Path, configured: &Configured) -> Result<(), CentralError> {
    let (from, to) =
        (administration::key_path(folder), administration::key_path(&configured.configuration.data));
    let failed = |error| CentralError::File { path: from.display().to_string(), source: error };
    let kept = std::fs::read(&from).map_err(failed)?;
    match std::fs::read(&to) {
        Ok(there) if there == kept => Ok(()),
        Ok(_) => Err(CentralError::Asked(format!("{} is another central's key", to.display()))),
        Err(_) => {
            std::fs::create_dir_all(&configured.configuration.data).map_err(failed)?;
            // Copies the permissions as well.
            std::fs::copy(&from, &to).map_err(failed).map(drop)
        }
    }
}

async fn serve(opened: Opened) -> Result<ExitCode, CentralError> {
    let Opened { configured, database, key, clock } = opened;
    let configuration = configured.configuration;
    let forces = administration::forces(&database).await?;
    let pin = key.public().pin();
    let store = configuration.store()?;
    let parts = Parts {
        database,
        key,
        clock,
        limits: configuration.limits.clone(),
        training: configuration.training,
        blobs: store.clone(),
        withdrawn: Some(backup::withdrawn::path(&configuration.data)),
    };
    let serving = web::serve(Centre::new(parts).await?, &configuration).await?;
    let scheme = if configuration.has_tls() { "https" } else { "http" };
    say(&format!("nrmp-central answers on {scheme}://{} (key {pin})", serving.address));
    say(&format!("its database is {}", configuration.place().shown()));
    let bucket = &configuration.photographs.s3_bucket;
    if !bucket.is_empty() {
        say(&match central::photographs::reached(store.as_ref()).await {
            Ok(()) => format!("its photographs are in the bucket {bucket}"),
            // Entries matter more: they are exchanged all the same.
            Err(error) => format!(
                "its photographs are NOT reached in the bucket {bucket}: {}. Entries are exchanged; laptops keep \
                 their photographs and send them again",
                central::log::chain(&error)
            ),
        });
    }
    if forces.is_empty() {
        say("no force is known yet. To enrol the first device, in another terminal with the same settings:");
        say("  nrmp-central force add NM");
        say("  nrmp-central device enrol-code NM");
        say("and type the code, with the address above, at the laptop.");
    }
    let stopped = until_told_to_stop().await;
    let ended = serving.stop().await;
    stopped.map_err(CentralError::Server)?;
    ended?;
    say("stopped: all that was accepted is done");
    Ok(ExitCode::SUCCESS)
}

/// Ctrl+C, or the signal with which a system stops its programs.
async fn until_told_to_stop() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
