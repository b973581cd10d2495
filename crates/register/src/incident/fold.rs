//! From entries to state, one fact after another in canonical order.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Graph, Sight};
use super::{
    ActionState, Assessment, Assignment, Challenge, ContactState, Danger, ImportedFrom, Incident,
    LocatedState, PartnerState, PhotographState, Promise, ReferenceState, Research, Said, hypothesis,
    importing, news, policy, safety,
};
use crate::entry::{Body, Content, Entry, Stream};
use crate::fact::{Category, HowKnown, Imported, IncidentFact, ReferenceStatus};
use crate::force::ForceCode;
use crate::id::PersonId;
use crate::question::Answer;

/// The kind that the header of a report names.
const REPORTED: &str = "reported";

pub(super) fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry<IncidentFact>>) -> Option<Incident> {
    let graph = Graph::of(entries);
    let begun = graph.ordered.iter().find_map(|entry| begin(entry));
    let mut state = begun.or_else(|| begin_unread(&graph.ordered))?;
    let mut events = safety::Events::default();

    let taken_back = importing::taken_back(&graph);
    for (position, &entry) in graph.ordered.iter().enumerate() {
        state.entries += 1;
        if !entry.facts().iter().any(IncidentFact::is_receipt) {
            state.last_entry_at = state.last_entry_at.max(entry.recorded_at());
        }
        if let Some(withdrawal) = taken_back.get(&position) {
            if begin(entry).is_some() {
                state.withdrawn = Some(withdrawal.clone());
            }
            continue;
        }
        match &entry.content {
            Content::Newer => state.unread += 1,
            Content::Altered => {
                state.unread += 1;
                state.altered += 1;
            }
            Content::Disposed => state.disposed += 1,
            Content::Read(body) => {
                let told = events.news.len();
                for fact in &body.facts {
                    apply(&mut state, &mut events, entry, body, fact, position);
                }
                if events.news.len() > told || body.facts.iter().any(IncidentFact::is_safety) {
                    state.basis.push(entry.header.entry_id);
                }
            }
        }
    }

    for said in state.described.values_mut() {
        said.reverse();
    }
    for said in state.answers.values_mut() {
        said.reverse();
    }
    state.said_last_seen.reverse();
    let sighting = state.said_last_seen.iter().find(|said| said.what.how_known == HowKnown::Seen);
    state.last_seen = sighting.or(state.said_last_seen.first()).cloned();
    safety::resolve(&mut state, events, &graph);
    state.sight = graph.sight().clone();
    Some(state)
}

fn begin(entry: &Entry<IncidentFact>) -> Option<Incident> {
    entry.facts().iter().find_map(|fact| match fact {
        IncidentFact::Reported {
            reference,
            force,
            person_id,
            category,
            reported_at,
            circumstances,
            question_set,
        } => Some(Incident {
            reference: reference.clone(),
            person_id: *person_id,
            category: *category,
            category_decided: *category != Category::Undecided,
            reported_at: if entry.ahead_ms > 0 {
                (*reported_at).min(entry.recorded_at())
            } else {
                *reported_at
            },
            circumstances: circumstances.clone(),
            question_set: question_set.clone(),
            ..blank(entry, force.clone())?
        }),
        _ => None,
    })
}

/// A report that cannot be read hides neither the incident nor what else is known of it: it has no
/// reference, a person of its own until it is linked, and the force of whoever else wrote here.
fn begin_unread(ordered: &[&Entry<IncidentFact>]) -> Option<Incident> {
    let report = ordered.iter().find(|entry| {
        entry.header.kind == REPORTED && matches!(entry.content, Content::Newer | Content::Altered)
    })?;
    let force = ordered.iter().find_map(|entry| Some(entry.body()?.author.force.clone()));
    blank(report, force.or_else(|| ForceCode::parse("UNKNOWN").ok())?)
}

/// An incident of which nothing is known but when the entry was written.
fn blank(entry: &Entry<IncidentFact>, force: ForceCode) -> Option<Incident> {
    let Stream::Incident(incident_id) = entry.header.stream else { return None };
    Some(Incident {
        incident_id,
        reference: String::new(),
        person_id: PersonId(incident_id.0),
        accountable_force: force,
        category: Category::Undecided,
        category_decided: false,
        reported_at: entry.recorded_at(),
        circumstances: String::new(),
        question_set: String::new(),
        last_seen: None,
        said_last_seen: Vec::new(),
        described: BTreeMap::new(),
        answers: BTreeMap::new(),
        set_aside: BTreeSet::new(),
        dangers: Vec::new(),
        medical: Vec::new(),
        research: Vec::new(),
        weather: Vec::new(),
        assessments: Vec::new(),
        foreseen: Vec::new(),
        unseen: Vec::new(),
        lowest_unconfirmed: None,
        challenges: Vec::new(),
        reviews: Vec::new(),
        next_review_at: None,
        actions: Vec::new(),
        assignments: Vec::new(),
        contacts: Vec::new(),
        partners: Vec::new(),
        promise: None,
        hypotheses: Vec::new(),
        policies: Vec::new(),
        photographs: Vec::new(),
        located: None,
        harms: Vec::new(),
        closed: None,
        references: Vec::new(),
        conflicts: Vec::new(),
        news: Vec::new(),
        contact_since: None,
        basis: Vec::new(),
        sight: Sight::default(),
        entries: 0,
        last_entry_at: entry.recorded_at(),
        unread: 0,
        altered: 0,
        disposed: 0,
        imports: Vec::new(),
        withdrawn: None,
    })
}

