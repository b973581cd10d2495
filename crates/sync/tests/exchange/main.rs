//! The exchange with real vaults: against the real central service over SQLite in this process, and against the
//! fake where central is to do what the real one never does.

#![allow(clippy::unwrap_used)]

mod beginning;
mod catching_up;
mod clocks;
mod copies;
mod cut;
mod field;
mod given_back;
mod meeting;
mod put_back;
mod refused;
mod telling;

use std::collections::BTreeMap;

use protocol::Central;
use protocol::fake::FakeCentral;
use register::Hash;
use sync::{Exchanged, Known, Phase, State, Trouble, state};
use testkit::{Laptop, Office, START, force};

/// Two laptops of one force that know the office and hold the same incident.
async fn two(office: &Office) -> (Laptop, Laptop, register::IncidentId) {
    let (one, two) = (office.laptop(1, "NM").await, office.laptop(2, "NM").await);
    let incident = one.report("Test-Larkspur").await;
    settle(&office.centre, &[&one, &two]).await;
    (one, two, incident)
}

/// A laptop that is enrolled with the fake.
async fn with_fake(central: &FakeCentral, folder: &tempfile::TempDir, number: u32) -> Laptop {
    let place = folder.path().join(number.to_string());
    let laptop = Laptop::new(&place, number, force("NM"), START).await;
    laptop.enrol(central, [0; 10], "http://127.0.0.1:1").await;
    laptop
}

/// Exchange until nobody has anything to say.
async fn settle(central: &impl Central, laptops: &[&Laptop]) {
    for _ in 0..10 {
        let mut quiet = true;
        for laptop in laptops {
            quiet &= laptop.exchange(central).await.unwrap() == Exchanged::default();
        }
        if quiet {
            return;
        }
    }
    panic!("the laptops do not come to rest");
}

/// Every laptop holds what central's ledger holds, all of it as delivered, and reads it the same.
async fn all_the_same(office: &Office, laptops: &[&Laptop]) {
    let ledger = office.ledger(&force("NM")).await;
    for laptop in laptops {
        assert_eq!(laptop.held().await.entries, ledger.hashes(), "laptop {}", laptop.name());
        truthful(office, laptop).await;
        assert_eq!(laptop.vault.to_send().await.unwrap(), 0);
        assert!(laptop.vault.set_apart().await.unwrap().is_empty());
        for incident in laptop.vault.incident_ids().await.unwrap() {
            assert_eq!(laptop.state(incident).await, laptops[0].state(incident).await);
        }
        let verified = laptop.verify().await;
        assert!(verified.is_sound(), "laptop {}: {:?}", laptop.name(), verified.findings);
    }
    let verified = central::verify::verify(office.centre.database()).await.unwrap();
    assert!(verified.is_sound(), "{verified:?}");
}

/// Whatever the laptop counts as delivered stands in central's ledger, where it was said to stand (INV-5).
async fn truthful(office: &Office, laptop: &Laptop) {
    let ledger = office.ledger(&laptop.force).await;
    let stands: BTreeMap<u64, Hash> = ledger.entries.iter().map(|(at, stood)| (*at, stood.hash)).collect();
    let held = laptop.held().await;
    if held.era == ledger.era {
        for (hash, position) in &held.delivered {
            assert_eq!(stands.get(position), Some(hash), "INV-5: laptop {}", laptop.name());
        }
    }
    assert_eq!(laptop.vault.to_send().await.unwrap(), held.to_send(), "INV-5: laptop {}", laptop.name());
}

/// What a screen says after an exchange that ended so.
async fn shown(laptop: &Laptop, trouble: Option<Trouble>) -> State {
    state(&Known {
        enrolled: true,
        phase: Phase::Idle,
        trouble,
        clock_ahead_ms: 0,
        clock_wrong_ms: 120_000,
        to_send: laptop.vault.to_send().await.unwrap(),
        refused: laptop.vault.refused().await.unwrap().len() as u64,
    })
}
