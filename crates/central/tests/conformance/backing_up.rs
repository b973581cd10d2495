//! What is put back from a backup is what was there, on either database, in a new era.

use crate::common::*;
use central::{CentralError, administration, backup, verify};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use protocol::*;
use register::Hash;

/// An office with entries, a refused one, looks, and the row of a photograph.
async fn filled(on: On) -> (Office, Laptop) {
    let office = Office::on(on).await;
    let mut laptop = office.laptop(1).await;
    let stranger = Officer::new(9, register::Role::Supervisor);
    laptop.record_as(laptop.incident(1), "by a stranger", &stranger);
    for n in 0..30 {
        laptop.record(n, "entry");
    }
    laptop.push_all(&office.centre).await;
    let look = Look {
        at: START,
        officer_id: laptop.founder.id,
        incident_id: None,
        verb: "search".into(),
        query: "invented".into(),
        reason: String::new(),
        seen_seq: None,
    };
    let upload = UploadLooks { after: 0, previous: Hash::ZERO, looks: vec![look] };
    office.centre.looks(laptop.signed(&upload)).await.unwrap();
    (office, laptop)
}

on_both! {
    async fn a_backup_is_put_back_on_either_database_and_begins_a_new_era(on: On) {
        let (office, mut laptop) = filled(on).await;
        let pixels = b"invented pixels".to_vec();
        let (blob, size) = (Hash::of(&pixels), pixels.len() as u64);
        let put = PartPut { blob, size, part: BlobPart { offset: 0, bytes: pixels.clone() } };
        office.centre.put_part(laptop.signed(&put)).await.unwrap();
        let photographs = InMemory::new();
        photographs.put(&Path::from(format!("NM/{blob}")), PutPayload::from(pixels)).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (key_file, place) = (folder.path().join("central.key"), folder.path().join("backup"));
        std::fs::write(&key_file, [3; 32]).unwrap();
        let counted = backup::back_up(office.database(), &photographs, &key_file, &place).await.unwrap();
        assert_eq!(counted.photographs, 1);
        let again = backup::back_up(office.database(), &photographs, &key_file, &place).await;
        assert!(matches!(again, Err(CentralError::Asked(_))));

        // What came after the backup is lost with the database, and sent again.
        laptop.record(1, "after the backup");
        laptop.push_all(&office.centre).await;
        let before = laptop.pull(&office.centre, 0, 100).await;
        let other = match on {
            On::Sqlite => On::Postgres,
            On::Postgres => On::Sqlite,
        };
        let new = Office::empty(other).await;
        let put_back = InMemory::new();
        let restored = backup::restore(new.database(), &put_back, &place, &office.clock()).await.unwrap();
        assert_eq!(restored, counted);
        let path = Path::from(format!("NM/{blob}"));
        assert_eq!(put_back.head(&path).await.unwrap().size, size);
        let full = backup::restore(new.database(), &put_back, &place, &office.clock()).await;
        assert!(matches!(full, Err(CentralError::Asked(_))));

        let new = new.opened().await;
        let verified = verify::verify(new.database()).await.unwrap();
        assert!(verified.is_sound(), "{verified:?}");
        assert_eq!((verified.entries, verified.looks), (31, 1));
        assert_eq!(administration::quarantine(new.database(), None).await.unwrap().len(), 1);
        let after = laptop.pull(&new.centre, 0, 100).await;
        assert_eq!(after.entries, before.entries[..31]);
        assert_ne!(after.form.era, before.form.era);
        // The laptop goes on where the backup ended: what it sent later is sent again.
        let chain = laptop.push(&new.centre, &[]).await.chain;
        let rest = &laptop.written[chain.device_seq as usize..];
        assert_eq!(accepted(&laptop.push(&new.centre, rest).await), [32]);
    }

    async fn a_damaged_backup_is_not_put_back(on: On) {
        let (office, _) = filled(on).await;
        let folder = tempfile::tempdir().unwrap();
        let (key_file, place) = (folder.path().join("central.key"), folder.path().join("backup"));
        std::fs::write(&key_file, [3; 32]).unwrap();
        let photographs = InMemory::new();
        backup::back_up(office.database(), &photographs, &key_file, &place).await.unwrap();
        let tables = place.join("tables");
        let mut bytes = std::fs::read(&tables).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&tables, bytes).unwrap();
        let new = Office::empty(on).await;
        let restored = backup::restore(new.database(), &photographs, &place, &office.clock()).await;
        assert!(matches!(restored, Err(CentralError::Asked(why)) if why.contains("damaged")));
    }
}
