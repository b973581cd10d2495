//! A field laptop: it ends with what is in its scope, in whole, whatever came in which order and wherever it was cut off.

use std::collections::BTreeSet;

use central::administration::Profile;
use register::IncidentId;
use register::command::{Act, LinkPerson};
use register::entry::Stream;
use sqlx::Executor as _;
use sync::{Bounds, Exchanged, SyncError};
use testkit::acts::{close, located, note, reopen};
use testkit::{BOUNDS, Cut, Laptop, Line, Office};

use crate::{settle, truthful};

/// Nothing that is known of streams that differ helps: what is missing must be asked for all the same.
const BLIND: Bounds = Bounds { digests: 0, ..BOUNDS };

async fn closed(laptop: &Laptop, earlier: Option<IncidentId>) -> IncidentId {
    let incident = match earlier {
        Some(earlier) => laptop.report_again(earlier).await,
        None => laptop.report("Test-Larkspur").await,
    };
    laptop.act(incident, note(incident, "asked the neighbours")).await.unwrap();
    laptop.act(incident, located(incident, laptop.now())).await.unwrap();
    laptop.act(incident, close(incident)).await.unwrap();
    incident
}

/// What stands in a force's ledger before any field laptop.
struct Before {
    desk: Laptop,
    /// Somebody who is missing, and was before.
    open: IncidentId,
    earlier: IncidentId,
    /// Somebody who was missing twice, and is not.
    closed: IncidentId,
    twice: IncidentId,
    /// Somebody else who was missing once.
    other: IncidentId,
}

async fn before(office: &Office) -> Before {
    let desk = office.laptop(1, "NM").await;
    let (earlier, closed_one, other) =
        (closed(&desk, None).await, closed(&desk, None).await, closed(&desk, None).await);
    let twice = closed(&desk, Some(closed_one)).await;
    let open = desk.report_again(earlier).await;
    settle(&office.centre, &[&desk]).await;
    Before { desk, open, earlier, closed: closed_one, twice, other }
}

async fn incidents(laptop: &Laptop) -> BTreeSet<IncidentId> {
    laptop.vault.incident_ids().await.unwrap().into_iter().collect()
}

/// It holds these incidents and no other, each as the desk has it, and is sound.
async fn holds(office: &Office, field: &Laptop, desk: &Laptop, expected: &[IncidentId]) {
    assert_eq!(incidents(field).await, BTreeSet::from_iter(expected.iter().copied()));
    for incident in expected {
        assert_eq!(field.state(*incident).await, desk.state(*incident).await);
        let stream = Stream::Incident(*incident);
        let held = field.vault.log(*incident).await.unwrap().state().unwrap().entries;
        assert_eq!(field.vault.positions(&stream).await.unwrap().len(), held, "each has its place");
        let summary = field.vault.summary(*incident).await.unwrap();
        assert_eq!(summary, desk.vault.summary(*incident).await.unwrap(), "the lists say the same");
    }
    truthful(office, field).await;
    assert_eq!(field.vault.set_apart_count().await.unwrap(), 0);
    let verified = field.verify().await;
    assert!(verified.is_sound(), "{:?}", verified.findings);
}

/// A field laptop of small pages, enrolled now.
async fn field(office: &Office, number: u32) -> Laptop {
    let mut field = office.field_laptop(number, "NM").await;
    field.bounds = Bounds { page_entries: 3, ..BLIND };
    field
}

async fn reference(desk: &Laptop, incident: IncidentId) -> String {
    desk.state(incident).await.unwrap().reference
}

#[tokio::test]
async fn a_field_laptop_holds_what_is_in_hand_and_earlier_incidents_of_those_people_and_comes_to_rest() {
    let office = Office::new().await;
    let was = before(&office).await;
    let mut field = field(&office, 2).await;
    field.bounds = BOUNDS;
    let done = field.exchange(&office.centre).await.unwrap();
    assert_eq!(done.differs, []);
    settle(&office.centre, &[&field, &was.desk]).await;
    holds(&office, &field, &was.desk, &[was.open, was.earlier]).await;
    assert!(field.vault.enrolment().await.unwrap().unwrap().whole_from.is_some());
    // What it says itself comes to the desk, and the other way round.
    field.act(was.open, note(was.open, "knocked")).await.unwrap();
    was.desk.act(was.open, note(was.open, "telephoned")).await.unwrap();
    let new = was.desk.report("Test-Sorrel").await;
    settle(&office.centre, &[&field, &was.desk, &field]).await;
    holds(&office, &field, &was.desk, &[was.open, was.earlier, new]).await;
    assert_eq!(was.desk.exchange(&office.centre).await.unwrap(), Exchanged::default());
}

