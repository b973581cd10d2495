//! A laptop that takes in a force's whole ledger: open incidents come first, and none is shown as open that is not.

use std::collections::BTreeSet;

use protocol::fake::FakeCentral;
use register::IncidentId;
use register::fact::Grade;
use register::incident::Status;
use sync::{Bounds, State, Step};
use testkit::acts::{assess, close, located, note};
use testkit::{BOUNDS, Cut, Laptop, Line, Office, START, force};

use crate::{all_the_same, settle, shown, truthful, with_fake};

const FIRST: Bounds = Bounds { fill_from: 40, ..BOUNDS };

/// Incidents whose reports come first in the ledger and whose closures last, but for every fourth, which stays open.
async fn a_long_ledger(office: &Office, one: &Laptop) -> Vec<IncidentId> {
    let mut incidents = Vec::new();
    for _ in 0..12 {
        incidents.push(one.report("Test-Larkspur").await);
    }
    for (n, incident) in incidents.iter().enumerate() {
        for _ in 0..4 {
            one.act(*incident, note(*incident, "asked the neighbours")).await.unwrap();
        }
        one.act(*incident, assess(*incident, Grade::Medium, one.now())).await.unwrap();
        if n % 4 > 0 {
            one.act(*incident, located(*incident, one.now())).await.unwrap();
            one.act(*incident, close(*incident)).await.unwrap();
        }
    }
    one.exchange(&office.centre).await.unwrap();
    incidents.into_iter().step_by(4).collect()
}

/// Of what is listed nothing is open that is closed.
async fn true_lists(laptop: &Laptop, open: &[IncidentId]) -> usize {
    let listed = laptop.vault.listed().await.unwrap();
    for summary in &listed {
        assert!(open.contains(&summary.incident_id), "{} is closed", summary.reference);
        assert_eq!(summary.status, Status::Open);
    }
    listed.len()
}

#[tokio::test]
async fn open_incidents_are_listed_first_and_no_closed_one_is_shown_as_open_wherever_it_is_cut_off() {
    let office = Office::new().await;
    let one = office.laptop(1, "NM").await;
    let open = a_long_ledger(&office, &one).await;
    let mut lists = Vec::new();
    for request in 1.. {
        let mut two = office.laptop(10 + request, "NM").await;
        two.bounds = FIRST;
        let line = Line::cut(&office.centre, request, Cut::Silence);
        let ended = tokio::select! {
            ended = two.exchange(&line) => Some(ended),
            () = line.silent() => None,
        };
        lists.push(true_lists(&two, &open).await);
        if let Some(ended) = ended {
            ended.unwrap();
            break;
        }
        // The program ended there; what it holds is sound, and it goes on when it begins again.
        let mut two = two.reopened().await;
        two.bounds = FIRST;
        assert!(two.verify().await.is_sound(), "after request {request}");
        two.exchange(&office.centre).await.unwrap();
        truthful(&office, &two).await;
        assert_eq!(true_lists(&two, &open).await, open.len());
        assert!(!two.vault.enrolment().await.unwrap().unwrap().filling);
        assert!(two.verify().await.is_sound(), "INV-2, after request {request}");
        assert_eq!(shown(&two, None).await, State::UpToDate);
    }
    let whole = lists.iter().position(|listed| *listed == open.len()).unwrap();
    assert!(whole + 4 < lists.len(), "they are listed while most is still to come: {lists:?}");
    assert!(lists.is_sorted(), "{lists:?}");
}

#[tokio::test]
async fn a_ledger_taken_in_so_is_read_as_any_other_and_the_lists_are_told_of_once_more() {
    let office = Office::new().await;
    let one = office.laptop(1, "NM").await;
    let open = a_long_ledger(&office, &one).await;
    let mut two = office.laptop(2, "NM").await;
    two.bounds = FIRST;
    let mut filled = 0;
    let tell = |step| filled += u32::from(step == Step::Filled);
    two.exchange_with(&office.centre, sync::Again::Now, tell).await.unwrap();
    assert_eq!(filled, 1);
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
    // What comes from now on is listed as it comes.
    one.act(open[0], located(open[0], one.now())).await.unwrap();
    settle(&office.centre, &[&one, &two]).await;
    let summary = two.vault.summary(open[0]).await.unwrap().unwrap();
    assert_eq!(summary.status, Status::Located);
}

