//! Printed papers: the open incidents for an outage, and the evidence pack of one incident.

use chrono::{DateTime, Utc};
use documents::{
    Due, EvidenceEntry, EvidencePack, GradeMark, OpenIncident, OpenIncidents, Stamp, evidence_pack,
    open_incidents,
};
use register::deadline::DeadlineKind;
use register::duty::{Need, order};
use register::entry::{Marking, Sealed, Stream};
use register::fact::{Grade, Source};
use register::id::{Hash, IncidentId};
use register::incident::Status;
use register::officer::Place;
use register::role::Verb;
use register::{Incident, Summary, When};
use store::{Log, Received};

use super::exports::{look, serial};
use super::incident::dated_view_of;
use super::registers::blocking;
use super::signed;
use crate::app::{App, Session};
use crate::error::{AppError, ErrorCode};
use crate::exchange::{PrintEvidence, PrintOpenIncidents, SavedFileView};
use crate::files::{name_of, write_whole};
use crate::log_file::is_readable;
use crate::present::duty::{age_sex, name, need_line};
use crate::views::{IncidentView, TimelineItem};
use crate::words::{self, label, t, with};

pub(super) fn stamp(app: &App, session: &Session, serial: &str) -> Stamp {
    let officer = &session.officer;
    Stamp {
        printed_at: words::full_time(app.now_for(session.kind)),
        by: format!("{}, {}, {}", officer.name, label("role", &officer.role), officer.collar),
        force: session.force.to_string(),
        serial: serial.to_owned(),
        marking: Marking::default().0,
        training: session.training(),
        program: format!("NRMP {}", env!("CARGO_PKG_VERSION")),
    }
}

pub(super) fn unprintable(error: &documents::DocumentError) -> AppError {
    tracing::error!(%error, "a paper could not be set");
    AppError::new(ErrorCode::Fault, "error-paper")
}

/// The open incidents on paper, in order of need, with all that an outage leaves somebody without.
pub async fn print_open_incidents(app: &App, command: PrintOpenIncidents) -> Result<SavedFileView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let to = app.chosen(&command.to, "to")?;
    let now = app.now_for(session.kind);
    let mut open: Vec<(Summary, Option<Need>)> = session
        .vault
        .listed()
        .await?
        .into_iter()
        .filter(|summary| summary.status != Status::Closed)
        .map(|summary| {
            let need = Need::of(&summary, now, session.thresholds());
            (summary, need)
        })
        .collect();
    open.sort_by_cached_key(|(summary, need)| order(summary, need.as_ref()));
    // On paper the grade comes first: nobody can sort it.
    open.sort_by_key(|(summary, _)| std::cmp::Reverse(summary.grade.unwrap_or(Grade::High)));
    let mut incidents = Vec::with_capacity(open.len());
    let mut ids = Vec::with_capacity(open.len());
    for (summary, need) in &open {
        let log = session.vault.log(summary.incident_id).await?;
        let photograph = match summary.thumbnail {
            Some(hash) => session.vault.blob(hash).await?.map(|(_, bytes)| bytes),
            None => None,
        };
        incidents.push(open_incident(summary, need.as_ref(), &log, photograph, now));
        ids.push(summary.incident_id);
    }
    let serial = serial(app, &session);
    look(app, &session, &ids, "print", &with("look-printed", &[("serial", &serial)])).await?;
    let list = OpenIncidents { stamp: stamp(app, &session, &serial), incidents };
    let pdf = blocking(move || open_incidents(&list, &t)).await?.map_err(|error| unprintable(&error))?;
    write_whole(&to, &pdf)?;
    saved(&to, ids.len(), serial)
}

fn saved(to: &std::path::Path, count: usize, serial: String) -> Result<SavedFileView, AppError> {
    let line = words::counted("export-saved", count, &[("serial", &serial)]);
    Ok(SavedFileView { file: name_of(to), count: count as u64, serial, line })
}

