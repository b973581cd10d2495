//! Field laptops: what they are given of what came before them, whatever they ask, and what a desk is given.

use std::collections::BTreeSet;

use crate::common::*;
use crate::national::{incident_of, located, stub, write};
use central::administration::{self, Profile};
use central::{CentralError, backup, verify};
use object_store::memory::InMemory;
use protocol::*;
use register::entry::Stream;
use register::fact::*;
use register::*;

/// A report of somebody, with a reference made of the incident's number.
fn report(laptop: &mut Laptop, number: u32, person: u32) {
    let mut facts = stub(&laptop.force, &[(Attribute::FamilyName, "Test-Rowan")]);
    if let IncidentFact::Reported { reference, person_id, category, .. } = &mut facts[0] {
        (*reference, *person_id) = (format!("NM/26/{number:06}"), PersonId(uuid(9, person)));
        *category = Category::Missing;
    }
    write(laptop, number, facts, &[]);
}

/// Write in sight of all that the laptop has of the incident, from a screen that showed it.
fn act(laptop: &mut Laptop, number: u32, fact: IncidentFact) {
    let (founder, stream) = (laptop.founder.clone(), laptop.incident(number));
    let body = body(&founder, &laptop.force, vec![fact]);
    let mut header = laptop.header(stream, &founder, &body);
    for sealed in &laptop.written {
        let before = sealed.read_header().unwrap();
        if before.stream == stream {
            header.seen = vec![sealed.hash()];
            header.basis.push(before.entry_id);
        }
    }
    laptop.add(&header, body, &founder);
}

fn close(laptop: &mut Laptop, number: u32) {
    act(laptop, number, located());
    act(laptop, number, IncidentFact::Closed { because: ClosedBecause::Located, summary: "home".into() });
}

fn reopen(laptop: &mut Laptop, number: u32) {
    act(laptop, number, IncidentFact::Reopened { reason: "new information".into() });
}

/// Persons 1 to 3 were missing and found; 1 is missing again.
const EARLIER: u32 = 1;
const OPEN: u32 = 2;
const CLOSED: u32 = 3;
const OTHER: u32 = 4;

/// A desk with a ledger of open and closed incidents, and a field laptop that is enrolled then.
async fn staffed(office: &Office) -> (Laptop, Laptop) {
    let mut desk = office.laptop(1).await;
    for (number, person) in [(EARLIER, 1), (CLOSED, 2), (OTHER, 3)] {
        report(&mut desk, number, person);
        close(&mut desk, number);
    }
    report(&mut desk, OPEN, 1);
    let all = desk.push_all(&office.centre).await;
    assert_eq!(accepted(&all).len(), 11);
    let field = Laptop::founded(2, force());
    let code = office.field_code(&force()).await;
    let enrol = field.enrolment(&code);
    let enrolled = office.centre.enrol(enrol.clone()).await.unwrap().body;
    assert_eq!((enrolled.verify(&enrol), enrolled.since), (Ok(()), Some(11)));
    let desk_instead = Enrolled { since: None, ..enrolled };
    assert_eq!(desk_instead.verify(&enrol), Err(Failure::NotCentral), "it is signed");
    assert_eq!(office.centre.enrol(enrol).await.unwrap().body.since, Some(11), "asked again");
    field.push_all(&office.centre).await;
    (desk, field)
}

/// Everything that a laptop is given for a way of asking, page after page.
async fn given(office: &Office, laptop: &Laptop, asked: Pull) -> Vec<Positioned> {
    let (mut asked, mut all) = (asked, Vec::new());
    loop {
        let page = office.centre.pull(laptop.signed(&asked)).await.unwrap().body;
        assert_eq!(page.verify(&asked, &own_key().public()), Ok(()));
        all.extend(page.entries);
        if page.form.next >= page.form.head {
            return all;
        }
        assert!(page.form.next > asked.after);
        asked.after = page.form.next;
    }
}

fn streams(entries: &[Positioned]) -> BTreeSet<Stream> {
    entries.iter().map(|entry| entry.sealed.read_header().unwrap().stream).collect()
}

fn all() -> Pull {
    Pull::after(force(), 0, 3)
}

fn one(stream: Stream) -> Pull {
    Pull { stream: Some(stream), ..all() }
}

