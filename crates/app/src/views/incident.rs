//! What the screen of an incident reads.

use chrono::{DateTime, NaiveDate, Utc};
use register::fact::{
    Attribute, Category, Condition, FoundBy, Grade, ReferenceStatus, ResearchCheck, System,
};
use register::id::{ActionId, EntryId, Hash, ImportId, IncidentId, PersonId, PhotographId};
use register::incident::{ConflictKind, Status};
use register::question::{Answer, Question};
use register::role::{Role, Verb};
use register::when::When;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::*;

views! {
    IncidentView {
        incident_id: IncidentId,
        person_id: PersonId,
        reference: String,
        status: Status,
        category: Category,
        category_decided: bool,
        name: String,
        known_as: String,
        /// "81, male · born 4 Mar 1945".
        age_sex: String,
        child: bool,
        accountable_force: String,
        accountable_force_name: String,
        reported_at: DateTime<Utc>,
        missing_since: DateTime<Utc>,
        missing_for: String,
        circumstances: String,
        /// Where the report and its circumstances stood, if they were imported.
        report_from_file: Option<FromFileView>,
        grade: Option<GradeView>,
        assessments: Vec<AssessmentView>,
        /// The second opinion, of somebody who is still missing.
        opinion: Option<OpinionView>,
        /// What was looked up before grading, and what was not (F20).
        research: ResearchView,
        /// Challenges of the grade, the latest first.
        challenges: Vec<ChallengeView>,
        /// What partner agencies said of the risk, the latest first.
        partners: Vec<PartnerView>,
        /// What may have happened: the most likely first, what is ruled out last.
        hypotheses: Vec<HypothesisView>,
        /// The policy log, the latest decision first.
        policies: Vec<PolicyView>,
        dangers: Vec<DangerView>,
        clocks: Vec<ClockView>,
        /// What the incident needs most, in words, as on the duty list.
        need_line: String,
        need: Option<DeadlineKind>,
        /// New risk information that no grade had on its screen; what came first stands first.
        news: Vec<NewsView>,
        /// "Risk information changed since the grade: assess again by 14:40."
        news_line: String,
        needs_decision: Vec<NeedsDecisionView>,
        status_conflict: Option<String>,
        actions: Vec<ActionView>,
        assignment: AssignmentView,
        /// Most useful first; "not asked" and "asked, not known" are different.
        not_known: Vec<NotKnownView>,
        to_ask: Option<ToAskView>,
        contradictions: Vec<ContradictionView>,
        answers: Vec<AnswerView>,
        description: Vec<DescriptionView>,
        last_seen: Option<LastSeenView>,
        photograph: Option<PhotographView>,
        photographs: Vec<PhotographView>,
        earlier: EarlierView,
        references: Vec<ReferenceView>,
        located: Option<LocatedView>,
        /// What harm came to light; several words where they were written apart.
        harms: Vec<HarmView>,
        closed: Option<ClosedView>,
        /// "CLOSED – this contact will open a review", counts of contacts since.
        closed_note: String,
        timeline: Vec<TimelineItem>,
        /// To be sent back with every act: what this screen showed.
        basis: Vec<EntryId>,
        /// Entries since the effective assessment that its author had not seen.
        unseen_by_grader: u32,
        /// Entries since the grade in effect that others than this officer made: to be opened, or left for later with a reason.
        to_open: Vec<EntryId>,
        /// What whoever gave the grade in effect had not opened, and why: it is asked for again.
        left_for_later: Option<LeftForLaterView>,
        as_known: AsKnownView,
        /// Recorded by a newer version: do not rely on the grade here.
        newer_version: Option<String>,
        /// What the central service refused of what was recorded here counts no more.
        refused: Option<String>,
        /// What this officer may do here now.
        may: Vec<Verb>,
    }
    LeftForLaterView { line: String, entries: Vec<EntryId> }
    /// What changed, from what to what.
    NewsView {
        /// "Age: 17 → 15".
        line: String,
        /// Who recorded it.
        by: String,
        at: DateTime<Utc>,
        entry_id: EntryId,
    }
    /// Safety facts recorded without sight of each other, what follows, and what is to be decided.
    NeedsDecisionView { kind: ConflictKind, line: String, sides: Vec<SideView> }
    /// One of the entries that a decision lies between.
    SideView {
        entry_id: EntryId,
        /// What was recorded.
        what: String,
        by: String,
        at: DateTime<Utc>,
        /// What had been recorded by then that its author had not seen.
        seen: String,
        /// What is in effect until somebody decides.
        holds: bool,
    }
    /// The effective grade, by whom, when, why, next review.
    GradeView {
        grade: Grade,
        by: String,
        role: Role,
        at: DateTime<Utc>,
        why: String,
        next_review_at: Option<DateTime<Utc>>,
        /// "saw 14 of 14 entries".
        saw: String,
        /// Where it stood, if it was imported.
        from_file: Option<FromFileView>,
    }
    AssessmentView {
        entry_id: EntryId,
        grade: Grade,
        by: String,
        role: Role,
        at: DateTime<Utc>,
        factors: Vec<Question>,
        key_facts: String,
        not_known: String,
        would_change: String,
        next_review_at: DateTime<Utc>,
        lowered_because: Option<String>,
        /// What the second opinion said then, in a line; nothing where there was none.
        opinion: Option<String>,
        /// The rest of what was on the screen: why, how each factor stood and what it moved, which entries were opened.
        stood: Vec<String>,
        /// Why it was lower than suggested, a line each.
        below: Vec<String>,
        /// What its author signed of the research; nothing where nothing was asked.
        research: Option<String>,
        in_effect: bool,
        live: bool,
        saw: String,
        /// Where it stood, if it was imported.
        from_file: Option<FromFileView>,
    }
    /// The checks before grading, and which of them are not done.
    ResearchView {
        /// "3 of 7 checks done. Not done: custody, social care".
        line: String,
        gaps: Vec<ResearchCheck>,
        checks: Vec<ResearchCheckView>,
    }
    ResearchCheckView {
        check: ResearchCheck,
        done: bool,
        /// What stands of it, who says so and when; several lines where they were written apart.
        said: Vec<String>,
    }
    DangerView {
        question: Question,
        line: String,
        detail: String,
        source: String,
        at: DateTime<Utc>,
        cleared: Option<String>,
        entry_id: EntryId,
    }
    /// One clock of the row below the danger strip.
    ClockView {
        label: String,
        value: String,
        at: Option<DateTime<Utc>>,
        tone: Tone,
    }
    ActionView {
        action_id: ActionId,
        what: String,
        due_at: DateTime<Utc>,
        due_line: String,
        overdue: bool,
        open: bool,
        role: Option<Role>,
        answer: String,
        set_by: String,
    }
    /// Questions of the set in use that the set of the report did not ask.
    ToAskView { line: String, questions: Vec<Question> }
    NotKnownView { question: Option<Question>, attribute: Option<Attribute>, line: String, asked: bool, why: String }
    ContradictionView { about: String, sides: Vec<SaidView> }
    /// A value, who says so, and when.
    SaidView {
        value: String,
        source: String,
        at: DateTime<Utc>,
        entry_id: EntryId,
        /// Where it stood, if it was imported.
        from_file: Option<FromFileView>,
    }
    /// Where in another system's file a value stood, and who imported it.
    FromFileView {
        /// `alderby-2019.csv, row 812, column “DOB”: given “3/4/98”`.
        line: String,
        /// "Imported by Insp Ada Test-Larch, Duty inspector, Mon 23 Nov 2026 09:00 GMT".
        imported: String,
        /// The system that the file came from, as whoever imported it named it.
        system: String,
        /// What that system calls the incident; nothing where it has no name for it.
        reference: Option<String>,
        file: String,
        /// As a spreadsheet counts, headings included.
        row: u64,
        /// Those that led to the value, in the order of the file; of a whole entry all that held something.
        cells: Vec<FromCellView>,
        by: String,
        at: DateTime<Utc>,
        /// The entry that holds the row.
        entry_id: EntryId,
        import_id: ImportId,
        /// BLAKE3 of the whole file.
        file_hash: Hash,
    }
    FromCellView {
        column: String,
        /// As given, where that is something else than what is shown.
        given: Option<String>,
    }
    AnswerView {
        question: Question,
        answer: Answer,
        detail: String,
        source: String,
        at: Option<DateTime<Utc>>,
        /// Where it stood, if it was imported.
        from_file: Option<FromFileView>,
        /// A risk factor that is said to be present: it still applies, or no longer does with what shows it (F17).
        stands: bool,
        immediate_danger: bool,
        conflicting: bool,
        /// One of the twelve asked by a call handler.
        call_handler: bool,
        /// One of those shown when assessing.
        factor: bool,
        /// Its place among those, as the question set orders them.
        place: u32,
    }
    DescriptionView { attribute: Attribute, label: String, current: SaidView, earlier: Vec<SaidView> }
    LastSeenView {
        place: String,
        when: When,
        when_line: String,
        how_known: String,
        source: String,
        /// Where it stood, if it was imported.
        from_file: Option<FromFileView>,
    }
    PhotographView {
        photograph_id: PhotographId,
        /// "taken about 12 Mar 2024 · from his daughter · likeness confirmed by A. Test-Larkspur (daughter)".
        line: String,
        taken: Option<NaiveDate>,
        old: bool,
        /// "OLD PHOTO – 26 months", "PHOTO – date not known", or empty.
        old_line: String,
        likeness_confirmed: bool,
        thumbnail: Hash,
        width: u32,
        height: u32,
        added_at: DateTime<Utc>,
    }
    /// Digest of the person's other episodes.
    EarlierView { count: u32, line: String, pattern: String, episodes: Vec<EpisodeView> }
    ReferenceView {
        system: System,
        reference: String,
        status: ReferenceStatus,
        /// Where it stood, if it was imported.
        from_file: Option<FromFileView>,
        /// Where another status than the first stood, if that was imported.
        status_from_file: Option<FromFileView>,
    }
    HarmView { line: String, by: String, at: DateTime<Utc> }
    LocatedView {
        seen_by: String,
        seen_at: When,
        seen_line: String,
        place: String,
        identity_confirmed: String,
        found_by: FoundBy,
        condition: Condition,
        recorded_by: String,
        at: DateTime<Utc>,
        /// Where it stood, if it was imported.
        from_file: Option<FromFileView>,
    }
    ClosedView {
        line: String,
        by: String,
        at: DateTime<Utc>,
        confirmed_by: Option<String>,
        /// Where it stood, if it was imported.
        from_file: Option<FromFileView>,
    }
    /// One entry in plain words.
    TimelineItem {
        entry_id: EntryId,
        kind: TimelineKind,
        /// When it happened, as well as known, for ordering: event time, else entry time.
        at: DateTime<Utc>,
        /// The event time in words where it is not one instant ("between …", "about …").
        at_line: String,
        recorded_at: DateTime<Utc>,
        /// Entered long after the event: "entered 02:55".
        late: String,
        from_paper: bool,
        headline: String,
        /// Further lines of the same entry, one a fact.
        lines: Vec<String>,
        /// Who said it, and who recorded it.
        source: String,
        by: String,
        tone: Tone,
        photograph_id: Option<PhotographId>,
        /// The row that the entry was imported from, with each of its cells.
        from_file: Option<FromFileView>,
        newer_version: bool,
        /// The central service refused it as against the rules: it counts no more.
        refused: bool,
    }
    /// How the incident stood at a time, and who had seen what by then.
    AsKnownView {
        at: Option<DateTime<Utc>>,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        /// Instants at which something changed: stops of the time control.
        stops: Vec<DateTime<Utc>>,
        seen_by: Vec<SeenByView>,
    }
    SeenByView {
        officer: String,
        role: Role,
        last_look: DateTime<Utc>,
        line: String,
        unseen: u32,
        /// Those entries, in order of arrival; the timeline has their times and sentences.
        unseen_entries: Vec<EntryId>,
    }
}

/// Groups of the timeline's filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimelineKind {
    Report,
    Assessment,
    Fact,
    Note,
    Contact,
    Action,
    Assignment,
    Review,
    Hypothesis,
    Policy,
    Photograph,
    Outcome,
    Record,
}