fn open_incident(
    summary: &Summary,
    need: Option<&Need>,
    log: &Log,
    photograph: Option<Vec<u8>>,
    now: DateTime<Utc>,
) -> OpenIncident {
    let state = log.state();
    let actions = state.into_iter().flat_map(Incident::open_actions).map(|said| Due {
        text: with(
            "print-action-due",
            &[("what", &said.what.what), ("at", &words::full_time(said.what.due_at))],
        ),
        late: said.what.due_at < now,
    });
    // An action stands below with the others.
    let first = need
        .filter(|need| need.kind != DeadlineKind::Action)
        .map(|need| Due { text: need_line(need, now), late: need.overdue });
    OpenIncident {
        grade: mark(summary.grade),
        grade_word: summary.grade.map_or_else(|| t("grade-none"), |grade| label("grade", &grade)),
        reference: summary.reference.clone(),
        name: name(summary),
        who: age_sex(summary, now),
        missing_for: words::span(summary.missing_since, now),
        last_seen: summary.last_seen_place.clone(),
        dangers: summary.dangers.iter().map(|question| label("danger", question)).collect(),
        due: first.into_iter().chain(actions).collect(),
        owner: state.and_then(Incident::effective).map_or_else(
            || last_author(log),
            |said| format!("{}, {}", said.author.name, label("role", &said.author.role)),
        ),
        contact: log
            .first()
            .and_then(|received| received.entry.body())
            .map(|body| contact(&body.source))
            .unwrap_or_default(),
        photograph,
    }
}

fn mark(grade: Option<Grade>) -> GradeMark {
    match grade {
        None => GradeMark::NotAssessed,
        Some(Grade::High) => GradeMark::High,
        Some(Grade::Medium) => GradeMark::Medium,
        Some(Grade::Low) => GradeMark::Low,
        Some(Grade::VeryLow) => GradeMark::VeryLow,
        Some(Grade::NoApparentRisk | Grade::Absent) => GradeMark::Legacy,
    }
}

fn last_author(log: &[Received]) -> String {
    let body = log.iter().rev().find_map(|received| received.entry.body());
    body.map(|body| format!("{}, {}", body.author.name, label("role", &body.author.role))).unwrap_or_default()
}

/// Name, relation, telephone: what is known of them.
fn contact(source: &Source) -> String {
    let parts = [&source.name, &source.relation, &source.contact];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}

/// The log of one incident as it was known at a time, in words, with hashes: for a coroner or a review.
pub async fn print_evidence(app: &App, command: PrintEvidence) -> Result<SavedFileView, AppError> {
    let session = app.session_for(Verb::Export).await?;
    if command.reason.trim().is_empty() {
        return Err(AppError::field("reason", "field-why-export"));
    }
    let to = app.chosen(&command.to, "to")?;
    let view = dated_view_of(app, &session, command.incident_id, command.at).await?;
    let serial = serial(app, &session);
    look(app, &session, &[command.incident_id], "evidence", command.reason.trim()).await?;
    let pack = pack(app, &session, &view, command.incident_id, command.at, &serial).await?;
    let pdf = blocking(move || evidence_pack(&pack, &t)).await?.map_err(|error| unprintable(&error))?;
    write_whole(&to, &pdf)?;
    saved(&to, 1, serial)
}

async fn pack(
    app: &App,
    session: &Session,
    view: &IncidentView,
    incident_id: IncidentId,
    at: Option<DateTime<Utc>>,
    serial: &str,
) -> Result<EvidencePack, AppError> {
    let log = session.vault.log(incident_id).await?;
    let sealed = session.vault.sealed(incident_id.bytes()).await?;
    let until = at.unwrap_or_else(|| app.now_for(session.kind));
    let photograph = match &view.photograph {
        Some(photograph) => {
            let state = log.state().and_then(|state| state.photograph_by_id(photograph.photograph_id));
            match state {
                Some(said) => session.vault.blob(said.what.photograph.display).await?.map(|(_, bytes)| bytes),
                None => None,
            }
        }
        None => None,
    };
    let (signers, _) = signed::of(session).await?;
    let positions = session.vault.positions(&Stream::Incident(incident_id)).await?;
    let known: Vec<&Received> = log.iter().filter(|received| received.received_at <= until).collect();
    let mut entries = Vec::with_capacity(known.len());
    let mut hash = Hash([0; 32]);
    for (number, received) in known.iter().enumerate() {
        let item = view.timeline.iter().find(|item| item.entry_id == received.entry.header.entry_id);
        let original = sealed.iter().find(|sealed| sealed.hash() == received.entry.hash);
        let place = Place { position: positions.get(&received.seq).copied(), seq: received.seq };
        let own = received.entry.header.device_id == session.vault.device_id();
        let of_force = own || place.position.is_some();
        let verified = original
            .is_some_and(|sealed| is_signed(sealed, &received.entry.header, &signers, (place, of_force)));
        hash = Hash::of(&[hash.0, received.entry.hash.0].concat());
        entries.push(evidence(session, number as u64 + 1, received, item, verified));
    }
    let sound = entries.iter().all(|entry| entry.verified && entry.readable) && sealed.len() == log.len();
    let checked =
        |key: &str, sound: bool| (t(key), t(if sound { "evidence-sound" } else { "evidence-not-sound" }));
    Ok(EvidencePack {
        stamp: stamp(app, session, serial),
        reference: view.reference.clone(),
        name: view.name.clone(),
        as_known_at: words::full_time(until),
        summary: summary(view),
        photograph,
        looks: view
            .as_known
            .seen_by
            .iter()
            .map(|seen| (seen.officer.clone(), words::full_time(seen.last_look), seen.line.clone()))
            .collect(),
        verification: vec![
            checked("evidence-signatures", entries.iter().all(|entry| entry.verified)),
            checked("evidence-readable", entries.iter().all(|entry| entry.readable)),
            checked("evidence-complete", log_is_complete(&known)),
            (t("evidence-hash"), t("evidence-hash-rule")),
        ],
        entries,
        log_hash: hash.to_string(),
        whole: sound && log_is_complete(&known),
    })
}

