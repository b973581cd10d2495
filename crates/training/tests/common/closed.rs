//! The rows that figures and fits are made of, read from an episode's steps: what `risk::ended` makes of its log, quicker.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use register::PersonId;
use register::command::{Command, TakeReport};
use register::fact::{Attribute, Condition, HarmKind};
use register::question::{Answer, Question};
use risk::{Characteristics, Closed, Handling, Harm, Kind, Known, Sex, State, States};
use training::{Episode, Plan, StepCommand, episodes};

/// When people were found harmed.
#[derive(Default)]
pub struct Earlier(BTreeMap<PersonId, Vec<DateTime<Utc>>>);

impl Earlier {
    fn harmed_before(&self, person_id: PersonId, at: DateTime<Utc>) -> bool {
        self.0.get(&person_id).is_some_and(|times| times.iter().any(|time| *time <= at))
    }
}

/// Each incident that ended with somebody seen, and the harm that truly came to them.
pub fn rows(plan: &Plan) -> Vec<(Closed, Vec<HarmKind>)> {
    let mut earlier = Earlier::default();
    episodes(plan).filter_map(|episode| Some((row(&episode, &mut earlier)?, episode.happened))).collect()
}

/// How long they were missing is left out.
pub fn row(episode: &Episode, earlier: &mut Earlier) -> Option<Closed> {
    let (mut known, mut grade, mut condition, mut kinds, mut closed) = (None, None, None, Vec::new(), None);
    for step in &episode.steps {
        let StepCommand::Plain(command) = &step.command else { continue };
        match &**command {
            Command::TakeReport(report) => known = Some(self::known(report, step.at)),
            Command::AssessRisk(assess) => grade = Some((assess.grade, step.at)),
            Command::RecordLocated(located) => condition = Some(located.condition),
            Command::RecordHarm(harm) => kinds.clone_from(&harm.harm.kinds),
            Command::CloseIncident(_) => closed = Some(step.at),
            _ => {}
        }
    }
    let ((grade, graded_at), condition, closed) = (grade?, condition?, closed?);
    let mut known = known?;
    if earlier.harmed_before(episode.person_id, graded_at) {
        known.states.set(Question::HarmedBefore, State::Present);
    }
    if condition != Condition::Unharmed {
        earlier.0.entry(episode.person_id).or_default().push(closed);
    }
    Some(Closed {
        reference: episode.reference.clone(),
        closed_on: closed.date_naive(),
        known,
        grade: Some(grade),
        beside: None,
        overruled: Vec::new(),
        harm: Harm {
            fatal: condition == Condition::Died,
            kinds: kinds.iter().map(kind).collect(),
            other: condition == Condition::Harmed,
        },
        handling: Handling::default(),
        characteristics: Characteristics::default(),
    })
}

fn known(report: &TakeReport, at: DateTime<Utc>) -> Known {
    let said = |attribute| report.description.iter().find(|item| item.attribute == attribute);
    let born = said(Attribute::DateOfBirth).and_then(|item| item.value.parse::<NaiveDate>().ok());
    let age = born.and_then(|born| at.date_naive().years_since(born));
    let sex = match said(Attribute::Sex).map(|item| item.value.as_str()) {
        Some("female") => Some(Sex::Female),
        Some("male") => Some(Sex::Male),
        _ => None,
    };
    let asked = report.answers.iter().filter(|said| Question::FACTORS.contains(&said.question));
    let states: States = asked.map(|said| (said.question, state(said.answer))).collect();
    Known { ages: age.map(|age| (age, age)), sex, states, hours_missing: None }
}

fn state(answer: Answer) -> State {
    match answer {
        Answer::Yes => State::Present,
        Answer::No => State::Absent,
        Answer::NotAsked => State::NotAsked,
        Answer::NotKnown => State::NotKnown,
    }
}

pub fn kind(kind: &HarmKind) -> Kind {
    match kind {
        HarmKind::SelfHarm => Kind::SelfHarm,
        HarmKind::AccidentOrExposure => Kind::AccidentOrExposure,
        HarmKind::Crime => Kind::Crime,
        HarmKind::Exploitation | HarmKind::Other => Kind::Exploitation,
    }
}
