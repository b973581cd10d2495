//! A question set: what a call handler asks and what an assessment is shown, in which order. It is data with a version of
//! its own, so that a report tells what it was taken with (F37).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::incident::Status;
use crate::question::Question;
use crate::summary::Summary;

/// The set that is in use where a force has no other. Source: College of Policing APP.
pub const SHIPPED: &str = "APP-CH-12.1";

/// What stands in its place in what was imported.
pub const IMPORTED: &str = "imported";

/// Longest identifier of a set, in characters.
const LONGEST_VERSION: usize = 40;
/// Most questions of a set: a call is not an interview.
const MOST: usize = 40;
/// Longest words of a question, in characters.
const LONGEST_WORDS: usize = 200;

/// One question as it is asked of whoever reports somebody missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pub question: Question,
    /// In full, for a question that the force added; those of the register have their words in the catalogue.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// The set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionSet {
    /// As reports name it: `APP-CH-12.1`.
    pub version: String,
    /// Who says that these are to be asked.
    pub source: String,
    /// What an assessment is shown, most telling first.
    pub indicators: Vec<Question>,
    /// What the call handler asks, in the order in which it is asked.
    pub ask: Vec<Asked>,
}

impl Default for QuestionSet {
    fn default() -> Self {
        let asked = |question| Asked { question, words: String::new() };
        Self {
            version: SHIPPED.to_owned(),
            source: "College of Policing APP, missing persons: quick reference guide for call handlers; \
                     risk identification, assessment and management"
                .to_owned(),
            indicators: Question::FACTORS.to_vec(),
            ask: Question::CALL_HANDLER.into_iter().map(asked).collect(),
        }
    }
}

impl QuestionSet {
    /// Read a set. A force adds to what is asked everywhere and orders it; it takes nothing away, so that no answer that
    /// a rule or another force looks for goes unasked.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let set: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        named(&set.version)?;
        if set.source.trim().is_empty() {
            return Err("source: say who wants these questions asked".into());
        }
        if set.ask.len() > MOST {
            return Err(format!("ask: no more than {MOST} questions, here are {}", set.ask.len()));
        }
        for (at, asked) in set.ask.iter().enumerate() {
            let words = asked.words.trim();
            if set.ask[..at].iter().any(|other| other.question == asked.question) {
                return Err(format!("ask: {} is asked once", asked.question));
            }
            match asked.question {
                Question::Added(added) if added.names_what_is_protected() => {
                    return Err(format!("ask: {} may not enter a grade (INV-10)", asked.question));
                }
                Question::Added(_) if words.is_empty() => {
                    return Err(format!("ask: {} needs words", asked.question));
                }
                Question::Added(_) => {}
                known if !words.is_empty() => {
                    return Err(format!("ask: {known} has its own words, the same in every force"));
                }
                _ => {}
            }
            if words.chars().count() > LONGEST_WORDS {
                return Err(format!("ask: {} in no more than {LONGEST_WORDS} characters", asked.question));
            }
        }
        for (at, indicator) in set.indicators.iter().enumerate() {
            if set.indicators[..at].contains(indicator) {
                return Err(format!("indicators: {indicator} stands once"));
            }
            if matches!(indicator, Question::Added(_)) && !set.asks(*indicator) {
                return Err(format!("indicators: {indicator} has to stand under ask as well"));
            }
        }
        if let Some(left) = Question::CALL_HANDLER.into_iter().find(|question| !set.asks(*question)) {
            return Err(format!("ask: {left} is asked in every force and may not be left out"));
        }
        if let Some(left) = Question::FACTORS.into_iter().find(|question| !set.indicators.contains(question))
        {
            return Err(format!("indicators: {left} is shown in every force and may not be left out"));
        }
        Ok(set)
    }

    /// The set as a file, to make the next of.
    pub fn text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    pub fn asks(&self, question: Question) -> bool {
        self.ask.iter().any(|asked| asked.question == question)
    }

    /// What this set asks, the one that the report was taken with does not, and nobody has since: of an incident that was
    /// reported when this set was in use already, on a laptop that had not heard of it (F37). Nothing of incidents from
    /// before, of closed ones, or of those that were never asked about. Where nobody here knows the other set, all that was
    /// not asked.
    pub fn left_of(
        &self,
        summary: &Summary,
        since: DateTime<Utc>,
        taken_with: Option<&QuestionSet>,
    ) -> Vec<Question> {
        let of_another = !summary.question_set.is_empty()
            && summary.question_set != self.version
            && summary.question_set != IMPORTED;
        if summary.status != Status::Open || !of_another || summary.reported_at < since {
            return Vec::new();
        }
        let asked = self.ask.iter().map(|asked| asked.question);
        let was_asked =
            |question| summary.asked.contains(&question) || taken_with.is_some_and(|set| set.asks(question));
        asked.filter(|question| !was_asked(*question)).collect()
    }

    /// In which words it is asked, where they stand in the set.
    pub fn words(&self, question: Question) -> Option<&str> {
        let asked = self.ask.iter().find(|asked| asked.question == question)?;
        Some(asked.words.as_str()).filter(|words| !words.is_empty())
    }

    /// Every question of it: what is asked, then what else an assessment is shown.
    pub fn all(&self) -> impl Iterator<Item = Question> {
        let others = self.indicators.iter().copied().filter(|question| !self.asks(*question));
        self.ask.iter().map(|asked| asked.question).chain(others)
    }
}

/// A version, as it may stand in entries, file names and on paper.
///
/// # Errors
/// What it should look like, in words.
pub fn named(version: &str) -> Result<(), String> {
    let spelt = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    let well_formed = (1..=LONGEST_VERSION).contains(&version.chars().count()) && version.chars().all(spelt);
    if well_formed {
        Ok(())
    } else {
        Err(format!("version: 1 to {LONGEST_VERSION} letters, digits, full stops, hyphens and underscores"))
    }
}
