//! What a force asks and reckons with, as versions that one officer proposes and another approves, each in use from a time
//! (F37). They are entries of the force's stream: signed, in order, on every laptop of the force with its next sync; a
//! laptop that has not heard of a version yet goes on with the one before, and its reports say which.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Entry;
use crate::fact::ForceFact;
use crate::id::{EntryId, OfficerId};
use crate::incident::graph::Graph;
use crate::question_set::named;
use crate::refusal::{FieldError, Refusal, Rule};
use crate::role::{Role, Verb};

/// Longest reason, in characters; longest text, in bytes, well below what an entry may have.
const LONGEST_REASON: usize = 4_000;
const LONGEST_TEXT: usize = 256 * 1_024;

/// What a standard is about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum StandardKind {
    /// What is asked ([`crate::question_set::QuestionSet`]).
    Questions,
    /// Conditions that are dangerous without treatment.
    Conditions,
    /// The model of the second opinion.
    Model,
}

impl StandardKind {
    pub const ALL: [Self; 3] = [Self::Questions, Self::Conditions, Self::Model];
}

/// Somebody's word on a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub officer_id: OfficerId,
    pub name: String,
    pub role: Role,
    pub at: DateTime<Utc>,
    pub reason: String,
}

/// A version that was put before the force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub entry_id: EntryId,
    pub kind: StandardKind,
    pub version: String,
    pub text: String,
    pub effective_at: DateTime<Utc>,
    pub proposed: Word,
    /// The first by somebody else who may.
    pub approved: Option<Word>,
    pub withdrawn: Option<Word>,
}

impl Proposal {
    /// From when it is in use; `None` while nobody else has approved it, or where it was withdrawn before.
    pub fn starts_at(&self) -> Option<DateTime<Utc>> {
        let starts = self.effective_at.max(self.approved.as_ref()?.at);
        let withdrawn = self.withdrawn.as_ref().is_some_and(|word| word.at < starts);
        (!withdrawn).then_some(starts)
    }

    /// Somebody is still to say yes or no.
    pub fn waits(&self) -> bool {
        self.approved.is_none() && self.withdrawn.is_none()
    }
}

/// Every proposal of a force, in canonical order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standards {
    pub proposals: Vec<Proposal>,
}

