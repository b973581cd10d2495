//! What this register writes, it reads back.

#![allow(clippy::unwrap_used)]

mod common;

use chrono::{DateTime, Utc};
use common::{force, guessed, naughty, now, understood_by};
use interchange::SafeWriter;
use interchange::export::{Widths, cells, headings};
use proptest::prelude::*;
use register::clock::Stamp;
use register::entry::{Author, Content, Marking, Stream};
use register::fact::*;
use register::question::{Answer, Question};
use register::*;

/// An incident of one entry.
fn incident(facts: Vec<IncidentFact>) -> Incident {
    let id = [7; 16];
    let header = Header {
        form: register::entry::FORM,
        entry_id: EntryId::from_slice(&id).unwrap(),
        stream: Stream::Incident(IncidentId::from_slice(&id).unwrap()),
        kind: "reported".into(),
        officer_id: OfficerId::from_slice(&id).unwrap(),
        device_id: DeviceId::from_slice(&id).unwrap(),
        device_seq: 1,
        prev_hash: Hash::ZERO,
        recorded_at: Stamp::default(),
        seen: Vec::new(),
        basis: Vec::new(),
        body_hash: Hash::ZERO,
        written_at: now().timestamp_millis(),
        absent: vec![],
    };
    let body = Body {
        author: Author { name: "Test-Sorrel".into(), role: Role::Supervisor, force: force() },
        source: Source::officer(),
        happened_at: When::NotKnown,
        from_paper: false,
        marking: Marking::default(),
        facts,
    };
    let entry = Entry { hash: Hash::of(&header.bytes()), header, ahead_ms: 0, content: Content::Read(body) };
    Incident::fold([&entry]).unwrap()
}

fn file(incidents: &[Incident]) -> Vec<u8> {
    let mut widths = Widths::default();
    for incident in incidents {
        widths.see(incident);
    }
    let mut writer = SafeWriter::new(Vec::new()).unwrap();
    writer.row(headings(&widths)).unwrap();
    for incident in incidents {
        writer.row(cells(incident, &widths)).unwrap();
    }
    writer.finish().unwrap()
}

/// What a row can carry.
#[derive(Debug, PartialEq)]
struct Carried {
    category: Category,
    reported_at: DateTime<Utc>,
    circumstances: String,
    described: Vec<(Attribute, Vec<String>)>,
    answers: Vec<(Question, Answer, String)>,
    last_seen: Option<LastSeen>,
    references: Vec<(System, Vec<String>)>,
    grade: Option<Grade>,
    located: Option<(String, When, String, String, FoundBy, Condition)>,
    closed: Option<String>,
}

fn carried(incident: &Incident) -> Carried {
    let systems = [System::DispatchLog, System::Rms, System::PncLeds, System::Ukmpu];
    let of = |system| incident.references.iter().filter(move |of| of.system == system);
    Carried {
        category: incident.category,
        reported_at: incident.reported_at,
        circumstances: incident.circumstances.clone(),
        described: incident
            .described
            .iter()
            .map(|(attribute, said)| (*attribute, said.iter().map(|said| said.what.clone()).collect()))
            .collect(),
        answers: incident
            .answers
            .iter()
            .map(|(question, said)| (*question, said[0].what.answer, said[0].what.detail.clone()))
            .collect(),
        last_seen: incident.last_seen.as_ref().map(|said| said.what.clone()),
        references: systems
            .map(|system| (system, of(system).map(|of| of.reference.clone()).collect()))
            .to_vec(),
        grade: incident.grade(),
        located: incident.located.as_ref().map(|said| {
            let of = &said.what;
            (
                of.seen_by.clone(),
                of.seen_at,
                of.place.clone(),
                of.identity_confirmed.clone(),
                of.found_by,
                of.condition,
            )
        }),
        closed: incident.closed.as_ref().map(|said| match &said.what {
            ClosedBecause::Located => "located".into(),
            ClosedBecause::Imported { status } => status.clone(),
            ClosedBecause::Exception { .. } => "recorded in error".into(),
        }),
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(naughty()).prop_filter("short", |text| text.len() < 500),
        any::<String>().prop_filter("something", |text| !text.is_empty()),
        "[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}",
    ]
}

fn maybe_text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), any_text()]
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0..now().timestamp_millis()).prop_map(|at| DateTime::from_timestamp_millis(at).unwrap())
}

