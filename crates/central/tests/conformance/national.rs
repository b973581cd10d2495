//! The national index: what every force finds of another's open incidents, and what it never sees.

use crate::common::*;
use protocol::*;
use register::fact::*;
use register::force::ForceCode;
use register::id::PhotographId;
use register::national::{Field, How, Looks, Range, Sought};
use register::*;

const HOUR: i64 = 60 * 60 * 1_000;

fn at(millis: i64) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp_millis(millis).unwrap()
}

/// A report of nothing but what is given.
pub(crate) fn stub(force: &ForceCode, described: &[(Attribute, &str)]) -> Vec<IncidentFact> {
    let mut facts = vec![IncidentFact::Reported {
        reference: format!("{force}/26/000001"),
        force: force.clone(),
        person_id: PersonId(uuid(9, 1)),
        category: Category::Undecided,
        reported_at: at(START),
        circumstances: "Test-Secret circumstances".into(),
        question_set: String::new(),
    }];
    facts.extend(described.iter().map(|&(attribute, value)| IncidentFact::Described {
        described: Described { attribute, value: value.into() },
    }));
    facts
}

fn seen_at(place: &str, millis: i64) -> IncidentFact {
    let when = When::At { at: at(millis) };
    let last_seen = LastSeen { place: place.into(), when, how_known: HowKnown::Seen, by: String::new() };
    IncidentFact::LastSeen { last_seen }
}

pub(crate) fn located() -> IncidentFact {
    IncidentFact::Located {
        seen_by: "Test-Heron".into(),
        seen_at: When::At { at: at(START) },
        place: "Northmoor".into(),
        identity_confirmed: "known to the officer".into(),
        found_by: FoundBy::Police,
        condition: Condition::Unharmed,
    }
}

/// Write an entry in sight of those given.
pub(crate) fn write(laptop: &mut Laptop, incident: u32, facts: Vec<IncidentFact>, seen: &[Hash]) -> Hash {
    let founder = laptop.founder.clone();
    let kind = facts[0].kind().to_owned();
    let body = body(&founder, &laptop.force, facts);
    let mut header = laptop.header(laptop.incident(incident), &founder, &body);
    (header.kind, header.seen) = (kind, seen.to_vec());
    laptop.add(&header, body, &founder).hash()
}

pub(crate) fn incident_of(laptop: &Laptop, number: u32) -> IncidentId {
    match laptop.incident(number) {
        register::entry::Stream::Incident(id) => id,
        register::entry::Stream::Force(_) => unreachable!(),
    }
}

pub(crate) fn by_name(laptop: &Laptop, name: &str) -> Signed<Find> {
    asked(laptop, Sought::Name(name.into()))
}

pub(crate) fn asked(laptop: &Laptop, sought: Sought) -> Signed<Find> {
    laptop.signed(&Find { sought, officer_id: laptop.founder.id, reason: "seen at Test-Station".into() })
}

pub(crate) async fn names(office: &Office, laptop: &Laptop, name: &str) -> Vec<String> {
    let found = office.centre.find(by_name(laptop, name)).await.unwrap().body;
    found.hits.into_iter().map(|hit| hit.extract.family_name).collect()
}

pub(crate) async fn page(
    office: &Office,
    laptop: &Laptop,
    after: u64,
    limit: u32,
    begun: u64,
) -> NationalPage {
    let asked = National { after, limit, begun };
    let page = office.centre.national(laptop.signed(&asked)).await.unwrap().body;
    assert_eq!(page.verify(&asked, &own_key().public()), Ok(()));
    page
}

/// Two forces, each with a laptop whose founder is known.
pub(crate) async fn two(office: &Office) -> (Laptop, Laptop) {
    let (ours, theirs) = (office.laptop(1).await, office.laptop_of(2, other_force()).await);
    ours.push_all(&office.centre).await;
    theirs.push_all(&office.centre).await;
    (ours, theirs)
}

