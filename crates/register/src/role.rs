//! Roles and what each may do. A role grants verbs; a duty (later) grants incidents.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The part an officer plays. Source: College of Policing APP roles.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    CallHandler,
    InvestigatingOfficer,
    Supervisor,
    DutyInspector,
    Coordinator,
    SafeguardingReviewer,
    SearchAdviser,
    NationalUnit,
    Partner,
    Auditor,
    Administrator,
}

/// What somebody asks to do, in groups that share one permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Open an incident, search, see the duty list.
    Read,
    /// Take a report; record notes, facts, contacts, actions, photographs.
    Record,
    /// Grade the risk of harm for the first time, or raise the grade.
    Assess,
    /// Review; keep a grade or lower it: what puts the next look off (F04, INV-4).
    Review,
    /// Where entries disagree, decide for the value that is not the safer one (ADR 0001: a
    /// supervisor).
    Decide,
    /// Challenge a grade on the record.
    Challenge,
    /// Lead the enquiry: decide its policy, rule a hypothesis out or hold it the most likely.
    Direct,
    Locate,
    Close,
    /// Confirm, with one's own passphrase, a closure of somebody who has not been located.
    ConfirmClosure,
    /// Answer an immediate danger with the reason why it no longer holds (F18: an inspector).
    ClearDanger,
    /// Save the lowest grade for somebody under 18 (F29: an inspector).
    ApproveLowestForChild,
    /// Add an officer, remove one; connect a laptop to central, revoke one.
    Enrol,
    /// Take in another system's file, or take an import back.
    Import,
    /// Give records out: a file, a printed list, an evidence pack (Code principle 7: reporting).
    Export,
    /// Propose what the force asks and reckons with, approve what another proposed.
    Standardise,
    /// See how grades and suggestions did, and whether groups of people are treated alike: officers' work in figures.
    Measure,
    /// Verify the log; rebuild what is derived from it.
    Verify,
}

impl Verb {
    pub const ALL: [Verb; 18] = [
        Verb::Read,
        Verb::Record,
        Verb::Assess,
        Verb::Review,
        Verb::Decide,
        Verb::Challenge,
        Verb::Direct,
        Verb::Locate,
        Verb::Close,
        Verb::ConfirmClosure,
        Verb::ClearDanger,
        Verb::ApproveLowestForChild,
        Verb::Enrol,
        Verb::Import,
        Verb::Export,
        Verb::Standardise,
        Verb::Measure,
        Verb::Verify,
    ];
}

impl Role {
    pub const ALL: [Role; 11] = [
        Role::CallHandler,
        Role::InvestigatingOfficer,
        Role::Supervisor,
        Role::DutyInspector,
        Role::Coordinator,
        Role::SafeguardingReviewer,
        Role::SearchAdviser,
        Role::NationalUnit,
        Role::Partner,
        Role::Auditor,
        Role::Administrator,
    ];

    /// As it is written in entries; the words for it stand in the catalogue under `role-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Self::CallHandler => "call_handler",
            Self::InvestigatingOfficer => "investigating_officer",
            Self::Supervisor => "supervisor",
            Self::DutyInspector => "duty_inspector",
            Self::Coordinator => "coordinator",
            Self::SafeguardingReviewer => "safeguarding_reviewer",
            Self::SearchAdviser => "search_adviser",
            Self::NationalUnit => "national_unit",
            Self::Partner => "partner",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// The role of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Those that an incident can be handed to.
    pub const ASSIGNABLE: [Role; 6] = [
        Role::InvestigatingOfficer,
        Role::Supervisor,
        Role::DutyInspector,
        Role::Coordinator,
        Role::SafeguardingReviewer,
        Role::SearchAdviser,
    ];

    /// Whether somebody of a role may accept what was handed to this one.
    pub fn is_accepted_by(self, role: Role) -> bool {
        role == self || role == Role::DutyInspector
    }

    pub fn may(self, verb: Verb) -> bool {
        use Role::*;
        match verb {
            Verb::Verify => true,
            Verb::Read => !matches!(self, Partner | Administrator),
            Verb::Record => !matches!(self, Partner | Auditor | Administrator),
            Verb::Assess | Verb::Locate => !matches!(self, Partner | Auditor | Administrator | NationalUnit),
            Verb::Review => self.may(Verb::Assess) && self != CallHandler,
            Verb::Challenge => {
                matches!(self, SafeguardingReviewer | Coordinator | Supervisor | DutyInspector | NationalUnit)
            }
            // Whoever decides what is looked for and what is not: whoever may put the next look off, too.
            Verb::Direct => self.may(Verb::Review),
            Verb::Close => {
                matches!(self, InvestigatingOfficer | Supervisor | DutyInspector | Coordinator)
            }
            Verb::ConfirmClosure | Verb::Decide => matches!(self, Supervisor | DutyInspector),
            Verb::ClearDanger | Verb::ApproveLowestForChild => matches!(self, DutyInspector),
            Verb::Import => matches!(self, DutyInspector | Coordinator),
            Verb::Export => matches!(self, Supervisor | DutyInspector | Coordinator | NationalUnit),
            Verb::Standardise => {
                matches!(self, DutyInspector | Coordinator | SafeguardingReviewer | NationalUnit)
            }
            Verb::Measure => {
                matches!(self, DutyInspector | Coordinator | SafeguardingReviewer | NationalUnit | Auditor)
            }
            Verb::Enrol => matches!(self, Administrator | Coordinator | DutyInspector),
        }
    }
}
