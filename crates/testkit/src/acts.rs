//! What officers do, with nothing left out that the rules want. Everybody in it is invented.

use chrono::{DateTime, TimeDelta, Utc};
use register::command::*;
use register::fact::*;
use register::question::{Answer, Question};
use register::{IncidentId, When};

/// A first report of somebody missing.
pub fn report(family: &str) -> TakeReport {
    TakeReport {
        act: Act::default(),
        category: Category::Missing,
        reported_at: None,
        same_person_as: None,
        description: vec![
            DescriptionItem { attribute: Attribute::FamilyName, value: family.to_owned() },
            DescriptionItem { attribute: Attribute::Age, value: "41".to_owned() },
        ],
        last_seen: None,
        circumstances: "did not come home".to_owned(),
        answers: vec![],
        references: vec![],
        assign_to: None,
        question_set: String::new(),
    }
}

/// A note.
pub fn note(incident_id: IncidentId, text: &str) -> RecordNote {
    RecordNote { incident_id, act: Act::default(), text: text.to_owned() }
}

/// An assessment; the next review is due two hours later.
pub fn assess(incident_id: IncidentId, grade: Grade, now: DateTime<Utc>) -> AssessRisk {
    AssessRisk {
        incident_id,
        act: Act::default(),
        grade,
        factors: vec![],
        rationale: Rationale {
            key_facts: "left on foot, no coat".to_owned(),
            not_known: "where they were going".to_owned(),
            would_change: "any word of self-harm".to_owned(),
        },
        next_review_at: now + TimeDelta::minutes(30),
        lowered_because: Some("seen on camera with friends, in good spirits".to_owned()),
        beside: Default::default(),
    }
}

/// Something said about the person.
pub fn describe(incident_id: IncidentId, attribute: Attribute, value: &str) -> Describe {
    let description = vec![DescriptionItem { attribute, value: value.to_owned() }];
    Describe { incident_id, act: Act::default(), description }
}

/// An immediate danger.
pub fn danger(incident_id: IncidentId, question: Question) -> AnswerQuestions {
    let answered = Answered { question, answer: Answer::Yes, detail: String::new(), said_by: String::new() };
    AnswerQuestions { incident_id, act: Act::default(), answers: vec![answered] }
}

/// A call from whoever reported them.
pub fn contact(incident_id: IncidentId) -> RecordContact {
    RecordContact {
        incident_id,
        act: Act::default(),
        caller: "Test-Larkspur, Ida".to_owned(),
        phone: "07700 900123".to_owned(),
        text: "she has not come home".to_owned(),
        changes_risk: ChangesRisk::Unsure,
    }
}

/// Seen by an officer, who knows them.
pub fn located(incident_id: IncidentId, seen_at: DateTime<Utc>) -> RecordLocated {
    RecordLocated {
        incident_id,
        act: Act::default(),
        seen_by: "PC Test-Rook".to_owned(),
        seen_at: When::At { at: seen_at },
        place: "their home".to_owned(),
        identity_confirmed: "known to the officer".to_owned(),
        found_by: FoundBy::Police,
        condition: Condition::Unharmed,
    }
}

/// It was somebody else.
pub fn withdraw(incident_id: IncidentId) -> WithdrawLocated {
    WithdrawLocated { incident_id, act: Act::default(), reason: "it was somebody else".to_owned() }
}

/// The end of it.
pub fn close(incident_id: IncidentId) -> CloseIncident {
    CloseIncident { incident_id, act: Act::default(), summary: "back home".to_owned(), exception: None }
}

/// Begin again.
pub fn reopen(incident_id: IncidentId) -> ReopenIncident {
    ReopenIncident { incident_id, act: Act::default(), reason: "new information".to_owned() }
}
