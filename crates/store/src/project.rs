//! What lists and searches read of an incident: rows made from its state (INV-2).

use register::id::IncidentId;
use register::{Incident, Summary, Thresholds};

use crate::error::StoreError;
use crate::names;
use crate::steps::Steps;

/// Write an incident's rows from its state. Rebuilding makes the very same (INV-2): the row has the
/// number of the stream's first entry, whatever was written before it.
pub(crate) fn project(
    steps: &mut Steps,
    state: &Incident,
    thresholds: &Thresholds,
    index_changed: bool,
) -> Result<(), StoreError> {
    project_as(steps, state, Summary::of(state, thresholds), index_changed)
}

/// The same where the summary has been made.
pub(crate) fn project_as(
    steps: &mut Steps,
    state: &Incident,
    summary: Summary,
    index_changed: bool,
) -> Result<(), StoreError> {
    if state.withdrawn.is_some() {
        return take_away(steps, state.incident_id);
    }
    let who = who_of(&summary);
    let (listed, bytes) = row_of(&summary)?;
    let incident_id = summary.incident_id.bytes().to_vec();
    let person_id = summary.person_id.bytes().to_vec();
    let reported_at = summary.reported_at.timestamp_millis();
    // Most acts change nothing that is indexed, and then no index is written.
    steps
        .then(
            "UPDATE incident SET summary = ?
             WHERE incident_id = ? AND person_id = ? AND listed = ? AND reference = ? AND reported_at = ?
                 AND who = ?",
        )
        .bind(bytes.clone())?
        .bind(incident_id.clone())?
        .bind(person_id.clone())?
        .bind(i64::from(listed))?
        .bind(summary.reference.clone())?
        .bind(reported_at)?
        .bind(who.clone())?
        .then(
            "INSERT INTO incident
                 (incident_row, incident_id, person_id, listed, reference, reported_at, who, summary)
             SELECT (SELECT min(entry_seq) FROM entry WHERE stream = ?), ?, ?, ?, ?, ?, ?, ?
             WHERE NOT EXISTS (
                 SELECT 1 FROM incident
                 WHERE incident_id = ? AND person_id = ? AND listed = ? AND reference = ? AND reported_at = ?
                     AND who = ?
             )
             ON CONFLICT (incident_id) DO UPDATE SET person_id = excluded.person_id, listed = excluded.listed,
                 reference = excluded.reference, reported_at = excluded.reported_at, who = excluded.who,
                 summary = excluded.summary",
        )
        .bind(incident_id.clone())?
        .bind(incident_id.clone())?
        .bind(person_id.clone())?
        .bind(i64::from(listed))?
        .bind(summary.reference.clone())?
        .bind(reported_at)?
        .bind(who.clone())?
        .bind(bytes)?
        .bind(incident_id.clone())?
        .bind(person_id)?
        .bind(i64::from(listed))?
        .bind(summary.reference.clone())?
        .bind(reported_at)?
        .bind(who)?;
    imported(steps, state)?;
    if index_changed {
        let indexed = names::index(&summary);
        steps
            .then("DELETE FROM name_search WHERE rowid = (SELECT incident_row FROM incident WHERE incident_id = ?)")
            .bind(incident_id.clone())?
            .then(
                "INSERT INTO name_search (rowid, names, sounds, letters, born, refs)
                 VALUES ((SELECT incident_row FROM incident WHERE incident_id = ?), ?, ?, ?, ?, ?)",
            )
            .bind(incident_id)?
            .bind(indexed.names)?
            .bind(indexed.sounds)?
            .bind(indexed.letters)?
            .bind(summary.born)?
            .bind(indexed.refs)?;
    }
    Ok(())
}

/// The rows of other systems' files that said something of it.
pub(crate) fn imported(steps: &mut Steps, state: &Incident) -> Result<(), StoreError> {
    if state.imports.is_empty() {
        return Ok(());
    }
    steps.then("DELETE FROM imported WHERE incident_id = ?").bind(state.incident_id.bytes().to_vec())?;
    for said in &state.imports {
        let (from, position) = (&said.what, i64::try_from(said.position).map_err(|_| StoreError::Row)?);
        steps
            .then(
                "INSERT INTO imported (system, key, incident_id, position, import_id, content)
                 VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            )
            .bind(from.system.clone())?
            .bind(from.key.clone())?
            .bind(state.incident_id.bytes().to_vec())?
            .bind(position)?
            .bind(from.import_id.bytes().to_vec())?
            .bind(from.content.0.to_vec())?;
    }
    Ok(())
}

/// An incident that an import brought and took back again stands in no list; its log stays.
fn take_away(steps: &mut Steps, incident_id: IncidentId) -> Result<(), StoreError> {
    for statement in [
        "DELETE FROM name_search WHERE rowid = (SELECT incident_row FROM incident WHERE incident_id = ?)",
        "DELETE FROM incident WHERE incident_id = ?",
        "DELETE FROM imported WHERE incident_id = ?",
    ] {
        steps.then(statement).bind(incident_id.bytes().to_vec())?;
    }
    Ok(())
}

/// Whom an incident is about, so that a file's row finds people of the same name and date of birth; empty
/// where one of the three is not known in full.
pub(crate) fn who_of(summary: &Summary) -> String {
    who(&summary.family_name, &summary.given_name, &summary.born)
}

pub(crate) fn who(family: &str, given: &str, born: &str) -> String {
    if family.is_empty() || given.is_empty() || born.len() != "YYYY-MM-DD".len() {
        return String::new();
    }
    format!("{}\u{1f}{}\u{1f}{born}", family.to_lowercase(), given.to_lowercase())
}

/// Whether the duty list shows it, and the bytes of the summary.
pub(crate) fn row_of(summary: &Summary) -> Result<(bool, Vec<u8>), StoreError> {
    let closed = summary.status == register::incident::Status::Closed;
    let listed = !closed || !summary.deadlines.is_empty();
    Ok((listed, postcard::to_stdvec(summary).map_err(|_| StoreError::Row)?))
}
