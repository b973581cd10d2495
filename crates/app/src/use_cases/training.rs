//! The training register: invented people, made on request and kept apart from the live one.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use register::entry::confirmation_payload;
use register::fact::{
    BelowSuggestion, Beside, Confirmation, ForceFact, Grade, IncidentFact, Photograph, SecondOpinion, Taken,
};
use register::force::ForceCode;
use register::{Incident, IncidentId, OfficerId, Refusal};
use store::Look;
use store::keys::{self, KdfParams, KeyFile, NewPassphrase, OfficerKeys, RegisterLock};
use training::{Happening, Moment, Plan, SET_ASIDE};

use super::making::{Founding, abandon, make, put_in_place, settle};
use super::registers::{added, blocking, force_body, open_with, thresholds, view};
use crate::app::{App, Session, body, context, new_uuid, writing};
use crate::commands::{
    Act, AddPhotograph, CloseIncident, Command, ConfirmLikeness, NewOfficer, Nothing, OpenTraining,
    RegisterKind, Secret,
};
use crate::error::{AppError, ErrorCode};
use crate::portrait;
use crate::present::opinion::Formed;
use crate::use_cases::photograph::blobs_of;
use crate::views::{AppEvent, Done, TrainingOfficerView, TrainingView};
use crate::{officers, words};

/// Shown on the screen: it guards invented people only.
const PASSPHRASE: &str = "heron quarry lantern 58";
const FORCE: &str = "NM";
/// Moments written in one transaction.
const BATCH: usize = 2_000;
/// From opening an incident to grading it, and from a grade to the inspector's reading it.
const READING: TimeDelta = TimeDelta::minutes(2);

