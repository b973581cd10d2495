//! A factor that is said to be present is answered, never taken away (F17).

use super::Fields;
use crate::command::{AnswerQuestions, Command};
use crate::fact::Answered;
use crate::incident::Incident;
use crate::question::Answer;

/// It still applies, or it no longer does, because of something: what an officer says instead of a yes that stands says
/// what shows it. A question that was answered yes does not become one that nobody asked.
pub(super) fn still_or_because(state: Option<&Incident>, command: &Command, fields: &mut Fields) {
    let (Some(state), Command::AnswerQuestions(AnswerQuestions { answers, .. })) = (state, command) else {
        return;
    };
    let standing = |(_, answered): &(usize, &Answered)| state.factor_stands(answered.question);
    for (at, answered) in answers.iter().enumerate().filter(standing) {
        match answered.answer {
            Answer::Yes => {}
            Answer::NotAsked => fields.wrong(&format!("answers.{at}.answer"), "field-still-applies"),
            Answer::No | Answer::NotKnown if answered.detail.trim().is_empty() => {
                fields.wrong(&format!("answers.{at}.detail"), "field-why-no-longer");
            }
            Answer::No | Answer::NotKnown => {}
        }
    }
}
