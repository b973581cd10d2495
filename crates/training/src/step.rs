//! What was done on one incident: commands in the order of time.

use chrono::{DateTime, NaiveDate, Utc};
use register::command::{Act, AnswerAction, Command, ReviewIncident, ReviewedAction};
use register::fact::{ActionAnswer, HarmKind, Source};
use register::{ActionId, Incident, IncidentId, PersonId, PhotographId};

/// One command by one officer at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub at: DateTime<Utc>,
    /// Index into [`crate::officers`].
    pub officer: usize,
    /// For `Context::new_action`; used where the command sets an action.
    pub new_action: ActionId,
    pub command: StepCommand,
    /// Who confirms a closure by exception; the runner signs it with their key.
    pub confirmed_by: Option<usize>,
}

/// A command, some of which can be completed only with the state before them.
#[derive(Clone, Debug, PartialEq)]
pub enum StepCommand {
    /// Complete but for its basis.
    Plain(Box<Command>),
    /// Answer the action set `number`-th on the incident, counted from 0.
    AnswerAction { incident_id: IncidentId, act: Act, number: usize, answer: ActionAnswer },
    /// Review, answering every open action: those named by number, then `others`.
    Review {
        incident_id: IncidentId,
        act: Act,
        summary: String,
        answers: Vec<(usize, ActionAnswer)>,
        others: ActionAnswer,
        next_review_at: DateTime<Utc>,
    },
}

impl StepCommand {
    /// The command as the officer gave it who saw this state: its basis is the state's.
    ///
    /// An action that does not exist resolves to a nil identifier, which `decide` refuses.
    pub fn resolve(&self, state: Option<&Incident>) -> Command {
        let basis = state.map(|state| state.basis.clone()).unwrap_or_default();
        let action_of = |number: usize| {
            state
                .and_then(|state| state.actions.get(number))
                .map_or(ActionId(uuid::Uuid::nil()), |action| action.what.action_id)
        };
        match self {
            Self::Plain(command) => {
                let mut command = (**command).clone();
                command.act_mut().basis = basis;
                command
            }
            Self::AnswerAction { incident_id, act, number, answer } => AnswerAction {
                incident_id: *incident_id,
                act: Act { basis, ..act.clone() },
                action_id: action_of(*number),
                answer: answer.clone(),
            }
            .into(),
            Self::Review { incident_id, act, summary, answers, others, next_review_at } => {
                let open = state.into_iter().flat_map(|state| state.open_actions());
                let answers = open
                    .map(|action| {
                        let action_id = action.what.action_id;
                        let named = answers.iter().find(|(number, _)| action_id == action_of(*number));
                        let answer = named.map_or(others, |(_, answer)| answer).clone();
                        ReviewedAction { action_id, answer }
                    })
                    .collect();
                ReviewIncident {
                    incident_id: *incident_id,
                    act: Act { basis, ..act.clone() },
                    summary: summary.clone(),
                    answers,
                    next_review_at: *next_review_at,
                }
                .into()
            }
        }
    }
}

impl Step {
    pub fn resolve(&self, state: Option<&Incident>) -> Command {
        self.command.resolve(state)
    }
}

/// A portrait that the runner draws from a seed, prepares and adds to the incident.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotographSpec {
    pub photograph_id: PhotographId,
    /// When it is added, and by which officer; never before the report.
    pub at: DateTime<Utc>,
    pub officer: usize,
    /// The same person has the same seed at every episode.
    pub seed: u64,
    /// Whole months between the day it was taken and `at`.
    pub months_old: u32,
    pub taken: NaiveDate,
    /// Who gave it.
    pub source: Source,
    pub likeness: Option<Likeness>,
}

/// Somebody confirmed that a portrait still looks like them, after it was added.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    pub at: DateTime<Utc>,
    pub officer: usize,
    /// Who confirmed it, and how they know the person.
    pub by: String,
    pub relation: String,
}

/// One incident from the first report on.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode {
    pub incident_id: IncidentId,
    /// For `Context::new_person`; the same at every episode of one person.
    pub person_id: PersonId,
    /// For `Context::new_reference`: force, year and number in order of report, as `NM/26/000123`.
    pub reference: String,
    pub reported_at: DateTime<Utc>,
    /// In order of time; the first takes the report.
    pub steps: Vec<Step>,
    pub photograph: Option<PhotographSpec>,
    /// The harm that truly came to them, of which the steps record some.
    pub happened: Vec<HarmKind>,
}