impl Standards {
    /// Of the entries of a force's stream, in any order. Whoever may not set a standard is not heard, nor is whoever
    /// approves what they proposed themselves: what is in use rests on two people, whatever program wrote the entries.
    pub fn fold<'e>(entries: impl IntoIterator<Item = &'e Entry<ForceFact>>) -> Self {
        let ordered = Graph::of(entries).ordered;
        let mut standards = Self::default();
        for entry in &ordered {
            let Some(body) = entry.body().filter(|body| body.author.role.may(Verb::Standardise)) else {
                continue;
            };
            let word = |reason: &str| Word {
                officer_id: entry.header.officer_id,
                name: body.author.name.clone(),
                role: body.author.role,
                at: entry.recorded_at(),
                reason: reason.to_owned(),
            };
            for fact in &body.facts {
                match fact {
                    ForceFact::StandardProposed { kind, version, text, effective_at, reason } => {
                        standards.proposals.push(Proposal {
                            entry_id: entry.header.entry_id,
                            kind: *kind,
                            version: version.clone(),
                            text: text.clone(),
                            effective_at: *effective_at,
                            proposed: word(reason),
                            approved: None,
                            withdrawn: None,
                        });
                    }
                    ForceFact::StandardApproved { proposal, reason } => {
                        let other = standards.named_mut(*proposal).filter(|known| {
                            known.proposed.officer_id != entry.header.officer_id && known.approved.is_none()
                        });
                        if let Some(known) = other {
                            known.approved = Some(word(reason));
                        }
                    }
                    ForceFact::StandardWithdrawn { proposal, reason } => {
                        let known = standards.named_mut(*proposal).filter(|known| known.withdrawn.is_none());
                        if let Some(known) = known {
                            known.withdrawn = Some(word(reason));
                        }
                    }
                    _ => {}
                }
            }
        }
        standards
    }

    fn named_mut(&mut self, proposal: EntryId) -> Option<&mut Proposal> {
        self.proposals.iter_mut().find(|known| known.entry_id == proposal)
    }

    pub fn named(&self, proposal: EntryId) -> Option<&Proposal> {
        self.proposals.iter().find(|known| known.entry_id == proposal)
    }

    /// What has ever been in use of a kind by a time, the latest first; of two that start at once the one proposed later.
    pub fn begun(&self, kind: StandardKind, at: DateTime<Utc>) -> Vec<&Proposal> {
        let of_kind = self.proposals.iter().filter(|proposal| proposal.kind == kind);
        let mut begun: Vec<(DateTime<Utc>, &Proposal)> = of_kind
            .filter_map(|proposal| Some((proposal.starts_at().filter(|starts| *starts <= at)?, proposal)))
            .collect();
        begun.reverse();
        begun.sort_by_key(|(starts, _)| std::cmp::Reverse(*starts));
        begun.into_iter().map(|(_, proposal)| proposal).collect()
    }

    /// A new version. Its text was read and found sound by whoever calls.
    ///
    /// # Errors
    /// A [`Refusal`] that names the rule and the fields.
    pub fn propose(
        &self,
        new: &NewStandard<'_>,
        now: DateTime<Utc>,
        role: Role,
    ) -> Result<ForceFact, Refusal> {
        if !role.may(Verb::Standardise) {
            return Err(Rule::NotYourRole.into());
        }
        let mut fields = Vec::new();
        let mut wrong = |field: &str, message: &str| {
            fields.push(FieldError { field: field.into(), message: message.into() });
        };
        let known = |proposal: &&Proposal| proposal.kind == new.kind && proposal.withdrawn.is_none();
        if named(new.version).is_err() {
            wrong("file", "field-standard-version");
        } else if new.version == new.shipped
            || self.proposals.iter().filter(known).any(|known| known.version == new.version)
        {
            wrong("file", "field-standard-version-taken");
        }
        if new.text.len() > LONGEST_TEXT {
            wrong("file", "field-too-long");
        }
        if new.effective_at < now {
            wrong("effective_at", "field-effective-past");
        }
        if let Some(message) = unreasoned(new.reason) {
            wrong("reason", message);
        }
        if !fields.is_empty() {
            return Err(Refusal::fields(fields));
        }
        Ok(ForceFact::StandardProposed {
            kind: new.kind,
            version: new.version.to_owned(),
            text: new.text.to_owned(),
            effective_at: new.effective_at,
            reason: new.reason.trim().to_owned(),
        })
    }

    /// Approve what somebody else proposed.
    ///
    /// # Errors
    /// A [`Refusal`]: of the role, where one proposed it oneself, where it no longer waits.
    pub fn approve(
        &self,
        proposal: EntryId,
        reason: &str,
        by: (OfficerId, Role),
    ) -> Result<ForceFact, Refusal> {
        let known = self.waiting(proposal, by.1)?;
        if known.proposed.officer_id == by.0 {
            return Err(Rule::OwnProposal.into());
        }
        match unreasoned(reason) {
            Some(message) => Err(Refusal::at(Rule::Fields, "reason", message)),
            None => Ok(ForceFact::StandardApproved { proposal, reason: reason.trim().to_owned() }),
        }
    }

    /// Take a proposal back, one's own or another's, until it is in use.
    ///
    /// # Errors
    /// A [`Refusal`]: of the role, or where it is in use or was withdrawn already.
    pub fn withdraw(
        &self,
        proposal: EntryId,
        reason: &str,
        now: DateTime<Utc>,
        role: Role,
    ) -> Result<ForceFact, Refusal> {
        if !role.may(Verb::Standardise) {
            return Err(Rule::NotYourRole.into());
        }
        let known = self.named(proposal).ok_or(Refusal::from(Rule::NoSuchProposal))?;
        if known.withdrawn.is_some() {
            return Err(Rule::AlreadyAnswered.into());
        }
        if known.starts_at().is_some_and(|starts| starts <= now) {
            return Err(Rule::StandardInUse.into());
        }
        match unreasoned(reason) {
            Some(message) => Err(Refusal::at(Rule::Fields, "reason", message)),
            None => Ok(ForceFact::StandardWithdrawn { proposal, reason: reason.trim().to_owned() }),
        }
    }

    fn waiting(&self, proposal: EntryId, role: Role) -> Result<&Proposal, Refusal> {
        if !role.may(Verb::Standardise) {
            return Err(Rule::NotYourRole.into());
        }
        let known = self.named(proposal).ok_or(Refusal::from(Rule::NoSuchProposal))?;
        if known.waits() { Ok(known) } else { Err(Rule::AlreadyAnswered.into()) }
    }
}

/// A version as it is proposed.
#[derive(Clone, Copy, Debug)]
pub struct NewStandard<'a> {
    pub kind: StandardKind,
    pub version: &'a str,
    pub text: &'a str,
    /// The version that comes with the program, whose name is taken.
    pub shipped: &'a str,
    pub effective_at: DateTime<Utc>,
    pub reason: &'a str,
}

fn unreasoned(reason: &str) -> Option<&'static str> {
    match reason.trim() {
        "" => Some("field-empty"),
        long if long.chars().count() > LONGEST_REASON => Some("field-too-long"),
        _ => None,
    }
}
