//! Sync in words. What is not acknowledged is never shown as delivered (INV-5).

use chrono::{DateTime, Utc};
use protocol::RefusalCode;
use register::deadline::DeadlineKind;
use register::decide::admit;
use register::entry::Stream;
use register::id::{EntryId, IncidentId};
use register::{Rule, Sealed, Summary};
use store::{Enrolment, Received, Refused, SetApart, Unfit};
use sync::{Known, State};

use crate::app::{App, Session};
use crate::error::AppError;
use crate::present::decisions;
use crate::present::duty::{name, need_line};
use crate::present::from_file::Files;
use crate::present::incident::Shown;
use crate::standards::Asks;
use crate::syncing::{known, state};
use crate::views::{
    CentralView, DecisionNeededView, RefusedView, SetApartView, SyncLine, SyncState, SyncView, WaitingView,
};
use crate::words::{counted, full_time, label, span, t, time, with};

/// Rows of each list behind the words.
const SHOWN: u32 = 100;
/// Bytes of entries that are read for them.
const READ: usize = 4 * 1024 * 1024;

/// Sync in words, for every screen.
pub(crate) async fn line_of(app: &App, session: &Session) -> Result<SyncLine, AppError> {
    let (enrolment, known) = known(session).await?;
    let decisions = if enrolment.is_some() { undecided(session).await?.len() } else { 0 };
    let photographs = photographs(session, enrolment.is_some()).await?;
    Ok(line(&known, enrolment.as_ref(), (decisions, photographs), app.now_for(session.kind)))
}

/// Photographs that central does not hold.
async fn photographs(session: &Session, enrolled: bool) -> Result<u64, AppError> {
    Ok(if enrolled { session.vault.to_carry().await?.blobs_to_send } else { 0 })
}

/// While pages come in.
pub(crate) fn receiving(left: u64) -> SyncLine {
    SyncLine { state: SyncState::Receiving, text: n("sync-receiving", left), attention: false }
}

fn n(key: &str, n: u64) -> String {
    counted(key, usize::try_from(n).unwrap_or(usize::MAX), &[])
}

fn line(
    known: &Known,
    enrolment: Option<&Enrolment>,
    (decisions, photographs): (usize, u64),
    now: DateTime<Utc>,
) -> SyncLine {
    let state = shown(state(known));
    let last = enrolment.and_then(|enrolment| enrolment.last_contact_at);
    let since = last.map(|at| span(at, now)).unwrap_or_default();
    let at = last.map(|at| time(at, now)).unwrap_or_default();
    let head = match state {
        SyncState::Receiving => match known.phase {
            sync::Phase::Receiving { left } => n("sync-receiving", left),
            _ => n("sync-receiving", 0),
        },
        SyncState::Offline if last.is_none() => t("sync-offline-never"),
        // What nobody else sees comes first.
        SyncState::NotDelivered => {
            let refused = usize::try_from(known.refused).unwrap_or(usize::MAX);
            counted("sync-not-delivered", refused, &[("at", &at)])
        }
        SyncState::ClockWrong | SyncState::UpToDate => with("sync-up-to-date", &[("at", &at)]),
        _ => with(&crate::words::label_key("sync", &state), &[("since", &since), ("at", &at)]),
    };
    let mut rest = Vec::new();
    if known.to_send > 0 {
        rest.push(n("sync-to-send", known.to_send));
    } else if state == SyncState::Offline {
        rest.push(t("sync-nothing-to-send"));
    }
    if known.refused > 0 && state != SyncState::NotDelivered {
        rest.push(n("sync-refused", known.refused));
    }
    if photographs > 0 {
        rest.push(n("sync-photographs", photographs));
    }
    if state == SyncState::ClockWrong {
        rest.push(clock(known));
    }
    if decisions > 0 {
        rest.push(n("sync-decisions", decisions as u64));
    }
    let text =
        if rest.is_empty() || !known.enrolled { head } else { format!("{head} – {}", rest.join(", ")) };
    let passing = matches!(
        state,
        SyncState::NotEnrolled
            | SyncState::Offline
            | SyncState::Receiving
            | SyncState::Sending
            | SyncState::UpToDate
    );
    SyncLine { state, text, attention: !passing || known.refused > 0 || decisions > 0 }
}

fn shown(state: State) -> SyncState {
    match state {
        State::NotEnrolled => SyncState::NotEnrolled,
        State::Revoked => SyncState::Revoked,
        State::UpgradeNeeded => SyncState::UpgradeNeeded,
        State::NotKnown => SyncState::NotKnown,
        State::NotCentral => SyncState::NotCentral,
        State::Forked => SyncState::Forked,
        State::Fault => SyncState::Fault,
        State::Offline => SyncState::Offline,
        State::Receiving { .. } => SyncState::Receiving,
        State::Sending { .. } => SyncState::Sending,
        State::NotDelivered { .. } => SyncState::NotDelivered,
        State::ClockWrong { .. } => SyncState::ClockWrong,
        State::UpToDate => SyncState::UpToDate,
    }
}

