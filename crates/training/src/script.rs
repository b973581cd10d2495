//! Writing an incident down step by step, in few words.

use chrono::{DateTime, Utc};
use register::command::*;
use register::fact::{
    ActionAnswer, Answered, Category, ChangesRisk, Condition, ExceptionKind, FoundBy, Grade, Harm, HarmKind,
    HowKnown, LastSeen, Rationale, Reference, ReferenceStatus, Source, SourceKind, System,
};
use register::question::{Answer, Question};
use register::role::Role;
use register::{ActionId, IncidentId, Thresholds, When};

use crate::calendar;
use crate::draw::Draw;
use crate::step::{Step, StepCommand};
use crate::texts;

/// A field takes no more.
const MOST_CHARACTERS: usize = 50_000;

/// The steps of one incident. A step never stands before the one before it.
pub(crate) struct Script {
    pub incident_id: IncidentId,
    pub steps: Vec<Step>,
    pub draw: Draw,
    actions: usize,
    thresholds: Thresholds,
    grade: Option<Grade>,
}

impl Script {
    pub fn new(mut draw: Draw, reported_at: DateTime<Utc>, thresholds: &Thresholds) -> Self {
        let incident_id = IncidentId(draw.uuid(reported_at));
        let steps = Vec::with_capacity(8);
        Self { incident_id, steps, draw, actions: 0, thresholds: thresholds.clone(), grade: None }
    }

    pub fn push(&mut self, at: DateTime<Utc>, officer: usize, command: StepCommand) {
        let at = self.not_before_the_last(at);
        let new_action = ActionId(self.draw.uuid(at));
        self.steps.push(Step { at, officer, new_action, command, confirmed_by: None });
    }

    fn not_before_the_last(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.steps.last().map_or(at, |last| at.max(last.at))
    }

    /// A next review as meant, or as far off as the register allows.
    fn allowed(&self, meant: DateTime<Utc>, at: DateTime<Utc>) -> DateTime<Utc> {
        let longest = self.thresholds.longest_review(self.grade.unwrap_or(Grade::High));
        meant.min(self.not_before_the_last(at) + longest)
    }

    /// Words enough for a register that asks for more of them.
    fn enough(&self, text: &str) -> String {
        let least = (self.thresholds.rationale_least_characters as usize).min(MOST_CHARACTERS);
        let mut text = text.to_owned();
        while text.chars().count() < least {
            text.push_str(texts::MORE_WORDS);
        }
        text
    }

    pub fn give(&mut self, at: DateTime<Utc>, officer: usize, command: impl Into<Command>) {
        self.push(at, officer, StepCommand::Plain(Box::new(command.into())));
    }

    pub fn describe(
        &mut self,
        at: DateTime<Utc>,
        officer: usize,
        act: Act,
        description: Vec<DescriptionItem>,
    ) {
        self.give(at, officer, Describe { incident_id: self.incident_id, act, description });
    }

    pub fn answer(&mut self, at: DateTime<Utc>, officer: usize, act: Act, answers: Vec<Answered>) {
        self.give(at, officer, AnswerQuestions { incident_id: self.incident_id, act, answers });
    }

    pub fn note(&mut self, at: DateTime<Utc>, officer: usize, act: Act, text: &str) {
        self.give(at, officer, RecordNote { incident_id: self.incident_id, act, text: text.into() });
    }

    pub fn contact(
        &mut self,
        at: DateTime<Utc>,
        officer: usize,
        (caller, phone): (&str, &str),
        text: &str,
        changes_risk: ChangesRisk,
    ) {
        self.give(
            at,
            officer,
            RecordContact {
                incident_id: self.incident_id,
                act: Act::default(),
                caller: caller.into(),
                phone: phone.into(),
                text: text.into(),
                changes_risk,
            },
        );
    }

    /// The number by which the action is answered.
    pub fn action(
        &mut self,
        at: DateTime<Utc>,
        officer: usize,
        what: &str,
        due_at: DateTime<Utc>,
        role: Role,
    ) -> usize {
        self.set_action(at, officer, (what, due_at, role), false)
    }

    /// The same, done to find them.
    pub fn seek(
        &mut self,
        at: DateTime<Utc>,
        officer: usize,
        what: &str,
        due_at: DateTime<Utc>,
        role: Role,
    ) -> usize {
        self.set_action(at, officer, (what, due_at, role), true)
    }

    fn set_action(
        &mut self,
        at: DateTime<Utc>,
        officer: usize,
        (what, due_at, role): (&str, DateTime<Utc>, Role),
        locating: bool,
    ) -> usize {
        let (act, incident_id) = (Act::default(), self.incident_id);
        let action = SetAction { incident_id, act, what: what.into(), due_at, role: Some(role), locating };
        self.give(at, officer, action);
        self.actions += 1;
        self.actions - 1
    }

    pub fn answer_action(&mut self, at: DateTime<Utc>, officer: usize, number: usize, answer: ActionAnswer) {
        let incident_id = self.incident_id;
        self.push(
            at,
            officer,
            StepCommand::AnswerAction { incident_id, act: Act::default(), number, answer },
        );
    }

    pub fn assess(
        &mut self,
        at: DateTime<Utc>,
        officer: usize,
        grade: Grade,
        factors: &[Question],
        [key_facts, not_known, would_change]: [&str; 3],
        next_review_at: DateTime<Utc>,
    ) {
        self.grade = Some(grade);
        self.give(
            at,
            officer,
            AssessRisk {
                incident_id: self.incident_id,
                act: Act::default(),
                grade,
                factors: factors.to_vec(),
                rationale: Rationale {
                    key_facts: self.enough(key_facts),
                    not_known: self.enough(not_known),
                    would_change: self.enough(would_change),
                },
                next_review_at: self.allowed(next_review_at, at),
                lowered_because: None,
                beside: Default::default(),
            },
        );
    }

