//! What may have happened, and where each hypothesis stands: apart from the risk, as APP asks. Nothing that grades, forms
//! the second opinion or keeps a clock reads this, and a disagreement here is no conflict that keeps anything from being
//! decided.

use super::graph::Graph;
use super::{Incident, Said, safety};
use crate::fact::{Bears, IncidentFact, Point, Standing, Stands};
use crate::id::EntryId;

/// A hypothesis. Its identity is the entry that raised it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hypothesis {
    pub what: String,
    /// Every one ever given, in canonical order: of points given apart both stay.
    pub points: Vec<Said<Point>>,
    /// What to find out next: what was said last, by everybody who had not seen another say it.
    pub next_enquiries: Vec<Said<String>>,
    pub standing: Standing,
    /// Where it was last said to stand, by everybody who had not seen another say it; nothing where nobody has.
    pub said: Vec<Said<Stands>>,
    /// Points to the contrary of what was said, neither of whose authors had seen what the other wrote.
    pub unseen: Vec<Said<Point>>,
    /// Other hypotheses that were held the most likely by somebody who had not seen this one held so.
    pub rivals: Vec<EntryId>,
}

impl Hypothesis {
    /// Somebody last said that it is the most likely one, whether that holds or not.
    pub fn is_claimed_most_likely(&self) -> bool {
        self.said.iter().any(|said| said.what.standing == Standing::MostLikely)
    }

    /// It is open because what was said of it was said apart; somebody who has seen it all has to say where it stands.
    pub fn is_apart(&self) -> bool {
        self.standing == Standing::Open && self.said.iter().any(|said| said.what.standing != Standing::Open)
    }
}

/// What was said of a hypothesis: of a new one by its own entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Update {
    pub hypothesis: EntryId,
    pub points: Vec<Point>,
    pub next_enquiry: String,
    pub stands: Option<Stands>,
}

/// One an entry: the entry is what names it.
pub(super) fn raise(state: &mut Incident, raised: Said<String>) {
    if state.hypotheses.iter().all(|other| other.entry_id != raised.entry_id) {
        state.hypotheses.push(raised.with(Hypothesis {
            what: raised.what.clone(),
            points: Vec::new(),
            next_enquiries: Vec::new(),
            standing: Standing::Open,
            said: Vec::new(),
            unseen: Vec::new(),
            rivals: Vec::new(),
        }));
    }
}

/// A hypothesis is ruled out, or the most likely, only where that is all that was said of it last, where nothing to the
/// contrary was written without sight of it, and where no other was held the most likely without sight of it. Else it is
/// open until somebody who has seen both sides says where it stands: an open hypothesis is looked into, and nothing is lost
/// by that but an enquiry. So nobody need decide before the work goes on, and it is no conflict of the incident's, which
/// would stand in the way of its closure and on the duty list beside disagreements over the grade.
pub(super) fn resolve(state: &mut Incident, updates: &[Said<Update>], graph: &Graph<'_, IncidentFact>) {
    for hypothesis in &mut state.hypotheses {
        let of_it: Vec<&Said<Update>> =
            updates.iter().filter(|update| update.what.hypothesis == hypothesis.entry_id).collect();
        let points: Vec<Said<Point>> = of_it
            .iter()
            .flat_map(|update| update.what.points.iter().map(|point| update.with(point.clone())))
            .collect();
        let enquiries: Vec<Said<String>> = of_it
            .iter()
            .filter(|update| !update.what.next_enquiry.is_empty())
            .map(|update| update.with(update.what.next_enquiry.clone()))
            .collect();
        let stands: Vec<Said<Stands>> =
            of_it.iter().filter_map(|update| Some(update.with(update.what.stands.clone()?))).collect();
        let said: Vec<Said<Stands>> = safety::latest(&stands, graph).into_iter().cloned().collect();
        let standing = agreed(&said);
        let unseen = unseen(&points, standing, &said, graph);
        hypothesis.what.standing = if unseen.is_empty() { standing } else { Standing::Open };
        hypothesis.what.next_enquiries = safety::latest(&enquiries, graph).into_iter().cloned().collect();
        hypothesis.what.points = points;
        hypothesis.what.said = said;
        hypothesis.what.unseen = unseen;
    }
    rivals(state);
}

fn agreed(said: &[Said<Stands>]) -> Standing {
    match said {
        [first, rest @ ..] if rest.iter().all(|other| other.what.standing == first.what.standing) => {
            first.what.standing
        }
        _ => Standing::Open,
    }
}

fn unseen(
    points: &[Said<Point>],
    standing: Standing,
    said: &[Said<Stands>],
    graph: &Graph<'_, IncidentFact>,
) -> Vec<Said<Point>> {
    let contrary = match standing {
        Standing::Open => return Vec::new(),
        Standing::MostLikely => Bears::Against,
        Standing::RuledOut => Bears::For,
    };
    let apart =
        |one: usize, other: usize| one != other && !graph.informed(one, other) && !graph.informed(other, one);
    points
        .iter()
        .filter(|point| point.what.bears == contrary)
        .filter(|point| said.iter().all(|said| apart(said.position, point.position)))
        .cloned()
        .collect()
}

/// Whoever holds one the most likely sets every other that they see held so back to open, in the same entry. Two are held
/// so only by officers who had not seen each other's.
fn rivals(state: &mut Incident) {
    let held: Vec<EntryId> = state
        .hypotheses
        .iter()
        .filter(|said| said.what.standing == Standing::MostLikely)
        .map(|said| said.entry_id)
        .collect();
    if held.len() < 2 {
        return;
    }
    for hypothesis in state.hypotheses.iter_mut().filter(|said| held.contains(&said.entry_id)) {
        hypothesis.what.standing = Standing::Open;
        hypothesis.what.rivals = held.iter().copied().filter(|id| *id != hypothesis.entry_id).collect();
    }
}

impl Incident {
    /// The hypothesis that an entry raised.
    pub fn hypothesis(&self, raised_by: EntryId) -> Option<&Said<Hypothesis>> {
        self.hypotheses.iter().find(|said| said.entry_id == raised_by)
    }
}