fn when() -> impl Strategy<Value = When> {
    prop_oneof![
        Just(When::NotKnown),
        instant().prop_map(|at| When::At { at }),
        instant().prop_map(|at| When::About { at }),
        (instant(), instant())
            .prop_map(|(one, other)| When::Between { from: one.min(other), to: one.max(other) }),
    ]
}

fn described() -> impl Strategy<Value = IncidentFact> {
    let value = |attribute: Attribute| -> BoxedStrategy<String> {
        match attribute {
            Attribute::DateOfBirth => {
                prop_oneof!["19[0-9]{2}", "19[0-9]{2}-0[1-9]", "20[01][0-9]-1[0-2]-[12][0-9]"].boxed()
            }
            Attribute::Age => prop_oneof!["[1-9][0-9]?", "1[0-9]-2[0-9]"].boxed(),
            Attribute::Sex => prop::sample::select(SEX_VALUES.map(str::to_owned).to_vec()).boxed(),
            Attribute::HeightCm => prop_oneof!["1[0-9]{2}", "1[0-5][0-9]-1[6-9][0-9]"].boxed(),
            _ => any_text().boxed(),
        }
    };
    prop::sample::select(Attribute::ALL.to_vec())
        .prop_flat_map(move |attribute| (Just(attribute), value(attribute)))
        .prop_map(|(attribute, value)| IncidentFact::Described { described: Described { attribute, value } })
}

fn answered() -> impl Strategy<Value = IncidentFact> {
    let questions: Vec<Question> = Question::CALL_HANDLER.into_iter().chain(Question::FACTORS).collect();
    let answer = prop::sample::select(vec![Answer::Yes, Answer::No, Answer::NotAsked, Answer::NotKnown]);
    (prop::sample::select(questions), answer, maybe_text()).prop_map(|(question, answer, detail)| {
        IncidentFact::Answered { answered: Answered { question, answer, detail, said_by: String::new() } }
    })
}

fn last_seen() -> impl Strategy<Value = IncidentFact> {
    let how = prop::sample::select(vec![
        HowKnown::Seen,
        HowKnown::HeardFrom,
        HowKnown::Assumed,
        HowKnown::NotKnown,
    ]);
    (maybe_text(), when(), how, maybe_text()).prop_map(|(place, when, how_known, by)| {
        IncidentFact::LastSeen { last_seen: LastSeen { place, when, how_known, by } }
    })
}

fn reference() -> impl Strategy<Value = IncidentFact> {
    let system = prop::sample::select(vec![System::DispatchLog, System::Rms, System::PncLeds, System::Ukmpu]);
    (system, any_text()).prop_map(|(system, reference)| IncidentFact::ReferenceGiven {
        reference: Reference { system, reference },
    })
}

fn assessed() -> impl Strategy<Value = IncidentFact> {
    let grades =
        vec![Grade::Absent, Grade::NoApparentRisk, Grade::VeryLow, Grade::Low, Grade::Medium, Grade::High];
    (prop::sample::select(grades), instant()).prop_map(|(grade, next_review_at)| IncidentFact::RiskAssessed {
        grade,
        factors: Vec::new(),
        rationale: Rationale::default(),
        next_review_at,
        lowered_because: None,
        beside: None,
    })
}

fn found() -> impl Strategy<Value = IncidentFact> {
    let found_by = prop::sample::select(vec![
        FoundBy::ReturnedThemselves,
        FoundBy::Police,
        FoundBy::Family,
        FoundBy::Public,
        FoundBy::Partner,
        FoundBy::NotKnown,
    ]);
    let condition = prop::sample::select(vec![
        Condition::Unharmed,
        Condition::Harmed,
        Condition::Died,
        Condition::NotKnown,
    ]);
    (maybe_text(), when(), maybe_text(), maybe_text(), found_by, condition).prop_map(
        |(seen_by, seen_at, place, identity_confirmed, found_by, condition)| IncidentFact::Located {
            seen_by,
            seen_at,
            place,
            identity_confirmed,
            found_by,
            condition,
        },
    )
}

