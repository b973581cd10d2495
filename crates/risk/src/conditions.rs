//! Conditions that are dangerous without their treatment: a coded list, so that nobody takes sickle cell disease for
//! anaemia (F13), with how long after the last treatment harm may begin.

use chrono::{DateTime, TimeDelta, Utc};
use register::question_set::named;
use serde::{Deserialize, Serialize};

/// The one that comes with the program, as text.
pub const SHIPPED: &str = include_str!("../../../config/risk/conditions.toml");

/// One condition. Its words stand in the catalogue under `condition-<code>` and `condition-<code>-without`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub code: String,
    /// Hours after the last treatment: from when harm is to be reckoned with, and by when it is to be expected.
    pub hours: (u32, u32),
    /// Words in free text that point at it.
    pub aliases: Vec<String>,
    /// What happens without treatment, in words, where the catalogue has none: of a condition that a force added.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub without: String,
}

impl Condition {
    /// Between which times harm begins, after a last treatment.
    pub fn harm(&self, treated_at: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
        let after = |hours: u32| treated_at + TimeDelta::hours(hours.into());
        (after(self.hours.0), after(self.hours.1))
    }
}

/// The list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditions {
    pub version: String,
    pub condition: Vec<Condition>,
}

impl Default for Conditions {
    fn default() -> Self {
        Self::parse(SHIPPED).expect("the shipped list is sound")
    }
}

impl Conditions {
    /// # Errors
    /// What is wrong with the list, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let list: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        named(&list.version)?;
        for (at, condition) in list.condition.iter().enumerate() {
            if condition.hours.0 > condition.hours.1 {
                return Err(format!("{}: hours run from the fewer to the more", condition.code));
            }
            if list.condition.iter().take(at).any(|other| other.code == condition.code) {
                return Err(format!("{}: stands once", condition.code));
            }
        }
        Ok(list)
    }

    pub fn find(&self, code: &str) -> Option<&Condition> {
        self.condition.iter().find(|condition| condition.code == code)
    }

    /// Those that free text points at, in the order of the list: to be confirmed by whoever records it, never taken as
    /// said.
    pub fn hinted<'a>(&'a self, text: &str) -> impl Iterator<Item = &'a Condition> {
        let text = format!(" {} ", words(text));
        self.condition.iter().filter(move |condition| {
            condition.aliases.iter().any(|alias| text.contains(&format!(" {}", words(alias))))
        })
    }
}

fn words(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_text_points_at_conditions_and_anaemia_at_sickle_cell() {
        let list = Conditions::default();
        let hinted = |text| list.hinted(text).map(|condition| condition.code.as_str()).collect::<Vec<_>>();
        assert_eq!(hinted("On INSULIN, last at noon"), ["diabetes-insulin"]);
        assert_eq!(hinted("has anaemia"), ["sickle-cell"]);
        assert_eq!(hinted("takes Methadone; epileptic"), ["epilepsy", "opioid-substitution"]);
        assert_eq!(hinted("no known conditions"), [""; 0]);
        // Part of another word is not the word.
        assert_eq!(hinted("benefits officer"), [""; 0]);
    }

    #[test]
    fn harm_begins_the_hours_of_its_condition_after_the_last_treatment() {
        let list = Conditions::default();
        let treated_at: DateTime<Utc> = "2026-11-24T06:00:00Z".parse().unwrap();
        let insulin = list.find("diabetes-insulin").expect("it is on the list");
        assert_eq!(insulin.code, "diabetes-insulin");
        let (from, by) = insulin.harm(treated_at);
        assert_eq!((from - treated_at, by - treated_at), (TimeDelta::hours(4), TimeDelta::hours(12)));
        assert_eq!(list.find("diabetes"), None, "a part of a code is none");
    }

    #[test]
    fn a_condition_that_stands_twice_or_backwards_is_refused() {
        let list = |hours: &str| {
            format!("version = \"1\"\n[[condition]]\ncode = \"a\"\nhours = {hours}\naliases = []\n")
        };
        assert!(Conditions::parse(&list("[1, 2]")).is_ok());
        assert!(Conditions::parse(&list("[2, 2]")).is_ok(), "harm may begin and be expected at once");
        assert!(Conditions::parse(&list("[3, 2]")).is_err());
        assert!(Conditions::parse(&format!("{}{}", list("[1, 2]"), &list("[1, 2]")[14..])).is_err());
    }
}
