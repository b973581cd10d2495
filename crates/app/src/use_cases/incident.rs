//! Opening an incident, now or as it was known at a time.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use register::entry::Stream;
use register::incident::Status;
use register::role::Verb;
use register::{Incident, IncidentId, PersonId, Summary};
use store::{Look, Received};

use crate::app::{App, Session};
use crate::commands::OpenIncident;
use crate::error::{AppError, ErrorCode};
use crate::looked::Looked;
use crate::present::assignment::Sent;
use crate::present::incident::{Shown, present};
use crate::present::opinion::Formed;
use crate::standards::Asks;
use crate::views::IncidentView;

/// Longest reason for a look, in characters.
const LONGEST_REASON: usize = 1_000;

/// Open an incident. It is a look, and is logged, unless a screen that has shown it in this session
/// refreshes by itself (INV-9).
pub async fn incident(app: &App, command: OpenIncident) -> Result<IncidentView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let reason = reason(&command.reason)?;
    let (view, seen_seq) = view_of(app, &session, command.incident_id, command.at).await?;
    let looked = Looked::Incident(command.incident_id, command.at);
    if !command.refresh || !session.has_looked(&looked) {
        let verb = if command.at.is_some() { "incident_as_known_at" } else { "incident" };
        let look = session.look(app.now_for(session.kind), Some(command.incident_id), verb);
        session.vault.look(vec![Look { reason, seen_seq: Some(seen_seq), ..look }]).await?;
        session.remember_look(looked);
        app.touch();
    }
    Ok(view)
}

/// Why somebody looks, as it goes into the log.
pub(crate) fn reason(typed: &str) -> Result<String, AppError> {
    let reason = typed.trim();
    if reason.chars().count() > LONGEST_REASON {
        return Err(AppError::field("reason", "field-too-long"));
    }
    Ok(reason.to_owned())
}

/// The incident as a screen shows it, and the newest entry that it shows.
pub(crate) async fn view_of(
    app: &App,
    session: &Session,
    incident_id: IncidentId,
    at: Option<DateTime<Utc>>,
) -> Result<(IncidentView, i64), AppError> {
    viewed(app, session, incident_id, at, false).await
}

/// The same for paper, which is read at no particular time: the log gives each time in full.
pub(crate) async fn dated_view_of(
    app: &App,
    session: &Session,
    incident_id: IncidentId,
    at: Option<DateTime<Utc>>,
) -> Result<IncidentView, AppError> {
    Ok(viewed(app, session, incident_id, at, true).await?.0)
}

async fn viewed(
    app: &App,
    session: &Session,
    incident_id: IncidentId,
    at: Option<DateTime<Utc>>,
    dated: bool,
) -> Result<(IncidentView, i64), AppError> {
    let now = app.now_for(session.kind);
    let all = session.vault.log(incident_id).await?;
    let known: Vec<_> = known_at(&all, at).collect();
    let then = match at {
        Some(_) => fold_at(&all, at),
        None => None,
    };
    let state = if at.is_some() { then.as_ref() } else { all.state() };
    let state = state.ok_or_else(|| AppError::new(ErrorCode::NotFound, "error-not-found"))?;
    let earlier = episodes(session, state.person_id, at).await?;
    let looks = session.vault.seen_by(incident_id, at.unwrap_or(now)).await?;
    let standards = session.standards();
    let asks = Asks::of(session, at.unwrap_or(now));
    let view = present(&Shown {
        session,
        now,
        at,
        dated,
        all: &all,
        known: &known,
        state,
        earlier: &earlier,
        looks: &looks,
        formed: (state.status() == Status::Open).then(|| {
            let model = standards.model(at.unwrap_or(now));
            let questions = Arc::clone(&asks.set);
            Formed::of(model, questions, state, &earlier, session.thresholds(), at.unwrap_or(now))
        }),
        asks: &asks,
        sent: sent(session, state, &all).await?,
    });
    Ok((view, known.iter().map(|received| received.seq).max().unwrap_or_default()))
}

/// Which of the assignments that nobody has accepted central has; `None` where there is no central service.
async fn sent(session: &Session, state: &Incident, all: &[Received]) -> Result<Option<Sent>, AppError> {
    if state.waiting().next().is_none() || session.vault.enrolment().await?.is_none() {
        return Ok(None);
    }
    let positions = session.vault.positions(&Stream::Incident(state.incident_id)).await?;
    let placed = all.iter().filter(|received| positions.contains_key(&received.seq));
    Ok(Some(placed.map(|received| received.entry.header.entry_id).collect()))
}

fn known_at(all: &[Received], at: Option<DateTime<Utc>>) -> impl Iterator<Item = &Received> {
    all.iter().filter(move |received| at.is_none_or(|at| received.received_at <= at))
}

/// The state as it was known at a time: what central refused since then counted.
pub(super) fn fold_at(all: &[Received], at: Option<DateTime<Utc>>) -> Option<Incident> {
    Incident::fold(known_at(all, at).filter(|received| received.counts(at)).map(|received| &received.entry))
}

/// Every incident of a person, latest first, as it was known at the time.
pub(super) async fn episodes(
    session: &Session,
    person_id: PersonId,
    at: Option<DateTime<Utc>>,
) -> Result<Vec<Summary>, AppError> {
    let today = session.vault.of_person(person_id).await?;
    if at.is_none() {
        return Ok(today);
    }
    let mut then = Vec::with_capacity(today.len());
    for episode in today {
        let entries = session.vault.log(episode.incident_id).await?;
        let state = fold_at(&entries, at);
        then.extend(
            state
                .filter(|state| state.person_id == person_id)
                .map(|state| Summary::of(&state, session.thresholds())),
        );
    }
    Ok(then)
}
