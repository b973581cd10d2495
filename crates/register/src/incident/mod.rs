//! An incident is what its facts add up to: a pure fold over the *set* of its entries.
//!
//! Nothing here knows the time. A deadline is an instant; whether it is past is asked with a time.

mod answers;
mod assignment;
mod challenge;
mod conflict;
mod contradictions;
mod fold;
pub(crate) mod graph;
mod harm;
mod hypothesis;
mod importing;
mod medical;
mod moments;
mod news;
mod partner;
mod policy;
mod research;
mod safety;
mod weather;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::age::{self, Youngest};
use crate::entry::{Author, Entry};
use crate::fact::{
    ActionAnswer, Answered, Attribute, Beside, Category, ChangesRisk, ClosedBecause, Condition, FoundBy,
    Grade, Harm, IncidentFact, LastSeen, Moment, Photograph, Rationale, ReferenceStatus, Source, System,
};
use crate::force::ForceCode;
use crate::id::{ActionId, EntryId, Hash, ImportId, IncidentId, OfficerId, PersonId, PhotographId};
use crate::importing::is_of_officers;
use crate::question::{Answer, Question};
use crate::role::Role;
use crate::when::When;

pub use assignment::Assignment;
pub use challenge::Challenge;
pub use conflict::{Conflict, ConflictKind};
pub use contradictions::Contradiction;
pub use graph::Sight;
pub(crate) use graph::seen_by;
pub use hypothesis::Hypothesis;
pub use importing::import_of;
pub use medical::MedicalState;
pub use news::{News, Seen};
pub use partner::PartnerState;
pub use policy::Policy;
pub use research::Research;
pub use weather::WeatherState;

/// Something said, and where it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    pub entry_id: EntryId,
    /// Position in canonical order; greater is later.
    pub position: usize,
    pub recorded_at: DateTime<Utc>,
    pub happened_at: When,
    pub author: Author,
    pub source: Source,
    pub what: T,
}

