//! What an officer asks for. A command is checked by [`crate::decide`] and becomes facts.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::fact::{
    ActionAnswer, Answered, Attribute, Beside, Category, ChangesRisk, Condition, Confirmation, ExceptionKind,
    FoundBy, Grade, Harm, LastSeen, MedicalNeed, PartnerInformation, Photograph, Point, PolicyOption,
    Rationale, Reference, ReferenceStatus, ResearchCheck, ResearchOutcome, Source, Stands, System, Weather,
};
use crate::id::{ActionId, EntryId, IncidentId, PersonId, PhotographId};
use crate::question::Question;
use crate::role::Role;
use crate::when::When;

/// What every act on an incident says beside its own content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Act {
    /// The safety entries on the screen that the command came from (`IncidentView::basis`).
    #[serde(default)]
    pub basis: Vec<EntryId>,
    /// When it happened; now, where nothing is given.
    #[serde(default)]
    pub happened_at: Option<When>,
    /// Who said it; the officer, where nothing is given.
    #[serde(default)]
    pub source: Option<Source>,
    /// Written on paper first and entered later.
    #[serde(default)]
    pub from_paper: bool,
}

/// One thing said about the person, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DescriptionItem {
    pub attribute: Attribute,
    pub value: String,
}

/// A first report. Name *or* description is enough (INV-6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TakeReport {
    #[serde(default)]
    pub act: Act,
    pub category: Category,
    /// When the police were told; now, where nothing is given.
    #[serde(default)]
    pub reported_at: Option<DateTime<Utc>>,
    /// The person of an earlier incident, where the officer says that it is the same.
    #[serde(default)]
    pub same_person_as: Option<PersonId>,
    #[serde(default)]
    pub description: Vec<DescriptionItem>,
    #[serde(default)]
    pub last_seen: Option<LastSeen>,
    #[serde(default)]
    pub circumstances: String,
    #[serde(default)]
    pub answers: Vec<Answered>,
    #[serde(default)]
    pub references: Vec<Reference>,
    /// Handed at once to whoever of this role is there.
    #[serde(default)]
    pub assign_to: Option<Role>,
    /// The question set that was shown; the one in use, where nothing is said (F37).
    #[serde(default)]
    pub question_set: String,
}

/// One struct an act, and one [`Command`] that holds any of them.
macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident : $kind:ty),* $(,)? })+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
            pub struct $name {
                pub incident_id: IncidentId,
                #[serde(default)]
                pub act: Act,
                $($(#[$fdoc])* pub $field: $kind,)*
            }

            impl From<$name> for Command {
                fn from(command: $name) -> Self { Command::$name(command) }
            }
        )+

        /// Any command on one incident.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Command {
            TakeReport(TakeReport),
            $($name($name),)+
        }

        impl Command {
            /// What every act says beside its own content.
            pub fn act(&self) -> &Act {
                match self {
                    Command::TakeReport(command) => &command.act,
                    $(Command::$name(command) => &command.act,)+
                }
            }

            pub fn act_mut(&mut self) -> &mut Act {
                match self {
                    Command::TakeReport(command) => &mut command.act,
                    $(Command::$name(command) => &mut command.act,)+
                }
            }
        }
    };
}

impl From<TakeReport> for Command {
    fn from(command: TakeReport) -> Self {
        Command::TakeReport(command)
    }
}

