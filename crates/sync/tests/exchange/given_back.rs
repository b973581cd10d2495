//! What a restored central lacks of a laptop that is gone comes back from another that holds it.

use central::verify::verify;
use protocol::fake::FakeCentral;
use protocol::{RefusalCode, Relay};
use register::fact::Grade;
use register::{Hash, IncidentId, Role};
use sync::Again;
use testkit::acts::{assess, close, located, note};
use testkit::{Cut, Laptop, Line, Office, force};

use crate::{all_the_same, settle, truthful, two, with_fake};

async fn write(laptop: &Laptop, incident: IncidentId, entries: u32) {
    for n in 0..entries {
        laptop.act(incident, note(incident, &format!("knocked at number {n}"))).await.unwrap();
    }
}

/// Everything that the laptop wrote stands in central's ledger.
async fn all_of(office: &Office, laptop: &Laptop) -> bool {
    let ledger = office.ledger(&laptop.force).await.hashes();
    laptop.held().await.own.iter().all(|hash| ledger.contains_key(hash))
}

#[tokio::test]
async fn entries_of_a_laptop_that_is_gone_come_back_from_another_after_a_restore() {
    let office = Office::new().await;
    let (gone, other, incident) = two(&office).await;
    let yesterday = office.back_up().await;
    // More than one batch, of which one rests on the other's, and an officer who is introduced in it.
    write(&gone, incident, 45).await;
    other.act(incident, located(incident, other.now())).await.unwrap();
    settle(&office.centre, &[&other, &gone]).await;
    gone.act(incident, close(incident)).await.unwrap();
    let officer = gone.introduce(7, Role::Supervisor).await;
    let newer = gone.report("Test-Rowan").await;
    gone.act_as(&officer, newer, assess(newer, Grade::High, gone.now())).await.unwrap();
    settle(&office.centre, &[&gone, &other]).await;

    let office = office.put_back(&yesterday).await;
    assert!(!all_of(&office, &gone).await);
    let done = other.exchange(&office.centre).await.unwrap();
    assert!(done.new_era && done.relayed >= 45, "{done:?}");
    assert!(all_of(&office, &gone).await);
    let since = office.laptop(3, "NM").await;
    settle(&office.centre, &[&other, &since]).await;
    all_the_same(&office, &[&other, &since]).await;
    assert!(!since.state(incident).await.unwrap().is_open());
    assert_eq!(since.state(newer).await.unwrap().grade(), Some(Grade::High));
}

#[tokio::test]
async fn an_author_who_comes_back_later_finds_what_they_wrote_and_goes_on_inv_5() {
    let office = Office::new().await;
    let (away, other, incident) = two(&office).await;
    let yesterday = office.back_up().await;
    write(&away, incident, 25).await;
    settle(&office.centre, &[&away, &other]).await;
    write(&away, incident, 3).await;
    let office = office.put_back(&yesterday).await;
    settle(&office.centre, &[&other]).await;
    truthful(&office, &away).await;
    let done = away.exchange(&office.centre).await.unwrap();
    assert!(done.new_era, "{done:?}");
    truthful(&office, &away).await;
    settle(&office.centre, &[&away, &other]).await;
    all_the_same(&office, &[&away, &other]).await;
    // And on.
    write(&away, incident, 2).await;
    settle(&office.centre, &[&away, &other]).await;
    all_the_same(&office, &[&away, &other]).await;
}

#[tokio::test]
async fn an_author_who_comes_back_in_the_middle_of_it_loses_nothing_and_neither_does_the_other() {
    for cut in [Cut::Request, Cut::Answer] {
        for request in 4..=9 {
            let office = Office::new().await;
            let (away, other, incident) = two(&office).await;
            let yesterday = office.back_up().await;
            write(&away, incident, 50).await;
            settle(&office.centre, &[&away, &other]).await;
            let office = office.put_back(&yesterday).await;
            let line = Line::cut(&office.centre, request, cut);
            let ended = other.exchange(&line).await;
            assert!(ended.is_err() && line.asked() == request, "request {request} was cut");
            truthful(&office, &other).await;
            write(&away, incident, 1).await;
            settle(&office.centre, &[&away]).await;
            truthful(&office, &away).await;
            settle(&office.centre, &[&other, &away]).await;
            all_the_same(&office, &[&away, &other]).await;
        }
    }
}

#[tokio::test]
async fn what_was_refused_in_the_authors_chain_keeps_back_nothing_behind_it() {
    let office = Office::new().await;
    let (gone, other, incident) = two(&office).await;
    let yesterday = office.back_up().await;
    write(&gone, incident, 2).await;
    settle(&office.centre, &[&gone]).await;
    office.suspend(&force("NM"), gone.officer.officer_id).await;
    write(&gone, incident, 1).await;
    gone.exchange(&office.centre).await.unwrap();
    office.admit(&force("NM"), &gone.officer, gone.officer.role).await;
    write(&gone, incident, 2).await;
    let early = Again::After(chrono::TimeDelta::days(1));
    gone.exchange_with(&office.centre, early, |_| {}).await.unwrap();
    assert_eq!(gone.vault.refused().await.unwrap().len(), 1);
    settle(&office.centre, &[&other]).await;

    let office = office.put_back(&yesterday).await;
    let done = other.exchange(&office.centre).await.unwrap();
    assert_eq!(done.relayed, 4, "{done:?}");
    assert!(verify(office.centre.database()).await.unwrap().is_sound());
    // The author comes back, and brings what nobody else had.
    write(&gone, incident, 1).await;
    settle(&office.centre, &[&gone, &other]).await;
    assert_eq!(gone.vault.refused().await.unwrap(), []);
    all_the_same(&office, &[&gone, &other]).await;
}