fn closed() -> impl Strategy<Value = IncidentFact> {
    let because = prop_oneof![
        Just(ClosedBecause::Located),
        maybe_text().prop_map(|status| ClosedBecause::Imported { status }),
        any_text().prop_map(|reason| ClosedBecause::Exception {
            kind: ExceptionKind::RecordedInError,
            reason,
            confirmation: Confirmation {
                officer_id: OfficerId::from_slice(&[9; 16]).unwrap(),
                name: "Test-Bryony".into(),
                role: Role::Supervisor,
                at: now(),
                signature: String::new(),
            },
        }),
    ];
    because.prop_map(|because| IncidentFact::Closed { because, summary: String::new() })
}

fn reported() -> impl Strategy<Value = IncidentFact> {
    let category = prop::sample::select(vec![
        Category::Missing,
        Category::ConcernForSafety,
        Category::AwayFromPlacement,
        Category::Undecided,
    ]);
    (category, instant(), maybe_text(), maybe_text()).prop_map(
        |(category, reported_at, circumstances, reference)| IncidentFact::Reported {
            reference,
            force: force(),
            person_id: PersonId::from_slice(&[3; 16]).unwrap(),
            category,
            reported_at,
            circumstances,
            question_set: "APP-CH-12.1".into(),
        },
    )
}

fn any_incident() -> impl Strategy<Value = Incident> {
    (
        reported(),
        prop::collection::vec(described(), 1..14),
        prop::collection::vec(prop_oneof![answered(), reference(), last_seen(), assessed()], 0..14),
        prop::option::of(found()),
        prop::option::of(closed()),
    )
        .prop_map(|(reported, described, more, found, closed)| {
            let facts = [reported].into_iter().chain(described).chain(more).chain(found).chain(closed);
            incident(facts.collect())
        })
}

proptest! {
    #[test]
    fn what_an_incident_says_is_understood_of_its_row(incidents in prop::collection::vec(any_incident(), 1..4)) {
        let (guess, headings, rows) = guessed(&file(&incidents));
        prop_assert!(guess.mapping.escaped);
        prop_assert!(!guess.dates_ambiguous);
        prop_assert!(guess.mapping.columns.iter().all(|column| column.field != interchange::Field::Note));
        let understood = understood_by(&guess.mapping, &headings, &rows);
        prop_assert_eq!(understood.len(), incidents.len());
        for (understood, before) in understood.into_iter().zip(&incidents) {
            prop_assert_eq!(&understood.problems, &[]);
            prop_assert_eq!(understood.person_key, Some(before.person_id.to_string()));
            let after = incident(understood.facts);
            prop_assert_eq!(carried(&after), carried(before));
        }
    }
}

#[test]
fn the_words_of_an_export_are_those_a_reader_expects() {
    let reported = IncidentFact::Reported {
        reference: "NM/26/1".into(),
        force: force(),
        person_id: PersonId::from_slice(&[0; 16]).unwrap(),
        category: Category::ConcernForSafety,
        reported_at: common::at("2026-01-05T15:10:00.123Z"),
        circumstances: "=1+1".into(),
        question_set: String::new(),
    };
    let phone = |value: &str| IncidentFact::Described {
        described: Described { attribute: Attribute::Phone, value: value.into() },
    };
    let answered = Answered {
        question: Question::SelfHarm,
        answer: Answer::Yes,
        detail: "tablets".into(),
        said_by: String::new(),
    };
    let incident = incident(vec![
        reported,
        phone("07700 900123"),
        phone("+44 7700 900124"),
        IncidentFact::Answered { answered },
    ]);
    let text = String::from_utf8(file(&[incident])).unwrap();
    let (first, second) = text.split_once("\r\n").unwrap();
    assert!(first.starts_with("\u{feff}\"NRMP reference\",\"Person\",\"Status\""), "{first}");
    for heading in
        ["\"Phone\",\"Phone 2\"", "\"Question: self harm\"", "\"Reference: dispatch log\"", "\"Family name\""]
    {
        assert!(first.contains(heading), "{heading}");
    }
    let words = [
        "\"Open\"",
        "\"Concern for safety\"",
        "\"2026-01-05T15:10:00.123Z\"",
        "\"'=1+1\"",
        "\"Yes: tablets\"",
    ];
    for word in words {
        assert!(second.contains(word), "{word}");
    }
    // The value shown comes first.
    assert!(second.contains("\"'+44 7700 900124\",\"07700 900123\""), "{second}");
}
