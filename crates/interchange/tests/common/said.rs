//! What a row that was understood says.

use interchange::Understood;
use register::fact::{
    Answered, Attribute, Category, ClosedBecause, Condition, Described, FoundBy, Grade, LastSeen,
};
use register::question::{Answer, Question};
use register::{IncidentFact, When};

pub fn described(understood: &Understood, attribute: Attribute) -> Vec<&str> {
    let of = |fact: &'_ IncidentFact| matches!(fact, IncidentFact::Described { described } if described.attribute == attribute);
    understood
        .facts
        .iter()
        .filter(|fact| of(fact))
        .filter_map(|fact| match fact {
            IncidentFact::Described { described: Described { value, .. } } => Some(value.as_str()),
            _ => None,
        })
        .collect()
}

pub fn note(understood: &Understood) -> &str {
    match understood.facts.last() {
        Some(IncidentFact::Noted { text }) => text,
        _ => "",
    }
}

pub fn reported(understood: &Understood) -> (Category, chrono::DateTime<chrono::Utc>, &str) {
    match &understood.facts[0] {
        IncidentFact::Reported {
            category,
            reported_at,
            circumstances,
            reference,
            question_set,
            force,
            ..
        } => {
            assert_eq!((reference.as_str(), question_set.as_str(), force.as_str()), ("", "imported", "NM"));
            (*category, *reported_at, circumstances)
        }
        other => panic!("{other:?}"),
    }
}

pub fn last_seen(understood: &Understood) -> Option<&LastSeen> {
    understood.facts.iter().find_map(|fact| match fact {
        IncidentFact::LastSeen { last_seen } => Some(last_seen),
        _ => None,
    })
}

pub fn answers(understood: &Understood) -> Vec<(Question, Answer, &str)> {
    let of = |fact: &'_ IncidentFact| match fact {
        IncidentFact::Answered { answered } => Some(answered.clone()),
        _ => None,
    };
    let all: Vec<Answered> = understood.facts.iter().filter_map(of).collect();
    all.into_iter().map(|a| (a.question, a.answer, &*Box::leak(a.detail.into_boxed_str()))).collect()
}

pub fn grade(understood: &Understood) -> Option<Grade> {
    understood.facts.iter().find_map(|fact| match fact {
        IncidentFact::RiskAssessed { grade, .. } => Some(*grade),
        _ => None,
    })
}

pub fn located(understood: &Understood) -> Option<(&str, When, &str, FoundBy, Condition)> {
    understood.facts.iter().find_map(|fact| match fact {
        IncidentFact::Located { seen_by, seen_at, place, found_by, condition, .. } => {
            Some((seen_by.as_str(), *seen_at, place.as_str(), *found_by, *condition))
        }
        _ => None,
    })
}

pub fn closed(understood: &Understood) -> Option<&str> {
    understood.facts.iter().find_map(|fact| match fact {
        IncidentFact::Closed { because: ClosedBecause::Imported { status }, .. } => Some(status.as_str()),
        _ => None,
    })
}