on_both! {
    async fn a_stub_of_two_fields_is_found_by_another_force_by_part_of_a_misspelt_name(on: On) {
        let office = Office::on(on).await;
        let (mut ours, theirs) = two(&office).await;
        let facts = stub(&force(), &[(Attribute::FamilyName, "Philipps-Test"), (Attribute::Sex, "female")]);
        write(&mut ours, 1, facts, &[]);
        ours.push_all(&office.centre).await;
        for (typed, how) in [
            ("philipps", How::Same),
            ("Filipps", How::Sound),
            ("Filip", How::SoundBeginning),
            ("Phili", How::Beginning),
            ("Philpips", How::Letters),
        ] {
            let found = office.centre.find(by_name(&theirs, typed)).await.unwrap().body;
            assert_eq!(found.hits.len(), 1, "{typed}");
            assert_eq!(found.hits[0].extract.incident_id, incident_of(&ours, 1));
            assert_eq!(found.hits[0].reasons[0].how, how, "{typed}");
            assert!(found.complete && found.as_of == START);
        }
        assert_eq!(names(&office, &theirs, "Philipps Katherine").await, [] as [&str; 0], "every word must be met");
        assert_eq!(names(&office, &theirs, "Larkspur").await, [] as [&str; 0]);
    }

    async fn a_person_without_a_name_is_found_by_description_place_and_time(on: On) {
        let office = Office::on(on).await;
        let (mut ours, theirs) = two(&office).await;
        for (number, hair, place, hours) in
            [(1, "red, long", "Bus station, Northmoor NM1 2AB", 0), (2, "brown", "Southfold", 0), (3, "red", "", 90)]
        {
            let described = [(Attribute::Hair, hair), (Attribute::Age, "15-17"), (Attribute::Sex, "female")];
            let mut facts = stub(&force(), &described);
            facts.push(seen_at(place, START + hours * HOUR));
            write(&mut ours, number, facts, &[]);
        }
        ours.push_all(&office.centre).await;
        let looks = Looks {
            sex: "female".into(),
            age: Some(Range { from: 16, to: 20 }),
            hair: "red".into(),
            place: "NM1 9ZZ".into(),
            seen_from: Some(START - HOUR),
            seen_to: Some(START + HOUR),
            ..Looks::default()
        };
        let found = office.centre.find(asked(&theirs, Sought::Looks(looks.clone()))).await.unwrap().body;
        let hits: Vec<_> = found.hits.iter().map(|hit| hit.extract.incident_id).collect();
        assert_eq!(hits, [incident_of(&ours, 1), incident_of(&ours, 2), incident_of(&ours, 3)]);
        let best: Vec<_> = found.hits[0].reasons.iter().map(|reason| (reason.field, reason.how)).collect();
        let same = [Field::Sex, Field::Age, Field::Hair, Field::Place, Field::Seen].map(|field| (field, How::Same));
        assert_eq!(best, same);
        assert_eq!(found.hits[0].score, 1_000);
        let male = Looks { sex: "male".into(), ..looks.clone() };
        let found = office.centre.find(asked(&theirs, Sought::Looks(male))).await.unwrap().body;
        assert_eq!(found.hits.len(), 0);
        // By words of the place, and by time alone.
        for looks in [
            Looks { place: "near Northmoor".into(), ..Looks::default() },
            Looks { seen_from: Some(START - 1), seen_to: Some(START + 1), ..Looks::default() },
        ] {
            let found = office.centre.find(asked(&theirs, Sought::Looks(looks))).await.unwrap().body;
            assert_eq!(found.hits[0].score, 1_000);
            assert!(found.hits.iter().any(|hit| hit.extract.incident_id == incident_of(&ours, 1)));
        }
        let nothing = office.centre.find(asked(&theirs, Sought::Looks(Looks::default()))).await;
        assert_eq!(nothing, Err(Failure::Malformed));
    }

    async fn who_was_located_is_gone_and_the_removal_reaches_a_reader_who_held_the_row(on: On) {
        let office = Office::on(on).await;
        let (mut ours, theirs) = two(&office).await;
        let seen = write(&mut ours, 1, stub(&force(), &[(Attribute::FamilyName, "Test-Rowan")]), &[]);
        write(&mut ours, 2, stub(&force(), &[(Attribute::FamilyName, "Test-Alder")]), &[]);
        ours.push_all(&office.centre).await;
        let held = page(&office, &theirs, 0, 100, 0).await;
        assert_eq!((held.changes.len(), held.form.next, held.form.head), (2, 2, 2));
        write(&mut ours, 1, vec![located()], &[seen]);
        ours.push_all(&office.centre).await;
        assert_eq!(names(&office, &theirs, "Rowan").await, [] as [&str; 0]);
        assert_eq!(names(&office, &theirs, "Alder").await, ["Test-Alder"]);
        let removal = page(&office, &theirs, held.form.next, 100, 0).await;
        let gone = Changed { change: 3, incident_id: incident_of(&ours, 1), extract: None };
        assert_eq!(removal.changes, [gone]);
        // Whoever begins now never held it.
        let begun = page(&office, &theirs, 0, 1, 3).await;
        let rest = page(&office, &theirs, begun.form.next, 100, 3).await;
        assert_eq!((begun.changes.len(), rest.changes.len(), rest.form.next), (1, 0, 3));
        let open = Open { incident_id: incident_of(&ours, 1), officer_id: theirs.founder.id, reason: "why".into() };
        assert_eq!(office.centre.opened(theirs.signed(&open)).await, Err(Failure::NotFound));
    }

    async fn whoever_was_reported_by_a_clock_a_year_ahead_is_missing_since_central_heard_of_it(on: On) {
        const YEAR: i64 = 365 * 24 * HOUR;
        let office = Office::on(on).await;
        let (mut ours, theirs) = two(&office).await;
        let mut facts = stub(&ours.force, &[(Attribute::FamilyName, "Test-Heron")]);
        if let IncidentFact::Reported { reported_at, .. } = &mut facts[0] {
            *reported_at = at(START + YEAR);
        }
        let founder = ours.founder.clone();
        let body = body(&founder, &ours.force, facts);
        let mut header = ours.header(ours.incident(1), &founder, &body);
        (header.kind, header.written_at) = ("reported".into(), START + YEAR);
        ours.add(&header, body, &founder);
        ours.push_all(&office.centre).await;
        let found = office.centre.find(by_name(&theirs, "Test-Heron")).await.unwrap().body;
        let since = found.hits[0].extract.since;
        assert!((START..START + HOUR).contains(&since), "{since}");
    }

    async fn a_note_changes_nothing_and_nothing_but_the_extract_leaves(on: On) {
        let office = Office::on(on).await;
        let (mut ours, theirs) = two(&office).await;
        let facts = stub(&force(), &[
            (Attribute::FamilyName, "Test-Rowan"),
            (Attribute::HomeAddress, "14 Test-Secret Street"),
            (Attribute::Phone, "07700 900123"),
            (Attribute::MedicalCondition, "Test-Secret condition"),
            (Attribute::Nationality, "Test-Secret nation"),
            (Attribute::SelfDefinedEthnicity, "Test-Secret code"),
            (Attribute::EthnicAppearance, "IC1"),
        ]);
        write(&mut ours, 1, facts, &[]);
        ours.push_all(&office.centre).await;
        let before = page(&office, &theirs, 0, 100, 0).await;
        ours.record(1, "Test-Secret note");
        ours.push_all(&office.centre).await;
        let after = page(&office, &theirs, 0, 100, 0).await;
        assert_eq!(before.changes, after.changes);
        let bytes = String::from_utf8_lossy(&encode(&after)).into_owned();
        assert!(bytes.contains("Test-Rowan") && bytes.contains("IC1"));
        assert!(!bytes.contains("Test-Secret") && !bytes.contains("07700"));
        let found = office.centre.find(by_name(&theirs, "IC1")).await.unwrap().body;
        assert_eq!(found.hits.len(), 0, "appearance is no key");
    }

    async fn an_incident_with_an_unread_entry_stays_and_says_so(on: On) {
        let office = Office::on(on).await;
        let (mut ours, theirs) = two(&office).await;
        let seen = write(&mut ours, 1, stub(&force(), &[(Attribute::FamilyName, "Test-Rowan")]), &[]);
        let founder = ours.founder.clone();
        let newer = b"................................{\"of\": \"a newer version\"}".to_vec();
        let mut header = ours.header(ours.incident(1), &founder, &newer);
        header.seen = vec![seen];
        ours.add(&header, newer, &founder);
        ours.push_all(&office.centre).await;
        let found = office.centre.find(by_name(&theirs, "rowan")).await.unwrap().body;
        assert!(found.hits[0].extract.unread);
    }

    async fn a_record_opens_without_its_photograph_and_with_the_small_one_once_it_has_come(on: On) {
        let office = Office::on(on).await;
        let (mut ours, theirs) = two(&office).await;
        let pixels = b"invented small pixels".to_vec();
        let (thumbnail, other) = (Hash::of(&pixels), Hash::of(b"another"));
        let photograph = Photograph {
            photograph_id: PhotographId(uuid(8, 1)),
            original: other,
            display: other,
            thumbnail,
            width: 600,
            height: 800,
            taken: Taken::NotKnown,
        };
        let mut facts = stub(&force(), &[(Attribute::FamilyName, "Test-Rowan")]);
        facts.push(IncidentFact::Photographed { photograph });
        write(&mut ours, 1, facts, &[]);
        ours.push_all(&office.centre).await;
        let open = Open {
            incident_id: incident_of(&ours, 1),
            officer_id: theirs.founder.id,
            reason: "at our station now".into(),
        };
        let opened = async || office.centre.opened(theirs.signed(&open)).await.unwrap().body;
        assert_eq!(opened().await.thumbnail, None, "it has not come");
        let part = BlobPart { offset: 0, bytes: pixels.clone() };
        let put = PartPut { blob: thumbnail, size: pixels.len() as u64, part };
        office.centre.put_part(ours.signed(&put)).await.unwrap();
        assert_eq!(opened().await.thumbnail, Some(pixels));
        let asked = PartAsked { blob: thumbnail, offset: 0, limit: 100 };
        assert_eq!(
            office.centre.get_part(theirs.signed(&asked)).await,
            Err(Failure::NotFound),
            "without a reason it is not given"
        );
    }
}
