//! What was said of somebody and does not agree.

use super::{Incident, Said};
use crate::fact::{Answered, Attribute};
use crate::question::{Answer, Question};

/// Two people, or one person twice, said different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contradiction {
    Attribute {
        attribute: Attribute,
        values: Vec<Said<String>>,
    },
    Question {
        question: Question,
        answers: Vec<Said<Answered>>,
    },
    /// Somebody says that the person is not vulnerable while a danger stands (F19).
    NotVulnerable {
        against: Vec<Question>,
    },
}

impl Incident {
    pub fn contradictions(&self) -> Vec<Contradiction> {
        let mut found = Vec::new();
        for (&attribute, values) in self.described.iter().filter(|(attribute, _)| attribute.is_single()) {
            let mut different: Vec<Said<String>> = Vec::new();
            for said in values {
                let disputed = values.iter().any(|other| !attribute.agree(&said.what, &other.what));
                let same = |other: &Said<String>| other.what.to_lowercase() == said.what.to_lowercase();
                if disputed && !different.iter().any(same) {
                    different.push(said.clone());
                }
            }
            if different.len() > 1 {
                found.push(Contradiction::Attribute { attribute, values: different });
            }
        }
        for &question in self.answers.keys() {
            let said = |answer| self.unsettled(question).find(move |said| said.what.answer == answer);
            let (yes, no) = (said(Answer::Yes), said(Answer::No));
            if let (Some(yes), Some(no)) = (yes, no) {
                found.push(Contradiction::Question { question, answers: vec![yes.clone(), no.clone()] });
            }
        }
        if self.answer(Question::NotVulnerable) == Answer::Yes {
            let against: Vec<Question> = self.standing_dangers().map(|said| said.what.question).collect();
            if !against.is_empty() {
                found.push(Contradiction::NotVulnerable { against });
            }
        }
        found
    }
}
