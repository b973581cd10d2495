//! The order of the duty list: what needs someone now, in which order, and why.

use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::deadline::{Deadline, DeadlineKind, later};
use crate::fact::Grade;
use crate::id::IncidentId;
use crate::incident::News;
use crate::summary::Summary;
use crate::thresholds::{Thresholds, minutes};

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    NeedsSomeoneNow,
    DueWithinTheHour,
    OnTrack,
}

/// The one thing that an incident needs most at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub section: Section,
    pub kind: DeadlineKind,
    pub due_at: DateTime<Utc>,
    pub what: String,
    pub news: Option<News>,
    pub overdue: bool,
}

impl Need {
    /// What the incident needs most at `now`; `None` where nothing is due at all.
    pub fn of(summary: &Summary, now: DateTime<Utc>, thresholds: &Thresholds) -> Option<Self> {
        let soon = minutes(thresholds.due_soon_minutes);
        summary
            .deadlines
            .iter()
            .filter(|deadline| deadline.shown_from <= now || always_shown(deadline.kind))
            .map(|deadline| (section(deadline, now, soon), deadline))
            .min_by_key(|(section, deadline)| match section {
                // What is overdue goes by kind; what is to come goes by time.
                Section::NeedsSomeoneNow => (*section, Some(deadline.kind), deadline.due_at),
                _ => (*section, None, deadline.due_at),
            })
            .map(|(section, deadline)| Self {
                section,
                kind: deadline.kind,
                due_at: deadline.due_at,
                what: deadline.what.clone(),
                news: deadline.news.clone(),
                overdue: deadline.due_at <= now,
            })
    }
}

fn always_shown(kind: DeadlineKind) -> bool {
    !matches!(
        kind,
        DeadlineKind::DeliverAssignment
            | DeadlineKind::ChallengeClimbed
            | DeadlineKind::Quiet
            | DeadlineKind::Circulate
            | DeadlineKind::NotifyUkmpu
    )
}

fn section(deadline: &Deadline, now: DateTime<Utc>, soon: TimeDelta) -> Section {
    let at_once = matches!(
        deadline.kind,
        DeadlineKind::StatusConflict
            | DeadlineKind::NeedsDecision
            | DeadlineKind::FirstAssessment
            | DeadlineKind::Challenge
    );
    if at_once || deadline.due_at <= now {
        Section::NeedsSomeoneNow
    } else if deadline.due_at <= later(now, soon) {
        Section::DueWithinTheHour
    } else {
        Section::OnTrack
    }
}

/// The key by which the list is sorted: section; what it needs (a decision, unassessed, review,
/// action); then standing danger, grade, and the time.
pub fn order(summary: &Summary, need: Option<&Need>) -> impl Ord + use<> {
    let section = need.map_or(Section::OnTrack, |need| need.section);
    let rank = match (section, need) {
        (Section::NeedsSomeoneNow, Some(need)) => rank(need.kind),
        _ => 0,
    };
    let ungraded_or_high = std::cmp::Reverse(summary.grade.unwrap_or(Grade::High));
    let due_at = need.map_or(DateTime::<Utc>::MAX_UTC, |need| need.due_at);
    let id: IncidentId = summary.incident_id;
    (section, rank, summary.dangers.is_empty(), ungraded_or_high, due_at, summary.reported_at, id)
}

fn rank(kind: DeadlineKind) -> u8 {
    match kind {
        DeadlineKind::StatusConflict
        | DeadlineKind::NeedsDecision
        | DeadlineKind::DeliverAssignment
        | DeadlineKind::AcceptAssignment => 0,
        DeadlineKind::FirstAssessment
        | DeadlineKind::DecideCategory
        | DeadlineKind::ChallengeClimbed
        | DeadlineKind::Challenge
        | DeadlineKind::Locate => 1,
        DeadlineKind::MedicalNeed
        | DeadlineKind::Weather
        | DeadlineKind::Reassess
        | DeadlineKind::Dusk
        | DeadlineKind::MissingFor
        | DeadlineKind::ContactReview
        | DeadlineKind::ConfirmLowest
        | DeadlineKind::Review
        | DeadlineKind::CloseOrReview => 2,
        DeadlineKind::Action | DeadlineKind::Promise | DeadlineKind::PolicyReview => 3,
        DeadlineKind::Quiet | DeadlineKind::Circulate | DeadlineKind::NotifyUkmpu => 4,
    }
}
