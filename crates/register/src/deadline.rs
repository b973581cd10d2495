//! What falls due on an incident, and when. Instants only: whether one is past is asked with a time.

use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::fact::{Category, Grade, HowKnown, LastSeen, MomentKind, System};
use crate::incident::{Incident, News, Said, Status};
use crate::safeguarding::sought_by;
use crate::thresholds::{Thresholds, hours, minutes};

/// The words for each stand in the catalogue under `need-<name>`. Declared in the order in which
/// they come first when several are due.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// The dispatch log is closed while the person is not located (F21).
    StatusConflict,
    /// Safety facts written without sight of each other disagree.
    NeedsDecision,
    /// Handed to a role, and on nobody's screen (F01).
    DeliverAssignment,
    /// Handed to a role, and nobody has accepted it (F01, F02).
    AcceptAssignment,
    /// No assessment of risk yet.
    FirstAssessment,
    /// Missing or not is undecided (F11).
    DecideCategory,
    /// A challenge of the grade that nobody has answered for so long that the inspector has to.
    ChallengeClimbed,
    /// The grade is challenged, and nobody has answered.
    Challenge,
    /// A child who is exploited, and nothing was done for so long to find them (F31).
    Locate,
    /// Harm from an untreated condition may begin: the moment asks for an assessment by itself (F13).
    MedicalNeed,
    /// Dangerous weather sets in: the moment asks for an assessment by itself (F13).
    Weather,
    /// New risk information since the last assessment (F13, F15).
    Reassess,
    /// It gets dark for somebody whom the night endangers: the moment asks for an assessment by itself.
    Dusk,
    /// So long since they were last seen that harm becomes more frequent: the moment asks for an assessment by itself.
    MissingFor,
    /// Somebody got in touch about a closed incident (F14).
    ContactReview,
    /// The lowest grade, and no supervisor has looked at it (F29).
    ConfirmLowest,
    Review,
    Action,
    /// The informant was promised the next update (F53).
    Promise,
    /// A decision of the policy log was to be looked at again.
    PolicyReview,
    /// Located, and the closing gate has not been passed.
    CloseOrReview,
    /// Nothing entered for a while (F04).
    Quiet,
    /// Not yet circulated on PNC/LEDS.
    Circulate,
    /// The national unit has not been told.
    NotifyUkmpu,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    pub kind: DeadlineKind,
    pub due_at: DateTime<Utc>,
    /// From when it is worth showing; `due_at` of things that always show.
    pub shown_from: DateTime<Utc>,
    /// What the action is, whose contact it was, who was promised, the number of the decision, how the weather endangers,
    /// how many hours they have been missing, or the name of the role that is waited for.
    pub what: String,
    /// The first of the new risk information; `what` is then how much there is besides.
    pub news: Option<News>,
}

impl Deadline {
    /// Always shown, with nothing to be said of it but its kind.
    fn new(kind: DeadlineKind, due_at: DateTime<Utc>) -> Self {
        let shown_from = DateTime::<Utc>::MIN_UTC;
        Self { kind, due_at, shown_from, what: String::new(), news: None }
    }

    fn about(self, what: &str) -> Self {
        Self { what: what.to_owned(), ..self }
    }
}

/// Everything that falls due on an incident, earliest first.
pub fn deadlines(incident: &Incident, thresholds: &Thresholds) -> Vec<Deadline> {
    let mut due = Vec::new();
    let mut add = |kind, due_at: DateTime<Utc>, what: &str| {
        due.push(Deadline::new(kind, due_at).about(what));
    };

    if let Some(contact) = &incident.contact_since {
        let within = minutes(thresholds.contact_on_closed_review_minutes);
        add(DeadlineKind::ContactReview, later(contact.recorded_at, within), &contact.what);
    }
    if !incident.conflicts.is_empty() {
        add(DeadlineKind::NeedsDecision, incident.last_entry_at, "");
    }
    if let Some(promise) = &incident.promise {
        add(DeadlineKind::Promise, promise.what.at, &promise.what.to);
    }
    for policy in &incident.policies {
        if let Some(at) = policy.what.review_due {
            add(DeadlineKind::PolicyReview, at, &policy.what.name());
        }
    }
    if incident.status() == Status::Closed {
        due.sort_by_key(|deadline| deadline.due_at);
        return due;
    }
    if let Some(reference) = incident.status_conflict() {
        add(DeadlineKind::StatusConflict, incident.last_entry_at, &reference.reference);
    }
    if !incident.category_decided {
        let within = minutes(thresholds.decide_category_minutes);
        add(DeadlineKind::DecideCategory, later(incident.reported_at, within), "");
    }
    if incident.grade().is_none() {
        let within = minutes(thresholds.first_assessment_minutes);
        add(DeadlineKind::FirstAssessment, later(incident.reported_at, within), "");
    }
    for challenge in incident.open_challenges() {
        let due_at = |within| later(challenge.recorded_at, minutes(within));
        add(DeadlineKind::Challenge, due_at(thresholds.challenge_minutes), &challenge.author.name);
        let climbs_at = due_at(thresholds.challenge_climbs_minutes);
        add(DeadlineKind::ChallengeClimbed, climbs_at, &challenge.author.name);
    }
    if let Some(since) = incident.lowest_unconfirmed
        && incident.status() == Status::Open
    {
        add(DeadlineKind::ConfirmLowest, later(since, minutes(thresholds.confirm_lowest_minutes)), "");
    }
    if let Some(at) = incident.next_review_at {
        let kind = match incident.status() {
            Status::Located => DeadlineKind::CloseOrReview,
            _ => DeadlineKind::Review,
        };
        add(kind, at, "");
    }
    let urgent = incident.grade().is_none_or(|grade| grade == Grade::High);
    let accept = minutes(if urgent { thresholds.accept_high_minutes } else { thresholds.accept_minutes });
    for waiting in incident.waiting() {
        add(DeadlineKind::AcceptAssignment, later(waiting.recorded_at, accept), waiting.what.to.name());
    }
    for action in incident.open_actions() {
        add(DeadlineKind::Action, action.what.due_at, &action.what.what);
    }
    for waiting in incident.waiting().filter(|said| said.what.is_undelivered()) {
        let due_at = later(waiting.recorded_at, TimeDelta::seconds(thresholds.delivery_seconds.into()));
        let what = waiting.what.to.name();
        let delivery = Deadline::new(DeadlineKind::DeliverAssignment, due_at).about(what);
        due.push(Deadline { shown_from: due_at, ..delivery });
    }
    if let Some(news) = incident.reassess_since() {
        let due_at = later(news.recorded_at, minutes(thresholds.reassess_minutes));
        let besides = (incident.news.len() - 1).to_string();
        let news = Some(news.what.clone());
        due.push(Deadline { news, ..Deadline::new(DeadlineKind::Reassess, due_at).about(&besides) });
    }
    if incident.status() == Status::Open {
        due.extend(incident.moments().map(|said| {
            let need = &said.what.need;
            Deadline::new(DeadlineKind::MedicalNeed, need.harm_from).about(&need.condition)
        }));
        due.extend(incident.weather_moments().map(|(danger, said)| {
            Deadline::new(DeadlineKind::Weather, said.what.weather.from).about(danger.name())
        }));
        due.extend(incident.foreseen_moments().map(|said| match said.what.kind {
            MomentKind::Dusk => Deadline::new(DeadlineKind::Dusk, said.what.at),
            MomentKind::Missing { hours } => {
                Deadline::new(DeadlineKind::MissingFor, said.what.at).about(&hours.to_string())
            }
        }));
        due.extend(sought_by(incident, thresholds).map(|due_at| Deadline::new(DeadlineKind::Locate, due_at)));
        clocks(incident, thresholds, &mut due);
    }
    due.sort_by_key(|deadline| deadline.due_at);
    due
}