#[tokio::test]
async fn an_older_incident_that_is_reopened_elsewhere_comes_in_whole_with_the_others_of_its_person() {
    let office = Office::new().await;
    let was = before(&office).await;
    let field = field(&office, 2).await;
    settle(&office.centre, &[&field, &was.desk]).await;
    was.desk.act(was.closed, reopen(was.closed)).await.unwrap();
    settle(&office.centre, &[&was.desk, &field]).await;
    holds(&office, &field, &was.desk, &[was.open, was.earlier, was.closed, was.twice]).await;
    assert_eq!(field.vault.to_back_fill().await.unwrap(), []);
}

#[tokio::test]
async fn somebody_who_is_missing_again_brings_what_was_before() {
    let office = Office::new().await;
    let was = before(&office).await;
    let field = field(&office, 2).await;
    settle(&office.centre, &[&field]).await;
    let again = closed(&was.desk, Some(was.other)).await;
    settle(&office.centre, &[&was.desk, &field]).await;
    holds(&office, &field, &was.desk, &[was.open, was.earlier, was.other, again]).await;
    // Whoever it turns out to be later as well.
    let unknown = was.desk.report("Test-Sorrel").await;
    settle(&office.centre, &[&was.desk, &field]).await;
    let person_id = was.desk.state(was.twice).await.unwrap().person_id;
    let link = LinkPerson {
        incident_id: unknown,
        act: Act::default(),
        person_id,
        reason: "known to the officer".into(),
    };
    was.desk.act(unknown, link).await.unwrap();
    settle(&office.centre, &[&was.desk, &field]).await;
    let all = [was.open, was.earlier, was.other, again, unknown, was.closed, was.twice];
    holds(&office, &field, &was.desk, &all).await;
}

#[tokio::test]
async fn it_may_be_cut_off_anywhere_and_goes_on() {
    let office = Office::new().await;
    let was = before(&office).await;
    let held = [was.open, was.earlier, was.closed, was.twice, was.other];
    for fill_from in [u64::MAX, 1] {
        for request in 1.. {
            let number = u32::from(fill_from == 1) * 100 + 10 + request;
            let mut two = field(&office, number).await;
            two.bounds = Bounds { page_entries: 12, fill_from, ..BLIND };
            // Something came since: what was before of it comes beside the pages.
            for incident in [was.closed, was.other] {
                was.desk.act(incident, note(incident, "telephoned")).await.unwrap();
            }
            was.desk.exchange(&office.centre).await.unwrap();
            let line = Line::cut(&office.centre, request, Cut::Silence);
            let ended = tokio::select! {
                ended = two.exchange(&line) => Some(ended),
                () = line.silent() => None,
            };
            // A short ledger is listed as it comes.
            let listed = if fill_from == 1 { two.vault.listed().await.unwrap() } else { Vec::new() };
            for summary in listed {
                assert_eq!(summary.incident_id, was.open, "the others are closed");
            }
            let two = two.reopened().await;
            assert!(two.verify().await.is_sound(), "after request {request}");
            two.exchange(&office.centre).await.unwrap();
            was.desk.exchange(&office.centre).await.unwrap();
            holds(&office, &two, &was.desk, &held).await;
            if ended.is_some() {
                assert!(request > 8, "{request} requests");
                break;
            }
        }
    }
}

#[tokio::test]
async fn an_older_incident_comes_when_an_officer_asks_for_it() {
    let office = Office::new().await;
    let was = before(&office).await;
    let field = field(&office, 2).await;
    settle(&office.centre, &[&field, &was.desk]).await;
    let asked = field.ask_for(&office.centre, &reference(&was.desk, was.closed).await).await.unwrap();
    assert_eq!(asked, [was.closed]);
    assert_eq!(field.ask_for(&office.centre, "NM/26/none").await.unwrap(), []);
    assert_eq!(field.vault.to_back_fill().await.unwrap(), [was.closed], "it is remembered until it has come");
    settle(&office.centre, &[&field]).await;
    holds(&office, &field, &was.desk, &[was.open, was.earlier, was.closed]).await;
    // A desk has it already.
    assert_eq!(
        was.desk.ask_for(&office.centre, &reference(&was.desk, was.other).await).await.unwrap(),
        [was.other]
    );
    assert_eq!(was.desk.exchange(&office.centre).await.unwrap().received, 0);
}

#[tokio::test]
async fn a_central_that_was_put_back_is_met_as_by_a_desk() {
    let office = Office::new().await;
    let was = before(&office).await;
    let field = field(&office, 2).await;
    settle(&office.centre, &[&field, &was.desk]).await;
    let yesterday = office.back_up().await;
    was.desk.act(was.closed, reopen(was.closed)).await.unwrap();
    field.act(was.open, note(was.open, "knocked")).await.unwrap();
    settle(&office.centre, &[&was.desk, &field]).await;
    let office = office.put_back(&yesterday).await;
    let done = field.exchange(&office.centre).await.unwrap();
    assert!(done.new_era, "{done:?}");
    truthful(&office, &field).await;
    settle(&office.centre, &[&was.desk, &field]).await;
    holds(&office, &field, &was.desk, &[was.open, was.earlier, was.closed, was.twice]).await;
}

