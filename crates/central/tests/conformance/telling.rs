//! A sighting told by one force to another: what is refused, who gets it, and how far it is said to have come.

use crate::common::*;
use crate::national::{located, stub, write};
use central::administration::{self, Organisation};
use central::verify::{FindingKind, verify};
use central::{Database, backup};
use ed25519_dalek::Signer;
use protocol::*;
use register::fact::*;
use register::force::ForceCode;
use register::telling::{SignedTelling, Sure, Telling, Whereabouts};
use register::*;

pub(crate) fn telling(from: &Laptop, to: &Laptop, number: u32) -> Telling {
    let register::entry::Stream::Incident(incident_id) = to.incident(1) else { unreachable!() };
    Telling {
        telling_id: TellingId(uuid(8, number)),
        from: from.force.clone(),
        officer_id: from.founder.id,
        officer: "PC Test-Rowan".into(),
        to: to.force.clone(),
        incident_id,
        seen_from: START,
        seen_to: START,
        about: false,
        place: "Southfold bus station".into(),
        what: "a woman without a coat, who gave no name".into(),
        sure: Sure::Possible,
        whereabouts: Whereabouts::Left,
        gone: "towards the river".into(),
        contact: "07700 900123".into(),
        written_at: START,
    }
}

pub(crate) fn tell_as(officer: &Officer, telling: &Telling) -> Tell {
    Tell { telling: SignedTelling::with(telling, |payload| officer.key.sign(payload).to_bytes()) }
}

async fn told(office: &Office, from: &Laptop, telling: &Telling) -> Result<ToldState, Failure> {
    let tell = tell_as(&from.founder, telling);
    office.centre.tell(from.signed(&tell)).await.map(|answer| answer.body)
}

async fn page(office: &Office, laptop: &Laptop, after: u64, era: u64) -> ToldPage {
    let asked = ToldAsked { after, era, limit: 100 };
    let page = office.centre.told(laptop.signed(&asked)).await.unwrap().body;
    assert_eq!(page.verify(&asked, &own_key().public()), Ok(()));
    page
}

async fn state(office: &Office, laptop: &Laptop, telling: &Telling) -> Option<ToldState> {
    let asked = ToldStateAsked { tellings: vec![telling.telling_id] };
    office.centre.told_state(laptop.signed(&asked)).await.unwrap().body.states.pop()
}

fn taking(laptop: &Laptop) -> Taking {
    Taking { officer_id: laptop.founder.id, officer: "PS Test-Alder".into(), at: START + 5 }
}

/// Our force with an incident, and another that tells it something.
async fn two(office: &Office) -> (Laptop, Laptop) {
    let (mut ours, theirs) = (office.laptop(1).await, office.laptop_of(2, other_force()).await);
    write(&mut ours, 1, stub(&force(), &[(Attribute::Sex, "female")]), &[]);
    ours.push_all(&office.centre).await;
    theirs.push_all(&office.centre).await;
    (ours, theirs)
}

async fn run(office: &Office, sql: &'static str) -> bool {
    match office.database() {
        Database::Sqlite(pool) => sqlx::query(sql).execute(pool).await.is_ok(),
        Database::Postgres(pool) => sqlx::query(sql).execute(pool).await.is_ok(),
    }
}