/// Open the training register; make it first where there is none, or anew where that is asked.
pub async fn open_training(app: &App, command: OpenTraining) -> Result<TrainingView, AppError> {
    if !(Plan::LEAST..=Plan::MOST).contains(&command.incidents) {
        return Err(AppError::field("incidents", "field-training-incidents"));
    }
    let force = force_of(command.force.as_deref())?;
    app.close("").await;
    let kind = RegisterKind::Training;
    let folder = app.folder(kind);
    settle(&folder);
    let made = !KeyFile::exists(&folder)? || command.replace;
    let session = if made {
        app.set_cancelled(false);
        let (running, handle) = (app.clone(), tokio::runtime::Handle::current());
        // The plan is a lazy iterator that stays on one thread.
        let done =
            blocking(move || handle.block_on(generate(&running, force, command.incidents, command.seed)))
                .await?;
        let made = done.inspect_err(|error| {
            // What was begun goes; what another program is making is its own.
            if error.code != ErrorCode::RegisterInUse {
                abandon(app, kind);
            }
        })?;
        put_in_place(app, made).await?
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

struct Writer {
    officer_id: OfficerId,
    keys: OfficerKeys,
    name: String,
    role: register::Role,
}

/// An invented force.
fn force_of(code: Option<&str>) -> Result<ForceCode, AppError> {
    let force = ForceCode::parse(code.unwrap_or(FORCE)).ok().filter(ForceCode::is_training);
    force.ok_or_else(|| AppError::field("force", "field-force-invented"))
}

async fn generate(app: &App, force: ForceCode, incidents: u32, seed: u32) -> Result<Session, AppError> {
    let kind = RegisterKind::Training;
    let folder = app.folder(kind);
    // Somebody else may have the one that stands open: they are asked before any work is done.
    drop(RegisterLock::take(&folder)?);
    let thresholds = thresholds(&folder)?;
    let plan =
        Plan { seed: seed.into(), incidents, now: app.now_for(kind), force: force.clone(), thresholds };
    let mut references: HashMap<IncidentId, Arc<str>> = HashMap::new();
    let mut done = 0;
    let mut timeline = training::timeline(&plan).peekable();
    // A device's clock never runs backwards: its officers were there before the first report.
    let opened_at = timeline.peek().map_or(plan.now, |first| first.at) - TimeDelta::hours(1);
    let (session, writers) = staff(app, force, opened_at).await?;
    while timeline.peek().is_some() {
        if app.cancelled() {
            session.vault.close().await?;
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
    look(&session, plan.now).await?;
    Ok(session)
}

/// What the invented officers had looked at: each act shows the incident to who made it, a grader
/// reads it first, and the inspector reads what was graded high.
async fn look(session: &Session, now: DateTime<Utc>) -> Result<(), AppError> {
    let inspector = session.officer.officer_id;
    let mut looks: Vec<Look> = Vec::new();
    for summary in session.vault.listed().await? {
        let mut before = None;
        for received in session.vault.log(summary.incident_id).await?.iter() {
            let header = &received.entry.header;
            let at = received.entry.recorded_at();
            let mut see = |officer_id, at: DateTime<Utc>, verb: &str, seen_seq| {
                let of = session.look(at.min(now), Some(summary.incident_id), verb);
                looks.push(Look { officer_id, seen_seq: Some(seen_seq), ..of });
            };
            let graded = received.entry.facts().iter().find_map(|fact| match fact {
                IncidentFact::RiskAssessed { grade, .. } => Some(*grade),
                _ => None,
            });
            if let (Some(seen), Some(_)) = (before, graded) {
                see(header.officer_id, at - READING, "incident", seen);
            }
            let verb = if before.is_none() { "take_report" } else { "act" };
            see(header.officer_id, at, verb, received.seq);
            if graded == Some(Grade::High) && header.officer_id != inspector {
                see(inspector, at + READING, "incident", received.seq);
            }
            before = Some(received.seq);
        }
    }
    looks.sort_by_key(|look| look.at);
    for some in looks.chunks(BATCH) {
        session.vault.look(some.to_vec()).await?;
    }
    Ok(())
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
    let officer = new(&officers[0]);
    let kind = RegisterKind::Training;
    let founding = Founding { kind, force, officer: &officer, passphrase: &secret, kdf, now };
    let (session, _) = make(app, founding).await?;
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
        Happening::Likeness { likeness, .. } => (likeness.officer, None),
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
        Happening::Step(_) | Happening::Likeness { .. } => (Vec::new(), None),
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
    let (happening, incident_id) = (moment.happening, moment.incident_id);
    bulk.act(incident_id, writing(writer.officer_id, &writer.keys, at), blobs, |state| {
        let basis = state.map(|state| state.basis.clone()).unwrap_or_default();
        let command = match (&happening, photograph) {
            (Happening::Step(step), _) => {
                let mut command = step.command.resolve(state);
                if let (Command::CloseIncident(close), Some(second)) = (&mut command, step.confirmed_by) {
                    confirm(close, writers.get(second).unwrap_or(&writers[0]), at);
                }
                if let (Command::AssessRisk(assess), Some(state)) = (&mut command, state) {
                    assess.beside = beside(session, assess.grade, state, at);
                }
                command
            }
            (Happening::Photograph(spec), photograph) => {
                let photograph = photograph.ok_or(Refusal::from(register::Rule::NoSuchPhotograph))?;
                let act = Act { basis, source: Some(spec.source.clone()), ..Act::default() };
                AddPhotograph { incident_id, act, photograph }.into()
            }
            (Happening::Likeness { photograph_id, likeness }, _) => ConfirmLikeness {
                incident_id,
                act: Act { basis, ..Act::default() },
                photograph_id: *photograph_id,
                by: likeness.by.clone(),
                relation: likeness.relation.clone(),
            }
            .into(),
        };
        let facts = register::decide(state, &command, &context)?;
        let act = command.act().clone();
        Ok::<_, Refusal>((act.basis.clone(), body(author, &act, at, facts)))
    })
    .await?;
    Ok(())
}

/// The second opinion of that moment, and why the grade is lower than it suggested. Earlier incidents are not looked for.
fn beside(session: &Session, grade: Grade, state: &Incident, at: DateTime<Utc>) -> Beside {
    let standards = session.standards();
    let (model, questions) = (standards.model(at), standards.questions(at).0);
    let opinion = Formed::of(model, questions, state, &[], session.thresholds(), at).kept();
    let opinion = SecondOpinion { on_screen: true, ..opinion };
    let reason = |nth: usize| SET_ASIDE[nth % SET_ASIDE.len()].to_owned();
    let questions = opinion.rests_on.iter().copied().map(Some);
    let of_age = opinion.rests_on_age.then_some((None, true));
    let mut rests: Vec<(Option<register::question::Question>, bool)> =
        questions.map(|question| (question, false)).chain(of_age).collect();
    if rests.is_empty() {
        rests.push((None, false));
    }
    let below = match opinion.suggested > grade {
        true => rests
            .into_iter()
            .enumerate()
            .map(|(nth, (question, age))| BelowSuggestion { question, age, reason: reason(nth) })
            .collect(),
        false => Vec::new(),
    };
    Beside { opinion: Some(Box::new(opinion)), below, ..Beside::default() }
}

/// The second officer's word on a closure by exception, with their own key.
fn confirm(close: &mut CloseIncident, second: &Writer, at: DateTime<Utc>) {
    let Some(exception) = &mut close.exception else { return };
    let payload = confirmation_payload(close.incident_id, exception.kind, exception.reason.trim(), at);
    exception.confirmation = Some(Confirmation {
        officer_id: second.officer_id,
        name: second.name.clone(),
        role: second.role,
        at,
        signature: second.keys.sign(&payload).iter().map(|byte| format!("{byte:02x}")).collect(),
    });
}