#[tokio::test]
async fn a_short_ledger_is_taken_in_as_it_stands() {
    let office = Office::new().await;
    let one = office.laptop(1, "NM").await;
    a_long_ledger(&office, &one).await;
    let two = office.laptop(2, "NM").await;
    let mut filled = false;
    two.exchange_with(&office.centre, sync::Again::Now, |step| filled |= step == Step::Filled).await.unwrap();
    assert!(!filled);
    assert_eq!(two.vault.incident_ids().await.unwrap().len(), 12);
}

#[tokio::test]
async fn where_everything_is_open_nothing_is_given_twice() {
    let office = Office::new().await;
    let one = office.laptop(1, "NM").await;
    let incident = one.report("Test-Larkspur").await;
    for _ in 0..90 {
        one.act(incident, note(incident, "asked the neighbours")).await.unwrap();
    }
    one.exchange(&office.centre).await.unwrap();
    let mut requests = Vec::new();
    for (number, fill_from) in [(2, u64::MAX), (3, 40)] {
        let mut laptop = office.laptop(number, "NM").await;
        laptop.bounds = Bounds { fill_from, digests: 0, ..BOUNDS };
        let line = Line::new(&office.centre);
        let mut filled = false;
        laptop.exchange_with(&line, sync::Again::Now, |step| filled |= step == Step::Filled).await.unwrap();
        assert!(!filled, "what is listed already is not listed again");
        requests.push(line.asked());
        settle(&office.centre, &[&one, &laptop]).await;
        all_the_same(&office, &[&one, &laptop]).await;
    }
    // Where the ledger ends is asked, and what has come since.
    assert!(requests[1] <= requests[0] + 2, "{requests:?}");
}

#[tokio::test]
async fn a_central_put_back_while_open_incidents_come_is_believed_in_nothing_it_gave_before() {
    let nm = force("NM");
    for step in 1..20 {
        let (fake, folder) = (FakeCentral::new(START), tempfile::tempdir().unwrap());
        let one = with_fake(&fake, &folder, 1).await;
        let incident = one.report("Test-Larkspur").await;
        for _ in 0..70 {
            one.act(incident, note(incident, "asked the neighbours")).await.unwrap();
        }
        one.exchange(&fake).await.unwrap();
        let mut two = with_fake(&fake, &folder, 2).await;
        two.bounds = Bounds { fill_from: 40, ..BOUNDS };
        let mut steps = 0;
        let put_back = |_| {
            steps += 1;
            if steps == step {
                fake.put_back(&nm, 30);
            }
        };
        // Where it is put back while streams are compared, this exchange fails and the next one meets it.
        drop(two.exchange_with(&fake, sync::Again::Now, put_back).await);
        // What is counted as standing in the ledger stands there (INV-5), as soon as the laptop knows of its new count.
        let (held, ledger) = (two.held().await, fake.ledger(&nm));
        for (hash, position) in held.delivered.iter().filter(|_| held.era == 2) {
            let stands = ledger.iter().find(|entry| entry.position == *position).unwrap();
            assert_eq!(stands.sealed.hash(), *hash, "INV-5, step {step}");
        }
        settle(&fake, &[&one, &two]).await;
        let ledger: BTreeSet<_> = fake.ledger(&nm).iter().map(|entry| entry.sealed.hash()).collect();
        for laptop in [&one, &two] {
            assert_eq!(
                laptop.held().await.entries.into_keys().collect::<BTreeSet<_>>(),
                ledger,
                "step {step}"
            );
        }
        if steps < step {
            return;
        }
    }
    panic!("the exchange has more steps than are tried");
}