acts! {
    /// Missing, concern for safety, or away from placement.
    DecideCategory { category: Category, reason: String }
    /// Add what somebody says about the person; earlier values stay and contradictions show.
    Describe { description: Vec<DescriptionItem> }
    /// Where and when they were last seen, corrected or newly learnt.
    GiveLastSeen { last_seen: LastSeen }
    /// A factor that is said to be present still applies, or no longer does with the evidence for it (F17).
    AnswerQuestions { answers: Vec<Answered> }
    /// Record why an immediate danger no longer holds.
    ClearDanger { question: Question, reason: String }
    RecordNote { text: String }
    /// Somebody got in touch; also on a closed incident, where it opens a review.
    RecordContact { caller: String, phone: String, text: String, changes_risk: ChangesRisk }
    /// What a partner agency says of the risk; also on a closed incident, where it opens a review (F15).
    RecordPartnerInformation { information: PartnerInformation }
    /// Tell the family, or whoever reported them, and promise when they hear next; also on a closed
    /// incident.
    UpdateInformant {
        to: String,
        told: String,
        /// Every update keeps or replaces the promise before it.
        #[serde(default)]
        next_promised_at: Option<DateTime<Utc>>,
    }
    SetAction { what: String, due_at: DateTime<Utc>, #[serde(default)] role: Option<Role>, #[serde(default)] locating: bool }
    AnswerAction { action_id: ActionId, answer: ActionAnswer }
    AssessRisk {
        grade: Grade,
        /// The answers that the grade rests on.
        #[serde(default)]
        factors: Vec<Question>,
        rationale: Rationale,
        next_review_at: DateTime<Utc>,
        /// Needed when the grade falls below the one in effect.
        #[serde(default)]
        lowered_because: Option<String>,
        /// The second opinion, and why the grade is lower than it suggests.
        #[serde(default)]
        beside: Beside,
    }
    /// Say on the record that the grade is not right, and which would be.
    ChallengeGrade { grade: Grade, reason: String }
    /// The grade stays, and why.
    AnswerChallenge { challenge: EntryId, reason: String }
    /// A condition that is dangerous without its treatment, or that it no longer applies.
    RecordMedicalNeed { need: MedicalNeed }
    /// Which checks of the research were done, with what result, and which were not, and why.
    RecordResearch { checks: Vec<ResearchItem> }
    /// What the weather is or will be, from a forecast or as somebody sees it.
    NoteWeather { weather: Weather }
    /// A supervisor's review; it answers every open action.
    ReviewIncident {
        summary: String,
        #[serde(default)]
        answers: Vec<ReviewedAction>,
        next_review_at: DateTime<Utc>,
    }
    RecordLocated {
        seen_by: String,
        seen_at: When,
        place: String,
        identity_confirmed: String,
        found_by: FoundBy,
        condition: Condition,
    }
    /// What harm came to them while they were missing, once they are located; also on a closed incident.
    RecordHarm { harm: Harm }
    /// It was not them, or nobody has really seen them.
    WithdrawLocated { reason: String }
    CloseIncident { summary: String, #[serde(default)] exception: Option<ClosingException> }
    ReopenIncident { reason: String }
    AddPhotograph { photograph: Photograph }
    ConfirmLikeness { photograph_id: PhotographId, by: String, relation: String }
    /// This incident is about that person too. Reversible: link to another.
    LinkPerson { person_id: PersonId, reason: String }
    /// Hand it to whoever of a role is there. Whoever had it keeps it until somebody accepts.
    AssignIncident { to: Role, #[serde(default)] note: String }
    /// It stands on the open screen of an officer of that role. Said by the program.
    ReceiveAssignment { assignment: EntryId }
    AcceptAssignment { assignment: EntryId }
    /// Told on the telephone instead.
    PhoneAssignment { assignment: EntryId, spoke_to: String }
    /// Something that may have happened: never an input to the grade.
    RaiseHypothesis {
        what: String,
        #[serde(default)]
        points: Vec<Point>,
        #[serde(default)]
        next_enquiry: String,
    }
    /// What else speaks for it or against it, what to find out next, where it stands now. Nothing is taken away.
    UpdateHypothesis {
        hypothesis: EntryId,
        #[serde(default)]
        points: Vec<Point>,
        /// Empty: as it was.
        #[serde(default)]
        next_enquiry: String,
        /// As it was, where nothing is given.
        #[serde(default)]
        stands: Option<Stands>,
    }
    /// Decide how the enquiry is led; also on a closed incident.
    DecidePolicy {
        decision: String,
        /// What was considered and not done.
        #[serde(default)]
        options: Vec<PolicyOption>,
        reasons: String,
        /// Who took it; the officer, where nothing is given.
        #[serde(default)]
        decided_by: String,
        /// When to look at it again.
        #[serde(default)]
        review_at: Option<DateTime<Utc>>,
        /// Earlier decisions in whose place it stands.
        #[serde(default)]
        supersedes: Vec<EntryId>,
    }
    GiveReference { reference: Reference }
    GiveReferenceStatus { system: System, reference: String, status: ReferenceStatus }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ReviewedAction {
    pub action_id: ActionId,
    pub answer: ActionAnswer,
}

/// One check, and how it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ResearchItem {
    pub check: ResearchCheck,
    pub outcome: ResearchOutcome,
}

/// Closing somebody who has not been located: a reason, and a second officer's confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ClosingException {
    pub kind: ExceptionKind,
    pub reason: String,
    /// Put there by the program once the second officer has given their passphrase.
    #[serde(default)]
    pub confirmation: Option<Confirmation>,
}
