//! Registers on this laptop, the session that is open, and the officers who may open one.

use chrono::{DateTime, Utc};
use register::id::OfficerId;
use register::role::{Role, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SyncLine;
use crate::commands::RegisterKind;

views! {
    /// Which registers stand on this laptop, and which is open.
    RegisterStatusView {
        registers: Vec<RegisterOnDisk>,
        session: Option<SessionView>,
        /// Shown where the program's clock is set by a file (training and tests only).
        clock_note: Option<String>,
        version: String,
    }
    RegisterOnDisk { register: RegisterKind, force: String, force_name: String, officers: u32 }
    SessionView {
        officer_id: OfficerId,
        name: String,
        collar: String,
        role: Role,
        verbs: Vec<Verb>,
        register: RegisterKind,
        force: String,
        force_name: String,
        training: bool,
        marking: String,
        /// Sync in words: "Offline 37 min – 3 to send, 1 NOT DELIVERED".
        sync: SyncLine,
        /// Drafts that count as unsent, in words; empty where there is none.
        unsent: String,
        drafts: u32,
        open_incidents: u32,
        idle_lock_minutes: u32,
        unlocked_at: DateTime<Utc>,
    }
    ForcesView { forces: Vec<ForceView> }
    ForceView { code: String, name: String }
    StrengthView {
        /// 0 to 4 (zxcvbn).
        score: u8,
        least_score: u8,
        enough: bool,
        /// "Would take centuries to guess" in words.
        verdict: String,
        warning: String,
        suggestions: Vec<String>,
    }
    /// The officer that a one-time code is for.
    JoiningView {
        force: String,
        force_name: String,
        name: String,
        collar: String,
        role: Role,
        /// Until when the code is good, in words.
        good_until: String,
    }
    /// Shown once, to be printed and kept apart. Both together open the register.
    RecoverySharesView { share_1: String, share_2: String, register_short_id: String, session: SessionView }
    /// The training register is open; its invented officers all have the same passphrase.
    TrainingView { session: SessionView, passphrase: String, officers: Vec<TrainingOfficerView>, made: bool }
    TrainingOfficerView { name: String, collar: String, role: Role }
    Done {}
    OfficersView { officers: Vec<OfficerView> }
    OfficerView {
        officer_id: OfficerId,
        name: String,
        collar: String,
        role: Role,
        added_at: DateTime<Utc>,
        removed: bool,
        has_slot: bool,
        /// They were never given a key on this laptop: theirs are on others of the register.
        elsewhere: bool,
        is_you: bool,
    }
}
