//! What a safeguarding reviewer looks for among open incidents: a grade that fell, a challenge that nobody answers, a danger
//! that nobody acts on, exploitation without anything done to find them.
//!
//! Sources: F31 (HMICFRS, Metropolitan Police, 9 February 2024: an exploited boy of
//! fourteen missing for eight hours with no action).

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::deadline::{later, missing_since};
use crate::fact::{ActionAnswer, Grade};
use crate::incident::{Assessment, Incident, Said, Status};
use crate::question::{Answer, Question};
use crate::role::{Role, Verb};
use crate::summary::Summary;
use crate::thresholds::{Thresholds, minutes};

/// Declared in the order in which they come first. The words for each stand in the catalogue under `concern-<name>`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ConcernKind {
    /// The grade is challenged, and nobody has answered.
    Challenged,
    /// Exploited, and nothing was done to find them for so long, or ever.
    NotSought,
    /// A danger or a medical need for which no action was ever set.
    NotAddressed,
    /// The grade fell, and nobody else who may challenge it has looked since.
    GradeFell,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    pub kind: ConcernKind,
    pub since: DateTime<Utc>,
    /// From when it is one.
    pub from: DateTime<Utc>,
    pub about: About,
}

/// What the concern is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// Whoever challenges, as what, and the grade that they would give.
    Challenge {
        by: String,
        role: Role,
        grade: Grade,
    },
    /// When something was last done to find them.
    Sought {
        last: Option<DateTime<Utc>>,
    },
    Danger(Question),
    /// A code of the list of conditions.
    Medical(String),
    Fell {
        from: Grade,
        to: Grade,
        by: String,
        role: Role,
    },
}

/// Every concern of an incident that is not closed, whether its time has come or not; most pressing first.
pub fn concerns(incident: &Incident, thresholds: &Thresholds) -> Vec<Concern> {
    if incident.status() == Status::Closed {
        return Vec::new();
    }
    let mut found: Vec<_> = challenged(incident).chain(grade_fell(incident)).collect();
    if incident.status() == Status::Open {
        found.extend(not_addressed(incident).chain(not_sought(incident, thresholds)));
    }
    found.sort_by_key(|concern| (concern.kind, concern.since));
    found
}

fn challenged(incident: &Incident) -> impl Iterator<Item = Concern> {
    incident.open_challenges().map(|said| Concern {
        kind: ConcernKind::Challenged,
        since: said.recorded_at,
        from: said.recorded_at,
        about: About::Challenge {
            by: said.author.name.clone(),
            role: said.author.role,
            grade: said.what.grade,
        },
    })
}

fn grade_fell(incident: &Incident) -> Option<Concern> {
    let effective = incident.effective()?;
    // Also where it was given once more since, as low or lower.
    let said = incident
        .assessments
        .iter()
        .rfind(|said| said.position <= effective.position && said.what.lowered_because.is_some())?;
    if effective.what.grade > said.what.grade {
        return None;
    }
    let before = incident.assessments.iter().rfind(|other| other.position < said.position)?;
    let looked = incident.reviews.iter().map(|review| (review.position, &review.author));
    let assessed = incident.assessments.iter().map(|other| (other.position, &other.author));
    let another = looked.chain(assessed).any(|(position, author)| {
        position > said.position && *author != said.author && author.role.may(Verb::Challenge)
    });
    (!another).then(|| fell(before.what.grade, said))
}

fn fell(from: Grade, said: &Said<Assessment>) -> Concern {
    let about =
        About::Fell { from, to: said.what.grade, by: said.author.name.clone(), role: said.author.role };
    Concern { kind: ConcernKind::GradeFell, since: said.recorded_at, from: said.recorded_at, about }
}

