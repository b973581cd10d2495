//! Acts on an incident: authorisation, decision, entry, and the incident as it stands after it.

use chrono::Datelike as _;
use rand::Rng as _;
use register::command::Command;
use register::fact::{Confirmation, Grade};
use register::role::Verb;
use register::{IncidentId, Refusal};
use store::Along;

use super::incident::view_of;
use super::officers::second_officer;
use crate::app::{App, Session, body};
use crate::commands::{
    AcceptAssignment, AnswerAction, AnswerChallenge, AnswerQuestions, AssignIncident, ChallengeGrade,
    ClearDanger, Close, ConfirmLikeness, DecideCategory, DecidePolicy, Describe, GiveLastSeen, GiveReference,
    GiveReferenceStatus, LinkPerson, NoteWeather, PhoneAssignment, RaiseHypothesis, RecordContact,
    RecordHarm, RecordLocated, RecordNote, RecordPartnerInformation, RecordResearch, ReopenIncident,
    ReviewIncident, SetAction, UpdateHypothesis, UpdateInformant, WithdrawLocated,
};
use crate::error::AppError;
use crate::looked::Looked;
use crate::views::{AppEvent, IncidentView};

/// Decide a command and record it; answer with the incident after it.
pub(crate) async fn act(
    app: &App,
    session: &Session,
    incident_id: IncidentId,
    command: Command,
    mut along: Along,
) -> Result<IncidentView, AppError> {
    let now = app.now_for(session.kind);
    along.looks.push(session.look(now, Some(incident_id), "act"));
    record(app, session, incident_id, command, along, String::new()).await?;
    session.remember_look(Looked::Incident(incident_id, None));
    Ok(view_of(app, session, incident_id, None).await?.0)
}

pub(crate) async fn record(
    app: &App,
    session: &Session,
    incident_id: IncidentId,
    command: Command,
    along: Along,
    new_reference: String,
) -> Result<(), AppError> {
    decided(app, session, incident_id, command, along, new_reference).await?;
    app.touch();
    app.tell(AppEvent::Changed { incident_id: Some(incident_id) });
    Ok(())
}

/// What the program says by itself, in the officer's name: nobody is at work by it.
pub(crate) async fn record_unasked(
    app: &App,
    session: &Session,
    incident_id: IncidentId,
    command: Command,
) -> Result<(), AppError> {
    decided(app, session, incident_id, command, Along::default(), String::new()).await?;
    app.tell(AppEvent::Changed { incident_id: Some(incident_id) });
    Ok(())
}

async fn decided(
    app: &App,
    session: &Session,
    incident_id: IncidentId,
    command: Command,
    along: Along,
    new_reference: String,
) -> Result<(), AppError> {
    let now = app.now_for(session.kind);
    let mut context = session.context(now, new_reference);
    if let Command::AssessRisk(assess) = &command
        && assess.grade == Grade::VeryLow
    {
        context.exploited_in = exploited_in(session, incident_id).await?;
    }
    session
        .vault
        .act(incident_id, session.writing(now), along, |state| {
            let facts = register::decide(state, &command, &context)?;
            let act = command.act();
            Ok::<_, Refusal>((act.basis.clone(), body(session.author(), act, now, facts)))
        })
        .await?;
    Ok(())
}

/// References of the person's other incidents in which somebody said that they are exploited.
async fn exploited_in(session: &Session, incident_id: IncidentId) -> Result<Vec<String>, AppError> {
    let log = session.vault.log(incident_id).await?;
    let Some(state) = log.state() else { return Ok(Vec::new()) };
    let all = session.vault.of_person(state.person_id).await?;
    let exploited = all.into_iter().filter(|other| other.exploitation && other.incident_id != incident_id);
    Ok(exploited.map(|other| other.reference).collect())
}

/// The reference of the next incident: force, year, number. The next number where this laptop alone gives them; one by
/// lot where others of the force do too, so that two without contact do not both give the next (`docs/sync.md`).
pub(crate) async fn next_reference(app: &App, session: &Session) -> Result<String, AppError> {
    let year = app.now_for(session.kind).with_timezone(&chrono_tz::Europe::London).year() % 100;
    let beginning = format!("{}/{year:02}/", session.force);
    if session.vault.enrolment().await?.is_some() {
        loop {
            let number: u32 = rand::rng().random_range(BY_LOT);
            let reference = format!("{beginning}{number:06}");
            if !session.vault.has_reference(&reference).await? {
                return Ok(reference);
            }
        }
    }
    let last = session.vault.last_reference(&beginning).await?;
    let number = last.and_then(|last| last.rsplit('/').next()?.parse::<u32>().ok()).unwrap_or(0) + 1;
    Ok(format!("{beginning}{number:06}"))
}

