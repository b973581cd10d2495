//! Grading the risk of harm beside the second opinion, and the conditions that it counts with.

use register::IncidentId;
use register::fact::{Beside, MedicalNeed};
use register::incident::Status;
use store::Along;

use super::acts::act;
use super::incident::episodes;
use crate::app::{App, Session};
use crate::commands::{AssessRisk, GiveMedicalNeed, RecordMedicalNeed};
use crate::error::AppError;
use crate::present::opinion::{Formed, named};
use crate::views::{ConditionView, ConditionsView, IncidentView};
use crate::words;

/// Grade the risk of harm. The second opinion is formed anew and kept with it, whatever the caller says of it.
pub async fn assess_risk(app: &App, mut command: AssessRisk) -> Result<IncidentView, AppError> {
    let session = app.session().await?;
    let incident_id = command.incident_id;
    command.beside = Beside {
        opinion: formed(app, &session, incident_id).await?.map(Box::new),
        opened: Some(command.beside.opened.unwrap_or_default()),
        ..command.beside
    };
    act(app, &session, incident_id, command.into(), Along::default()).await
}

async fn formed(
    app: &App,
    session: &Session,
    incident_id: IncidentId,
) -> Result<Option<register::fact::SecondOpinion>, AppError> {
    let log = session.vault.log(incident_id).await?;
    let Some(state) = log.state().filter(|state| state.status() == Status::Open) else { return Ok(None) };
    let all = episodes(session, state.person_id, None).await?;
    let now = app.now_for(session.kind);
    let standards = session.standards();
    let (model, questions) = (standards.model(now), standards.questions(now).0);
    Ok(Some(Formed::of(model, questions, state, &all, session.thresholds(), now).kept()))
}

/// A condition that is dangerous without its treatment, from the list; or that it no longer applies.
pub async fn give_medical_need(app: &App, command: GiveMedicalNeed) -> Result<IncidentView, AppError> {
    let session = app.session().await?;
    let GiveMedicalNeed { incident_id, act: said, condition, detail, treated_at, ended_because } = command;
    let now = app.now_for(session.kind);
    let conditions = session.standards().conditions(now);
    let Some(known) = conditions.find(&condition) else {
        return Err(AppError::field("condition", "field-choose-condition"));
    };
    let log = session.vault.log(incident_id).await?;
    // Nobody knows when: reckoned from when they were last seen, which is the cautious side.
    let since = log.state().map_or(now, register::deadline::missing_since);
    let (harm_from, harm_by) = known.harm(treated_at.earliest().unwrap_or(since));
    let list = conditions.version.clone();
    let need = MedicalNeed { condition, list, detail, treated_at, harm_from, harm_by, ended_because };
    let command = RecordMedicalNeed { incident_id, act: said, need };
    act(app, &session, incident_id, command.into(), Along::default()).await
}

/// The list of conditions, with what happens without treatment.
pub async fn conditions_list(
    app: &App,
    command: crate::commands::Hinted,
) -> Result<ConditionsView, AppError> {
    let session = app.session().await?;
    let conditions = session.standards().conditions(app.now_for(session.kind));
    let hinted: Vec<&str> =
        conditions.hinted(&command.text).map(|condition| condition.code.as_str()).collect();
    let view = |condition: &risk::Condition| ConditionView {
        condition: condition.code.clone(),
        label: named(&condition.code),
        without: words::maybe(&format!("medical-{}-without", condition.code))
            .unwrap_or_else(|| condition.without.clone()),
        hinted: hinted.contains(&condition.code.as_str()),
    };
    Ok(ConditionsView {
        version: conditions.version.clone(),
        conditions: conditions.condition.iter().map(view).collect(),
    })
}
