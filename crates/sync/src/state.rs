//! What a screen says of sync, from what is known. Pure.
//!
//! What is not acknowledged is never shown as delivered (INV-5): *up to date* is said only where nothing waits,
//! nothing was refused, and central was reached.

use protocol::Failure;

use crate::error::SyncError;

/// Where sync stands, in the one word that matters most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    NotEnrolled,
    /// The device was revoked.
    Revoked,
    /// Central answers another version of the program.
    UpgradeNeeded,
    /// Central does not know this device: it was put back to before the enrolment.
    NotKnown,
    /// What answers is not the central service that was pinned.
    NotCentral,
    /// Central has other entries under this device's name.
    Forked,
    /// Central or the file failed; it is tried again.
    Fault,
    Offline,
    Receiving {
        left: u64,
    },
    Sending {
        left: u64,
    },
    /// Entries that central refused.
    NotDelivered {
        n: u64,
    },
    /// By so many minutes this device's clock is ahead of central's; negative where it is behind.
    ClockWrong {
        minutes: i64,
    },
    UpToDate,
}

/// What an exchange is doing now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    #[default]
    Idle,
    Sending,
    Receiving {
        left: u64,
    },
}

/// Why the last exchange was not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Central was not reached, or not yet in this session, or was too busy.
    Offline,
    Revoked,
    UpgradeNeeded,
    NotKnown,
    NotCentral,
    Forked,
    Fault,
}

impl Trouble {
    /// What a failed exchange means for who looks at the screen.
    pub fn of(error: &SyncError) -> Self {
        match error {
            SyncError::NotEnrolled | SyncError::Central(Failure::NotEnrolled) => Self::NotKnown,
            SyncError::Central(failure) => match failure {
                Failure::Unreachable | Failure::Busy { .. } | Failure::Unavailable => Self::Offline,
                Failure::Revoked => Self::Revoked,
                Failure::UpgradeNeeded { .. } => Self::UpgradeNeeded,
                Failure::NotCentral => Self::NotCentral,
                _ => Self::Fault,
            },
            SyncError::Forked => Self::Forked,
            SyncError::Store(_) => Self::Fault,
        }
    }
}

/// All that is known of sync.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub enrolled: bool,
    pub phase: Phase,
    pub trouble: Option<Trouble>,
    /// This device's clock less central's, at the last answer.
    pub clock_ahead_ms: i64,
    /// Differences of clocks up to this are not spoken of.
    pub clock_wrong_ms: i64,
    /// Entries that central has neither acknowledged nor refused, and drafts that have waited.
    pub to_send: u64,
    pub refused: u64,
}

/// What comes first on the screen.
pub fn state(known: &Known) -> State {
    if !known.enrolled {
        return State::NotEnrolled;
    }
    match (known.phase, known.trouble) {
        (_, Some(Trouble::Revoked)) => State::Revoked,
        (_, Some(Trouble::UpgradeNeeded)) => State::UpgradeNeeded,
        (_, Some(Trouble::NotKnown)) => State::NotKnown,
        (_, Some(Trouble::NotCentral)) => State::NotCentral,
        (_, Some(Trouble::Forked)) => State::Forked,
        (Phase::Receiving { left }, _) => State::Receiving { left },
        (Phase::Sending, _) => State::Sending { left: known.to_send },
        (Phase::Idle, Some(Trouble::Fault)) => State::Fault,
        (Phase::Idle, Some(Trouble::Offline)) => State::Offline,
        (Phase::Idle, None) if known.refused > 0 => State::NotDelivered { n: known.refused },
        (Phase::Idle, None) if known.to_send > 0 => State::Sending { left: known.to_send },
        (Phase::Idle, None) if known.clock_ahead_ms.saturating_abs() > known.clock_wrong_ms => {
            State::ClockWrong { minutes: known.clock_ahead_ms / 60_000 }
        }
        (Phase::Idle, None) => State::UpToDate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WELL: Known = Known {
        enrolled: true,
        phase: Phase::Idle,
        trouble: None,
        clock_ahead_ms: 0,
        clock_wrong_ms: 300_000,
        to_send: 0,
        refused: 0,
    };

    #[test]
    fn up_to_date_is_said_only_where_nothing_waits_and_central_was_reached_inv_5() {
        assert_eq!(state(&WELL), State::UpToDate);
        let others = [
            (Known { enrolled: false, ..WELL }, State::NotEnrolled),
            (Known { to_send: 3, ..WELL }, State::Sending { left: 3 }),
            (Known { refused: 1, ..WELL }, State::NotDelivered { n: 1 }),
            (Known { refused: 1, to_send: 3, ..WELL }, State::NotDelivered { n: 1 }),
            (Known { trouble: Some(Trouble::Offline), ..WELL }, State::Offline),
            (Known { trouble: Some(Trouble::Revoked), refused: 2, ..WELL }, State::Revoked),
            (Known { trouble: Some(Trouble::Forked), ..WELL }, State::Forked),
            (Known { phase: Phase::Receiving { left: 9 }, ..WELL }, State::Receiving { left: 9 }),
            (Known { clock_ahead_ms: -600_000, ..WELL }, State::ClockWrong { minutes: -10 }),
            (Known { clock_ahead_ms: i64::MIN, ..WELL }, State::ClockWrong { minutes: i64::MIN / 60_000 }),
        ];
        for (known, shown) in others {
            assert_eq!(state(&known), shown, "{known:?}");
        }
    }

    #[test]
    fn what_ends_an_exchange_has_one_word_for_the_screen() {
        let of = |failure| Trouble::of(&SyncError::Central(failure));
        assert_eq!(of(Failure::Unreachable), Trouble::Offline);
        assert_eq!(of(Failure::Busy { retry_after_ms: 5 }), Trouble::Offline);
        assert_eq!(of(Failure::Revoked), Trouble::Revoked);
        assert_eq!(of(Failure::UpgradeNeeded { oldest: 2, newest: 3 }), Trouble::UpgradeNeeded);
        assert_eq!(of(Failure::NotCentral), Trouble::NotCentral);
        assert_eq!(of(Failure::NotEnrolled), Trouble::NotKnown);
        assert_eq!(of(Failure::Malformed), Trouble::Fault);
    }
}
