//! Central that was put back from a backup is sent again what it lacks.

use chrono::TimeDelta;
use protocol::RefusalCode;
use register::Incident;
use register::fact::Grade;
use register::incident::ConflictKind;
use sync::{Again, State};
use testkit::acts::{assess, close, located, note};
use testkit::{Cut, Laptop, Line, Office};

use crate::{all_the_same, settle, shown, truthful, two};

async fn write(laptop: &Laptop, incident: register::IncidentId, entries: u32) {
    for n in 0..entries {
        laptop.act(incident, note(incident, &format!("knocked at number {n}"))).await.unwrap();
    }
}

#[tokio::test]
async fn a_central_put_back_from_yesterday_is_sent_again_what_it_lacks() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    let yesterday = office.back_up().await;
    write(&one, incident, 45).await;
    write(&two, incident, 3).await;
    settle(&office.centre, &[&one, &two]).await;
    let office = office.put_back(&yesterday).await;
    // Nothing of its own is new: it sees that central counts anew, and sends from where central's chain ends.
    let done = one.exchange(&office.centre).await.unwrap();
    assert!(done.new_era && done.delivered >= 45, "{done:?}");
    truthful(&office, &one).await;
    assert_eq!(shown(&one, None).await, State::UpToDate);
    // What another laptop wrote is here, and comes to central from here.
    assert_eq!(done.relayed, 3);
    assert_eq!(one.held().await.entries, office.ledger(&one.force).await.hashes());
    settle(&office.centre, &[&two, &one]).await;
    all_the_same(&office, &[&one, &two]).await;
}

#[tokio::test]
async fn a_laptop_that_wrote_more_before_it_met_the_restored_central_leaves_no_gap() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    let yesterday = office.back_up().await;
    write(&one, incident, 25).await;
    settle(&office.centre, &[&one, &two]).await;
    write(&one, incident, 5).await;
    let office = office.put_back(&yesterday).await;
    assert_eq!(one.vault.to_send().await.unwrap(), 5);
    // Cut after central has told that it lacks what was sent: from then on nothing of it counts as delivered.
    let line = Line::cut(&office.centre, 3, Cut::Request);
    one.exchange(&line).await.unwrap_err();
    assert_eq!(one.vault.to_send().await.unwrap(), 30, "INV-5");
    one.exchange(&office.centre).await.unwrap();
    truthful(&office, &one).await;
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
}

#[tokio::test]
async fn an_exchange_with_a_restored_central_may_be_cut_anywhere() {
    for cut in [Cut::Request, Cut::Answer] {
        let mut office = Office::new().await;
        let (one, two, incident) = two(&office).await;
        // Each time there is more to ask for again, so it never comes to its end: the first requests are enough.
        for request in 2..=16 {
            let yesterday = office.back_up().await;
            write(&one, incident, 22).await;
            write(&two, incident, 2).await;
            settle(&office.centre, &[&one, &two]).await;
            write(&one, incident, request % 2).await;
            office = office.put_back(&yesterday).await;
            let line = Line::cut(&office.centre, request, cut);
            let ended = one.exchange(&line).await;
            truthful(&office, &one).await;
            assert!(ended.is_err() && line.asked() == request, "request {request} was cut");
            one.exchange(&office.centre).await.unwrap();
            truthful(&office, &one).await;
            assert_eq!(shown(&one, None).await, State::UpToDate, "after request {request} was cut");
        }
        settle(&office.centre, &[&two, &one]).await;
        all_the_same(&office, &[&one, &two]).await;
    }
}

#[tokio::test]
async fn what_rests_on_what_a_restored_central_lacks_is_taken_once_that_has_come_again() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    let yesterday = office.back_up().await;
    two.act(incident, located(incident, two.now())).await.unwrap();
    settle(&office.centre, &[&two, &one]).await;
    one.act(incident, close(incident)).await.unwrap();
    settle(&office.centre, &[&one, &two]).await;
    let office = office.put_back(&yesterday).await;
    // Whoever closed comes first, to a central that takes from them what they wrote alone: nobody there has located anybody.
    let early = Again::After(TimeDelta::days(1));
    one.exchange_with(&Line::to_older(&office.centre), early, |_| {}).await.unwrap();
    assert_eq!(one.vault.refused().await.unwrap()[0].code, RefusalCode::Waits);
    assert!(!one.state(incident).await.unwrap().is_open(), "it is no less true here");
    two.exchange_with(&office.centre, early, |_| {}).await.unwrap();
    one.exchange_with(&office.centre, early, |_| {}).await.unwrap();
    assert_eq!(one.vault.refused().await.unwrap(), [], "not only after a day");
    settle(&office.centre, &[&one, &two]).await;
    all_the_same(&office, &[&one, &two]).await;
    assert!(!two.state(incident).await.unwrap().is_open());
}