    pub fn review(
        &mut self,
        at: DateTime<Utc>,
        officer: usize,
        summary: &str,
        answers: Vec<(usize, ActionAnswer)>,
        others: ActionAnswer,
        next_review_at: DateTime<Utc>,
    ) {
        let review = StepCommand::Review {
            incident_id: self.incident_id,
            act: Act::default(),
            summary: summary.into(),
            answers,
            others,
            next_review_at: self.allowed(next_review_at, at),
        };
        self.push(at, officer, review);
    }

    pub fn reference(&mut self, at: DateTime<Utc>, officer: usize, system: System, reference: &str) {
        let given = reference_to(system, reference);
        self.give(
            at,
            officer,
            GiveReference { incident_id: self.incident_id, act: Act::default(), reference: given },
        );
    }

    pub fn reference_closed(&mut self, at: DateTime<Utc>, officer: usize, system: System, reference: &str) {
        self.give(
            at,
            officer,
            GiveReferenceStatus {
                incident_id: self.incident_id,
                act: Act::default(),
                system,
                reference: reference.into(),
                status: ReferenceStatus::Closed,
            },
        );
    }

    pub fn category(&mut self, at: DateTime<Utc>, officer: usize, category: Category, reason: &str) {
        self.give(
            at,
            officer,
            DecideCategory {
                incident_id: self.incident_id,
                act: Act::default(),
                category,
                reason: reason.into(),
            },
        );
    }

    #[expect(clippy::too_many_arguments, reason = "one for each field of the fact")]
    pub fn located(
        &mut self,
        at: DateTime<Utc>,
        officer: usize,
        seen_by: &str,
        seen_at: DateTime<Utc>,
        place: &str,
        identity_confirmed: &str,
        found_by: FoundBy,
        condition: Condition,
    ) {
        self.give(
            at,
            officer,
            RecordLocated {
                incident_id: self.incident_id,
                act: happened(When::At { at: seen_at }),
                seen_by: seen_by.into(),
                seen_at: When::At { at: seen_at },
                place: place.into(),
                identity_confirmed: identity_confirmed.into(),
                found_by,
                condition,
            },
        );
    }

    pub fn harm(&mut self, at: DateTime<Utc>, officer: usize, kinds: &[HarmKind], rests_on: &str) {
        let harm = Harm { kinds: kinds.to_vec(), rests_on: rests_on.into() };
        self.give(at, officer, RecordHarm { incident_id: self.incident_id, act: Act::default(), harm });
    }

    pub fn close(&mut self, at: DateTime<Utc>, officer: usize, summary: &str) {
        let incident_id = self.incident_id;
        self.give(
            at,
            officer,
            CloseIncident { incident_id, act: Act::default(), summary: summary.into(), exception: None },
        );
    }

    /// Closed though nobody located them, which a second officer confirms.
    pub fn close_by_exception(
        &mut self,
        at: DateTime<Utc>,
        officers: (usize, usize),
        kind: ExceptionKind,
        reason: &str,
        summary: &str,
    ) {
        let exception = Some(ClosingException { kind, reason: reason.into(), confirmation: None });
        let incident_id = self.incident_id;
        self.give(
            at,
            officers.0,
            CloseIncident { incident_id, act: Act::default(), summary: summary.into(), exception },
        );
        if let Some(step) = self.steps.last_mut() {
            step.confirmed_by = Some(officers.1);
        }
    }

    pub fn last_at(&self) -> Option<DateTime<Utc>> {
        self.steps.last().map(|step| step.at)
    }
}

/// Said by somebody.
pub(crate) fn said(kind: SourceKind, name: &str, relation: &str, contact: &str, at: DateTime<Utc>) -> Act {
    Act { source: Some(source(kind, name, relation, contact, at)), ..Act::default() }
}

pub(crate) fn source(
    kind: SourceKind,
    name: &str,
    relation: &str,
    contact: &str,
    at: DateTime<Utc>,
) -> Source {
    Source {
        kind,
        name: name.into(),
        relation: relation.into(),
        contact: contact.into(),
        obtained_at: Some(at),
    }
}

/// The officer's own words about an earlier moment.
pub(crate) fn happened(when: When) -> Act {
    Act { happened_at: Some(when), ..Act::default() }
}

/// Written on paper at the time and entered now.
pub(crate) fn on_paper(at: DateTime<Utc>) -> Act {
    Act { happened_at: Some(When::At { at }), from_paper: true, ..Act::default() }
}

pub(crate) fn answered(question: Question, answer: Answer, detail: &str) -> Answered {
    Answered { question, answer, detail: detail.into(), said_by: String::new() }
}

pub(crate) fn seen(place: &str, when: When, how_known: HowKnown, by: &str) -> LastSeen {
    LastSeen { place: place.into(), when, how_known, by: by.into() }
}

pub(crate) fn reference_to(system: System, reference: &str) -> Reference {
    Reference { system, reference: reference.into() }
}

/// A dispatch log as the command and control system numbers it: `NM-20261123-0142`.
pub(crate) fn dispatch_log(force: &str, at: DateTime<Utc>, draw: &mut Draw) -> String {
    let local = calendar::local(at);
    let minute = i64::from(chrono::Timelike::num_seconds_from_midnight(&local) / 60);
    format!("{force}-{}-{:04}", local.format("%Y%m%d"), minute * 2 / 3 + draw.between(1, 4))
}

pub(crate) fn done(result: &str) -> ActionAnswer {
    ActionAnswer::Done { result: result.into() }
}

pub(crate) fn stopped(because: &str) -> ActionAnswer {
    ActionAnswer::Stopped { because: because.into() }
}
