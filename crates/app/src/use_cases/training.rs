//! The training register: invented people, made on request and kept apart from the live one.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use register::fact::{ForceFact, Photograph, Taken};
use register::force::ForceCode;
use register::{IncidentId, OfficerId, Refusal};
use store::keys::{self, KdfParams, KeyFile, NewPassphrase, OfficerKeys, RegisterLock};
use training::{Happening, Moment, Plan};

use super::registers::{added, blocking, force_body, make, open_with, view};
use crate::app::{App, Session, body, context, new_uuid, writing};
use crate::commands::{AddPhotograph, NewOfficer, Nothing, OpenTraining, RegisterKind, Secret};
use crate::error::{AppError, ErrorCode};
use crate::portrait;
use crate::use_cases::photograph::blobs_of;
use crate::views::{AppEvent, Done, TrainingOfficerView, TrainingView};
use crate::{officers, words};

/// Shown on the screen: it guards invented people only.
const PASSPHRASE: &str = "heron quarry lantern 58";
const FORCE: &str = "NM";
/// Moments written in one transaction.
const BATCH: usize = 2_000;

/// Open the training register; make it first where there is none, or anew where that is asked.
pub async fn open_training(app: &App, command: OpenTraining) -> Result<TrainingView, AppError> {
    if !(Plan::LEAST..=Plan::MOST).contains(&command.incidents) {
        return Err(AppError::field("incidents", "field-training-incidents"));
    }
    app.close("").await;
    let kind = RegisterKind::Training;
    let folder = app.folder(kind);
    let stands = KeyFile::exists(&folder)? && folder.join(store::DATABASE).exists();
    let made = !stands || command.replace;
    let session = if made {
        app.set_cancelled(false);
        let (running, handle) = (app.clone(), tokio::runtime::Handle::current());
        // The plan is a lazy iterator that stays on one thread.
        let done =
            blocking(move || handle.block_on(generate(&running, command.incidents, command.seed))).await?;
        match done {
            Ok(session) => session,
            Err(error) => {
                // What was begun goes; what another program has open is its own.
                match discard(app) {
                    Err(kept) if kept.code != ErrorCode::RegisterInUse => return Err(kept),
                    _ => return Err(error),
                }
            }
        }
    } else {
        let lock = RegisterLock::take(&folder)?;
        let collar = training::officers()[0].collar;
        let (lock, unlocked) = blocking(move || {
            let unlocked = keys::unlock(&lock, collar, PASSPHRASE, keys::DEFAULT_TRIES);
            (lock, unlocked)
        })
        .await?;
        open_with(app, kind, lock, unlocked?).await?
    };
    let session = app.open(session).await;
    let officers = training::officers()
        .iter()
        .map(|officer| TrainingOfficerView {
            name: officer.name.into(),
            collar: officer.collar.into(),
            role: officer.role,
        })
        .collect();
    Ok(TrainingView { session: view(app, &session).await?, passphrase: PASSPHRASE.into(), officers, made })
}

/// Stop what shows progress. What it had begun is taken back.
pub async fn cancel_progress(app: &App, _: Nothing) -> Result<Done, AppError> {
    app.set_cancelled(true);
    Ok(Done {})
}

/// Take the files of the training register away: it can be made again from its seed. Refused while
/// another program has it open.
fn discard(app: &App) -> Result<(), AppError> {
    let folder = app.folder(RegisterKind::Training);
    let _lock = RegisterLock::take(&folder)?;
    for name in [
        store::DATABASE.to_owned(),
        format!("{}-wal", store::DATABASE),
        format!("{}-shm", store::DATABASE),
        keys::KEY_FILE.to_owned(),
    ] {
        match std::fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(AppError::new(ErrorCode::Fault, "error-disk"));
            }
            _ => {}
        }
    }
    Ok(())
}

struct Writer {
    officer_id: OfficerId,
    keys: OfficerKeys,
    name: String,
    role: register::Role,
}

async fn generate(app: &App, incidents: u32, seed: u32) -> Result<Session, AppError> {
    let kind = RegisterKind::Training;
    let folder = app.folder(kind);
    if KeyFile::exists(&folder)? {
        discard(app)?;
    }
    let force = ForceCode::parse(FORCE).map_err(|_| AppError::new(ErrorCode::Fault, "error-fault"))?;
    let plan = Plan { seed: seed.into(), incidents, now: app.now_for(kind), force: force.clone() };
    let mut references: HashMap<IncidentId, Arc<str>> = HashMap::new();
    let mut done = 0;
    let mut timeline = training::timeline(&plan).peekable();
    // A device's clock never runs backwards: its officers were there before the first report.
    let opened_at = timeline.peek().map_or(plan.now, |first| first.at) - TimeDelta::hours(1);
    let (session, writers) = staff(app, force, opened_at).await?;
    while timeline.peek().is_some() {
        if app.cancelled() {
            drop(session);
            return Err(AppError::new(ErrorCode::Cancelled, "error-cancelled"));
        }
        let mut bulk = session.vault.bulk().await?;
        for moment in timeline.by_ref().take(BATCH) {
            let last = moment.last.then_some(moment.incident_id);
            record(&session, &writers, &mut bulk, moment, &mut references).await?;
            if let Some(incident) = last {
                bulk.finish(incident).await?;
                done += 1;
            }
        }
        bulk.commit().await?;
        app.tell(AppEvent::Progress { what: words::t("progress-training"), done, of: incidents });
    }
    Ok(session)
}