/// A raises to high, and B notes something in sight of it. Central is put back, and B sends first, what it wrote alone: C has
/// the note and not the grade, and gives a lower one.
#[tokio::test]
async fn whoever_had_what_came_again_without_what_it_had_seen_overrules_nothing_and_is_refused_nowhere_inv_4()
{
    let office = Office::new().await;
    let (a, b, incident) = two(&office).await;
    let c = office.laptop(3, "NM").await;
    settle(&office.centre, &[&c]).await;
    let yesterday = office.back_up().await;
    a.act(incident, assess(incident, Grade::High, a.now())).await.unwrap();
    settle(&office.centre, &[&a, &b]).await;
    b.act(incident, note(incident, "knocked, nobody there")).await.unwrap();
    settle(&office.centre, &[&b]).await;

    let office = office.put_back(&yesterday).await;
    settle(&Line::to_older(&office.centre), &[&b, &c]).await;
    assert_eq!(c.state(incident).await.unwrap().grade(), None, "what nobody sent again");
    c.act(incident, assess(incident, Grade::Low, c.now())).await.unwrap();
    settle(&office.centre, &[&c, &a, &b]).await;
    all_the_same(&office, &[&a, &b, &c]).await;
    let decided = |state: Option<Incident>| {
        let state = state.unwrap();
        assert_eq!(state.grade(), Some(Grade::High));
        assert!(
            state.disagrees_on(ConflictKind::Grades),
            "the lower one was given by somebody who did not know"
        );
    };
    decided(c.state(incident).await);

    // Put back once more, and now all comes in order: what C had not is still what C had not.
    let office = office.put_back(&yesterday).await;
    settle(&office.centre, &[&a, &b, &c]).await;
    assert_eq!(c.vault.refused().await.unwrap(), []);
    all_the_same(&office, &[&a, &b, &c]).await;
    decided(c.state(incident).await);
}

#[tokio::test]
async fn a_central_of_which_the_files_were_copied_back_is_found_out_though_others_went_past_the_cursor_inv_5()
{
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    let (office, yesterday) = office.copied().await;
    write(&one, incident, 4).await;
    settle(&office.centre, &[&one, &two]).await;
    let office = office.copied_back(&yesterday).await;
    // In the era that all know, the other laptop has brought the ledger beyond where this one reads on.
    write(&two, incident, 9).await;
    let done = two.exchange(&office.centre).await.unwrap();
    assert!(done.new_era, "{done:?}");
    assert_eq!(done.relayed, 4, "of the one that has not noticed");
    let done = one.exchange(&office.centre).await.unwrap();
    assert!(done.new_era && done.received >= 9, "{done:?}");
    truthful(&office, &one).await;
    settle(&office.centre, &[&two, &one]).await;
    truthful(&office, &two).await;
    all_the_same(&office, &[&one, &two]).await;
    let again = one.exchange(&office.centre).await.unwrap();
    assert!(!again.new_era, "once");
}

#[tokio::test]
async fn what_central_took_and_lost_before_it_gave_it_out_counts_as_delivered_no_more_inv_5() {
    let office = Office::new().await;
    let (one, two, incident) = two(&office).await;
    settle(&office.centre, &[&one, &two]).await;
    let (office, yesterday) = office.copied().await;
    write(&one, incident, 3).await;
    // Taken, and the line cut before any page came.
    let line = Line::cut(&office.centre, 3, Cut::Request);
    one.exchange(&line).await.unwrap_err();
    assert_eq!(one.vault.to_send().await.unwrap(), 0);
    let office = office.copied_back(&yesterday).await;
    let done = one.exchange(&office.centre).await.unwrap();
    assert!(done.new_era && done.delivered >= 3, "{done:?}");
    truthful(&office, &one).await;
    settle(&office.centre, &[&two, &one]).await;
    all_the_same(&office, &[&one, &two]).await;
}