async fn held(office: &Office, laptop: &Laptop, desk: &Laptop) -> Vec<u32> {
    let streams = streams(&given(office, laptop, all()).await);
    (1..20).filter(|number| streams.contains(&desk.incident(*number))).collect()
}

fn fill(laptop: &Laptop, which: Which) -> BackFill {
    BackFill { which, officer_id: laptop.founder.id, reason: "seen again at Test-Station".into() }
}

async fn ask(office: &Office, laptop: &Laptop, asked: &BackFill) -> Result<Vec<IncidentId>, Failure> {
    office.centre.back_fill(laptop.signed(asked)).await.map(|answer| answer.body.incidents)
}

fn reference(number: u32) -> Which {
    Which::Reference(format!(" nm/26/{number:06}"))
}

async fn revised(office: &Office, laptop: &Laptop, profile: Profile) -> Result<bool, CentralError> {
    administration::set_profile(office.database(), &force(), laptop.device_id, profile).await
}

on_both! {
    async fn a_field_laptop_is_given_what_is_open_with_earlier_incidents_of_those_people_and_no_other(on: On) {
        let office = Office::on(on).await;
        let (desk, field) = staffed(&office).await;
        assert_eq!(held(&office, &field, &desk).await, [EARLIER, OPEN]);
        assert_eq!(held(&office, &desk, &desk).await, [EARLIER, OPEN, CLOSED, OTHER], "a desk is given all");
        let whole = given(&office, &field, one(desk.incident(EARLIER))).await;
        assert_eq!(whole.len(), 3, "each in whole");
        let registers = [Stream::Force(desk.register_id), Stream::Force(field.register_id)];
        assert!(streams(&given(&office, &field, all()).await).is_superset(&registers.into()));
        // Nor by any other way of asking.
        for asked in [
            Pull { open_only: true, ..all() },
            one(desk.incident(CLOSED)),
            Pull { with_person: true, ..one(desk.incident(CLOSED)) },
            Pull { open_only: true, ..one(desk.incident(CLOSED)) },
            Pull { after: 3, ..all() },
        ] {
            let came = streams(&given(&office, &field, asked.clone()).await);
            assert!(!came.contains(&desk.incident(CLOSED)) && !came.contains(&desk.incident(OTHER)), "{asked:?}");
        }
        let with = Pull { with_person: true, ..one(desk.incident(OPEN)) };
        let both = BTreeSet::from([desk.incident(OPEN), desk.incident(EARLIER)]);
        assert_eq!(streams(&given(&office, &field, with).await), both);
        assert_eq!(given(&office, &desk, one(desk.incident(CLOSED))).await.len(), 3);
    }

    async fn a_field_laptop_is_given_all_that_comes_after_it_and_what_came_before_to_the_same_people(on: On) {
        let office = Office::on(on).await;
        let (mut desk, field) = staffed(&office).await;
        report(&mut desk, 5, 3);
        close(&mut desk, 5);
        reopen(&mut desk, CLOSED);
        desk.push_all(&office.centre).await;
        let page = given(&office, &field, Pull::after(force(), 11, 100)).await;
        let positions: Vec<u64> = page.iter().map(|entry| entry.position).collect();
        assert_eq!(positions, Vec::from_iter(12..=16), "without a gap, whatever it is about");
        // Number 5 is closed, and its person's earlier incident comes with it.
        assert_eq!(held(&office, &field, &desk).await, [EARLIER, OPEN, CLOSED, OTHER, 5]);
        let with = Pull { with_person: true, ..one(desk.incident(5)) };
        assert_eq!(given(&office, &field, with).await.len(), 6);
        assert_eq!(given(&office, &field, one(desk.incident(CLOSED))).await.len(), 4, "in whole again");
    }

    async fn what_is_open_for_many_at_once_is_known_before_a_field_laptop_is_answered(on: On) {
        let office = Office::on(on).await;
        let (mut desk, field) = staffed(&office).await;
        for number in 100..200 {
            report(&mut desk, number, number);
        }
        report(&mut desk, 5, 3);
        desk.push_all(&office.centre).await;
        let with = Pull { with_person: true, ..one(desk.incident(5)) };
        assert_eq!(given(&office, &field, with).await.len(), 4);
    }

    /// INV-9
    async fn an_older_incident_that_an_officer_asks_for_with_a_reason_is_given_to_that_laptop_alone(on: On) {
        let office = Office::on(on).await;
        let (desk, mut field) = staffed(&office).await;
        let closed = incident_of(&desk, CLOSED);
        let silent = BackFill { reason: " ".into(), ..fill(&field, reference(CLOSED)) };
        assert_eq!(ask(&office, &field, &silent).await, Err(Failure::Malformed));
        let nothing = fill(&field, Which::Reference(" ".into()));
        assert_eq!(ask(&office, &field, &nothing).await, Err(Failure::Malformed));
        let stranger = office.laptop_of(7, other_force()).await;
        stranger.push_all(&office.centre).await;
        let theirs = BackFill { officer_id: stranger.founder.id, ..fill(&field, reference(CLOSED)) };
        assert_eq!(ask(&office, &field, &theirs).await, Err(Failure::NotEntitled));
        assert_eq!(ask(&office, &stranger, &fill(&stranger, reference(CLOSED))).await, Ok(vec![]), "not theirs");
        assert_eq!(ask(&office, &stranger, &fill(&stranger, Which::Id(closed))).await, Ok(vec![]));
        assert_eq!(ask(&office, &field, &fill(&field, reference(99))).await, Ok(vec![]));
        let registers = Which::Id(IncidentId(desk.register_id.0));
        assert_eq!(ask(&office, &field, &fill(&field, registers)).await, Ok(vec![]), "no incident");
        assert_eq!(held(&office, &field, &desk).await, [EARLIER, OPEN], "nothing of it changed what it is given");

        assert_eq!(ask(&office, &field, &fill(&field, reference(CLOSED))).await, Ok(vec![closed]));
        assert_eq!(held(&office, &field, &desk).await, [EARLIER, OPEN, CLOSED]);
        assert_eq!(given(&office, &field, one(desk.incident(CLOSED))).await.len(), 3);
        assert_eq!(given(&office, &field, one(desk.incident(OTHER))).await, []);
        let other = fill(&field, Which::Id(incident_of(&desk, OTHER)));
        assert_eq!(ask(&office, &field, &other).await, Ok(vec![incident_of(&desk, OTHER)]));
        assert_eq!(ask(&office, &field, &other).await, Ok(vec![incident_of(&desk, OTHER)]), "twice is once");
        assert_eq!(held(&office, &field, &desk).await, [EARLIER, OPEN, CLOSED, OTHER]);

        let second = Laptop::founded(3, force());
        let code = office.field_code(&force()).await;
        office.centre.enrol(second.enrolment(&code)).await.unwrap();
        second.push_all(&office.centre).await;
        assert_eq!(held(&office, &second, &desk).await, [EARLIER, OPEN], "another field laptop did not ask");

        let (database, clock) = (office.database(), office.clock());
        administration::suspend_officer(database, &force(), field.founder.id, "test", &clock).await.unwrap();
        assert_eq!(ask(&office, &field, &other).await, Err(Failure::NotEntitled), "suspended");
        field.founder = desk.founder.clone();
        administration::revoke_device(database, &force(), field.device_id, &clock).await.unwrap();
        assert_eq!(ask(&office, &field, &fill(&field, reference(CLOSED))).await, Err(Failure::Revoked));
    }

    async fn a_laptop_that_becomes_a_desk_is_given_the_rest_and_one_that_becomes_a_field_laptop_less_from_then_on(on: On) {
        let office = Office::on(on).await;
        let (desk, field) = staffed(&office).await;
        assert!(!revised(&office, &field, Profile::Field).await.unwrap(), "it is so already");
        assert!(revised(&office, &field, Profile::Desk).await.unwrap());
        assert_eq!(held(&office, &field, &desk).await, [EARLIER, OPEN, CLOSED, OTHER]);
        let page = office.centre.pull(field.signed(&all())).await.unwrap().body;
        assert_eq!(page.form.whole_from, None);
        assert!(revised(&office, &field, Profile::Field).await.unwrap());
        let page = office.centre.pull(field.signed(&all())).await.unwrap().body;
        assert_eq!(page.form.whole_from, Some(12), "from the head as it is now");
        assert_eq!(held(&office, &field, &desk).await, [EARLIER, OPEN]);
        let nobody = DeviceId(uuid(1, 99));
        let no = administration::set_profile(office.database(), &force(), nobody, Profile::Field).await;
        assert!(matches!(no, Err(CentralError::Asked(_))));
    }

    async fn devices_are_listed_with_what_they_are_given(on: On) {
        let office = Office::on(on).await;
        let (desk, field) = staffed(&office).await;
        let lines = administration::devices(office.database(), Some(&force())).await.unwrap();
        let of = |laptop: &Laptop| lines.iter().find(|line| line.device_id == laptop.device_id.to_string()).unwrap();
        assert_eq!((of(&desk).profile, of(&desk).since), (Profile::Desk, None));
        assert_eq!((of(&field).profile, of(&field).since), (Profile::Field, Some(11)));
        let list = office.centre.devices(desk.signed(&DevicesAsked {})).await.unwrap().body;
        assert_eq!(list.verify(&force(), &own_key().public()), Ok(()));
        let since = |laptop: &Laptop| list.devices.iter().find(|one| one.device_id == laptop.device_id).unwrap().since;
        assert_eq!((since(&desk), since(&field)), (None, Some(11)));
    }

    async fn an_officer_who_joins_on_a_field_laptop_is_given_no_more_than_it(on: On) {
        let office = Office::on(on).await;
        let (mut desk, _) = staffed(&office).await;
        let inspector = Officer::new(500, Role::DutyInspector);
        desk.record_force(vec![inspector.added()]);
        desk.push_all(&office.centre).await;
        let joining = Laptop::joining(5, &desk);
        let (key, clock) = (own_key(), office.clock());
        let (database, nm, id) = (office.database(), force(), inspector.id.to_string());
        let code = administration::officer_code(database, &nm, &id, &key, Profile::Field, 60_000, &clock);
        let asked = joining.joining_with(&code.await.unwrap().0, &inspector.with_key(77));
        let enrolled = office.centre.enrol(asked.clone()).await.unwrap().body;
        assert_eq!((enrolled.verify(&asked), enrolled.since), (Ok(()), Some(13)));
        // One more officer, with a code for a desk: the laptop stays what it is.
        let founder = desk.founder.clone();
        let code = office.code_for(&force(), &founder.id.to_string()).await;
        let asked = joining.joining_with(&code, &founder.with_key(78));
        let enrolled = office.centre.enrol(asked.clone()).await.unwrap().body;
        assert_eq!((enrolled.verify(&asked), enrolled.since), (Ok(()), Some(13)));
        assert_eq!(held(&office, &joining, &desk).await, [EARLIER, OPEN]);
    }

    async fn profiles_and_what_was_asked_for_come_back_from_a_backup(on: On) {
        let office = Office::on(on).await;
        let (mut desk, field) = staffed(&office).await;
        ask(&office, &field, &fill(&field, reference(CLOSED))).await.unwrap();
        let code = office.field_code(&force()).await;
        let folder = tempfile::tempdir().unwrap();
        let (key_file, place) = (folder.path().join("central.key"), folder.path().join("backup"));
        std::fs::write(&key_file, [3; 32]).unwrap();
        backup::back_up(office.database(), &InMemory::new(), &key_file, &place).await.unwrap();
        let other = match on {
            On::Sqlite => On::Postgres,
            On::Postgres => On::Sqlite,
        };
        let new = Office::empty(other).await;
        backup::restore(new.database(), &InMemory::new(), &place, &office.clock()).await.unwrap();
        let new = new.opened().await;
        assert_eq!(held(&new, &field, &desk).await, [EARLIER, OPEN, CLOSED]);
        let third = Laptop::founded(3, force());
        assert_eq!(new.centre.enrol(third.enrolment(&code)).await.unwrap().body.since, Some(12));
        let verified = verify::verify(new.database()).await.unwrap();
        assert!(verified.is_sound(), "{verified:?}");
        // What it is made of can be made again.
        central::national::rebuild(new.database(), &new.clock()).await.unwrap();
        assert_eq!(held(&new, &field, &desk).await, [EARLIER, OPEN, CLOSED]);
        reopen(&mut desk, OTHER);
        desk.push_all(&new.centre).await;
        assert_eq!(held(&new, &field, &desk).await, [EARLIER, OPEN, CLOSED, OTHER]);
    }
}