/// The register, and a slot for each of its invented officers.
async fn staff(app: &App, force: ForceCode, now: DateTime<Utc>) -> Result<(Session, Vec<Writer>), AppError> {
    let officers = training::officers();
    let new = |officer: &training::TrainingOfficer| NewOfficer {
        name: officer.name.into(),
        collar: officer.collar.into(),
        role: officer.role,
    };
    let kdf = KdfParams::weak_for_tests();
    let secret = Secret(PASSPHRASE.into());
    let (session, _) =
        make(app, RegisterKind::Training, force, &new(&officers[0]), &secret, kdf, now).await?;
    let first = keys::unlock(&session.lock, officers[0].collar, PASSPHRASE, keys::DEFAULT_TRIES)?;
    let mut writers = vec![Writer {
        officer_id: session.officer.officer_id,
        keys: first.officer_keys,
        name: officers[0].name.into(),
        role: officers[0].role,
    }];
    let mut facts: Vec<ForceFact> = Vec::new();
    for officer in &officers[1..] {
        let chosen = NewPassphrase {
            typed: PASSPHRASE,
            context_words: &[],
            minimum_score: keys::DEFAULT_MINIMUM_SCORE,
            kdf,
        };
        let slot =
            keys::add_slot(&session.lock, &session.vault_keys, officer.collar, &chosen, &mut rand::rng())?;
        let officer_id = OfficerId(new_uuid(now));
        facts.push(added(officer_id, officer.name, &new(officer), &slot));
        writers.push(Writer {
            officer_id,
            keys: slot.officer_keys,
            name: officer.name.into(),
            role: officer.role,
        });
    }
    let body = force_body(session.author(), now, facts);
    let entries = session
        .vault
        .act_on_force(session.register_id, session.writing(now), |_| Ok::<_, Refusal>(body))
        .await?;
    if let Ok(mut known) = session.officers.lock() {
        *known = officers::fold(&entries);
    }
    Ok((session, writers))
}

async fn record(
    session: &Session,
    writers: &[Writer],
    bulk: &mut store::Bulk<'_>,
    moment: Moment,
    references: &mut HashMap<IncidentId, Arc<str>>,
) -> Result<(), AppError> {
    let reference =
        references.entry(moment.incident_id).or_insert_with(|| Arc::from(&*moment.reference)).clone();
    if moment.last {
        references.remove(&moment.incident_id);
    }
    let (officer, new_action) = match &moment.happening {
        Happening::Step(step) => (step.officer, Some(step.new_action)),
        Happening::Photograph(photograph) => (photograph.officer, None),
    };
    let writer = writers.get(officer).unwrap_or(&writers[0]);
    let at = moment.at;
    let mut context = context(
        session.thresholds(),
        at,
        writer.officer_id,
        writer.role,
        session.force.clone(),
        reference.to_string(),
    );
    context.new_person = moment.person_id;
    context.new_action = new_action.unwrap_or(context.new_action);
    let author = register::entry::Author {
        name: writer.name.clone(),
        role: writer.role,
        force: session.force.clone(),
    };
    let (blobs, photograph) = match &moment.happening {
        Happening::Step(_) => (Vec::new(), None),
        Happening::Photograph(spec) => {
            let original = portrait::draw(spec.seed);
            let prepared = media::prepare(&original, None, &media::Limits::default())?;
            let photograph = Photograph {
                photograph_id: spec.photograph_id,
                original: register::Hash(prepared.original_hash),
                display: register::Hash::of(&prepared.display),
                thumbnail: register::Hash::of(&prepared.thumbnail),
                width: prepared.width,
                height: prepared.height,
                taken: Taken::About { date: spec.taken },
            };
            (blobs_of(prepared, original), Some(photograph))
        }
    };
    let happening = moment.happening;
    bulk.act(moment.incident_id, writing(writer.officer_id, &writer.keys, at), blobs, |state| {
        let command = match (&happening, photograph) {
            (Happening::Step(step), _) => step.command.resolve(state),
            (Happening::Photograph(_), photograph) => {
                let photograph = photograph.ok_or(Refusal::from(register::Rule::NoSuchPhotograph))?;
                let act = crate::commands::Act {
                    basis: state.map(|state| state.basis.clone()).unwrap_or_default(),
                    ..Default::default()
                };
                AddPhotograph { incident_id: moment.incident_id, act, photograph }.into()
            }
        };
        let facts = register::decide(state, &command, &context)?;
        let act = command.act().clone();
        Ok::<_, Refusal>((act.basis.clone(), body(author, &act, at, facts)))
    })
    .await?;
    Ok(())
}
