//! Second opinions that are invented, and what is kept beside a grade.

use register::fact::*;
use register::question::Question;

use super::at;

/// Of seven in a hundred, at the beginning of the test; it knows no factors and foresees nothing.
pub fn opinion(suggested: Grade, rests_on: &[Question]) -> SecondOpinion {
    SecondOpinion {
        model: "2026.1".into(),
        at: at(0),
        of_10_000: 700,
        low: 400,
        high: 1_200,
        suggested,
        rests_on: rests_on.to_vec(),
        rests_on_age: false,
        not_known: vec![],
        earlier: 0,
        on_screen: true,
        factors: vec![],
        kinds: vec![],
        because: vec![],
        next_change_at: None,
        moments: vec![],
    }
}

pub fn below(question: Option<Question>, reason: &str) -> BelowSuggestion {
    BelowSuggestion { question, age: false, reason: reason.into() }
}

pub fn beside(suggested: Grade, rests_on: &[Question], below: Vec<BelowSuggestion>) -> Beside {
    Beside { opinion: Some(Box::new(opinion(suggested, rests_on))), below, ..Beside::default() }
}
