//! What must hold throughout and at the end. What is wrong comes back in words; nothing is wrong where nothing
//! comes back.

use std::collections::{BTreeMap, BTreeSet};

use register::entry::Stream;
use register::fact::IncidentFact;
use register::national::Extract;
use register::{Entry, Hash, Incident, IncidentId};
use store::ToCarry;
use testkit::{BOUNDS, Held, Laptop, Ledger};

/// Receipts that are not true: what the laptop counts as delivered and does not stand where it was said to stand in
/// a ledger of the same era (INV-5). Of another era the laptop does not know yet.
pub fn lies(name: char, held: &Held, to_send: u64, ledger: &Ledger) -> Vec<String> {
    let mut found = Vec::new();
    if held.era == ledger.era {
        for (hash, position) in &held.delivered {
            match ledger.entries.get(position) {
                Some(stood) if stood.hash == *hash => {}
                Some(_) => {
                    found.push(format!("laptop {name}: another entry stands at {position} than {hash}"));
                }
                None => found.push(format!("laptop {name}: {hash} counts as delivered and is not there")),
            }
        }
    }
    if held.to_send() != to_send {
        found.push(format!("laptop {name}: says {to_send} to send, and has {}", held.to_send()));
    }
    found
}

/// Entries that one side holds and the other does not.
pub fn differences(
    name: char,
    held: &BTreeMap<Hash, [u8; 16]>,
    central: &BTreeMap<Hash, [u8; 16]>,
    recorded: &BTreeSet<Hash>,
) -> Vec<String> {
    let mut found = Vec::new();
    for hash in central.keys().filter(|hash| !held.contains_key(hash)) {
        found.push(format!("laptop {name} lacks {hash}"));
    }
    for (hash, stream) in held {
        match central.get(hash) {
            None => found.push(format!("central lacks {hash}, which laptop {name} holds")),
            Some(other) if other != stream => found.push(format!("{hash} is in two streams")),
            Some(_) => {}
        }
    }
    for hash in recorded.iter().filter(|hash| !central.contains_key(hash)) {
        found.push(format!("lost: {hash} was recorded and is not at central"));
    }
    found
}

/// What the ledger's incidents add up to.
pub fn folded(ledger: &Ledger) -> BTreeMap<IncidentId, Option<Incident>> {
    let mut logs: BTreeMap<IncidentId, Vec<Entry<IncidentFact>>> = BTreeMap::new();
    for stood in ledger.entries.values() {
        if let Some(entry) = stood.sealed.open_or_altered::<IncidentFact>()
            && let Stream::Incident(incident_id) = entry.header.stream
        {
            logs.entry(incident_id).or_default().push(entry.taken_at(stood.received_at, BOUNDS.ahead_ms));
        }
    }
    logs.into_iter().map(|(incident_id, log)| (incident_id, Incident::fold(&log))).collect()
}

/// What is wrong at one laptop once all have come to rest.
pub async fn at_rest(laptop: &Laptop, ledger: &Ledger, recorded: &BTreeSet<Hash>) -> Vec<String> {
    let (name, held) = (laptop.name(), laptop.held().await);
    let to_send = laptop.vault.to_send().await.unwrap_or(u64::MAX);
    let mut found = lies(name, &held, to_send, ledger);
    if held.era != ledger.era {
        found.push(format!("laptop {name} counts in another era than central"));
    }
    if to_send + held.refused.len() as u64 + held.apart.len() as u64 > 0 {
        let (refused, apart) = (held.refused.len(), held.apart.len());
        let codes: BTreeSet<i64> = held.refused.values().copied().collect();
        found.push(format!(
            "laptop {name}: {to_send} to send, {refused} refused (refusal codes {codes:?}), {apart} set apart"
        ));
    }
    found.extend(differences(name, &held.entries, &ledger.hashes(), recorded));
    for (incident_id, state) in folded(ledger) {
        if laptop.state(incident_id).await != state {
            found.push(format!("laptop {name} reads incident {incident_id} in another way than central"));
        }
    }
    let verified = laptop.verify().await;
    if !verified.is_sound() {
        found.push(format!("laptop {name} does not verify: {:?}", verified.findings));
    }
    found
}

