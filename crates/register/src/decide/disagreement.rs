//! While entries disagree the safer value holds, and only a supervisor decides for the other one
//! (ADR 0001). The safer one is open to whoever may give it at all (INV-4).

use crate::command::Command;
use crate::incident::{ConflictKind, Incident};
use crate::refusal::{Refusal, Rule};
use crate::role::{Role, Verb};

pub(super) fn decided_by_supervisor(state: &Incident, command: &Command, role: Role) -> Result<(), Refusal> {
    let stands = |kind| state.disagrees_on(kind);
    let (decides, field) = match command {
        Command::AssessRisk(command) => {
            let lower = state.grade().is_some_and(|grade| command.grade < grade);
            (lower && stands(ConflictKind::Grades), "grade")
        }
        Command::RecordLocated(_) => (stands(ConflictKind::Located), "seen_by"),
        Command::DecideCategory(command) => {
            let less = command.category.caution() < state.category.caution();
            (less && stands(ConflictKind::Category), "category")
        }
        _ => return Ok(()),
    };
    if decides && !role.may(Verb::Decide) {
        return Err(Refusal::at(Rule::NotYourRole, field, "field-supervisor-decides"));
    }
    Ok(())
}