/// By how much this device's clock is wrong; empty where it is not spoken of.
fn clock(known: &Known) -> String {
    if known.clock_ahead_ms.saturating_abs() <= known.clock_wrong_ms {
        return String::new();
    }
    let minutes = known.clock_ahead_ms.unsigned_abs() / 60_000;
    n(if known.clock_ahead_ms > 0 { "sync-clock-ahead" } else { "sync-clock-behind" }, minutes)
}

/// Sync with the lists behind its words.
pub(crate) async fn view_of(app: &App, session: &Session) -> Result<SyncView, AppError> {
    let now = app.now_for(session.kind);
    let (enrolment, known) = known(session).await?;
    let undecided = if enrolment.is_some() { undecided(session).await? } else { Vec::new() };
    let photographs = photographs(session, enrolment.is_some()).await?;
    let line = line(&known, enrolment.as_ref(), (undecided.len(), photographs), now);
    let (mut waiting, mut refused, mut set_apart, mut differs) = Default::default();
    if enrolment.is_some() {
        waiting = self::waiting(session).await?;
        refused = self::refused(session).await?;
        set_apart = apart(session).await?;
        differs = self::differs(session).await?;
    }
    Ok(SyncView {
        meaning: t(&crate::words::label_key("sync-meaning", &line.state)),
        line,
        central: enrolment.map(|enrolment| central(&enrolment, &known, now)),
        beside: beside(session).await?,
        to_send: u32::try_from(session.vault.to_send().await?).unwrap_or(u32::MAX),
        waiting,
        refused,
        set_apart,
        differs,
        decisions: decisions(session, &undecided, now).await?,
    })
}

/// What travels beside the entries, in words; nothing where nothing does.
async fn beside(session: &Session) -> Result<Vec<String>, AppError> {
    let carry = session.vault.to_carry().await?;
    let counts = [
        ("sync-beside-tellings", session.vault.tellings_unsent().await?),
        ("sync-beside-wide-checks", session.vault.checks_waiting().await?),
        ("sync-beside-photographs", carry.blobs_to_send),
        ("sync-beside-wanted", carry.blobs_to_come),
        ("sync-beside-looks", carry.looks),
    ];
    Ok(counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| n(key, count)).collect())
}

fn central(enrolment: &Enrolment, known: &Known, now: DateTime<Utc>) -> CentralView {
    let last_contact_line = match enrolment.last_contact_at {
        Some(at) => with("sync-last-contact", &[("since", &span(at, now)), ("at", &full_time(at))]),
        None => t("sync-no-contact"),
    };
    CentralView {
        address: enrolment.address.clone(),
        force: enrolment.force.to_string(),
        force_name: enrolment.force.name().to_owned(),
        key: enrolment.central_key.pin(),
        last_contact: enrolment.last_contact_at,
        last_contact_line,
        clock: clock(known),
        field: enrolment.whole_from.map(|_| held(enrolment, now)).unwrap_or_default(),
    }
}

fn held(enrolment: &Enrolment, now: DateTime<Utc>) -> String {
    with("sync-field-holds", &[("at", &time(enrolment.enrolled_at, now))])
}

/// Incidents of which entries disagree.
async fn undecided(session: &Session) -> Result<Vec<Summary>, AppError> {
    let mut listed = session.vault.listed().await?;
    listed.retain(|summary| summary.deadlines.iter().any(|due| due.kind == DeadlineKind::NeedsDecision));
    Ok(listed)
}

/// The same, with what disagrees.
async fn decisions(
    session: &Session,
    undecided: &[Summary],
    now: DateTime<Utc>,
) -> Result<Vec<DecisionNeededView>, AppError> {
    let asks = Asks::of(session, now);
    let mut needed = Vec::with_capacity(undecided.len());
    for summary in undecided {
        let log = session.vault.log(summary.incident_id).await?;
        let known: Vec<&Received> = log.iter().collect();
        let conflicts = log.state().map(|state| {
            let shown = Shown::of_log((session, &asks), now, &log, &known, state);
            decisions::needed(&shown, &Files::of(&known))
        });
        let need = register::duty::Need::of(summary, now, session.thresholds());
        needed.push(DecisionNeededView {
            incident_id: summary.incident_id,
            reference: summary.reference.clone(),
            name: name(summary),
            need_line: need.as_ref().map(|need| need_line(need, now)).unwrap_or_default(),
            conflicts: conflicts.unwrap_or_default(),
        });
    }
    Ok(needed)
}

