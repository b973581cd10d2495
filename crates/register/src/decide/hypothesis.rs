//! Raising a hypothesis and saying where it stands. Nothing here asks for a grade, and no grade asks for this.

use super::{Fields, trim};
use crate::command::{RaiseHypothesis, UpdateHypothesis};
use crate::fact::{IncidentFact, Point, Standing, Stands};
use crate::incident::Incident;
use crate::refusal::{Refusal, Rule};

pub(super) fn raise(command: &RaiseHypothesis, fields: &mut Fields) -> IncidentFact {
    fields.needed("what", &command.what, "field-hypothesis");
    fields.no_text_too_long("next_enquiry", &command.next_enquiry);
    IncidentFact::HypothesisRaised {
        what: trim(&command.what),
        points: points(&command.points, fields),
        next_enquiry: trim(&command.next_enquiry),
    }
}

/// What is held the most likely takes that from any other, in the same entry and for the same reason.
pub(super) fn update(
    state: &Incident,
    command: &UpdateHypothesis,
    fields: &mut Fields,
) -> Result<Vec<IncidentFact>, Refusal> {
    state.hypothesis(command.hypothesis).ok_or(Refusal::from(Rule::NoSuchHypothesis))?;
    fields.no_text_too_long("next_enquiry", &command.next_enquiry);
    if let Some(stands) = &command.stands {
        fields.needed("stands.because", &stands.because, "field-standing-because");
    }
    let next_enquiry = trim(&command.next_enquiry);
    if command.points.is_empty() && next_enquiry.is_empty() && command.stands.is_none() {
        fields.wrong("points", "field-hypothesis-nothing-new");
    }
    let because = |stands: &Stands| trim(&stands.because);
    let stands =
        command.stands.as_ref().map(|stands| Stands { standing: stands.standing, because: because(stands) });
    let mut facts = vec![IncidentFact::HypothesisUpdated {
        hypothesis: command.hypothesis,
        points: points(&command.points, fields),
        next_enquiry,
        stands: stands.clone(),
    }];
    if let Some(Stands { standing: Standing::MostLikely, because }) = stands {
        let others = state
            .hypotheses
            .iter()
            .filter(|other| other.entry_id != command.hypothesis && other.what.is_claimed_most_likely());
        facts.extend(others.map(|other| IncidentFact::HypothesisUpdated {
            hypothesis: other.entry_id,
            points: Vec::new(),
            next_enquiry: String::new(),
            stands: Some(Stands { standing: Standing::Open, because: because.clone() }),
        }));
    }
    Ok(facts)
}

/// APP: every item is kept with who gave it.
fn points(points: &[Point], fields: &mut Fields) -> Vec<Point> {
    for (at, point) in points.iter().enumerate() {
        fields.needed(&format!("points.{at}.what"), &point.what, "field-point-what");
        fields.needed(&format!("points.{at}.source"), &point.source, "field-point-source");
    }
    let trimmed =
        |point: &Point| Point { bears: point.bears, what: trim(&point.what), source: trim(&point.source) };
    points.iter().map(trimmed).collect()
}