/// Numbers that are drawn: apart from those that a laptop gave one by one before it was enrolled.
const BY_LOT: std::ops::Range<u32> = 100_000..1_000_000;

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident($command:ident)),+ $(,)?) => {$(
        $(#[$doc])*
        pub async fn $name(app: &App, command: $command) -> Result<IncidentView, AppError> {
            let session = app.session().await?;
            let incident_id = command.incident_id;
            act(app, &session, incident_id, command.into(), Along::default()).await
        }
    )+};
}

acts! {
    /// Missing, concern for safety, or away from placement.
    decide_category(DecideCategory),
    /// Add what somebody says about the person.
    describe(Describe),
    /// Where and when they were last seen.
    give_last_seen(GiveLastSeen),
    /// Answer questions about the risk.
    answer_questions(AnswerQuestions),
    /// Record why an immediate danger no longer holds.
    clear_danger(ClearDanger),
    /// What the weather is or will be.
    note_weather(NoteWeather),
    /// A note in the log.
    record_note(RecordNote),
    /// Somebody got in touch.
    record_contact(RecordContact),
    /// What a partner agency says of the risk.
    record_partner_information(RecordPartnerInformation),
    /// The informant was told something.
    update_informant(UpdateInformant),
    /// Something to be done, by when.
    set_action(SetAction),
    /// Done, still needed, or stopped.
    answer_action(AnswerAction),
    /// Hand it to whoever of a role is there.
    assign_incident(AssignIncident),
    /// Take it on.
    accept_assignment(AcceptAssignment),
    /// Somebody was told on the telephone instead.
    phone_assignment(PhoneAssignment),
    /// Say on the record that the grade is not right.
    challenge_grade(ChallengeGrade),
    /// The grade stays, and why.
    answer_challenge(AnswerChallenge),
    /// Which checks of the research were done, and which were not.
    record_research(RecordResearch),
    /// Review, answering every open action.
    review_incident(ReviewIncident),
    /// Somebody has seen them.
    record_located(RecordLocated),
    /// What harm came to light.
    record_harm(RecordHarm),
    /// It was not them.
    withdraw_located(WithdrawLocated),
    /// Work on it again.
    reopen_incident(ReopenIncident),
    /// Somebody says that the picture is like them.
    confirm_likeness(ConfirmLikeness),
    /// This is about that person.
    link_person(LinkPerson),
    /// Something that may have happened.
    raise_hypothesis(RaiseHypothesis),
    /// What speaks for it or against it, and where it stands.
    update_hypothesis(UpdateHypothesis),
    /// How the enquiry is led, and why.
    decide_policy(DecidePolicy),
    /// Another system's reference.
    give_reference(GiveReference),
    /// The other system's record is open or closed.
    give_reference_status(GiveReferenceStatus),
}

/// Close an incident. An exception needs a second officer's own passphrase and is signed with their key.
pub async fn close_incident(app: &App, command: Close) -> Result<IncidentView, AppError> {
    let session = app.session_for(Verb::Close).await?;
    let mut close = command.close;
    let incident_id = close.incident_id;
    if let Some(exception) = &mut close.exception {
        exception.confirmation = None;
        if let Some(second) = command.second_officer {
            let (officer, keys) =
                second_officer(&session, second.collar.clone(), second.passphrase.clone()).await?;
            let at = app.now_for(session.kind);
            let payload = register::entry::confirmation_payload(
                incident_id,
                exception.kind,
                exception.reason.trim(),
                at,
            );
            exception.confirmation = Some(Confirmation {
                officer_id: officer.officer_id,
                name: officer.name,
                role: officer.role,
                at,
                signature: keys.sign(&payload).iter().map(|byte| format!("{byte:02x}")).collect(),
            });
        }
    }
    act(app, &session, incident_id, close.into(), Along::default()).await
}
