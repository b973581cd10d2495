//! What an organisation other than police sees of the national index: what its scope grants, as long as it does.

use crate::common::*;
use crate::national::{asked, by_name, incident_of, names, page, stub, two, write};
use central::administration::{self, Grant, Organisation, Sees};
use central::{CentralError, Database};
use protocol::*;
use register::fact::*;
use register::force::ForceCode;
use register::national::{Looks, Range, Sought};

const DAY: i64 = 24 * 60 * 60 * 1_000;

fn partner_code() -> ForceCode {
    ForceCode::parse("ALD").unwrap()
}

fn children_of(forces: &[ForceCode]) -> Grant {
    Grant {
        sees: Sees::Forces(forces.to_vec()),
        under: Some(18),
        purpose: "Children looked after by Test-Alderbrook Council".into(),
        by: "Test-Wren, Ada".into(),
        from: None,
        until: None,
    }
}

fn withdrawn() -> Grant {
    Grant { sees: Sees::Nothing, under: None, purpose: "The agreement ended".into(), ..children_of(&[]) }
}

async fn grant(office: &Office, grant: &Grant) {
    administration::grant_scope(office.database(), &partner_code(), grant, &office.clock()).await.unwrap();
}

async fn refused(office: &Office, force: &ForceCode, grant: &Grant) -> String {
    match administration::grant_scope(office.database(), force, grant, &office.clock()).await {
        Err(CentralError::Asked(why)) => why,
        other => panic!("{other:?}"),
    }
}

/// A partner that is admitted and enrolled, and that no scope grants anything.
async fn partner(office: &Office) -> Laptop {
    let code_adopted = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let organisation = Organisation::Partner { code_adopted };
    let name = "Test-Alderbrook Council";
    administration::add_force(office.database(), &partner_code(), name, &organisation, &office.clock())
        .await
        .unwrap();
    let partner = office.laptop_of(3, partner_code()).await;
    partner.push_all(&office.centre).await;
    partner
}

/// People of one force: a child, somebody who may be one, a grown-up, and one of whose age nothing is known.
fn people(laptop: &mut Laptop) {
    for (number, name, age) in [
        (1, "Test-Rowan", "9"),
        (2, "Test-Rowanberry", "16-20"),
        (3, "Test-Rowantree", "41"),
        (4, "Test-Rowanlee", ""),
    ] {
        let mut described = vec![(Attribute::FamilyName, name)];
        described.extend((!age.is_empty()).then_some((Attribute::Age, age)));
        let force = laptop.force.clone();
        write(laptop, number, stub(&force, &described), &[]);
    }
}

fn opening(laptop: &Laptop, of: &Laptop, number: u32) -> Signed<Open> {
    laptop.signed(&Open {
        incident_id: incident_of(of, number),
        officer_id: laptop.founder.id,
        reason: "Asked by the placement".into(),
    })
}

fn held(page: &NationalPage) -> Vec<(register::IncidentId, bool)> {
    page.changes.iter().map(|changed| (changed.incident_id, changed.extract.is_some())).collect()
}

async fn sql(database: &Database, text: &'static str) -> Result<(), sqlx::Error> {
    match database {
        Database::Sqlite(pool) => sqlx::raw_sql(text).execute(pool).await.map(drop),
        Database::Postgres(pool) => sqlx::raw_sql(text).execute(pool).await.map(drop),
    }
}

