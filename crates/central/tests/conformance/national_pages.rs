//! The national index as a reader takes it page by page, and as it is made again.

use crate::common::*;
use crate::national::{located, names, page, stub, two, write};
use central::national;
use protocol::*;
use register::fact::*;
use register::national::Extract;
use register::*;

/// What the tables of the index hold, but for the numbers of changes.
async fn rows(office: &Office, laptop: &Laptop) -> Vec<(IncidentId, Option<Extract>)> {
    let mut rows: Vec<_> = page(office, laptop, 0, 1_000, 0)
        .await
        .changes
        .into_iter()
        .map(|changed| (changed.incident_id, changed.extract))
        .collect();
    rows.sort_by_key(|(incident, _)| *incident);
    rows
}

async fn emptied(office: &Office) {
    for sql in ["DELETE FROM national_word", "DELETE FROM national"] {
        match office.database() {
            central::Database::Sqlite(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
            central::Database::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
        }
    }
}

on_both! {
    async fn whoever_begins_gets_what_is_open_in_whole_and_nothing_else_before_the_rest(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let mut open = Vec::new();
        for number in 0..9 {
            let seen = write(&mut laptop, number, stub(&force(), &[(Attribute::FamilyName, "Test-Rowan")]), &[]);
            laptop.record(number, "asked the neighbours");
            if number % 3 > 0 {
                write(&mut laptop, number, vec![located()], &[seen]);
            } else {
                open.push(laptop.incident(number));
            }
        }
        laptop.push_all(&office.centre).await;
        let key = own_key().public();
        let (mut after, mut came) = (0, Vec::new());
        loop {
            let asked = Pull { open_only: true, ..Pull::after(force(), after, 3) };
            let page = office.centre.pull(laptop.signed(&asked)).await.unwrap().body;
            assert_eq!(page.verify(&asked, &key), Ok(()));
            if page.form.next != page.form.after + page.entries.len() as u64 {
                let whole = Pull { open_only: false, ..asked };
                assert_eq!(page.verify(&whole, &key), Err(Failure::NotCentral), "it has gaps");
            }
            came.extend(page.entries);
            after = page.form.next;
            if after == page.form.head {
                break;
            }
        }
        let expected: Vec<_> = laptop
            .pull_all(&office.centre)
            .await
            .into_iter()
            .filter(|entry| {
                let stream = entry.sealed.read_header().unwrap().stream;
                open.contains(&stream) || matches!(stream, register::entry::Stream::Force(_))
            })
            .collect();
        assert!(expected.len() > 6);
        assert_eq!(came, expected);
    }

    async fn a_page_that_was_altered_or_answers_something_else_is_not_taken(on: On) {
        let office = Office::on(on).await;
        let (mut ours, theirs) = two(&office).await;
        for number in 1..4 {
            write(&mut ours, number, stub(&force(), &[(Attribute::FamilyName, "Test-Rowan")]), &[]);
        }
        ours.push_all(&office.centre).await;
        let good = page(&office, &theirs, 0, 2, 0).await;
        let (asked, key) = (National { after: 0, limit: 2, begun: 0 }, own_key().public());
        let mut altered = good.clone();
        altered.changes[0].extract.as_mut().unwrap().family_name = "Test-Other".into();
        let mut shorter = good.clone();
        shorter.changes.pop();
        let mut era = good.clone();
        era.form.era += 1;
        for page in [altered, shorter, era] {
            assert_eq!(page.verify(&asked, &key), Err(Failure::NotCentral));
        }
        assert_eq!(good.verify(&National { after: 1, ..asked }, &key), Err(Failure::NotCentral));
    }

    async fn a_reader_of_the_index_skips_nothing_while_many_write(on: On) {
        const WRITERS: u32 = 5;
        const INCIDENTS: u32 = 12;
        let office = Office::on(on).await;
        let (_, reader) = two(&office).await;
        let mut laptops = Vec::new();
        for number in 0..WRITERS {
            let code = if number % 2 == 0 { force() } else { other_force() };
            let mut laptop = office.laptop_of(10 + number, code.clone()).await;
            for incident in 0..INCIDENTS {
                let facts = stub(&code, &[(Attribute::FamilyName, "Test-Rowan")]);
                let seen = write(&mut laptop, incident, facts, &[]);
                if incident % 3 == 0 {
                    write(&mut laptop, incident, vec![located()], &[seen]);
                }
            }
            laptops.push(laptop);
        }
        let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let reading = {
            let (centre, reader, done) = (office.centre.clone(), reader.clone(), done.clone());
            tokio::spawn(async move {
                let mut held = std::collections::BTreeMap::new();
                let mut after = 0;
                loop {
                    let last_round = done.load(std::sync::atomic::Ordering::Acquire);
                    let asked = National { after, limit: 5, begun: 0 };
                    let page = centre.national(reader.signed(&asked)).await.unwrap().body;
                    page.verify(&asked, &own_key().public()).unwrap();
                    for changed in page.changes {
                        held.insert(changed.incident_id, changed.extract);
                    }
                    after = page.form.next;
                    if last_round && after == page.form.head {
                        return held;
                    }
                }
            })
        };
        let pushing: Vec<_> = laptops
            .iter()
            .cloned()
            .map(|laptop| {
                let centre = office.centre.clone();
                tokio::spawn(async move {
                    for batch in laptop.written.chunks(2) {
                        accepted(&laptop.push(&centre, batch).await);
                    }
                })
            })
            .collect();
        for task in pushing {
            task.await.unwrap();
        }
        done.store(true, std::sync::atomic::Ordering::Release);
        let held: Vec<_> = reading.await.unwrap().into_iter().filter(|(_, extract)| extract.is_some()).collect();
        assert_eq!(held.len(), (WRITERS * INCIDENTS * 2 / 3) as usize);
        let standing: Vec<_> =
            rows(&office, &reader).await.into_iter().filter(|(_, extract)| extract.is_some()).collect();
        assert_eq!(held, standing);
    }

    async fn a_rebuild_of_what_was_thrown_away_gives_the_same_rows_and_of_what_is_right_changes_nothing(on: On) {
        let office = Office::on(on).await;
        let (mut ours, theirs) = two(&office).await;
        for number in 0..90 {
            let facts = stub(&force(), &[(Attribute::FamilyName, "Test-Rowan"), (Attribute::Hair, "red")]);
            let seen = write(&mut ours, number, facts, &[]);
            if number % 9 == 0 {
                write(&mut ours, number, vec![located()], &[seen]);
            }
        }
        // Few at a time: those are in the index before they are answered, and nothing is folded behind the test.
        for some in ours.written.chunks(10) {
            ours.push(&office.centre, some).await;
        }
        office.centre.settle_index().await.unwrap();
        let before: Vec<_> =
            rows(&office, &theirs).await.into_iter().filter(|(_, extract)| extract.is_some()).collect();
        assert_eq!(before.len(), 80);
        assert_eq!(national::rebuild(office.database(), &office.clock()).await.unwrap(), 0);
        emptied(&office).await;
        assert_eq!(names(&office, &theirs, "rowan").await.len(), 0);
        assert_eq!(national::rebuild(office.database(), &office.clock()).await.unwrap(), 80);
        assert_eq!(rows(&office, &theirs).await, before);
        assert_eq!(names(&office, &theirs, "rowna").await.len(), 50);
    }
}
