//! Standards in words: what is in use, what is coming, what a version changes.

use chrono::{DateTime, Utc};
use register::question_set::QuestionSet;
use register::role::Verb;
use register::standard::{Proposal, StandardKind, Word};

use super::changes::changes;
use crate::officers::Officer;
use crate::standards::{InUse, Standard};
use crate::views::{AskView, ChangesView, ProposalView, QuestionsView, StandardView, StandardsView};
use crate::words::{self, full_time, label, t, with};

pub(crate) fn questions(set: &QuestionSet) -> QuestionsView {
    let ask = |asked: &register::question_set::Asked| AskView {
        question: asked.question,
        label: words::question(&asked.question),
        ask: words::asked(asked.question, set),
        immediate_danger: asked.question.is_immediate_danger(),
    };
    QuestionsView { version: set.version.clone(), ask: set.ask.iter().map(ask).collect() }
}

pub(crate) fn view(known: &InUse, me: &Officer, now: DateTime<Utc>) -> StandardsView {
    let is_coming = |proposal: &&Proposal| match proposal.starts_at() {
        Some(starts) => starts > now,
        None => proposal.waits(),
    };
    let (mut coming, mut past): (Vec<&Proposal>, Vec<&Proposal>) =
        known.log.proposals.iter().partition(|proposal| is_coming(proposal));
    coming.sort_by_key(|proposal| proposal.effective_at);
    past.reverse();
    let shown = |proposals: Vec<&Proposal>| {
        proposals.into_iter().map(|proposal| proposed(known, proposal, me, now)).collect()
    };
    StandardsView {
        as_of: now,
        in_use: StandardKind::ALL.into_iter().map(|kind| in_use(known, kind, now)).collect(),
        coming: shown(coming),
        past: shown(past),
    }
}

fn in_use(known: &InUse, kind: StandardKind, now: DateTime<Utc>) -> StandardView {
    let (standard, proposal) = known.at(kind, now);
    let newest = known.log.begun(kind, now).first().map(|newest| newest.entry_id);
    let passed_over = newest.filter(|newest| proposal.map(|proposal| proposal.entry_id) != Some(*newest));
    let passed_over = passed_over.and_then(|newest| known.log.named(newest));
    StandardView {
        kind,
        version: standard.version().to_owned(),
        line: match proposal {
            None => t("standard-shipped"),
            Some(proposal) => with(
                "standard-since",
                &[
                    ("at", &proposal.starts_at().map(full_time).unwrap_or_default()),
                    ("proposed", &who(&proposal.proposed)),
                    ("approved", &proposal.approved.as_ref().map(who).unwrap_or_default()),
                ],
            ),
        },
        passed_over: passed_over
            .map(|newest| with("standard-passed-over", &[("version", &newest.version)]))
            .unwrap_or_default(),
    }
}

fn who(word: &Word) -> String {
    format!("{}, {}", word.name, label("role", &word.role))
}

fn proposed(known: &InUse, proposal: &Proposal, me: &Officer, now: DateTime<Utc>) -> ProposalView {
    let at = full_time(proposal.effective_at);
    let starts = proposal.starts_at();
    let line = match (&proposal.withdrawn, starts) {
        (_, Some(starts)) if starts <= now => with("standard-was-in-use", &[("at", &full_time(starts))]),
        (_, Some(starts)) => with("standard-begins", &[("at", &full_time(starts))]),
        (Some(_), None) => t("standard-withdrawn"),
        (None, None) if proposal.effective_at <= now => with("standard-waits-late", &[("at", &at)]),
        (None, None) => with("standard-waits", &[("at", &at)]),
    };
    let said = [
        ("standard-proposed-by", Some(&proposal.proposed)),
        ("standard-approved-by", proposal.approved.as_ref()),
        ("standard-withdrawn-by", proposal.withdrawn.as_ref()),
    ];
    let said = said.into_iter().filter_map(|(key, word)| {
        let word = word?;
        let at = words::time(word.at, now);
        Some(with(key, &[("by", &who(word)), ("at", &at), ("reason", &word.reason)]))
    });
    let may = me.role.may(Verb::Standardise);
    let own = proposal.proposed.officer_id == me.officer_id;
    ProposalView {
        proposal: proposal.entry_id,
        kind: proposal.kind,
        version: proposal.version.clone(),
        effective_at: proposal.effective_at,
        line,
        said: said.collect(),
        changes: of_proposal(known, proposal, now),
        may_approve: proposal.waits() && may && !own,
        may_withdraw: may && proposal.withdrawn.is_none() && starts.is_none_or(|starts| starts > now),
        why_not: match (proposal.waits(), may, own) {
            (true, true, true) => t("standard-own"),
            (true, false, _) => t("standard-not-your-role"),
            _ => String::new(),
        },
    }
}

/// What a proposal changes in what is in use now; of one that was in use itself, in the one before it.
fn of_proposal(known: &InUse, proposal: &Proposal, now: DateTime<Utc>) -> ChangesView {
    let before = match proposal.starts_at() {
        Some(starts) if starts <= now => {
            let begun = known.log.begun(proposal.kind, now);
            let earlier = begun.into_iter().skip_while(|other| other.entry_id != proposal.entry_id).skip(1);
            earlier.filter_map(|other| known.read(other)).next().cloned()
        }
        _ => Some(known.at(proposal.kind, now).0),
    };
    let before = before.unwrap_or_else(|| Standard::shipped(proposal.kind));
    match Standard::parse(proposal.kind, &proposal.text) {
        Ok(new) => changes(&before, &new),
        Err(why) => ChangesView { line: t("standard-unreadable"), changes: Vec::new(), unreadable: why },
    }
}