pub(super) fn said<T>(
    entry: &Entry<IncidentFact>,
    body: &Body<IncidentFact>,
    position: usize,
    what: T,
) -> Said<T> {
    Said {
        entry_id: entry.header.entry_id,
        position,
        recorded_at: entry.recorded_at(),
        happened_at: body.happened_at,
        author: body.author.clone(),
        source: body.source.clone(),
        what,
    }
}

fn apply(
    state: &mut Incident,
    events: &mut safety::Events,
    entry: &Entry<IncidentFact>,
    body: &Body<IncidentFact>,
    fact: &IncidentFact,
    position: usize,
) {
    if let Some(news) = news::of(state, events, fact, entry.recorded_at().date_naive()) {
        events.news.push(said(entry, body, position, news));
    }
    match fact {
        IncidentFact::Reported { .. } => {}
        IncidentFact::CategoryDecided { category, .. } => {
            events.categories.push(said(entry, body, position, *category));
        }
        IncidentFact::LastSeen { last_seen } => {
            state.said_last_seen.push(said(entry, body, position, last_seen.clone()));
        }
        IncidentFact::Described { described } => {
            let value = said(entry, body, position, described.value.clone());
            state.described.entry(described.attribute).or_default().push(value);
        }
        IncidentFact::Answered { answered } => {
            if answered.question.is_immediate_danger() && answered.answer == Answer::Yes {
                let danger =
                    Danger { question: answered.question, detail: answered.detail.clone(), cleared: None };
                events.dangers.push(said(entry, body, position, danger));
            }
            let answer = said(entry, body, position, answered.clone());
            state.answers.entry(answered.question).or_default().push(answer);
        }
        IncidentFact::DangerCleared { question, reason } => {
            events.cleared.push(said(entry, body, position, (*question, reason.clone())));
        }
        IncidentFact::Noted { .. } => {}
        IncidentFact::ContactReceived { caller, phone, text, changes_risk } => {
            let contact = ContactState {
                caller: caller.clone(),
                phone: phone.clone(),
                text: text.clone(),
                changes_risk: *changes_risk,
                after_closure: false,
            };
            state.contacts.push(said(entry, body, position, contact));
        }
        IncidentFact::PartnerInformed { information } => {
            let partner = PartnerState { information: (**information).clone(), after_closure: false };
            state.partners.push(said(entry, body, position, partner));
        }
        IncidentFact::InformantUpdated { to, next_promised_at, .. } => {
            let promise = next_promised_at.map(|at| Promise { to: to.clone(), at: entry.set_for(at) });
            events.informed.push(said(entry, body, position, promise));
        }
        IncidentFact::ActionSet { action_id, what, due_at, role, locating } => {
            if state.actions.iter().all(|other| other.what.action_id != *action_id) {
                let action = ActionState {
                    action_id: *action_id,
                    what: what.clone(),
                    due_at: entry.set_for(*due_at),
                    role: *role,
                    locating: *locating,
                    answer: None,
                    answered_at: None,
                };
                state.actions.push(said(entry, body, position, action));
            }
        }
        IncidentFact::ActionAnswered { action_id, answer } => {
            events.action_answers.push(said(entry, body, position, (*action_id, answer.clone())));
        }
        IncidentFact::RiskAssessed { grade, factors, rationale, next_review_at, lowered_because, beside } => {
            let assessment = Assessment {
                grade: *grade,
                factors: factors.clone(),
                rationale: rationale.clone(),
                next_review_at: entry.set_for(*next_review_at),
                lowered_because: lowered_because.clone(),
                beside: beside.clone(),
                live: true,
                saw: 0,
                of: position,
            };
            state.assessments.push(said(entry, body, position, assessment));
        }
        IncidentFact::GradeChallenged { assessment, grade, reason } => {
            let challenge = Challenge {
                by: entry.header.officer_id,
                assessment: *assessment,
                grade: *grade,
                reason: reason.clone(),
                answered: None,
            };
            state.challenges.push(said(entry, body, position, challenge));
        }
        IncidentFact::ChallengeAnswered { challenge, reason } => {
            events.challenge_answers.push(said(entry, body, position, (*challenge, reason.clone())));
        }
        IncidentFact::MedicalNeeded { need } => {
            events.medical.push(said(entry, body, position, need.clone()));
        }
        IncidentFact::ResearchRecorded { check, outcome } => {
            let research = Research { check: *check, outcome: outcome.clone() };
            events.research.push(said(entry, body, position, research));
        }
        IncidentFact::WeatherNoted { weather, endangers } => {
            events.weather.push(said(entry, body, position, (weather.clone(), *endangers)));
        }
        IncidentFact::Reviewed { next_review_at, .. } => {
            state.reviews.push(said(entry, body, position, entry.set_for(*next_review_at)));
        }
        IncidentFact::Located { seen_by, seen_at, place, identity_confirmed, found_by, condition } => {
            let located = LocatedState {
                seen_by: seen_by.clone(),
                seen_at: *seen_at,
                place: place.clone(),
                identity_confirmed: identity_confirmed.clone(),
                found_by: *found_by,
                condition: *condition,
            };
            events.located.push(said(entry, body, position, located));
        }
        IncidentFact::HarmRecorded { harm } => {
            events.harms.push(said(entry, body, position, harm.clone()));
        }
        IncidentFact::LocatedWithdrawn { .. } => events.withdrawn.push(position),
        IncidentFact::Closed { because, .. } => {
            events.closed.push(said(entry, body, position, because.clone()));
        }
        IncidentFact::Reopened { .. } => events.reopened.push(position),
        IncidentFact::Photographed { photograph } => {
            let shown = PhotographState { photograph: photograph.clone(), likeness: None };
            state.photographs.push(said(entry, body, position, shown));
        }
        IncidentFact::LikenessConfirmed { photograph_id, by, relation } => {
            for shown in &mut state.photographs {
                if shown.what.photograph.photograph_id == *photograph_id {
                    shown.what.likeness = Some((by.clone(), relation.clone()));
                }
            }
        }
        IncidentFact::PersonLinked { person_id, .. } => {
            events.linked.push(said(entry, body, position, *person_id));
        }
        IncidentFact::ReferenceGiven { reference } => {
            let known = state
                .references
                .iter()
                .any(|other| other.system == reference.system && other.reference == reference.reference);
            if !known {
                state.references.push(ReferenceState {
                    entry_id: entry.header.entry_id,
                    status_entry_id: None,
                    system: reference.system,
                    reference: reference.reference.clone(),
                    status: ReferenceStatus::Open,
                });
            }
        }
        IncidentFact::HypothesisRaised { what, points, next_enquiry } => {
            let update = hypothesis::Update {
                hypothesis: entry.header.entry_id,
                points: points.clone(),
                next_enquiry: next_enquiry.clone(),
                stands: None,
            };
            hypothesis::raise(state, said(entry, body, position, what.clone()));
            events.hypotheses.push(said(entry, body, position, update));
        }
        IncidentFact::HypothesisUpdated { hypothesis, points, next_enquiry, stands } => {
            let update = hypothesis::Update {
                hypothesis: *hypothesis,
                points: points.clone(),
                next_enquiry: next_enquiry.clone(),
                stands: stands.clone(),
            };
            events.hypotheses.push(said(entry, body, position, update));
        }
        IncidentFact::PolicyDecided {
            number,
            decision,
            options,
            reasons,
            decided_by,
            review_at,
            supersedes,
        } => {
            let review_at = review_at.map(|at| entry.set_for(at));
            let decided = policy::Policy {
                number: *number,
                mark: None,
                decision: decision.clone(),
                options: options.clone(),
                reasons: reasons.clone(),
                decided_by: decided_by.clone(),
                review_at,
                supersedes: supersedes.clone(),
                superseded_by: Vec::new(),
                review_due: review_at,
            };
            policy::decide(state, said(entry, body, position, decided));
        }
        IncidentFact::Imported { imported } => {
            let from = ImportedFrom {
                import_id: imported.import_id,
                system: imported.system.clone(),
                key: imported.key.clone(),
                file: imported.file.clone(),
                row: imported.row,
                content: Imported::content(&imported.cells),
            };
            state.imports.push(said(entry, body, position, from));
        }
        IncidentFact::ImportWithdrawn { .. } => {}
        IncidentFact::Assigned { to, note } => {
            let assignment = Assignment {
                to: *to,
                note: note.clone(),
                by: entry.header.officer_id,
                stands: true,
                delivered: Vec::new(),
                phoned: Vec::new(),
                accepted: None,
            };
            state.assignments.push(said(entry, body, position, assignment));
        }
        IncidentFact::AssignmentDelivered { assignment } => {
            let by = said(entry, body, position, entry.header.officer_id);
            events.assignments.delivered.push((*assignment, by));
        }
        IncidentFact::AssignmentAccepted { assignment } => {
            let by = said(entry, body, position, entry.header.officer_id);
            events.assignments.accepted.push((*assignment, by));
        }
        IncidentFact::AssignmentPhoned { assignment, spoke_to } => {
            events.assignments.phoned.push((*assignment, said(entry, body, position, spoke_to.clone())));
        }
        IncidentFact::ReferenceStatusGiven { system, reference, status } => {
            for known in &mut state.references {
                if known.system == *system && known.reference == *reference {
                    known.status = *status;
                    known.status_entry_id = Some(entry.header.entry_id);
                }
            }
        }
    }
}