/// No entry had seen another that is not among them.
fn log_is_complete(known: &[&Received]) -> bool {
    let hashes: std::collections::HashSet<Hash> = known.iter().map(|received| received.entry.hash).collect();
    known.iter().all(|received| received.entry.header.seen.iter().all(|hash| hashes.contains(hash)))
}

fn is_signed(
    sealed: &Sealed,
    header: &register::Header,
    signers: &store::Signers,
    (place, of_force): (Place, bool),
) -> bool {
    let keys = signers.get(&header.officer_id).into_iter().flatten();
    keys.filter(|signer| signer.signs(header, place, of_force))
        .any(|signer| sealed.verify(header, &signer.key).is_ok())
}

fn evidence(
    session: &Session,
    number: u64,
    received: &Received,
    item: Option<&TimelineItem>,
    verified: bool,
) -> EvidenceEntry {
    let header = &received.entry.header;
    let signed_by = session.officers().into_iter().find(|officer| officer.officer_id == header.officer_id);
    let text = item.map(|item| {
        std::iter::once(&item.headline).chain(&item.lines).filter(|line| !line.is_empty()).cloned().collect()
    });
    let paper = item.is_some_and(|item| item.from_paper).then(|| t("entry-from-paper"));
    let late = item.map(|item| item.late.clone()).filter(|late| !late.is_empty());
    EvidenceEntry {
        number,
        recorded_at: words::full_time(received.entry.recorded_at()),
        happened_at: received.entry.body().map(|body| happened(&body.happened_at)).unwrap_or_default(),
        by: item.map(|item| item.by.clone()).unwrap_or_default(),
        source: item.map(|item| item.source.clone()).unwrap_or_default(),
        text: text.unwrap_or_default(),
        notes: paper.into_iter().chain(late).collect(),
        entry_id: header.entry_id.to_string(),
        hash: received.entry.hash.to_string(),
        // An officer of another register is named as the entry names its author.
        signed_by: signed_by.map_or_else(
            || item.map(|item| item.by.clone()).unwrap_or_default(),
            |officer| format!("{}, {}", officer.name, officer.collar),
        ),
        verified,
        readable: is_readable(&received.entry),
    }
}

/// When it happened, with the day, however long ago it is read.
fn happened(when: &When) -> String {
    match when {
        When::At { at } => words::full_time(*at),
        When::About { at } => with("when-about", &[("at", &words::full_time(*at))]),
        When::Between { from, to } => {
            with("when-between", &[("from", &words::full_time(*from)), ("to", &words::full_time(*to))])
        }
        When::NotKnown => t("when-not-known"),
    }
}

fn summary(view: &IncidentView) -> Vec<(String, String)> {
    let grade = view
        .grade
        .as_ref()
        .map_or_else(|| t("grade-none"), |grade| format!("{} – {}", label("grade", &grade.grade), grade.by));
    let mut lines = vec![
        (t("evidence-person"), format!("{}, {}", view.name, view.age_sex)),
        (t("evidence-force"), view.accountable_force_name.clone()),
        (t("evidence-reported"), words::full_time(view.reported_at)),
        (t("evidence-status"), label("incident-status", &view.status)),
        (t("evidence-grade"), grade),
    ];
    if let Some(last_seen) = &view.last_seen {
        lines.push((t("evidence-last-seen"), last_seen.place.clone()));
    }
    if let Some(closed) = &view.closed {
        lines.push((t("evidence-closed"), closed.line.clone()));
    }
    lines
}
