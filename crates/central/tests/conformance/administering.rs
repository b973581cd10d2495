//! What an administrator sees, and that the tables let nothing be changed.

use crate::common::*;
use central::administration::{self, Organisation};
use central::verify::{FindingKind, verify};
use central::{CentralError, Database};
use register::DeviceId;
use register::force::ForceCode;

async fn sql(database: &Database, text: &'static str) -> Result<(), sqlx::Error> {
    match database {
        Database::Sqlite(pool) => sqlx::raw_sql(text).execute(pool).await.map(drop),
        Database::Postgres(pool) => sqlx::raw_sql(text).execute(pool).await.map(drop),
    }
}

async fn written(on: On) -> Office {
    let office = Office::on(on).await;
    let mut laptop = office.laptop(1).await;
    for n in 0..4 {
        laptop.record(n, "entry");
    }
    laptop.push_all(&office.centre).await;
    office
}

on_both! {
    /// INV-1
    async fn an_entry_is_never_changed_and_a_stream_never_changes_its_force(on: On) {
        let office = written(on).await;
        for text in [
            "UPDATE entry SET received_at = 0 WHERE position = 2",
            "UPDATE entry SET body = header WHERE position = 2",
            "UPDATE entry SET signature = signature, position = 9 WHERE position = 2",
            "DELETE FROM entry WHERE position = 2",
            "UPDATE stream_owner SET force = 'WX'",
            "DELETE FROM stream_owner",
        ] {
            assert!(sql(office.database(), text).await.is_err(), "{text}");
        }
        assert!(verify(office.database()).await.unwrap().is_sound());
    }

    async fn verify_names_what_somebody_with_the_database_altered(on: On) {
        let office = written(on).await;
        let verified = verify(office.database()).await.unwrap();
        assert_eq!((verified.entries, verified.chains, verified.findings.len()), (5, 1, 0));
        let drop = match on {
            On::Sqlite => "DROP TRIGGER entry_is_never_changed; DROP TRIGGER entry_is_never_removed;",
            On::Postgres => "ALTER TABLE entry DISABLE TRIGGER ALL",
        };
        sql(office.database(), drop).await.unwrap();
        let found = || async {
            let verified = verify(office.database()).await.unwrap();
            verified.findings.into_iter().map(|finding| (finding.kind, finding.at)).collect::<Vec<_>>()
        };
        sql(office.database(), "UPDATE entry SET body = header WHERE position = 2").await.unwrap();
        assert_eq!(found().await, [(FindingKind::BodyAltered, 2)]);
        sql(office.database(), "UPDATE entry SET signature = (SELECT e.signature FROM entry e WHERE e.position = 1) WHERE position = 3").await.unwrap();
        assert!(found().await.contains(&(FindingKind::Signature, 3)));
        sql(office.database(), "DELETE FROM entry WHERE position = 4").await.unwrap();
        let gone = found().await;
        assert!(gone.contains(&(FindingKind::PositionMissing, 4)) && gone.contains(&(FindingKind::ChainBroken, 5)));
        sql(office.database(), "DELETE FROM entry WHERE position = 5").await.unwrap();
        assert!(found().await.contains(&(FindingKind::HeadDiffers, 3)));
    }

    async fn other_organisations_are_admitted_with_their_date_of_adoption_only(on: On) {
        let office = Office::on(on).await;
        let partner = ForceCode::parse("CHARITY").unwrap();
        let code_adopted = chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
        let organisation = Organisation::Partner { code_adopted };
        administration::add_force(office.database(), &partner, "Invented Charity", &organisation, &office.clock())
            .await
            .unwrap();
        assert!(administration::forces(office.database()).await.unwrap().contains(&partner));
        let without = "INSERT INTO force VALUES ('ZZZ', 'Another', 0, NULL, 0, 0, 0)";
        assert!(sql(office.database(), without).await.is_err());
    }

    async fn devices_are_listed_with_what_came_and_a_stranger_cannot_be_revoked(on: On) {
        let office = written(on).await;
        office.laptop_of(2, other_force()).await;
        let lines = administration::devices(office.database(), None).await.unwrap();
        assert_eq!(lines.iter().map(|line| (line.force.as_str(), line.entries)).collect::<Vec<_>>(), [("NM", 5), ("WX", 0)]);
        let nobody = DeviceId(uuid(1, 99));
        let revoked = administration::revoke_device(office.database(), &force(), nobody, &office.clock()).await;
        assert!(matches!(revoked, Err(CentralError::Asked(_))));
        let stats = administration::stats(office.database()).await.unwrap();
        assert_eq!((stats[0].entries, stats[0].streams, stats[0].devices), (5, 5, 1));
    }

    async fn every_key_begins_with_the_force_so_that_it_distributes(on: On) {
        let office = Office::on(on).await;
        // By stream: to which force a stream belongs. Of the service itself: its own row. Of all forces: the index.
        let others = [
            "central", "stream_owner", "_sqlx_migrations", "national", "national_word", "national_counter",
        ];
        let first_columns: Vec<(String, String)> = match office.database() {
            Database::Sqlite(pool) => sqlx::query_as(
                "SELECT m.name, i.name FROM sqlite_master m, pragma_table_info(m.name) i
                 WHERE m.type = 'table' AND i.pk = 1").fetch_all(pool).await.unwrap(),
            Database::Postgres(pool) => sqlx::query_as(
                "SELECT c.relname::text, a.attname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
                 JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
                 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                 WHERE i.indisprimary").fetch_all(pool).await.unwrap(),
        };
        assert!(first_columns.len() > 10);
        for (table, column) in first_columns {
            assert!(column == "force" || others.contains(&table.as_str()), "{table} is keyed by {column}");
        }
    }
}