on_both! {
    async fn a_sighting_is_given_to_the_force_it_is_told_to_as_it_was_signed_and_to_no_other(on: On) {
        let office = Office::on(on).await;
        let (ours, theirs) = two(&office).await;
        let third = ForceCode::parse("SF").unwrap();
        administration::add_force(office.database(), &third, "Southfold", &Organisation::Police, &office.clock())
            .await
            .unwrap();
        let third = office.laptop_of(3, third).await;
        let telling = telling(&theirs, &ours, 1);
        let answer = told(&office, &theirs, &telling).await.unwrap();
        assert_eq!((answer.told_at, answer.delivered_at), (START, None));
        let page = page(&office, &ours, 0, 0).await;
        assert_eq!(page.told.len(), 1);
        let one = &page.told[0];
        assert_eq!((one.number, one.told_at, &one.taking), (1, START, &None));
        assert_eq!(one.telling.read().as_ref(), Some(&telling));
        assert_eq!(one.officer_key, theirs.founder.key.verifying_key().to_bytes());
        assert!(one.telling.is_signed_by(&theirs.founder.key.verifying_key()));
        for other in [&theirs, &third] {
            assert_eq!(self::page(&office, other, 0, 0).await.told, []);
        }
        assert_eq!(state(&office, &third, &telling).await, None, "only who told it learns how far it came");
        assert_eq!(state(&office, &ours, &telling).await, None);
    }

    async fn inv_5_it_counts_as_delivered_when_a_laptop_says_that_it_holds_it_and_not_when_it_was_given_out(on: On) {
        let office = Office::on(on).await;
        let (ours, theirs) = two(&office).await;
        let telling = telling(&theirs, &ours, 1);
        told(&office, &theirs, &telling).await.unwrap();
        let given = page(&office, &ours, 0, 0).await.form;
        assert_eq!(state(&office, &theirs, &telling).await.unwrap().delivered_at, None, "the answer may be lost");
        office.pass(7);
        page(&office, &ours, given.next, given.era + 1).await;
        assert_eq!(state(&office, &theirs, &telling).await.unwrap().delivered_at, None, "a cursor of another era");
        let last = page(&office, &ours, given.next, given.era).await;
        assert_eq!(last.told, []);
        assert_eq!(state(&office, &theirs, &telling).await.unwrap().delivered_at, Some(START + 7));
        office.pass(7);
        page(&office, &ours, given.next, given.era).await;
        let state = state(&office, &theirs, &telling).await.unwrap();
        assert_eq!(state.delivered_at, Some(START + 7), "the first time stands");
        assert_eq!(state.taking, None);
    }

    async fn whoever_takes_it_first_is_told_to_every_laptop_of_the_force_and_to_who_told_it(on: On) {
        let office = Office::on(on).await;
        let (ours, theirs) = two(&office).await;
        let telling = telling(&theirs, &ours, 1);
        told(&office, &theirs, &telling).await.unwrap();
        let held = page(&office, &ours, 0, 0).await.form;
        let accept = AcceptTold { telling_id: telling.telling_id, taking: taking(&ours) };
        let first = office.centre.accept_told(ours.signed(&accept)).await.unwrap().body;
        assert_eq!(first.taking, Some(taking(&ours)));
        assert!(first.delivered_at.is_some(), "who takes it holds it");
        let second = Taking { officer: "PS Test-Late".into(), at: START + 9, ..taking(&ours) };
        let again = AcceptTold { telling_id: telling.telling_id, taking: second };
        assert_eq!(office.centre.accept_told(ours.signed(&again)).await.unwrap().body, first);
        let next = page(&office, &ours, held.next, held.era).await;
        assert_eq!(next.told.len(), 1, "it has a number of its own");
        assert_eq!((next.told[0].number, &next.told[0].taking), (2, &Some(taking(&ours))));
        assert_eq!(state(&office, &theirs, &telling).await, Some(first));
    }

    async fn told_twice_is_told_once_and_something_else_under_its_id_is_refused(on: On) {
        let office = Office::on(on).await;
        let (ours, theirs) = two(&office).await;
        let telling = telling(&theirs, &ours, 1);
        let first = told(&office, &theirs, &telling).await.unwrap();
        office.pass(9);
        assert_eq!(told(&office, &theirs, &telling).await, Ok(first));
        let other = Telling { place: "Northmoor".into(), ..telling };
        assert_eq!(told(&office, &theirs, &other).await, Err(Failure::Taken));
        assert_eq!(page(&office, &ours, 0, 0).await.told.len(), 1);
    }

    async fn what_is_wrong_by_itself_is_refused_and_nothing_of_it_stays(on: On) {
        let office = Office::on(on).await;
        let (ours, theirs) = two(&office).await;
        let good = telling(&theirs, &ours, 1);
        let stranger = Officer::new(77, Role::Supervisor);
        let as_stranger = tell_as(&stranger, &Telling { officer_id: stranger.id, ..good.clone() });
        let by_another_key = tell_as(&stranger, &good);
        for (tell, failure) in [(as_stranger, Failure::NotEntitled), (by_another_key, Failure::Signature)] {
            assert_eq!(office.centre.tell(theirs.signed(&tell)).await, Err(failure));
        }
        let malformed = [
            Telling { what: "x".repeat(register::telling::TEXT + 1), ..good.clone() },
            Telling { place: " ".into(), ..good.clone() },
            Telling { contact: String::new(), ..good.clone() },
            Telling { seen_from: START + 1, ..good.clone() },
            Telling { from: force(), to: other_force(), ..good.clone() },
        ];
        for wrong in malformed {
            assert_eq!(told(&office, &theirs, &wrong).await, Err(Failure::Malformed), "{wrong:?}");
        }
        let unheard = Telling { incident_id: IncidentId(uuid(5, 99)), ..good.clone() };
        let register = Telling { incident_id: IncidentId(ours.register_id.0), ..good.clone() };
        let elsewhere = Telling { to: ForceCode::parse("SF").unwrap(), ..good.clone() };
        for wrong in [unheard, register, elsewhere] {
            assert_eq!(told(&office, &theirs, &wrong).await, Err(Failure::NotFound), "{wrong:?}");
        }
        assert_eq!(page(&office, &ours, 0, 0).await.told, []);
        let accept = AcceptTold { telling_id: good.telling_id, taking: taking(&ours) };
        assert_eq!(office.centre.accept_told(ours.signed(&accept)).await, Err(Failure::NotFound));
        told(&office, &theirs, &good).await.unwrap();
        let mine = AcceptTold { taking: taking(&theirs), ..accept.clone() };
        assert_eq!(office.centre.accept_told(theirs.signed(&mine)).await, Err(Failure::NotFound), "not told to them");
        let nameless = Taking { officer: String::new(), ..taking(&ours) };
        let nameless = AcceptTold { taking: nameless, ..accept.clone() };
        assert_eq!(office.centre.accept_told(ours.signed(&nameless)).await, Err(Failure::Malformed));
        let unknown = AcceptTold { taking: Taking { officer_id: stranger.id, ..taking(&ours) }, ..accept };
        assert_eq!(office.centre.accept_told(ours.signed(&unknown)).await, Err(Failure::NotEntitled));
    }

    async fn a_partner_and_a_suspended_officer_tell_nothing(on: On) {
        let office = Office::on(on).await;
        let (ours, theirs) = two(&office).await;
        let partner = ForceCode::parse("COUNCIL").unwrap();
        let kind = Organisation::Partner { code_adopted: chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() };
        administration::add_force(office.database(), &partner, "Alderby", &kind, &office.clock()).await.unwrap();
        let council = office.laptop_of(4, partner).await;
        council.push_all(&office.centre).await;
        assert_eq!(told(&office, &council, &telling(&council, &ours, 1)).await, Err(Failure::NotEntitled));
        let asked = ToldAsked { after: 0, era: 0, limit: 1 };
        assert_eq!(office.centre.told(council.signed(&asked)).await, Err(Failure::NotEntitled));
        administration::suspend_officer(
            office.database(), &theirs.force, theirs.founder.id, "left", &office.clock(),
        )
        .await
        .unwrap();
        assert_eq!(told(&office, &theirs, &telling(&theirs, &ours, 1)).await, Err(Failure::NotEntitled));
        administration::revoke_device(office.database(), &theirs.force, theirs.device_id, &office.clock())
            .await
            .unwrap();
        assert_eq!(told(&office, &theirs, &telling(&theirs, &ours, 1)).await, Err(Failure::Revoked));
    }

    async fn what_is_told_of_somebody_who_was_located_is_not_lost(on: On) {
        let office = Office::on(on).await;
        let (mut ours, theirs) = two(&office).await;
        let seen = ours.written.last().unwrap().hash();
        write(&mut ours, 1, vec![located()], &[seen]);
        ours.push_all(&office.centre).await;
        told(&office, &theirs, &telling(&theirs, &ours, 1)).await.unwrap();
        assert_eq!(page(&office, &ours, 0, 0).await.told.len(), 1);
    }

    async fn both_forces_are_woken_as_it_comes_further_and_the_telling_is_a_look(on: On) {
        let office = Office::on(on).await;
        let (ours, theirs) = two(&office).await;
        let telling = telling(&theirs, &ours, 1);
        let mut our_wakes = office.centre.watch(ours.signed(&Watch {})).await.unwrap();
        let mut their_wakes = office.centre.watch(theirs.signed(&Watch {})).await.unwrap();
        assert!(!our_wakes.next().await.unwrap().told && !their_wakes.next().await.unwrap().told);
        told(&office, &theirs, &telling).await.unwrap();
        assert_eq!(our_wakes.next().await, Some(Wake { force: force(), head: 2, told: true }));
        let held = page(&office, &ours, 0, 0).await.form;
        page(&office, &ours, held.next, held.era).await;
        assert_eq!(their_wakes.next().await, Some(Wake { force: other_force(), head: 1, told: true }));
        let accept = AcceptTold { telling_id: telling.telling_id, taking: taking(&ours) };
        office.centre.accept_told(ours.signed(&accept)).await.unwrap();
        assert!(our_wakes.next().await.unwrap().told && their_wakes.next().await.unwrap().told);
        let asked = LooksAtOurs { since: 0, limit: 10 };
        let looks = office.centre.looks_at_ours(ours.signed(&asked)).await.unwrap().body.looks;
        assert_eq!(looks.len(), 1);
        assert_eq!((looks[0].kind, looks[0].incident_id), (LookKind::Told, telling.incident_id));
    }

    async fn numbers_of_a_force_are_without_a_gap_though_many_tell_at_once(on: On) {
        let office = Office::on(on).await;
        let (ours, theirs) = two(&office).await;
        let all = (1..=12).map(|number| telling(&theirs, &ours, number)).collect::<Vec<_>>();
        let done = futures_util::future::join_all(all.iter().map(|one| told(&office, &theirs, one))).await;
        assert!(done.iter().all(Result::is_ok), "{done:?}");
        let numbers: Vec<u64> = page(&office, &ours, 0, 0).await.told.iter().map(|one| one.number).collect();
        assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
    }

    async fn verify_names_what_was_told_and_is_not_what_was_signed(on: On) {
        let office = Office::on(on).await;
        let (ours, theirs) = two(&office).await;
        for number in 1..=3 {
            told(&office, &theirs, &telling(&theirs, &ours, number)).await.unwrap();
        }
        let accept = AcceptTold { telling_id: telling(&theirs, &ours, 1).telling_id, taking: taking(&ours) };
        office.centre.accept_told(ours.signed(&accept)).await.unwrap();
        let sound = verify(office.database()).await.unwrap();
        assert!(sound.is_sound() && sound.tellings == 3, "{sound:?}");
        let found = async || {
            let verified = verify(office.database()).await.unwrap();
            verified.findings.into_iter().map(|finding| (finding.kind, finding.at)).collect::<Vec<_>>()
        };
        let loosened: &[&str] = match on {
            On::Sqlite => &["DROP TRIGGER told_is_never_changed", "DROP TRIGGER told_is_never_removed"],
            On::Postgres => &["ALTER TABLE told DISABLE TRIGGER ALL"],
        };
        for sql in loosened {
            assert!(run(&office, sql).await, "{sql}");
        }
        assert!(run(&office, "UPDATE told SET signature = (SELECT o.signature FROM told o WHERE o.number = 3) WHERE number = 2").await);
        assert_eq!(found().await, [(FindingKind::TellingAltered, 2)]);
        assert!(run(&office, "UPDATE told SET teller = 'NM' WHERE number = 3").await);
        assert_eq!(found().await, [(FindingKind::TellingAltered, 2), (FindingKind::TellingAltered, 3)]);
        assert!(run(&office, "DELETE FROM told WHERE number < 4").await);
        assert_eq!(found().await, [(FindingKind::TellingNumbers, 4)]);
        let key = "UPDATE officer_key SET public_key = (SELECT k.public_key FROM officer_key k WHERE k.force = 'NM')
                   WHERE force = 'WX'";
        assert!(run(&office, key).await);
        assert!(found().await.contains(&(FindingKind::TellingSigner, 4)));
    }

    async fn what_was_told_is_never_changed_and_is_put_back_from_a_backup(on: On) {
        let office = Office::on(on).await;
        let (ours, theirs) = two(&office).await;
        let telling = telling(&theirs, &ours, 1);
        told(&office, &theirs, &telling).await.unwrap();
        let held = page(&office, &ours, 0, 0).await.form;
        page(&office, &ours, held.next, held.era).await;
        for sql in [
            "UPDATE told SET teller = 'SF'",
            "UPDATE told SET delivered_at = 1",
            "DELETE FROM told",
        ] {
            assert!(!run(&office, sql).await, "{sql}");
        }
        let before = state(&office, &theirs, &telling).await;
        let folder = tempfile::tempdir().unwrap();
        let key_file = folder.path().join("central.key");
        std::fs::write(&key_file, "key").unwrap();
        let photographs = object_store::memory::InMemory::new();
        let copy = folder.path().join("copy");
        backup::back_up(office.database(), &photographs, &key_file, &copy).await.unwrap();
        let other = Office::empty(on).await;
        backup::restore(other.database(), &photographs, &copy, &other.clock()).await.unwrap();
        let other = other.opened().await;
        assert_eq!(state(&other, &theirs, &telling).await, before);
        let page = page(&other, &ours, held.next, held.era).await;
        assert_eq!((page.form.after, page.told.len()), (0, 1), "in another era from the beginning");
    }
}