#[tokio::test]
async fn what_is_owed_goes_out_behind_what_it_was_written_in_sight_of_also_where_something_is_new() {
    let office = Office::new().await;
    let (gone, other, incident) = two(&office).await;
    let yesterday = office.back_up().await;
    let seen = gone.act(incident, note(incident, "seen at the bus station")).await.unwrap();
    settle(&office.centre, &[&gone, &other]).await;
    let owed = other.act(incident, note(incident, "asked at the bus station")).await.unwrap();
    settle(&office.centre, &[&other]).await;
    let office = office.put_back(&yesterday).await;
    // The first thing that central hears of it is what the laptop has written since.
    let new = other.act(incident, note(incident, "asked again")).await.unwrap();
    let done = other.exchange(&office.centre).await.unwrap();
    assert_eq!((done.relayed, done.delivered), (1, 2), "{done:?}");
    let stood: Vec<Hash> =
        office.ledger(&force("NM")).await.entries.into_values().map(|at| at.hash).collect();
    assert!(stood.ends_with(&[seen, owed, new]));
    truthful(&office, &other).await;
}

#[tokio::test]
async fn nothing_more_is_given_back_of_a_laptop_that_went_another_way() {
    let office = Office::new().await;
    let (lost, other, incident) = two(&office).await;
    let (yesterday, copy) = (office.back_up().await, office.place("copy"));
    let lost = lost.copied(&copy).await;
    // Three batches, which only the first of them shows to be of another way.
    write(&lost, incident, 2 * lost.bounds.push_entries + 5).await;
    settle(&office.centre, &[&lost, &other]).await;
    let office = office.put_back(&yesterday).await;
    let lost = lost.put_back(&copy).await;
    write(&lost, incident, 1).await;
    lost.exchange(&office.centre).await.unwrap();
    let before = office.ledger(&force("NM")).await.hashes();
    let done = other.exchange(&office.centre).await.unwrap();
    assert_eq!(done.relayed, 0, "{done:?}");
    assert_eq!(office.ledger(&force("NM")).await.hashes(), before);
    // Whoever is there goes on.
    write(&lost, incident, 30).await;
    lost.exchange(&office.centre).await.unwrap();
    assert!(all_of(&office, &lost).await);
    assert!(verify(office.centre.database()).await.unwrap().is_sound());
}

#[tokio::test]
async fn a_revoked_laptops_entries_stay_away_and_are_asked_about_once_a_session() {
    let office = Office::new().await;
    let (gone, other, incident) = two(&office).await;
    let yesterday = office.back_up().await;
    write(&gone, incident, 3).await;
    settle(&office.centre, &[&gone, &other]).await;
    let office = office.put_back(&yesterday).await;
    office.revoke(&force("NM"), gone.vault.device_id()).await;
    let line = Line::new(&office.centre);
    settle(&line, &[&other]).await;
    assert!(!all_of(&office, &gone).await);
    assert_eq!(line.relays(), 1);
    write(&other, incident, 1).await;
    settle(&line, &[&other]).await;
    assert_eq!(line.relays(), 1, "not again for what will not be taken");
    let other = other.reopened().await;
    settle(&line, &[&other]).await;
    assert_eq!(line.relays(), 2);
    truthful(&office, &other).await;
    assert!(verify(office.centre.database()).await.unwrap().is_sound());
}

#[tokio::test]
async fn what_came_before_what_it_rests_on_is_given_back_behind_it() {
    let office = Office::new().await;
    let (gone, other, incident) = two(&office).await;
    let yesterday = office.back_up().await;
    let officer = gone.introduce(7, Role::Supervisor).await;
    let (introduced, _) = gone.vault.own_head().await.unwrap();
    gone.act_as(&officer, incident, assess(incident, Grade::High, gone.now())).await.unwrap();
    settle(&office.centre, &[&gone, &other]).await;
    // Here the officer became known last.
    let mut insider = other.insider().await;
    let later = format!(
        "DROP TRIGGER entry_is_never_changed;
         UPDATE entry SET entry_seq = entry_seq + 1000
             WHERE device_id = x'{}' AND device_seq = {introduced};",
        gone.vault.device_id().0.simple()
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(later)).execute(&mut insider).await.unwrap();
    let office = office.put_back(&yesterday).await;
    assert_eq!(other.exchange(&office.centre).await.unwrap().relayed, 2);
    assert!(all_of(&office, &gone).await);
    assert!(verify(office.centre.database()).await.unwrap().is_sound());
}

