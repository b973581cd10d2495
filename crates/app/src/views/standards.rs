//! What a force asks and reckons with, as a screen shows it.

use chrono::{DateTime, Utc};
use register::EntryId;
use register::question::Question;
use register::standard::StandardKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

views! {
    /// The questions of the set in use, in the order in which they are asked.
    QuestionsView { version: String, ask: Vec<AskView> }
    AskView {
        question: Question,
        label: String,
        /// In full, as it is asked.
        ask: String,
        /// A yes raises the red strip.
        immediate_danger: bool,
    }
    StandardsView {
        as_of: DateTime<Utc>,
        /// One of each kind.
        in_use: Vec<StandardView>,
        /// Those that wait for somebody's yes or no, and those that begin later; the first to begin first.
        coming: Vec<ProposalView>,
        /// Everything that was ever proposed and is neither, the latest first.
        past: Vec<ProposalView>,
    }
    StandardView {
        kind: StandardKind,
        version: String,
        /// "Since 1 Dec 09:00: proposed by …, approved by …", or that it comes with the program.
        line: String,
        /// A later one that this version of the program cannot read; empty where there is none.
        passed_over: String,
    }
    ProposalView {
        proposal: EntryId,
        kind: StandardKind,
        version: String,
        effective_at: DateTime<Utc>,
        /// Where it stands, in words.
        line: String,
        /// Who said what about it, a line each.
        said: Vec<String>,
        /// What it changes in what is in use.
        changes: ChangesView,
        /// What the officer may do with it: approve, withdraw.
        may_approve: bool,
        may_withdraw: bool,
        /// Why the officer may not approve it; empty where they may, or nothing is to be approved.
        why_not: String,
    }
    /// What a version changes in the one before.
    ChangesView {
        /// "3 added, 1 changed, nothing taken away".
        line: String,
        changes: Vec<ChangeView>,
        /// Why it cannot be read; empty where it can.
        unreadable: String,
    }
    ChangeView {
        /// "factor self_harm · weight · log_odds".
        what: String,
        /// As it was; empty for what is new.
        from: String,
        /// As it would be; empty for what is taken away.
        to: String,
    }
    /// A file that was read as a standard; nothing is proposed by it.
    StandardFileView {
        kind: StandardKind,
        version: String,
        changes: ChangesView,
    }
}