fn clocks(incident: &Incident, thresholds: &Thresholds, due: &mut Vec<Deadline>) {
    let quiet = match incident.grade() {
        Some(Grade::High) => minutes(thresholds.quiet_high_minutes),
        _ => minutes(thresholds.quiet_minutes),
    };
    let mut clock = |kind, due_at: DateTime<Utc>, warn: TimeDelta| {
        due.push(Deadline { shown_from: later(due_at, -warn), ..Deadline::new(kind, due_at) });
    };
    // Nobody expects an entry on a case whose next review was put off beyond the quiet limit.
    let quiet_at = later(incident.last_entry_at, quiet);
    if incident.grade() == Some(Grade::High)
        || incident.next_review_at.is_none_or(|review| review <= quiet_at)
    {
        clock(DeadlineKind::Quiet, quiet_at, TimeDelta::zero());
    }
    // Whoever is away from placement without leave is known to be somewhere: that is no missing
    // incident (East Riding procedures), and both clocks count from going missing (Hansard 29 April
    // 2008; Met). A concern for safety may be one that nobody has yet called missing (F11).
    if incident.category == Category::AwayFromPlacement {
        return;
    }
    let has = |system| incident.references.iter().any(|reference| reference.system == system);
    let since = missing_since(incident);
    if !has(System::PncLeds) {
        let due_at = later(since, hours(thresholds.circulate_hours));
        clock(DeadlineKind::Circulate, due_at, hours(thresholds.circulate_warn_hours));
    }
    if !has(System::Ukmpu) {
        let due_at = later(since, hours(thresholds.notify_ukmpu_hours));
        clock(DeadlineKind::NotifyUkmpu, due_at, hours(thresholds.notify_ukmpu_warn_hours));
    }
}

/// At the end of the calendar rather than a panic: what is in the log is folded whatever it says.
pub(crate) fn later(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    let end = if by < TimeDelta::zero() { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
    at.checked_add_signed(by).unwrap_or(end)
}

/// Last seen where that is known, else reported. Hearsay counts only where nobody saw them at a known
/// time: it puts nothing off (F21, INV-4).
pub fn missing_since(incident: &Incident) -> DateTime<Utc> {
    let of = |said: &Said<LastSeen>| said.what.when.earliest();
    let seen = incident.said_last_seen.iter().filter(|said| said.what.how_known == HowKnown::Seen);
    seen.filter_map(of)
        .next()
        .or_else(|| incident.said_last_seen.iter().find_map(of))
        .map_or(incident.reported_at, |seen| seen.min(incident.reported_at))
}

/// The one instant at which an open incident must be looked at again (INV-3): the earliest of
/// review, first assessment, re-assessment, a medical moment, weather that sets in, dusk, hours missing. `None` only where it is closed and nobody got in touch.
pub fn review_due(incident: &Incident, thresholds: &Thresholds) -> Option<DateTime<Utc>> {
    deadlines(incident, thresholds)
        .into_iter()
        .filter(|deadline| {
            matches!(
                deadline.kind,
                DeadlineKind::Review
                    | DeadlineKind::CloseOrReview
                    | DeadlineKind::FirstAssessment
                    | DeadlineKind::MedicalNeed
                    | DeadlineKind::Weather
                    | DeadlineKind::Reassess
                    | DeadlineKind::Dusk
                    | DeadlineKind::MissingFor
                    | DeadlineKind::ContactReview
            )
        })
        .map(|deadline| deadline.due_at)
        .min()
}