#[tokio::test]
async fn what_rests_on_what_a_third_laptop_has_to_send_is_given_back_once_that_has_come() {
    let office = Office::new().await;
    let (gone, other, incident) = two(&office).await;
    let third = office.laptop(3, "NM").await;
    settle(&office.centre, &[&third]).await;
    let yesterday = office.back_up().await;
    third.act(incident, located(incident, third.now())).await.unwrap();
    settle(&office.centre, &[&third, &gone]).await;
    gone.act(incident, close(incident)).await.unwrap();
    settle(&office.centre, &[&gone, &other]).await;
    let office = office.put_back(&yesterday).await;
    // Of the third laptop nothing is taken for now.
    let officer = &third.officer;
    office.suspend(&force("NM"), officer.officer_id).await;
    let early = Again::After(chrono::TimeDelta::days(1));
    let done = other.exchange_with(&office.centre, early, |_| {}).await.unwrap();
    assert_eq!(done.relayed, 0, "{done:?}");
    office.admit(&force("NM"), officer, officer.role).await;
    third.exchange(&Line::to_older(&office.centre)).await.unwrap();
    assert!(!all_of(&office, &gone).await);
    let done = other.exchange_with(&office.centre, early, |_| {}).await.unwrap();
    assert_eq!(done.relayed, 1, "{done:?}");
    assert!(all_of(&office, &gone).await);
    settle(&office.centre, &[&third, &other]).await;
    all_the_same(&office, &[&third, &other]).await;
}

#[tokio::test]
async fn an_older_central_that_does_not_know_the_request_fails_no_exchange() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    let yesterday = office.back_up().await;
    write(&one, incident, 3).await;
    write(&two, incident, 3).await;
    settle(&office.centre, &[&one, &two]).await;
    let office = office.put_back(&yesterday).await;
    let line = Line::to_older(&office.centre);
    let done = two.exchange(&line).await.unwrap();
    assert!(done.new_era && done.delivered >= 3 && done.relayed == 0, "{done:?}");
    write(&two, incident, 1).await;
    settle(&line, &[&two]).await;
    assert_eq!(line.relays(), 1, "asked once");
    two.pass(31 * 60_000);
    settle(&line, &[&two]).await;
    assert_eq!(line.relays(), 2, "and later once more");
    truthful(&office, &two).await;
    // It is brought up to date, and the laptop begins again.
    let two = two.reopened().await;
    assert_eq!(two.exchange(&office.centre).await.unwrap().relayed, 3);
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
}

#[tokio::test]
async fn nothing_is_asked_for_where_nothing_is_lacking() {
    let office = Office::new().await;
    let line = Line::new(&office.centre);
    let (one, two) = (office.laptop(1, "NM").await, office.laptop(2, "NM").await);
    let incident = one.report("Test-Larkspur").await;
    for laptop in [&one, &two, &one] {
        write(laptop, incident, 2 * u32::from(laptop.state(incident).await.is_some())).await;
        settle(&line, &[&one, &two]).await;
    }
    let one = one.reopened().await;
    settle(&line, &[&one]).await;
    assert_eq!(line.relays(), 0);
    // Nor after a restore of which nothing was lost.
    let newest = office.back_up().await;
    let office = office.put_back(&newest).await;
    let line = Line::new(&office.centre);
    assert!(one.exchange(&line).await.unwrap().new_era);
    assert_eq!(line.relays(), 0);
}

#[tokio::test]
async fn the_fake_takes_and_refuses_as_central_does() {
    let folder = tempfile::tempdir().unwrap();
    let central = FakeCentral::new(testkit::START);
    let gone = with_fake(&central, &folder, 1).await;
    let other = with_fake(&central, &folder, 2).await;
    let incident = gone.report("Test-Larkspur").await;
    settle(&central, &[&gone, &other]).await;
    assert_eq!(central.asked::<Relay>(), 0);
    let head = central.ledger(&force("NM")).len() as u64;
    write(&gone, incident, 3).await;
    settle(&central, &[&gone, &other]).await;
    let held = gone.vault.own_after(0, 100, usize::MAX).await.unwrap();
    let middle = held[held.len() - 2].read_header().unwrap().entry_id;
    central.put_back(&force("NM"), head);
    central.refuse(middle, Some(RefusalCode::Waits));
    assert_eq!(other.exchange(&central).await.unwrap().relayed, 2);
    // The author sends it, and passes what stands behind it.
    central.refuse(middle, None);
    write(&gone, incident, 1).await;
    settle(&central, &[&gone, &other]).await;
    assert_eq!(gone.vault.to_send().await.unwrap(), 0);
    assert_eq!(gone.held().await.entries, other.held().await.entries);
    // One that does not know the request is not asked for what is not lacking.
    let older = FakeCentral::new(testkit::START);
    older.is_before::<Relay>();
    with_fake(&older, &folder, 3).await.exchange(&older).await.unwrap();
    assert_eq!(older.asked::<Relay>(), 0);
}