/// An action counts for every danger that stood when it was set.
fn not_addressed(incident: &Incident) -> impl Iterator<Item = Concern> {
    let acted_on = |position| {
        incident.actions.iter().any(|action| {
            action.position > position && !matches!(action.what.answer, Some(ActionAnswer::Stopped { .. }))
        })
    };
    let dangers = incident
        .standing_dangers()
        .map(|said| (said.position, said.recorded_at, About::Danger(said.what.question)));
    let medical = incident
        .medical_needs()
        .map(|said| (said.position, said.recorded_at, About::Medical(said.what.need.condition.clone())));
    dangers
        .chain(medical)
        .filter(move |(position, ..)| !acted_on(*position))
        .map(|(_, since, about)| Concern { kind: ConcernKind::NotAddressed, since, from: since, about })
}

fn not_sought(incident: &Incident, thresholds: &Thresholds) -> Option<Concern> {
    let flagged = exploitation_since(incident)?;
    let last = incident.last_sought_at();
    let since = last.map_or(flagged, |last| last.max(flagged));
    // Where something is being done the clock runs; where nothing is, it is a concern at once.
    let under_way = incident.open_actions().any(|action| action.what.locating);
    let from = if under_way || last.is_some() {
        later(since, minutes(thresholds.locating_exploited_minutes))
    } else {
        since
    };
    Some(Concern { kind: ConcernKind::NotSought, since, from, about: About::Sought { last } })
}

fn exploitation_since(incident: &Incident) -> Option<DateTime<Utc>> {
    let said = incident.answers.iter().filter(|(question, _)| question.is_exploitation());
    said.flat_map(|(_, said)| said)
        .filter(|said| said.what.answer == Answer::Yes)
        .map(|said| said.recorded_at)
        .min()
}

/// When the inspector is told that nothing was done for so long to find a child who is exploited (F31); `None` for anybody
/// else.
pub(crate) fn sought_by(incident: &Incident, thresholds: &Thresholds) -> Option<DateTime<Utc>> {
    let flagged = exploitation_since(incident)?;
    if !incident.may_be_child(missing_since(incident).date_naive()) {
        return None;
    }
    let since = incident.last_sought_at().map_or(flagged, |last| last.max(flagged));
    Some(later(since, minutes(thresholds.locating_exploited_minutes)))
}

impl Incident {
    /// When something that is done to find them was last told done. What was stopped, or is still to do, found nobody.
    pub fn last_sought_at(&self) -> Option<DateTime<Utc>> {
        let done = self.actions.iter().filter(|action| {
            action.what.locating && matches!(action.what.answer, Some(ActionAnswer::Done { .. }))
        });
        done.filter_map(|action| action.what.answered_at).max()
    }
}

impl Summary {
    /// The concerns whose time has come.
    pub fn concerns_at(&self, now: DateTime<Utc>) -> impl Iterator<Item = &Concern> {
        self.concerns.iter().filter(move |concern| concern.from <= now)
    }

    /// Dangers, medical needs and exploitation that nobody acts on.
    pub fn unaddressed(&self, now: DateTime<Utc>) -> usize {
        let nobody = |kind| matches!(kind, ConcernKind::NotSought | ConcernKind::NotAddressed);
        self.concerns_at(now).filter(|concern| nobody(concern.kind)).count()
    }
}

/// The key by which the review queue is sorted, by the risk that nobody addresses: a challenge that asks for a higher grade;
/// then as many dangers, medical needs and exploitation as nobody acts on; then the grade, and not assessed counts as high.
/// Of those alike children come first, then the most pressing concern, and how long it has stood.
pub fn order(summary: &Summary, now: DateTime<Utc>) -> impl Ord + use<> {
    let higher = |concern: &Concern| match &concern.about {
        About::Challenge { grade, .. } => summary.grade.is_none_or(|given| *grade > given),
        _ => false,
    };
    let challenged = summary.concerns_at(now).any(higher);
    let first = summary.concerns_at(now).min_by_key(|concern| (concern.kind, concern.since));
    (
        !challenged,
        Reverse(summary.unaddressed(now)),
        Reverse(summary.grade.unwrap_or(Grade::High)),
        !summary.may_be_child(now.date_naive()),
        first.map(|concern| (concern.kind, concern.since)),
        summary.incident_id,
    )
}
