//! What tests give: commands with nothing left out, and facts for entries written by hand.

use chrono::{DateTime, Utc};
use register::command::*;
use register::fact::*;
use register::question::{Answer, Question};
use register::*;
use uuid::Uuid;

use super::{at, force, incident_id};

pub fn rationale() -> Rationale {
    Rationale {
        key_facts: "left on foot, no coat".into(),
        not_known: "where they were going".into(),
        would_change: "any word of self-harm".into(),
    }
}

pub fn items(description: &[(Attribute, &str)]) -> Vec<DescriptionItem> {
    description.iter().map(|&(attribute, value)| DescriptionItem { attribute, value: value.into() }).collect()
}

pub fn report(description: &[(Attribute, &str)]) -> TakeReport {
    TakeReport {
        act: Act::default(),
        category: Category::Missing,
        reported_at: None,
        same_person_as: None,
        description: items(description),
        last_seen: None,
        circumstances: String::new(),
        answers: vec![],
        references: vec![],
        assign_to: None,
        question_set: String::new(),
    }
}

pub fn answered(question: Question, answer: Answer) -> Answered {
    Answered { question, answer, detail: String::new(), said_by: String::new() }
}

/// A no says what shows it, so that it may be said of a factor that stands.
pub fn answer(question: Question, answer: Answer) -> AnswerQuestions {
    let mut answered = answered(question, answer);
    if answer == Answer::No {
        answered.detail = "his doctor says so".into();
    }
    AnswerQuestions { incident_id: incident_id(), act: Act::default(), answers: vec![answered] }
}

pub fn describe(attribute: Attribute, value: &str) -> Describe {
    Describe { incident_id: incident_id(), act: Act::default(), description: items(&[(attribute, value)]) }
}

pub fn located(seen_at: DateTime<Utc>) -> RecordLocated {
    RecordLocated {
        incident_id: incident_id(),
        act: Act::default(),
        seen_by: "PC Test-Rook".into(),
        seen_at: When::At { at: seen_at },
        place: "their home".into(),
        identity_confirmed: "known to the officer".into(),
        found_by: FoundBy::Police,
        condition: Condition::Unharmed,
    }
}

pub fn harm(kinds: &[HarmKind]) -> RecordHarm {
    let rests_on = "he told the officer who spoke to him at home".into();
    RecordHarm {
        incident_id: incident_id(),
        act: Act::default(),
        harm: Harm { kinds: kinds.to_vec(), rests_on },
    }
}

pub fn withdraw() -> WithdrawLocated {
    WithdrawLocated { incident_id: incident_id(), act: Act::default(), reason: "it was somebody else".into() }
}

pub fn reopen() -> ReopenIncident {
    ReopenIncident { incident_id: incident_id(), act: Act::default(), reason: "new information".into() }
}

pub fn contact(changes_risk: ChangesRisk) -> RecordContact {
    RecordContact {
        incident_id: incident_id(),
        act: Act::default(),
        caller: "Test-Larkspur, Ida".into(),
        phone: "07700 900123".into(),
        text: "she has not come home".into(),
        changes_risk,
    }
}

pub fn partner_information(changes_risk: ChangesRisk) -> PartnerInformation {
    PartnerInformation {
        agency: Agency::MentalHealth,
        agency_name: "Crisis team, Fernbrook".into(),
        name: "Test-Finch, Ida".into(),
        role: "community nurse".into(),
        phone: "07700 900321".into(),
        statement: "He missed his appointment. We think him at risk tonight.".into(),
        said_at: When::At { at: at(0) },
        changes_risk,
    }
}

pub fn partner(changes_risk: ChangesRisk) -> RecordPartnerInformation {
    RecordPartnerInformation {
        incident_id: incident_id(),
        act: Act::default(),
        information: partner_information(changes_risk),
    }
}

pub fn note(text: &str) -> RecordNote {
    RecordNote { incident_id: incident_id(), act: Act::default(), text: text.into() }
}

pub fn set_action(what: &str, due_at: DateTime<Utc>) -> SetAction {
    SetAction {
        incident_id: incident_id(),
        act: Act::default(),
        what: what.into(),
        due_at,
        role: None,
        locating: false,
    }
}

pub fn done() -> ActionAnswer {
    ActionAnswer::Done { result: "nobody there".into() }
}

pub fn review(next_review_at: DateTime<Utc>, answers: Vec<ReviewedAction>) -> ReviewIncident {
    ReviewIncident {
        incident_id: incident_id(),
        act: Act::default(),
        summary: "still missing".into(),
        answers,
        next_review_at,
    }
}

pub fn dispatch(reference: &str) -> GiveReference {
    give_reference(System::DispatchLog, reference)
}

pub fn give_reference(system: System, reference: &str) -> GiveReference {
    GiveReference {
        incident_id: incident_id(),
        act: Act::default(),
        reference: Reference { system, reference: reference.into() },
    }
}