/// What is told that is not true: a sighting that counts as delivered or taken, and that no laptop of the force that was
/// told holds, or holds as taken (INV-5).
pub async fn lies_told(laptops: &[&Laptop]) -> Vec<String> {
    let mut found = Vec::new();
    for teller in laptops {
        for own in teller.vault.tellings().await.unwrap_or_default() {
            let (id, to, progress) = (own.telling.telling_id, &own.telling.to, own.progress);
            let (mut held, mut taken) = (false, false);
            for laptop in laptops.iter().filter(|laptop| laptop.force == *to) {
                let told = laptop.vault.told_one(id).await.ok().flatten();
                held |= told.is_some();
                taken |= told.is_some_and(|told| told.taking.is_some());
            }
            let says = [
                ("delivered", progress.delivered_at.is_some(), held),
                ("taken", progress.taken.is_some(), taken),
            ];
            for (what, _, _) in says.into_iter().filter(|(_, said, so)| *said && !so) {
                found.push(format!("laptop {}: {id} counts as {what}, and is not", teller.name()));
            }
        }
    }
    found
}

/// What is not where it belongs once nothing goes wrong any more: photographs and looks on one side alone, a national
/// index that is not what the ledgers add up to, sightings that did not arrive.
pub async fn beside_at_rest(laptops: &[&Laptop], ledgers: &[Ledger]) -> Vec<String> {
    let mut found = lies_told(laptops).await;
    let open: BTreeMap<IncidentId, Extract> = ledgers
        .iter()
        .flat_map(folded)
        .filter_map(|(incident_id, state)| Some((incident_id, Extract::of(&state?)?)))
        .collect();
    for laptop in laptops {
        let name = laptop.name();
        let left = laptop.vault.to_carry().await;
        if left.as_ref().ok() != Some(&ToCarry::default()) {
            found.push(format!("laptop {name} has still to carry {left:?}"));
        }
        let held = laptop.vault.national().await.map(|index| index.extracts).unwrap_or_default();
        let held: BTreeMap<IncidentId, Extract> =
            held.into_iter().map(|extract| (extract.incident_id, extract)).collect();
        let differ: BTreeSet<_> =
            open.keys().chain(held.keys()).filter(|id| open.get(id) != held.get(id)).collect();
        if !differ.is_empty() {
            found.push(format!("laptop {name} holds another index than the ledgers: {differ:?}"));
        }
        for own in laptop.vault.tellings().await.unwrap_or_default() {
            if own.progress.delivered_at.is_none() {
                found.push(format!(
                    "laptop {name}: {} did not arrive: {:?}",
                    own.telling.telling_id, own.progress
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use register::Sealed;
    use testkit::Stood;

    use super::*;

    fn hash(n: u8) -> Hash {
        Hash([n; 32])
    }

    fn ledger(hashes: &[u8]) -> Ledger {
        let sealed = Sealed { header: vec![], signature: [0; 64], body: None };
        let stood = |n: u8| Stood { hash: hash(n), stream: [0; 16], received_at: 0, sealed: sealed.clone() };
        let entries = hashes.iter().zip(1..).map(|(n, position)| (position, stood(*n))).collect();
        Ledger { era: 1, entries }
    }

    fn held(own: &[u8], delivered: &[(u8, u64)]) -> Held {
        Held {
            entries: own.iter().map(|n| (hash(*n), [0; 16])).collect(),
            own: own.iter().map(|n| hash(*n)).collect(),
            delivered: delivered.iter().map(|(n, position)| (hash(*n), *position)).collect(),
            era: 1,
            ..Held::default()
        }
    }

    #[test]
    fn a_receipt_that_is_not_true_is_found_inv_5() {
        let honest = held(&[7, 8], &[(7, 1)]);
        assert_eq!(lies('A', &honest, 1, &ledger(&[7])), Vec::<String>::new());
        assert_eq!(lies('A', &honest, 0, &ledger(&[7])).len(), 1, "what is to send is counted wrongly");
        assert_eq!(lies('A', &honest, 1, &ledger(&[9])).len(), 1, "another entry stands there");
        assert_eq!(lies('A', &honest, 1, &ledger(&[])).len(), 1, "nothing stands there");
        let before = Held { era: 2, ..honest };
        assert_eq!(lies('A', &before, 1, &ledger(&[])), Vec::<String>::new(), "it has not been told yet");
    }

    #[test]
    fn what_one_side_lacks_and_what_is_lost_is_named() {
        let central = ledger(&[1, 2]).hashes();
        let recorded = BTreeSet::from([hash(1), hash(2)]);
        assert_eq!(differences('A', &central, &central, &recorded), Vec::<String>::new());
        let found = differences('A', &ledger(&[2, 3]).hashes(), &central, &BTreeSet::from([hash(4)]));
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].contains("laptop A lacks") && found[1].contains("central lacks"));
        assert!(found[2].contains("lost"));
    }
}
