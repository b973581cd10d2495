//! The invented officers who recorded the training register.

use register::Role;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrainingOfficer {
    pub name: &'static str,
    pub collar: &'static str,
    pub role: Role,
}

pub(crate) const INSPECTOR: usize = 0;
pub(crate) const SUPERVISOR: usize = 1;
pub(crate) const INVESTIGATOR: usize = 2;
pub(crate) const CALL_HANDLER: usize = 3;
pub(crate) const COORDINATOR: usize = 4;
pub(crate) const SAFEGUARDING: usize = 5;
pub(crate) const SECOND_INVESTIGATOR: usize = 6;
pub(crate) const SECOND_CALL_HANDLER: usize = 7;

/// In the order that [`crate::Step::officer`] counts them.
pub fn officers() -> [TrainingOfficer; 8] {
    let officer = |name, collar, role| TrainingOfficer { name, collar, role };
    [
        officer("Insp Ruth Test-Hawthorn", "T1", Role::DutyInspector),
        officer("Sgt Owain Test-Rushbrook", "T2", Role::Supervisor),
        officer("PC Dele Test-Sorrel", "T3", Role::InvestigatingOfficer),
        officer("Mair Test-Teasel", "T4", Role::CallHandler),
        officer("Joan Test-Foxglove", "T5", Role::Coordinator),
        officer("DC Priya Test-Yarrow", "T6", Role::SafeguardingReviewer),
        officer("PC Callum Test-Bracken", "T7", Role::InvestigatingOfficer),
        officer("Sam Test-Comfrey", "T8", Role::CallHandler),
    ]
}