#[tokio::test]
async fn a_field_laptop_that_becomes_a_desk_takes_the_rest_wherever_it_is_cut_off_and_keeps_it() {
    let office = Office::new().await;
    let was = before(&office).await;
    let all = [was.open, was.earlier, was.closed, was.twice, was.other];
    for request in 1.. {
        let two = field(&office, 10 + request).await;
        settle(&office.centre, &[&two, &was.desk]).await;
        office.set_profile(&two, Profile::Desk).await;
        let line = Line::cut(&office.centre, request, Cut::Silence);
        let ended = tokio::select! {
            ended = two.exchange(&line) => Some(ended),
            () = line.silent() => None,
        };
        let two = two.reopened().await;
        for summary in two.vault.listed().await.unwrap() {
            assert_eq!(summary.incident_id, was.open, "the others are closed");
        }
        assert!(two.verify().await.is_sound(), "after request {request}");
        two.exchange(&office.centre).await.unwrap();
        holds(&office, &two, &was.desk, &all).await;
        assert_eq!(two.vault.enrolment().await.unwrap().unwrap().whole_from, None);
        office.set_profile(&two, Profile::Field).await;
        settle(&office.centre, &[&two, &was.desk]).await;
        holds(&office, &two, &was.desk, &all).await;
        assert!(two.vault.enrolment().await.unwrap().unwrap().whole_from.is_some());
        if ended.is_some() {
            break;
        }
    }
}

/// Somebody with the key takes an entry of this incident away that another laptop wrote.
async fn lose_one(laptop: &Laptop, incident: IncidentId) {
    let mut insider = laptop.insider().await;
    let triggers: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'entry'")
            .fetch_all(&mut insider)
            .await
            .unwrap();
    for trigger in triggers {
        insider.execute(sqlx::AssertSqlSafe(format!("DROP TRIGGER {trigger}"))).await.unwrap();
    }
    let lost = "CREATE TEMP TABLE lost AS SELECT entry_seq FROM entry WHERE stream = ? ORDER BY entry_seq LIMIT 1 OFFSET 1";
    sqlx::query(lost).bind(incident.bytes().to_vec()).execute(&mut insider).await.unwrap();
    for table in ["entry", "ledger_place"] {
        let delete = format!("DELETE FROM {table} WHERE entry_seq = (SELECT entry_seq FROM lost)");
        insider.execute(sqlx::AssertSqlSafe(delete)).await.unwrap();
    }
}

#[tokio::test]
async fn a_stream_that_differs_is_asked_for_alone_on_a_desk_and_on_a_field_laptop() {
    let office = Office::new().await;
    let was = before(&office).await;
    let mut field = field(&office, 2).await;
    let mut desk = office.laptop(3, "NM").await;
    let small = Bounds { page_entries: 3, ..BOUNDS };
    (field.bounds, desk.bounds) = (small, small);
    settle(&office.centre, &[&field, &desk, &was.desk]).await;
    let busy = was.desk.report("Test-Sorrel").await;
    for n in 0..60 {
        was.desk.act(busy, note(busy, &format!("knocked at number {n}"))).await.unwrap();
    }
    was.desk.act(was.open, note(was.open, "telephoned")).await.unwrap();
    for laptop in [&field, &desk] {
        settle(&office.centre, &[&was.desk, &field, &desk]).await;
        let whole = laptop.held().await.entries;
        lose_one(laptop, was.open).await;
        was.desk.act(was.open, note(was.open, "something new")).await.unwrap();
        settle(&office.centre, &[&was.desk]).await;
        let line = Line::new(&office.centre);
        let done = laptop.exchange(&line).await.unwrap();
        assert_eq!((done.received, done.differs.len()), (2, 0), "the new one, and the one that was lost");
        assert!(laptop.held().await.entries.len() == whole.len() + 1);
        assert!(line.asked() < 20, "{} requests: not everything was asked for", line.asked());
        assert_eq!(laptop.state(was.open).await, was.desk.state(was.open).await);
    }
}

#[tokio::test]
async fn an_officer_who_was_suspended_is_given_nothing_older() {
    let office = Office::new().await;
    let was = before(&office).await;
    let field = field(&office, 2).await;
    settle(&office.centre, &[&field]).await;
    office.suspend(&field.force, field.officer.officer_id).await;
    let refused = field.ask_for(&office.centre, &reference(&was.desk, was.closed).await).await;
    assert!(matches!(refused, Err(SyncError::Central(protocol::Failure::NotEntitled))), "{refused:?}");
    assert_eq!(field.vault.to_back_fill().await.unwrap(), []);
}
