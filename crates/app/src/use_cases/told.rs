//! A possible sighting told to another force, and what other forces told this one.

use register::command::{Act, RecordContact};
use register::fact::{ChangesRisk, Source, SourceKind};
use register::role::Verb;
use register::telling::{SignedTelling, Telling, Whereabouts};
use register::{Refusal, Rule, TellingId, When};
use store::{Along, NewTelling};

use super::acts::act;
use crate::app::{App, new_uuid};
use crate::commands::{Nothing, OpenTold, TakeTold, TellForce};
use crate::error::{AppError, ErrorCode};
use crate::looked::Looked;
use crate::present::told::{record_text, telling, told};
use crate::syncing::tell_forces;
use crate::views::{AppEvent, IncidentView, TellingsView, ToldView};

/// Tell the force whose incident it is of a sighting. It is signed and kept here before anything is sent, and goes out
/// now, or when central is reached again.
pub async fn tell_force(app: &App, command: TellForce) -> Result<TellingsView, AppError> {
    let session = app.session_for(Verb::Record).await?;
    let now = app.now_for(session.kind);
    let said = &command.sighting;
    register::decide::sighting(said, &session.context(now, String::new()))?;
    if command.force == session.force {
        return Err(AppError::field("force", "field-tell-own-force"));
    }
    let (Some(from), Some(to), Some(sure)) = (said.seen.earliest(), said.seen.latest(), said.sure) else {
        return Err(AppError::field("sighting.seen", "field-sighting-when"));
    };
    let trim = |text: &str| text.trim().to_owned();
    let telling = Telling {
        telling_id: TellingId(new_uuid(now)),
        from: session.force.clone(),
        officer_id: session.officer.officer_id,
        officer: session.officer.name.clone(),
        to: command.force,
        incident_id: command.incident_id,
        seen_from: from.timestamp_millis(),
        seen_to: to.timestamp_millis(),
        about: matches!(said.seen, When::About { .. }),
        place: trim(&said.place),
        what: trim(&said.what),
        sure,
        whereabouts: said.whereabouts,
        gone: if said.whereabouts == Whereabouts::NotKnown { String::new() } else { trim(&said.gone) },
        contact: trim(&said.contact),
        written_at: now.timestamp_millis(),
    };
    let new = NewTelling {
        telling: SignedTelling::with(&telling, |payload| session.keys.sign(payload)),
        reference: trim(&command.reference),
        made_at: now,
    };
    let look = session.look(now, Some(command.incident_id), "tell_force");
    session.vault.tell(&new, look).await?;
    app.touch();
    app.tell(AppEvent::Changed { incident_id: None });
    let mut ended = session.syncing.ended();
    tokio::select! {
        _ = ended.wait_for(|ended| *ended) => return Err(AppError::locked()),
        // Whether it was sent stands in the view.
        _ = tell_forces(app, &session) => {}
    }
    tellings(app, Nothing {}).await
}

/// What officers of this laptop told other forces, and how far it has come.
pub async fn tellings(app: &App, _: Nothing) -> Result<TellingsView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let now = app.now_for(session.kind);
    let mut view = TellingsView { as_of: now, tellings: Vec::new(), next_at: None };
    for own in session.vault.tellings().await? {
        let (one, next_at) = telling(&own, now, session.thresholds());
        view.tellings.push(one);
        view.next_at = view.next_at.into_iter().chain(next_at).min();
    }
    Ok(view)
}

/// What other forces told of an incident. It is a look, where this session has none at the incident already (INV-9).
pub async fn told_of(app: &App, command: OpenTold) -> Result<ToldView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let now = app.now_for(session.kind);
    let incident_id = command.incident_id;
    let held = session.vault.told_of(incident_id).await?;
    if !held.is_empty() && !session.has_looked(&Looked::Incident(incident_id, None)) {
        session.vault.look(vec![session.look(now, Some(incident_id), "told_of")]).await?;
    }
    Ok(ToldView { told: held.iter().map(|one| told(one, now)).collect() })
}

/// Take what another force told into the incident's record, in this officer's name. The force that told it learns who
/// did.
pub async fn take_told(app: &App, command: TakeTold) -> Result<IncidentView, AppError> {
    let session = app.session_for(Verb::Record).await?;
    let held = session.vault.told_one(command.telling_id).await?;
    let held = held.ok_or_else(|| AppError::new(ErrorCode::NotFound, "error-not-found"))?;
    if held.taking.is_some() {
        return Err(Refusal::from(Rule::AlreadyAnswered).into());
    }
    let now = app.now_for(session.kind);
    let Telling { officer, from, contact, incident_id, .. } = &held.telling;
    // The other laptop's clock may be ahead of this one's: what has happened is not refused for that.
    let seen = match held.telling.seen() {
        When::At { at } => When::At { at: at.min(now) },
        When::About { at } => When::About { at: at.min(now) },
        When::Between { from, to } => When::Between { from: from.min(now), to: to.min(now) },
        When::NotKnown => When::NotKnown,
    };
    let caller = format!("{officer}, {}", from.name());
    let source = Source {
        kind: SourceKind::Partner,
        name: caller.clone(),
        relation: String::new(),
        contact: contact.clone(),
        obtained_at: Some(held.told_at.min(now)),
    };
    let record = RecordContact {
        incident_id: *incident_id,
        act: Act { basis: command.basis, happened_at: Some(seen), source: Some(source), from_paper: false },
        caller,
        phone: contact.clone(),
        text: record_text(&held, now),
        changes_risk: ChangesRisk::Unsure,
    };
    let taking = protocol::Taking {
        officer_id: session.officer.officer_id,
        officer: session.officer.name.clone(),
        at: now.timestamp_millis(),
    };
    let taken = Some(protocol::AcceptTold { telling_id: command.telling_id, taking });
    act(app, &session, *incident_id, record.into(), Along { taken, ..Along::default() }).await
}
