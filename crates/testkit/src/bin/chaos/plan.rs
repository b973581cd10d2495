//! What is drawn from the seed for each round: what officers do, and what goes wrong.

use std::collections::BTreeMap;

use rand::Rng;
use rand::seq::IndexedRandom as _;
use register::fact::{Attribute, Grade};
use register::question::Question;

use crate::proxy::Fault;

/// Requests of a round of which one may be spoilt: an exchange, what goes beside it, and what is told.
const REQUESTS: u32 = 30;
const YEAR: i64 = 365 * 24 * 60 * 60 * 1_000;

/// What an officer does.
#[derive(Clone, Debug)]
pub enum What {
    Report,
    Note,
    Assess(Grade),
    Describe(Attribute),
    Danger(Question),
    Contact,
    Locate,
    Withdraw,
    Close,
    Reopen,
    Photograph,
    /// Tell another force that somebody saw one of theirs.
    Tell,
    /// Take what another force told into the record.
    Take,
}

/// An act, on which of the incidents at hand and by which of the officers.
#[derive(Clone, Debug)]
pub struct Act {
    pub what: What,
    pub which: usize,
    pub by: usize,
}

/// A round of one laptop.
#[derive(Clone, Debug)]
pub struct Plan {
    /// By how much its clock is set wrong, where it is set.
    pub clock: Option<i64>,
    pub before: Vec<Act>,
    /// Done while the exchange runs.
    pub during: Vec<Act>,
    /// It has no contact in this round.
    pub away: bool,
    /// Refused entries are sent again now.
    pub again: bool,
    pub faults: BTreeMap<u32, Fault>,
    /// The program is ended and begun again before the round.
    pub reopened: bool,
    /// Another officer is introduced here.
    pub introduces: bool,
}

/// What central suffers between two rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    Nothing,
    BackedUp,
    Stopped,
    PutBack { older: usize },
}

fn act(rng: &mut impl Rng) -> Act {
    let grades = [Grade::VeryLow, Grade::Low, Grade::Medium, Grade::High];
    let questions = [Question::SelfHarm, Question::LikelyHurt, Question::MentalHealth];
    let attributes = [Attribute::FamilyName, Attribute::Medication, Attribute::Age];
    let what = match rng.random_range(0..100) {
        0..8 => What::Report,
        8..28 => What::Note,
        28..32 => What::Photograph,
        32..36 => What::Tell,
        36..40 => What::Take,
        40..62 => What::Assess(*grades.choose(rng).unwrap_or(&Grade::High)),
        62..70 => What::Describe(*attributes.choose(rng).unwrap_or(&Attribute::FamilyName)),
        70..77 => What::Danger(*questions.choose(rng).unwrap_or(&Question::SelfHarm)),
        77..81 => What::Contact,
        81..88 => What::Locate,
        88..91 => What::Withdraw,
        91..97 => What::Close,
        _ => What::Reopen,
    };
    Act { what, which: rng.random_range(0..1_000), by: rng.random_range(0..1_000) }
}

fn fault(rng: &mut impl Rng) -> Fault {
    match rng.random_range(0..100) {
        0..8 => Fault::Refused,
        8..26 => Fault::RequestCut(rng.random()),
        26..42 => Fault::AnswerLost,
        42..58 => Fault::AnswerCut(rng.random()),
        58..66 => Fault::Delayed(rng.random_range(1..40)),
        66..76 => Fault::Twice,
        76..86 => Fault::Late,
        86..94 => Fault::LaptopDropped,
        94..98 => Fault::CentralKilled,
        _ => Fault::CentralPutBack,
    }
}

/// The next round of a laptop.
pub fn plan(rng: &mut impl Rng) -> Plan {
    let clock = rng.random_bool(0.06).then(|| match rng.random_range(0..4) {
        0 => YEAR,
        1 => -YEAR,
        2 => 0,
        _ => rng.random_range(-12 * 3_600_000..12 * 3_600_000),
    });
    let before = (0..rng.random_range(0..5)).map(|_| act(rng)).collect();
    let during = (0..rng.random_range(0..3)).map(|_| act(rng)).collect();
    let spoilt = if rng.random_bool(0.6) { rng.random_range(1..4) } else { 0 };
    Plan {
        clock,
        before,
        during,
        away: rng.random_bool(0.2),
        again: rng.random_bool(0.3),
        faults: (0..spoilt).map(|_| (rng.random_range(1..REQUESTS), fault(rng))).collect(),
        reopened: rng.random_bool(0.05),
        introduces: rng.random_bool(0.01),
    }
}

/// What comes after a round.
pub fn between(rng: &mut impl Rng) -> Between {
    match rng.random_range(0..100) {
        0..8 => Between::BackedUp,
        8..11 => Between::Stopped,
        11..14 => Between::PutBack { older: rng.random_range(0..2) },
        _ => Between::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use rand_chacha::ChaCha20Rng;

    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_plans_and_every_fault_is_drawn() {
        let drawn = |seed| {
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            (0..300).map(|_| format!("{:?} {:?}", plan(&mut rng), between(&mut rng))).collect::<Vec<_>>()
        };
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1), drawn(2));
        let all = drawn(1).concat();
        for fault in [
            "Refused",
            "RequestCut",
            "AnswerLost",
            "AnswerCut",
            "Delayed",
            "Twice",
            "Late",
            "LaptopDropped",
            "CentralKilled",
            "CentralPutBack",
            "PutBack {",
            "BackedUp",
            "Stopped",
        ] {
            assert!(all.contains(fault), "{fault}");
        }
    }
}
