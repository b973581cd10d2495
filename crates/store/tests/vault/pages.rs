//! INV-1: a page of the ledger adds entries, and none takes the name or the place of one that stands.

use protocol::Positioned;
use register::{DeviceId, Hash};
use store::{Lists, Unfit};
use uuid::Uuid;

use crate::common::*;

type Page = Vec<(Positioned, Option<Unfit>)>;

fn device(number: u128) -> DeviceId {
    DeviceId(Uuid::from_u128(number))
}

/// Report so many people, and give the device's entries as a page.
async fn reported(register: &Register, from: u64, entries: u64) -> Page {
    for n in from..from + entries {
        register.give(n.into(), 0, report("Test-Larkspur", "Magnus")).await;
    }
    let received_at = at(200).timestamp_millis();
    let entries = register.vault.own_after(0, 100, usize::MAX).await.unwrap();
    let placed = (from..).zip(entries).map(|(position, sealed)| Positioned { position, received_at, sealed });
    placed.map(|positioned| (positioned, None)).collect()
}

/// Of a device that came by itself to the names that every other draws too.
async fn of_device(number: u64, entries: u64) -> Page {
    reported(&Register::on(device(number.into())).await, number, entries).await
}

async fn reader() -> Register {
    Register::on(device(0xDF)).await
}

fn hashes(page: &[(Positioned, Option<Unfit>)]) -> Vec<Hash> {
    page.iter().map(|(positioned, _)| positioned.sealed.hash()).collect()
}

async fn take(register: &Register, page: &[(Positioned, Option<Unfit>)]) -> (u64, u64, u64) {
    let taken = register.vault.take_page(None, page, Lists::Now, at(200), 0).await.unwrap();
    (taken.new, taken.held, taken.set_apart)
}

/// What was set apart, each as one that stands in another's name or place.
async fn forged(register: &Register) -> Vec<Hash> {
    let apart = register.vault.set_apart().await.unwrap();
    assert!(apart.iter().all(|apart| apart.unfit == Unfit::Forged));
    apart.iter().map(|apart| apart.entry.sealed.hash()).collect()
}

#[tokio::test]
async fn inv_1_an_entry_with_the_name_of_one_that_stands_is_set_apart_and_the_rest_of_its_page_is_taken() {
    let reader = reader().await;
    let first = of_device(0x100, 2).await;
    let second = of_device(0x200, 5).await;
    assert_eq!(take(&reader, &first).await, (2, 0, 0));
    // Nothing of that device stands, and two of its names do.
    assert_eq!(take(&reader, &second).await, (3, 0, 2));
    assert_eq!(forged(&reader).await, hashes(&second)[..2]);
    assert_eq!(take(&reader, &second).await, (0, 3, 2), "as often as it comes");
    assert_eq!(reader.vault.rebuild(|_| true).await.unwrap().changed, 0);
    assert_eq!(reader.vault.listed_count().await.unwrap(), 5);
}

#[tokio::test]
async fn inv_1_of_two_entries_of_one_name_in_a_page_the_first_stands() {
    let reader = reader().await;
    let first = of_device(0x100, 3).await;
    let second = of_device(0x200, 3).await;
    let both: Page = second.iter().take(1).chain(&first).chain(&second[1..]).cloned().collect();
    assert_eq!(take(&reader, &both).await, (3, 0, 3));
    assert_eq!(forged(&reader).await, [hashes(&first)[0], hashes(&second)[1], hashes(&second)[2]]);
}

#[tokio::test]
async fn inv_1_an_entry_at_the_place_of_one_that_stands_in_its_devices_chain_is_set_apart() {
    let reader = reader().await;
    let one = Register::on(device(0x100)).await;
    let first = reported(&one, 0x100, 2).await;
    // A copy of the device went another way, under other names.
    let copy = Register::on(one.vault.device_id()).await;
    for _ in 0..6 {
        copy.draw();
    }
    let other_way = reported(&copy, 0x300, 3).await;
    assert_eq!(take(&reader, &first).await, (2, 0, 0));
    assert_eq!(take(&reader, &other_way).await, (1, 0, 2));
    assert_eq!(forged(&reader).await, hashes(&other_way)[..2]);
}