on_both! {
    async fn a_partner_finds_opens_and_holds_what_its_scope_grants_and_nothing_else(on: On) {
        let office = Office::on(on).await;
        let (mut ours, mut theirs) = two(&office).await;
        people(&mut ours);
        people(&mut theirs);
        ours.push_all(&office.centre).await;
        theirs.push_all(&office.centre).await;
        let partner = partner(&office).await;
        grant(&office, &children_of(&[force()])).await;

        assert_eq!(names(&office, &partner, "rowan").await, ["Test-Rowan", "Test-Rowanberry"]);
        let any = Looks { age: Some(Range { from: 1, to: 99 }), ..Looks::default() };
        let found = office.centre.find(asked(&partner, Sought::Looks(any))).await.unwrap().body;
        assert!(found.hits.iter().all(|hit| hit.extract.force == force() && hit.extract.age.unwrap().from < 18));
        assert_eq!(found.hits.len(), 2);
        let shown = [(incident_of(&ours, 1), true), (incident_of(&ours, 2), true)];
        let first = page(&office, &partner, 0, 100, 0).await;
        assert_eq!((held(&first), first.form.next), (shown.to_vec(), first.form.head));
        assert!(first.form.is_of_scope());
        assert!(!page(&office, &ours, 0, 100, 0).await.form.is_of_scope());
        assert!(office.centre.opened(opening(&partner, &ours, 1)).await.is_ok());
        for (of, number) in [(&ours, 3), (&ours, 4), (&theirs, 1)] {
            let opened = office.centre.opened(opening(&partner, of, number)).await;
            assert_eq!(opened, Err(Failure::NotFound), "{number}");
        }
    }

    /// INV-9
    async fn every_look_of_a_partner_is_kept_for_the_force_and_needs_an_officer_and_a_reason(on: On) {
        let office = Office::on(on).await;
        let (mut ours, _) = two(&office).await;
        people(&mut ours);
        ours.push_all(&office.centre).await;
        let partner = partner(&office).await;
        grant(&office, &children_of(&[force()])).await;
        names(&office, &partner, "rowan").await;
        office.centre.opened(opening(&partner, &ours, 1)).await.unwrap();
        assert_eq!(office.centre.opened(opening(&partner, &ours, 3)).await, Err(Failure::NotFound));
        let digest = LooksAtOurs { since: 0, limit: 100 };
        let looks = office.centre.looks_at_ours(ours.signed(&digest)).await.unwrap().body.looks;
        let kept: Vec<_> = looks.iter().map(|look| (look.incident_id, look.kind, look.force.as_str())).collect();
        assert_eq!(kept, [
            (incident_of(&ours, 1), LookKind::Listed, "ALD"),
            (incident_of(&ours, 2), LookKind::Listed, "ALD"),
            (incident_of(&ours, 1), LookKind::Opened, "ALD"),
        ]);
        let mut nobody = partner.clone();
        nobody.founder.id = ours.founder.id;
        assert_eq!(office.centre.find(by_name(&nobody, "rowan")).await, Err(Failure::NotEntitled));
        let silent = Open { reason: " ".into(), incident_id: incident_of(&ours, 1), officer_id: partner.founder.id };
        assert_eq!(office.centre.opened(partner.signed(&silent)).await, Err(Failure::Malformed));
    }

    async fn a_row_that_leaves_the_scope_is_removed_and_one_that_never_was_in_it_is_not_told(on: On) {
        let office = Office::on(on).await;
        let (mut ours, mut theirs) = two(&office).await;
        people(&mut ours);
        ours.push_all(&office.centre).await;
        let partner = partner(&office).await;
        grant(&office, &children_of(&[force()])).await;
        let first = page(&office, &partner, 0, 100, 0).await;

        let aged = |age: &str| vec![IncidentFact::Described {
            described: Described { attribute: Attribute::Age, value: age.into() },
        }];
        // She is nineteen after all; he is forty-two, and was never shown; and another force has a child.
        let seen: Vec<_> = ours.written.iter().map(|entry| entry.hash()).collect();
        write(&mut ours, 1, aged("19"), &seen[1..2]);
        write(&mut ours, 3, aged("42"), &seen[3..4]);
        people(&mut theirs);
        ours.push_all(&office.centre).await;
        theirs.push_all(&office.centre).await;
        let next = page(&office, &partner, first.form.next, 100, 0).await;
        assert_eq!(held(&next), [(incident_of(&ours, 1), false)]);
        assert_eq!(names(&office, &partner, "rowan").await, ["Test-Rowanberry"]);
        write(&mut ours, 2, vec![crate::national::located()], &seen[2..3]);
        ours.push_all(&office.centre).await;
        let last = page(&office, &partner, next.form.next, 100, 0).await;
        assert_eq!(held(&last), [(incident_of(&ours, 2), false)]);
        assert_eq!((last.form.next, last.form.era), (last.form.head, first.form.era));
    }

    async fn another_scope_is_another_era_and_one_that_ends_or_is_withdrawn_grants_nothing(on: On) {
        let office = Office::on(on).await;
        let (mut ours, mut theirs) = two(&office).await;
        people(&mut ours);
        people(&mut theirs);
        ours.push_all(&office.centre).await;
        theirs.push_all(&office.centre).await;
        let mut partner = partner(&office).await;
        let feed = National { after: 0, limit: 9, begun: 0 };
        let today = chrono::DateTime::from_timestamp_millis(START).unwrap().date_naive();
        let of_all = Grant { sees: Sees::AllPolice, under: None, until: Some(today), ..children_of(&[]) };
        grant(&office, &children_of(&[force(), other_force()])).await;
        let narrow = page(&office, &partner, 0, 100, 0).await;
        grant(&office, &of_all).await;
        let wide = page(&office, &partner, 0, 100, 0).await;
        assert_eq!((narrow.changes.len(), wide.changes.len()), (4, 8));
        assert_ne!(narrow.form.era, wide.form.era);
        // What is to begin later changes nothing yet.
        let tomorrow = Grant { from: today.succ_opt(), ..children_of(&[other_force()]) };
        grant(&office, &tomorrow).await;
        assert_eq!(page(&office, &partner, 0, 100, 0).await, wide);
        partner.time = office.pass(DAY);
        let mut reader = partner.clone();
        reader.time = partner.time;
        let later = page(&office, &reader, 0, 100, 0).await;
        assert_eq!(later.changes.len(), 2);
        assert!(later.form.era != wide.form.era && later.form.era != narrow.form.era);

        let ended = Grant { from: None, until: Some(today.succ_opt().unwrap()), ..tomorrow };
        grant(&office, &ended).await;
        assert!(office.centre.national(partner.signed(&feed)).await.is_ok());
        partner.time = office.pass(DAY);
        assert_eq!(office.centre.national(partner.signed(&feed)).await, Err(Failure::NoScope), "it has run out");
        grant(&office, &children_of(&[force()])).await;
        assert!(office.centre.find(by_name(&partner, "rowan")).await.is_ok());
        grant(&office, &withdrawn()).await;
        assert_eq!(office.centre.find(by_name(&partner, "rowan")).await, Err(Failure::NoScope));
        assert_eq!(office.centre.opened(opening(&partner, &ours, 1)).await, Err(Failure::NoScope));
        let told = ToldAsked { after: 0, era: 0, limit: 9 };
        assert_eq!(office.centre.told(partner.signed(&told)).await, Err(Failure::NotEntitled), "a scope is of the index alone");

        let lines = administration::scopes(office.database(), Some(&partner_code()), &office.clock()).await.unwrap();
        let history: Vec<_> = lines.iter().map(|line| (line.number, line.withdrawn, line.holds)).collect();
        assert_eq!(history, [(1, false, false), (2, false, false), (3, false, false), (4, false, false), (5, false, false), (6, true, false)]);
        assert_eq!((lines[0].granted_by.as_str(), lines[0].granted_at, lines[0].under), ("Test-Wren, Ada", START, Some(18)));
        assert_eq!((lines[0].forces.as_slice(), lines[5].purpose.as_str()), (["NM".to_owned(), "WX".to_owned()].as_slice(), "The agreement ended"));
        for text in ["UPDATE scope SET under = 99", "DELETE FROM scope_force", "DELETE FROM scope", "UPDATE scope_force SET sees = 'WX'"] {
            assert!(sql(office.database(), text).await.is_err(), "{text}");
        }
    }

    async fn a_scope_is_of_police_forces_that_are_known_for_an_organisation_that_is_not_police(on: On) {
        let office = Office::on(on).await;
        let good = children_of(&[force()]);
        let stranger = ForceCode::parse("ZZZ").unwrap();
        assert!(refused(&office, &partner_code(), &good).await.contains("force add ALD"));
        assert!(refused(&office, &force(), &good).await.contains("police"));
        partner(&office).await;
        let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 1);
        for (bad, why) in [
            (children_of(&[stranger]), "ZZZ"),
            (children_of(&[partner_code()]), "ALD"),
            (children_of(&[]), "--forces"),
            (Grant { purpose: " ".into(), ..good.clone() }, "--purpose"),
            (Grant { by: String::new(), ..good.clone() }, "--by"),
            (Grant { under: Some(0), ..good.clone() }, "--under"),
            (Grant { until: day, ..good.clone() }, "--until"),
            (Grant { under: Some(18), ..withdrawn() }, "withdrawal"),
        ] {
            assert!(refused(&office, &partner_code(), &bad).await.contains(why), "{why}");
        }
        assert_eq!(administration::scopes(office.database(), None, &office.clock()).await.unwrap(), []);
    }

    async fn a_scope_is_in_the_backup_and_after_a_restore_its_era_is_another(on: On) {
        let office = Office::on(on).await;
        let (mut ours, _) = two(&office).await;
        people(&mut ours);
        ours.push_all(&office.centre).await;
        let partner = partner(&office).await;
        grant(&office, &children_of(&[force()])).await;
        let before = page(&office, &partner, 0, 100, 0).await;
        let folder = tempfile::tempdir().unwrap();
        let (key_file, place) = (folder.path().join("central.key"), folder.path().join("backup"));
        std::fs::write(&key_file, [3; 32]).unwrap();
        let photographs = object_store::memory::InMemory::new();
        central::backup::back_up(office.database(), &photographs, &key_file, &place).await.unwrap();
        office.pass(1);
        let new = Office::empty(on).await;
        central::backup::restore(new.database(), &photographs, &place, &office.clock()).await.unwrap();
        let new = new.opened().await;
        new.centre.settle_index().await.unwrap();
        let after = page(&new, &partner, 0, 100, 0).await;
        assert_eq!(held(&after), held(&before));
        assert_ne!(after.form.era, before.form.era);
        let scopes = async |office: &Office| administration::scopes(office.database(), None, &office.clock()).await.unwrap();
        assert_eq!(scopes(&new).await, scopes(&office).await);
    }
}