pub fn dispatch_status(reference: &str, status: ReferenceStatus) -> GiveReferenceStatus {
    GiveReferenceStatus {
        incident_id: incident_id(),
        act: Act::default(),
        system: System::DispatchLog,
        reference: reference.into(),
        status,
    }
}

pub fn clear(question: Question, basis: Vec<EntryId>) -> ClearDanger {
    ClearDanger {
        incident_id: incident_id(),
        act: Act { basis, ..Act::default() },
        question,
        reason: "seen by a doctor, no present risk".into(),
    }
}

pub fn confirmation(role: Role, officer_id: OfficerId) -> Confirmation {
    Confirmation { officer_id, name: "Test-Wren, Otto".into(), role, at: at(0), signature: "00".repeat(64) }
}

// Facts for entries written by hand.

pub fn reported_fact() -> IncidentFact {
    IncidentFact::Reported {
        reference: "NM/26/000001".into(),
        force: force(),
        person_id: PersonId(Uuid::from_u128(0xB)),
        category: Category::Missing,
        reported_at: at(0),
        circumstances: String::new(),
        question_set: "APP-CH-12.1".into(),
    }
}

pub fn assessed(grade: Grade, next_review_at: DateTime<Utc>) -> IncidentFact {
    IncidentFact::RiskAssessed {
        grade,
        factors: vec![],
        rationale: rationale(),
        next_review_at,
        lowered_because: None,
        beside: None,
    }
}

/// A condition whose harm may begin in so many minutes.
pub fn medical_need(from: i64, ended: bool) -> MedicalNeed {
    MedicalNeed {
        condition: "diabetes-insulin".into(),
        list: "2026.1".into(),
        detail: String::new(),
        treated_at: When::NotKnown,
        harm_from: at(from),
        harm_by: at(from + 480),
        ended_because: ended.then(|| "a mistake".into()),
    }
}

/// A check of the research, done or not.
pub fn researched(done: bool) -> ResearchOutcome {
    if done {
        ResearchOutcome::Done { at: When::NotKnown, by: String::new(), result: "nothing found".into() }
    } else {
        ResearchOutcome::NotDone { because: "nobody answers".into() }
    }
}

/// Two degrees below nought and wet, from so many minutes on.
pub fn freezing(from: i64) -> Weather {
    Weather {
        according_to: "Met Office, Alderby, 17:00".into(),
        from: at(from),
        until: None,
        lowest: Some(-2),
        highest: None,
        wet: true,
        windy: false,
        words: String::new(),
        instead_because: None,
    }
}

pub fn mild(from: i64) -> Weather {
    Weather { lowest: Some(12), wet: false, ..freezing(from) }
}

pub fn weather_noted(weather: Weather) -> IncidentFact {
    let endangers = weather.endangers(&Thresholds::default());
    IncidentFact::WeatherNoted { weather, endangers }
}

pub fn danger(question: Question) -> IncidentFact {
    IncidentFact::Answered { answered: answered(question, Answer::Yes) }
}

pub fn located_fact() -> IncidentFact {
    IncidentFact::Located {
        seen_by: "PC Test-Rook".into(),
        seen_at: When::At { at: at(0) },
        place: "their home".into(),
        identity_confirmed: "known to the officer".into(),
        found_by: FoundBy::Police,
        condition: Condition::Unharmed,
    }
}

pub fn closed_fact() -> IncidentFact {
    IncidentFact::Closed { because: ClosedBecause::Located, summary: "back home".into() }
}

pub fn withdrawn_fact() -> IncidentFact {
    IncidentFact::LocatedWithdrawn { reason: "it was somebody else".into() }
}

pub fn point(bears: Bears, what: &str) -> Point {
    Point { bears, what: what.into(), source: "CCTV, Test Street".into() }
}

pub fn raise(what: &str) -> RaiseHypothesis {
    RaiseHypothesis {
        incident_id: incident_id(),
        act: Act::default(),
        what: what.into(),
        points: vec![point(Bears::For, "his stick lay by the river")],
        next_enquiry: "ask the lock keeper".into(),
    }
}

pub fn stands(standing: Standing) -> Option<Stands> {
    Some(Stands { standing, because: "the river bank was searched".into() })
}

/// Nothing new of a hypothesis, until a test says what.
pub fn weigh(hypothesis: EntryId) -> UpdateHypothesis {
    UpdateHypothesis {
        incident_id: incident_id(),
        act: Act::default(),
        hypothesis,
        points: vec![],
        next_enquiry: String::new(),
        stands: None,
    }
}

pub fn policy(decision: &str) -> DecidePolicy {
    DecidePolicy {
        incident_id: incident_id(),
        act: Act::default(),
        decision: decision.into(),
        options: vec![PolicyOption {
            what: "a public appeal".into(),
            why_not: "his family asks to wait".into(),
        }],
        reasons: "he keeps to places that he knows".into(),
        decided_by: String::new(),
        review_at: None,
        supersedes: vec![],
    }
}
