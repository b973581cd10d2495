//! A copy of a laptop that is put back is told as such: central has what it has not, under its name.

use store::Unfit;
use sync::{State, SyncError, Trouble};
use testkit::acts::note;
use testkit::{Laptop, Office, force};

use crate::{settle, shown, truthful, two};

async fn is_forked(office: &Office, laptop: &Laptop) {
    let before = (office.ledger(&force("NM")).await.hashes(), laptop.held().await.entries);
    let error = laptop.exchange(&office.centre).await.unwrap_err();
    assert!(matches!(error, SyncError::Forked), "{error}");
    assert_eq!(shown(laptop, Some(Trouble::of(&error))).await, State::Forked);
    let after = (office.ledger(&force("NM")).await.hashes(), laptop.held().await.entries);
    assert_eq!(after, before, "nothing is overwritten, here or there");
    truthful(office, laptop).await;
}

#[tokio::test]
async fn a_copy_that_was_put_back_is_told_as_forked_whatever_it_writes_and_nothing_is_overwritten() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    let copy = office.place("copy");
    let one = one.copied(&copy).await;
    for n in 0..3 {
        one.act(incident, note(incident, &format!("on the laptop that was lost {n}"))).await.unwrap();
    }
    settle(&office.centre, &[&one, &two]).await;
    let one = one.put_back(&copy).await;
    // Shorter than what central has, as long, and longer; each time also when there is nothing more to send.
    is_forked(&office, &one).await;
    let apart = one.vault.set_apart().await.unwrap();
    assert!(!apart.is_empty() && apart.iter().all(|apart| apart.unfit == Unfit::NotWrittenHere));
    for n in 0..5 {
        one.act(incident, note(incident, &format!("on the copy {n}"))).await.unwrap();
        is_forked(&office, &one).await;
        is_forked(&office, &one).await;
    }
    // And after the program began again.
    let one = one.reopened().await;
    is_forked(&office, &one).await;
    // What the copy wrote stays listed; behind the first that goes another way there is a gap.
    assert_eq!((one.vault.refused().await.unwrap().len(), one.vault.to_send().await.unwrap()), (4, 1));
    two.act(incident, note(incident, "elsewhere all goes on")).await.unwrap();
    settle(&office.centre, &[&two]).await;
}
