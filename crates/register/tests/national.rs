//! What of an open incident every force may see.

mod common;

use chrono::NaiveDate;
use common::*;
use register::fact::*;
use register::national::{Extract, Range};
use register::*;

fn reported(described: &[(Attribute, &str)]) -> Vec<IncidentFact> {
    let mut facts = vec![IncidentFact::Reported {
        reference: "NM/26/000001".into(),
        force: force(),
        person_id: PersonId(uuid::Uuid::from_u128(1)),
        category: Category::Missing,
        reported_at: at(0),
        circumstances: "Test-Secret".into(),
        question_set: String::new(),
    }];
    facts.extend(described.iter().map(|&(attribute, value)| IncidentFact::Described {
        described: Described { attribute, value: value.into() },
    }));
    facts
}

fn last_seen(place: &str) -> IncidentFact {
    let last_seen = LastSeen {
        place: place.into(),
        when: When::Between { from: at(-60), to: at(-30) },
        how_known: HowKnown::Seen,
        by: "Test-Secret".into(),
    };
    IncidentFact::LastSeen { last_seen }
}

fn danger(detail: &str) -> IncidentFact {
    IncidentFact::Answered {
        answered: Answered {
            question: question::Question::MedicalNeeds,
            answer: question::Answer::Yes,
            detail: detail.into(),
            said_by: String::new(),
        },
    }
}

fn located() -> IncidentFact {
    IncidentFact::Located {
        seen_by: "Test-Heron".into(),
        seen_at: When::At { at: at(5) },
        place: "Northmoor".into(),
        identity_confirmed: "known".into(),
        found_by: FoundBy::Police,
        condition: Condition::Unharmed,
    }
}

fn extract(laptop: &Laptop) -> Option<Extract> {
    Extract::of(&Incident::fold(&laptop.log)?)
}

#[test]
fn it_holds_who_they_are_where_they_were_seen_and_what_threatens_them() {
    let mut laptop = Laptop::new(1);
    let mut facts = reported(&[
        (Attribute::FamilyName, "Test-Rowan"),
        (Attribute::GivenName, "Ida"),
        (Attribute::KnownAs, "Test-Kit"),
        (Attribute::DateOfBirth, "2009"),
        (Attribute::Sex, "female"),
        (Attribute::HeightCm, "160-165"),
        (Attribute::Clothing, "blue jacket,\n white trainers"),
        (Attribute::HomeAddress, "14 Test-Secret Street"),
    ]);
    facts.push(last_seen("14 Test-Secret Street, Northmoor NM1 2AB"));
    facts.push(danger("insulin by 22:00"));
    laptop.write(at(0), &[], facts);
    let extract = extract(&laptop).unwrap();
    assert_eq!((extract.family_name.as_str(), extract.given_name.as_str()), ("Test-Rowan", "Ida"));
    assert_eq!(extract.other_names, ["Test-Kit"]);
    let on: NaiveDate = at(-60).date_naive();
    let oldest = on.years_since(NaiveDate::from_ymd_opt(2009, 1, 1).unwrap()).unwrap();
    assert_eq!(extract.age, Some(Range { from: oldest - 1, to: oldest }));
    assert_eq!(extract.height, Some(Range { from: 160, to: 165 }));
    assert_eq!(extract.clothing, "blue jacket, white trainers");
    assert_eq!((extract.outward.as_str(), extract.place.as_str()), ("NM1", "Northmoor"));
    assert_eq!(extract.seen_from, Some(at(-60).timestamp_millis()));
    assert_eq!(extract.seen_to, Some(at(-30).timestamp_millis()));
    assert_eq!((extract.dangers.len(), extract.danger.as_str()), (1, "insulin by 22:00"));
    assert_eq!((extract.grade, extract.since), (None, at(-60).timestamp_millis()));
    let bytes = minicbor::to_vec(&extract).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("Test-Secret"), "nothing else leaves");
    assert_eq!(minicbor::decode::<Extract>(&bytes).unwrap(), extract);
    assert!(!format!("{extract:?}").contains("Rowan"));
}

#[test]
fn it_ends_when_they_are_located_and_stands_again_when_that_is_withdrawn() {
    let mut laptop = Laptop::new(1);
    laptop.write(at(0), &[], reported(&[(Attribute::FamilyName, "Test-Rowan")]));
    assert!(extract(&laptop).is_some());
    laptop.write(at(1), &[], vec![located()]);
    assert_eq!(extract(&laptop), None);
    let reason = "somebody else".to_owned();
    laptop.write(at(2), &[], vec![IncidentFact::LocatedWithdrawn { reason }]);
    assert!(extract(&laptop).is_some());
}

#[test]
fn what_a_newer_version_wrote_is_told_and_hides_nothing() {
    let mut laptop = Laptop::new(1);
    laptop.write(at(0), &[], reported(&[(Attribute::FamilyName, "Test-Rowan")]));
    let seen: Vec<Hash> = laptop.log.iter().map(|entry| entry.hash).collect();
    let newer = laptop.entry_of(at(1), &seen, &[], "hidden_from_others".into(), vec![0; 40]);
    laptop.log.push(newer);
    let extract = extract(&laptop).unwrap();
    assert!(extract.unread);
    assert_eq!(extract.family_name, "Test-Rowan");
}
