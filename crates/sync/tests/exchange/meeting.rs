//! What one laptop records, the others of its force hold.

use protocol::RefusalCode;
use protocol::fake::FakeCentral;
use register::Role;
use register::fact::Grade;
use register::incident::ConflictKind;
use store::Unfit;
use sync::{Exchanged, State};
use testkit::acts::{assess, note};
use testkit::{Office, START, force};

use crate::{all_the_same, settle, shown, two, with_fake};

#[tokio::test]
async fn two_laptops_of_a_force_hold_each_others_entries_and_come_to_the_same_state() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    // Without sight of each other.
    one.act(incident, assess(incident, Grade::High, one.now())).await.unwrap();
    two.act(incident, assess(incident, Grade::Low, two.now())).await.unwrap();
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
    let state = two.state(incident).await.unwrap();
    assert_eq!(state.grade(), Some(Grade::High), "INV-4");
    assert!(state.disagrees_on(ConflictKind::Grades));
    // Decided on one, decided on both.
    two.act(incident, assess(incident, Grade::Low, two.now())).await.unwrap();
    settle(&office.centre, &[&one, &two]).await;
    let state = one.state(incident).await.unwrap();
    assert_eq!((state.grade(), state.conflicts.len()), (Some(Grade::Low), 0));
}

#[tokio::test]
async fn the_fake_and_the_real_central_bring_laptops_to_the_same_states() {
    let (office, fake, folder) = (Office::new().await, FakeCentral::new(START), tempfile::tempdir().unwrap());
    let real = [office.laptop(1, "NM").await, office.laptop(2, "NM").await];
    let faked = [with_fake(&fake, &folder, 1).await, with_fake(&fake, &folder, 2).await];
    let mut states = Vec::new();
    for pair in [&real, &faked] {
        let incident = pair[0].report("Test-Larkspur").await;
        for laptop in pair {
            let exchanged = match std::ptr::eq(pair, &real) {
                true => laptop.exchange(&office.centre).await,
                false => laptop.exchange(&fake).await,
            };
            exchanged.unwrap();
        }
        pair[1].act(incident, assess(incident, Grade::Medium, pair[1].now())).await.unwrap();
        match std::ptr::eq(pair, &real) {
            true => settle(&office.centre, &[&pair[0], &pair[1]]).await,
            false => settle(&fake, &[&pair[0], &pair[1]]).await,
        }
        states.push((pair[0].state(incident).await.unwrap(), pair[1].held().await.entries));
    }
    // The same ids, times and keys: the same entries.
    assert_eq!(states[0], states[1]);
    let ledger = fake.ledger(&force("NM"));
    assert_eq!(ledger.len(), office.ledger(&force("NM")).await.entries.len());
}

#[tokio::test]
async fn what_was_delivered_is_not_sent_again() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    one.act(incident, note(incident, "knocked")).await.unwrap();
    assert_eq!(shown(&one, None).await, State::Sending { left: 1 });
    let first = one.exchange(&office.centre).await.unwrap();
    assert_eq!((first.delivered, first.received), (1, 0));
    assert_eq!(one.exchange(&office.centre).await.unwrap(), Exchanged::default());
    assert_eq!(shown(&one, None).await, State::UpToDate);
    let there = two.exchange(&office.centre).await.unwrap();
    assert_eq!((there.delivered, there.received), (0, 1));
    // Also by a laptop that has forgotten what it said before.
    let one = one.reopened().await;
    assert_eq!(one.exchange(&office.centre).await.unwrap(), Exchanged::default());
    all_the_same(&office, &[&one, &two]).await;
}

#[tokio::test]
async fn laptops_of_two_forces_hold_nothing_of_each_other() {
    let office = Office::new().await;
    let (north, west) = (office.laptop(1, "NM").await, office.laptop(2, "WX").await);
    let (here, there) = (north.report("Test-Larkspur").await, west.report("Test-Finch").await);
    settle(&office.centre, &[&north, &west]).await;
    assert!(north.state(there).await.is_none() && west.state(here).await.is_none());
    for laptop in [&north, &west] {
        assert_eq!(laptop.held().await.entries, office.ledger(&laptop.force).await.hashes());
    }
}

#[tokio::test]
async fn an_officer_who_is_introduced_on_one_laptop_signs_on_another() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    let wren = one.introduce(7, Role::Supervisor).await;
    settle(&office.centre, &[&one, &two]).await;
    two.act_as(&wren, incident, note(incident, "rang the ward")).await.unwrap();
    settle(&office.centre, &[&one, &two]).await;
    let three = office.laptop(3, "NM").await;
    settle(&office.centre, &[&three, &one, &two]).await;
    all_the_same(&office, &[&one, &two, &three]).await;
}

#[tokio::test]
async fn an_entry_of_an_unknown_officer_is_set_apart_and_taken_once_the_officer_is_known() {
    let (central, folder) = (FakeCentral::new(START), tempfile::tempdir().unwrap());
    let (one, two) = (with_fake(&central, &folder, 1).await, with_fake(&central, &folder, 2).await);
    let incident = one.report("Test-Larkspur").await;
    let wren = one.introduce(7, Role::Supervisor).await;
    let introduced = one.vault.own_after(2, 1, usize::MAX).await.unwrap()[0].read_header().unwrap();
    let noted = one.act_as(&wren, incident, note(incident, "rang the ward")).await.unwrap();
    central.refuse(introduced.entry_id, Some(RefusalCode::BodyAltered));
    one.exchange(&central).await.unwrap();
    let there = two.exchange(&central).await.unwrap();
    assert_eq!((there.received, there.set_apart, there.differs.len()), (2, 1, 0));
    let apart = two.vault.set_apart().await.unwrap();
    assert_eq!((apart[0].unfit, apart[0].entry.sealed.hash()), (Unfit::UnknownSigner, noted));
    assert_eq!(two.state(incident).await.unwrap().entries, 1, "it is not folded");
    // Set apart once, however often it comes.
    assert_eq!(two.exchange(&central).await.unwrap(), Exchanged::default());

    central.refuse(introduced.entry_id, None);
    assert_eq!(one.exchange(&central).await.unwrap().delivered, 1);
    let there = two.exchange(&central).await.unwrap();
    assert_eq!((there.received, there.set_apart), (2, 0));
    assert!(two.vault.set_apart().await.unwrap().is_empty());
    assert_eq!(two.state(incident).await, one.state(incident).await);
    assert!(two.verify().await.is_sound());
}
