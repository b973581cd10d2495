//! What partner agencies said of the risk, in words: for the screens, and for the log (F15).

use chrono::{DateTime, Utc};
use register::Incident;
use register::fact::{Agency, PartnerInformation};
use register::incident::{PartnerState, Said};

use super::parts::when_line;
use crate::views::PartnerView;
use crate::words::{label, with};

/// The latest said first.
pub(super) fn partners(state: &Incident, then: DateTime<Utc>) -> Vec<PartnerView> {
    let mut all: Vec<PartnerView> = state.partners.iter().map(|said| partner(state, said, then)).collect();
    all.sort_by_key(|view| std::cmp::Reverse((view.at, view.entry_id)));
    all
}

fn partner(state: &Incident, said: &Said<PartnerState>, then: DateTime<Utc>) -> PartnerView {
    let information = &said.what.information;
    PartnerView {
        entry_id: said.entry_id,
        agency: agency(information),
        who: who(information),
        statement: information.statement.clone(),
        at: super::timeline::event_time(&information.said_at, said.recorded_at),
        said: when_line(&information.said_at, then),
        risk: label("changes-risk", &information.changes_risk),
        changes_risk: information.changes_risk,
        unseen: state.grade().is_none() || state.unseen.iter().any(|(id, _)| *id == said.entry_id),
    }
}

pub(super) fn sentence(information: &PartnerInformation, then: DateTime<Utc>) -> String {
    with(
        "fact-partner-informed",
        &[
            ("agency", &agency(information)),
            ("who", &who(information)),
            ("when", &when_line(&information.said_at, then)),
            ("statement", &information.statement),
            ("risk", &label("changes-risk", &information.changes_risk)),
        ],
    )
}

/// `Mental health service: Crisis team, Fernbrook`; one that is none of the list by its name alone.
fn agency(information: &PartnerInformation) -> String {
    match (information.agency, information.agency_name.as_str()) {
        (Agency::Other, name) if !name.is_empty() => name.to_owned(),
        (agency, "") => label("agency", &agency),
        (agency, name) => with("partner-agency", &[("kind", &label("agency", &agency)), ("name", name)]),
    }
}

fn who(information: &PartnerInformation) -> String {
    let parts = [&information.name, &information.role, &information.phone];
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
}