impl<T> Said<T> {
    /// The same place in the log, with something else said.
    pub fn with<U>(&self, what: U) -> Said<U> {
        Said {
            entry_id: self.entry_id,
            position: self.position,
            recorded_at: self.recorded_at,
            happened_at: self.happened_at,
            author: self.author.clone(),
            source: self.source.clone(),
            what,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Open,
    /// Somebody has seen them; the closing gate has not been passed.
    Located,
    Closed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    pub grade: Grade,
    pub factors: Vec<Question>,
    pub rationale: Rationale,
    pub next_review_at: DateTime<Utc>,
    pub lowered_because: Option<String>,
    /// The second opinion that was on the screen.
    pub beside: Option<Beside>,
    /// Not superseded by an assessment that was informed of it.
    pub live: bool,
    /// Entries of the log that its author had been informed of, and all there were before it.
    pub saw: usize,
    pub of: usize,
}

impl Assessment {
    /// Entries that others made and its author had not opened (F16).
    pub fn left_for_later(&self) -> &[EntryId] {
        self.beside.as_ref().map(|beside| beside.unopened.as_slice()).unwrap_or_default()
    }

    /// Its author said why they leave this entry for later: what it asks for still waits. Who raises a grade at once says
    /// nothing of the kind.
    pub fn puts_off(&self, entry_id: EntryId) -> bool {
        let said_why = self.beside.as_ref().is_some_and(|beside| beside.deferred_because.is_some());
        said_why && self.left_for_later().contains(&entry_id)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionState {
    pub action_id: ActionId,
    pub what: String,
    pub due_at: DateTime<Utc>,
    pub role: Option<Role>,
    /// Done to find them.
    pub locating: bool,
    /// The latest answer; `StillNeeded` keeps the action open with a new due time.
    pub answer: Option<ActionAnswer>,
    /// When that was recorded.
    pub answered_at: Option<DateTime<Utc>>,
}

impl ActionState {
    pub fn is_open(&self) -> bool {
        matches!(self.answer, None | Some(ActionAnswer::StillNeeded { .. }))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Danger {
    pub question: Question,
    pub detail: String,
    /// Why an inspector holds that it no longer stands.
    pub cleared: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotographState {
    pub photograph: Photograph,
    pub likeness: Option<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocatedState {
    pub seen_by: String,
    pub seen_at: When,
    pub place: String,
    pub identity_confirmed: String,
    pub found_by: FoundBy,
    pub condition: Condition,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceState {
    /// The entry that gave it first, and the last that gave a status.
    pub entry_id: EntryId,
    pub status_entry_id: Option<EntryId>,
    pub system: System,
    pub reference: String,
    pub status: ReferenceStatus,
}

/// A contact from somebody, and whether it came after the closure in effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactState {
    pub caller: String,
    pub phone: String,
    pub text: String,
    pub changes_risk: ChangesRisk,
    pub after_closure: bool,
}

/// Somebody was promised to hear from the police, by when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub to: String,
    pub at: DateTime<Utc>,
}

/// The state of one incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    pub incident_id: IncidentId,
    pub reference: String,
    pub person_id: PersonId,
    pub accountable_force: ForceCode,
    pub category: Category,
    pub category_decided: bool,
    pub reported_at: DateTime<Utc>,
    pub circumstances: String,
    pub question_set: String,
    /// The one to show: the latest that is a sighting, else the latest (F21).
    pub last_seen: Option<Said<LastSeen>>,
    /// Every one ever given, the latest informed one first.
    pub said_last_seen: Vec<Said<LastSeen>>,
    /// Every value ever said, the latest informed one first.
    pub described: BTreeMap<Attribute, Vec<Said<String>>>,
    /// Every answer ever given, the latest informed one first.
    pub answers: BTreeMap<Question, Vec<Said<Answered>>>,
    /// Answers in whose place a later one stands, by question and position: its author had it in sight, and says what shows the
    /// other.
    pub set_aside: BTreeSet<(Question, usize)>,
    pub dangers: Vec<Said<Danger>>,
    /// Conditions that are dangerous without treatment, one line each, those that no longer apply among them.
    pub medical: Vec<Said<MedicalState>>,
    /// What holds of each check of the research, in the order of the list.
    pub research: Vec<Said<Research>>,
    /// The weather as it was noted, as far as nothing has replaced it; what endangers first.
    pub weather: Vec<Said<WeatherState>>,
    pub assessments: Vec<Said<Assessment>>,
    /// Moments at which the risk changes by itself and that no assessment has answered, whether they have come or not; the
    /// earliest first.
    pub foreseen: Vec<Said<Moment>>,
    /// Entries that whoever gave the grade in effect had not been informed of, and who made them; none where nobody has
    /// graded. Those that they left for later are among them; what the program says by itself is not.
    pub unseen: Vec<(EntryId, OfficerId)>,
    /// Since when the lowest grade is in effect that no supervisor gave or has reviewed.
    pub lowest_unconfirmed: Option<DateTime<Utc>>,
    /// Every challenge of a grade, in canonical order.
    pub challenges: Vec<Said<Challenge>>,
    pub reviews: Vec<Said<DateTime<Utc>>>,
    /// The earliest next review that nothing informed has replaced.
    pub next_review_at: Option<DateTime<Utc>>,
    pub actions: Vec<Said<ActionState>>,
    /// Every time it was handed to a role, in canonical order.
    pub assignments: Vec<Said<Assignment>>,
    pub contacts: Vec<Said<ContactState>>,
    /// What partner agencies said of the risk, in canonical order.
    pub partners: Vec<Said<PartnerState>>,
    /// The earliest promise of a next update that no informed update has kept.
    pub promise: Option<Said<Promise>>,
    /// What may have happened, in canonical order. No grade, no opinion and no clock is made of it.
    pub hypotheses: Vec<Said<Hypothesis>>,
    /// Every decision on how the enquiry is led, in canonical order.
    pub policies: Vec<Said<Policy>>,
    pub photographs: Vec<Said<PhotographState>>,
    pub located: Option<Said<LocatedState>>,
    /// What harm came to them, as far as it has come to light; several words where they were written apart.
    pub harms: Vec<Said<Harm>>,
    pub closed: Option<Said<ClosedBecause>>,
    pub references: Vec<ReferenceState>,
    pub conflicts: Vec<Conflict>,
    /// New risk information that no assessment had on its screen, in canonical order; none where nobody has assessed.
    pub news: Vec<Said<News>>,
    /// The first contact or partner's word on the closed incident that no review had on its screen.
    pub contact_since: Option<Said<String>>,
    /// Entries that a grade rests on: what `basis` has to hold.
    pub basis: Vec<EntryId>,
    /// What the next entry is written in sight of.
    pub sight: Sight,
    pub entries: usize,
    pub last_entry_at: DateTime<Utc>,
    /// Entries that cannot be read: do not rely on the grade here.
    pub unread: usize,
    /// Those among them that are not as they were signed; the others are of a newer version.
    pub altered: usize,
    /// Entries whose body has been disposed of.
    pub disposed: usize,
    /// The rows that it was imported from, in canonical order; those taken back are not among them.
    pub imports: Vec<Said<ImportedFrom>>,
    /// Why the import that reported it was taken back: then nothing of it counts.
    pub withdrawn: Option<Said<String>>,
}

/// A row of another system's file that said something of this incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedFrom {
    pub import_id: ImportId,
    pub system: String,
    pub key: String,
    pub file: String,
    pub row: u64,
    /// [`crate::fact::Imported::content`] of its cells.
    pub content: Hash,
}

impl Incident {
    /// Fold a set of entries, in any order. `None` while no entry reports the incident.
    pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry<IncidentFact>>) -> Option<Self> {
        fold::fold(entries)
    }

    /// The row of another system's file that an entry at this position was imported from; what was entered
    /// from paper or as a photograph an officer here has said.
    pub fn imported_at(&self, position: usize) -> Option<&ImportedFrom> {
        let said = self.imports.iter().find(|said| said.position == position)?;
        (!is_of_officers(&said.what.system)).then_some(&said.what)
    }

    /// What the next entry after these is written in sight of.
    pub fn sight<'a>(entries: impl IntoIterator<Item = &'a Entry<IncidentFact>>) -> Sight {
        graph::Graph::of(entries).sight().clone()
    }

    /// Entries that build on an import, so that it can no longer be taken back.
    pub fn built_on<'a>(
        entries: impl IntoIterator<Item = &'a Entry<IncidentFact>>,
        import_id: ImportId,
    ) -> Vec<&'a Entry<IncidentFact>> {
        importing::built_on(&graph::Graph::of(entries), import_id)
    }

    pub fn status(&self) -> Status {
        match (&self.closed, &self.located) {
            (Some(_), _) => Status::Closed,
            (None, Some(_)) => Status::Located,
            (None, None) => Status::Open,
        }
    }

    pub fn is_open(&self) -> bool {
        self.status() != Status::Closed
    }

    /// The value shown for an attribute: the latest informed one.
    pub fn value(&self, attribute: Attribute) -> Option<&str> {
        self.described.get(&attribute)?.first().map(|said| said.what.as_str())
    }

    pub fn answer(&self, question: Question) -> Answer {
        self.answers
            .get(&question)
            .and_then(|said| said.first())
            .map_or(Answer::NotAsked, |said| said.what.answer)
    }

    /// Whether the answer that stands says that a risk factor is present.
    pub fn factor_stands(&self, question: Question) -> bool {
        question.is_risk_factor() && self.answer(question) == Answer::Yes
    }

    /// Questions that somebody has asked, if only to learn that it is not known.
    pub fn asked(&self) -> impl Iterator<Item = Question> {
        self.answers.keys().copied().filter(|question| self.answer(*question) != Answer::NotAsked)
    }

    /// Answers that nothing has settled, the latest informed one first: a yes and a no among them are a conflict.
    pub fn unsettled(&self, question: Question) -> impl Iterator<Item = &Said<Answered>> {
        let stands = move |said: &&Said<Answered>| !self.set_aside.contains(&(question, said.position));
        self.answers.get(&question).into_iter().flatten().filter(stands)
    }

    /// Questions to which somebody said yes, whatever others say, until somebody who knew it shows otherwise.
    pub fn said_yes(&self) -> impl Iterator<Item = Question> {
        let yes = |question| self.unsettled(question).any(|said| said.what.answer == Answer::Yes);
        self.answers.keys().copied().filter(move |question| yes(*question))
    }

    /// Assessments that nothing informed has superseded, in canonical order.
    pub fn live_assessments(&self) -> impl Iterator<Item = &Said<Assessment>> {
        self.assessments.iter().filter(|said| said.what.live)
    }

    /// The grade in effect: the highest live one. `None` is *not assessed*.
    pub fn effective(&self) -> Option<&Said<Assessment>> {
        self.live_assessments().max_by_key(|said| (said.what.grade, said.position))
    }

    pub fn grade(&self) -> Option<Grade> {
        self.effective().map(|said| said.what.grade)
    }

    pub fn standing_dangers(&self) -> impl Iterator<Item = &Said<Danger>> {
        self.dangers.iter().filter(|said| said.what.cleared.is_none())
    }

    pub fn open_actions(&self) -> impl Iterator<Item = &Said<ActionState>> {
        self.actions.iter().filter(|said| said.what.is_open())
    }

    /// The photograph to show: the latest.
    pub fn photograph(&self) -> Option<&Said<PhotographState>> {
        self.photographs.last()
    }

    pub fn photograph_by_id(&self, id: PhotographId) -> Option<&Said<PhotographState>> {
        self.photographs.iter().find(|said| said.what.photograph.photograph_id == id)
    }

    /// The linked dispatch log is closed while the person is not located (F21).
    pub fn status_conflict(&self) -> Option<&ReferenceState> {
        self.references
            .iter()
            .find(|r| r.system == System::DispatchLog && r.status == ReferenceStatus::Closed)
            .filter(|_| self.status() == Status::Open)
    }

    /// Youngest and oldest age in whole years at a date, from date of birth or an age as judged.
    pub fn age_at(&self, on: NaiveDate) -> Option<(u32, u32)> {
        age::years(self.value(Attribute::DateOfBirth), self.value(Attribute::Age), on)
    }

    /// By every date of birth and every age ever given, not only those shown.
    pub fn youngest(&self) -> Youngest {
        let said = |attribute| self.described.get(&attribute).into_iter().flatten();
        Youngest {
            born: said(Attribute::DateOfBirth)
                .filter_map(|said| age::born(&said.what))
                .map(|(_, last)| last)
                .max(),
            judged: said(Attribute::Age)
                .filter_map(|said| age::judged(&said.what))
                .map(|(least, _)| least)
                .min(),
        }
    }

    /// Under 18 where that is possible at all: the safer reading.
    pub fn may_be_child(&self, on: NaiveDate) -> bool {
        self.youngest().may_be_child(on)
    }

    /// Do entries disagree about this until somebody decides?
    pub fn disagrees_on(&self, kind: ConflictKind) -> bool {
        self.conflicts.iter().any(|conflict| conflict.kind == kind)
    }

    pub fn has_exploitation_flag(&self) -> bool {
        self.answers.iter().any(|(question, said)| {
            question.is_exploitation() && said.iter().any(|said| said.what.answer == Answer::Yes)
        })
    }
}