/// What an entry is about.
struct About {
    incident_id: Option<IncidentId>,
    /// The incident's reference, or "Register".
    reference: String,
    /// Name of the person, where it is known here.
    person: String,
}

async fn about(session: &Session, stream: &Stream) -> Result<About, AppError> {
    let Stream::Incident(incident_id) = stream else {
        let reference = t("sync-about-register");
        return Ok(About { incident_id: None, reference, person: String::new() });
    };
    let summary = session.vault.summary(*incident_id).await?;
    Ok(About {
        incident_id: Some(*incident_id),
        person: summary.as_ref().map(name).unwrap_or_default(),
        reference: summary.map_or_else(|| t("sync-about-unread"), |summary| summary.reference),
    })
}

fn what(kind: &str) -> String {
    t(&format!("sent-{}", kind.replace('_', "-")))
}

async fn waiting(session: &Session) -> Result<Vec<WaitingView>, AppError> {
    let entries: Vec<Sealed> = session.vault.own_waiting(SHOWN, READ).await?;
    let mut views = Vec::with_capacity(entries.len());
    for header in entries.iter().filter_map(|sealed| sealed.read_header().ok()) {
        let About { incident_id, reference, person } = about(session, &header.stream).await?;
        views.push(WaitingView {
            entry_id: header.entry_id,
            incident_id,
            about: reference,
            person,
            what: what(&header.kind),
            recorded_at: DateTime::from_timestamp_millis(header.written_at).unwrap_or_default(),
        });
    }
    Ok(views)
}

/// What central refused, oldest first.
pub(crate) async fn refused(session: &Session) -> Result<Vec<RefusedView>, AppError> {
    let mut views = Vec::new();
    for Refused { entry_id, stream, kind, code, recorded_at, refused_at, .. } in
        session.vault.refused().await?
    {
        let About { incident_id, reference, person } = about(session, &stream).await?;
        let rule = match (code, incident_id) {
            (RefusalCode::BrokenRule, Some(incident_id)) => broken(session, incident_id, entry_id).await?,
            _ => None,
        };
        let why = match rule {
            Some(rule) => format!("{} {}", refusal("why", code), label("rule", &rule)),
            None => refusal("why", code),
        };
        let remedy = refusal("remedy", code);
        views.push(RefusedView {
            entry_id,
            incident_id,
            about: reference,
            person,
            what: what(&kind),
            recorded_at,
            refused_at,
            why,
            remedy,
        });
    }
    Ok(views)
}

/// The rule that an entry breaks in what its officer had seen; `None` where it can be told at the centre alone.
async fn broken(
    session: &Session,
    incident_id: IncidentId,
    entry_id: EntryId,
) -> Result<Option<Rule>, AppError> {
    let log = session.vault.log(incident_id).await?;
    let entries: Vec<_> = log.iter().map(|received| received.entry.clone()).collect();
    let entry = entries.iter().find(|entry| entry.header.entry_id == entry_id);
    Ok(entry.and_then(|entry| {
        let role = entry.body()?.author.role;
        admit(entry, &entries, role, &|_, _, _, _| true, session.thresholds()).err()
    }))
}

fn refusal(family: &str, code: RefusalCode) -> String {
    t(&format!("refused-{family}-{}", code.name().replace('_', "-")))
}

async fn apart(session: &Session) -> Result<Vec<SetApartView>, AppError> {
    let mut views = Vec::new();
    for SetApart { unfit, came_at, entry } in session.vault.set_apart().await? {
        let about = match entry.sealed.read_header() {
            Ok(header) => about(session, &header.stream).await?.reference,
            Err(_) => t("sync-about-unread"),
        };
        let position = u32::try_from(entry.position).unwrap_or(u32::MAX);
        views.push(SetApartView { position, came_at, about, why: t(unfit_key(unfit)) });
    }
    Ok(views)
}

fn unfit_key(unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::Unreadable => "unfit-unreadable",
        Unfit::UnknownSigner => "unfit-unknown-signer",
        Unfit::NotSigned => "unfit-not-signed",
        Unfit::BodyAltered => "unfit-body-altered",
        Unfit::Forged => "unfit-forged",
        Unfit::NotWrittenHere => "unfit-not-written-here",
    }
}

async fn differs(session: &Session) -> Result<Vec<String>, AppError> {
    let mut references = Vec::new();
    for stream in session.syncing.status().differs {
        references.push(about(session, &stream).await?.reference);
    }
    Ok(references)
}
