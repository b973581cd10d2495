//! What else a device hands over: checkpoints, looks, photographs.

use crate::common::*;
use central::administration;
use object_store::ObjectStoreExt as _;
use protocol::*;
use register::{Hash, IncidentId, OfficerId};

fn look(n: i64) -> Look {
    Look {
        at: START + n,
        officer_id: OfficerId(uuid(2, 100)),
        incident_id: Some(IncidentId(uuid(5, 1))),
        verb: "open_incident".into(),
        query: String::new(),
        reason: format!("reason {n}"),
        seen_seq: Some(n),
    }
}

fn upload(after: u64, previous: Hash, looks: impl IntoIterator<Item = i64>) -> UploadLooks {
    UploadLooks { after, previous, looks: looks.into_iter().map(look).collect() }
}

async fn put(
    office: &Office,
    laptop: &Laptop,
    blob: Hash,
    size: u64,
    offset: u64,
    bytes: &[u8],
) -> Result<BlobState, Failure> {
    let part = BlobPart { offset, bytes: bytes.to_vec() };
    let said = office.centre.put_part(laptop.signed(&PartPut { blob, size, part })).await;
    said.map(|answer| answer.body.state)
}

on_both! {
    async fn a_checkpoint_says_what_is_still_to_come_and_what_does_not_fit(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let start = laptop.chain;
        laptop.push_all(&office.centre).await;
        laptop.record(1, "not sent yet");
        laptop.record(1, "nor this");
        let compare = |chain, drafts| {
            let checkpoint = Checkpoint::signed(laptop.device_id, chain, drafts, |payload| laptop.sign(payload));
            let signed = laptop.signed(&checkpoint);
            async { office.centre.checkpoint(signed).await.unwrap().body }
        };
        let ahead = compare(laptop.chain, 2).await;
        assert_eq!(ahead, Checkpointed { kind: CheckpointKind::ToSend, chain: start });
        let line = &administration::devices(office.database(), Some(&force())).await.unwrap()[0];
        assert_eq!((line.entries, line.expected, line.drafts), (1, 2, 2));
        laptop.push_all(&office.centre).await;
        assert_eq!(compare(laptop.chain, 0).await.kind, CheckpointKind::Same);
        assert_eq!(compare(start, 0).await.kind, CheckpointKind::Behind);
        for device_seq in [1, 3] {
            let other = ChainHead { device_seq, hash: Hash::of(b"another history") };
            assert_eq!(compare(other, 0).await.kind, CheckpointKind::Differs);
        }
        let forged = Checkpoint::signed(laptop.device_id, laptop.chain, 0, |_| [0; 64]);
        assert_eq!(office.centre.checkpoint(laptop.signed(&forged)).await, Err(Failure::Signature));
    }

    /// INV-9
    async fn looks_are_taken_once_in_their_chain_and_never_given_out(on: On) {
        let office = Office::on(on).await;
        let laptop = office.laptop(1).await;
        let send = |upload: UploadLooks| {
            let signed = laptop.signed(&upload);
            async { office.centre.looks(signed).await.map(|answer| answer.body.head) }
        };
        let first = upload(0, Hash::ZERO, 1..4);
        assert_eq!(send(first.clone()).await, Ok(first.head()));
        assert_eq!(send(first.clone()).await, Ok(first.head()), "sent again");
        // Some held, some new.
        let more = upload(0, Hash::ZERO, 1..6);
        assert_eq!(send(more.clone()).await, Ok(more.head()));
        assert_eq!(send(first.clone()).await, Ok(more.head()), "an old upload that came late");
        let elsewhere = Err(Failure::LooksElsewhere { have: 5 });
        assert_eq!(send(upload(7, Hash::of(b"x"), 8..9)).await, elsewhere, "a gap");
        assert_eq!(send(upload(5, Hash::of(b"x"), 6..7)).await, elsewhere, "another history");
        assert_eq!(send(upload(0, Hash::ZERO, 2..7)).await, elsewhere, "other looks");
        let verified = central::verify::verify(office.database()).await.unwrap();
        assert!(verified.is_sound());
        assert_eq!(verified.looks, 5);
    }

    async fn a_photograph_is_resumed_at_the_byte_where_it_stopped(on: On) {
        let office = Office::on(on).await;
        let laptop = office.laptop(1).await;
        let bytes: Vec<u8> = (0..10_000_u32).map(|n| n as u8).collect();
        let (blob, size) = (Hash::of(&bytes), bytes.len() as u64);
        let state = || async {
            office.centre.blob(laptop.signed(&BlobAsked { blob })).await.unwrap().body.state
        };
        assert_eq!(state().await, BlobState::Absent);
        let begun = |have| Ok(BlobState::Begun { have, size });
        assert_eq!(put(&office, &laptop, blob, size, 0, &bytes[..4_000]).await, begun(4_000));
        assert_eq!(Ok(state().await), begun(4_000));
        assert_eq!(put(&office, &laptop, blob, size, 0, &bytes[..4_000]).await, begun(4_000), "sent again");
        let gap = put(&office, &laptop, blob, size, 5_000, &bytes[5_000..]).await;
        assert_eq!(gap, Err(Failure::PartElsewhere { have: 4_000 }));
        let get = |offset| {
            let asked = laptop.signed(&PartAsked { blob, offset, limit: 3_000 });
            async { office.centre.get_part(asked).await.map(|answer| answer.body.part) }
        };
        assert_eq!(get(0).await, Err(Failure::NotFound), "not in whole yet");
        let whole = Ok(BlobState::Whole { size });
        assert_eq!(put(&office, &laptop, blob, size, 4_000, &bytes[4_000..]).await, whole);
        assert_eq!(put(&office, &laptop, blob, size, 0, &bytes[..9]).await, whole);
        let mut back = Vec::new();
        loop {
            let part = get(back.len() as u64).await.unwrap();
            if part.bytes.is_empty() {
                break;
            }
            back.extend(part.bytes);
        }
        assert_eq!(back, bytes);
        // Another force does not learn that it is held.
        let other = office.laptop_of(2, other_force()).await;
        let asked = office.centre.blob(other.signed(&BlobAsked { blob })).await.unwrap();
        assert_eq!(asked.body.state, BlobState::Absent);
    }

    async fn a_photograph_that_is_not_what_its_name_says_is_thrown_away_and_may_come_again(on: On) {
        let office = Office::on(on).await;
        let laptop = office.laptop(1).await;
        let bytes = b"invented pixels".to_vec();
        let (blob, size) = (Hash::of(&bytes), bytes.len() as u64);
        put(&office, &laptop, blob, size, 0, b"invented").await.unwrap();
        assert_eq!(put(&office, &laptop, blob, size, 8, b" PIXELS").await, Err(Failure::BlobDiffers));
        assert_eq!(put(&office, &laptop, blob, size, 0, &bytes).await, Ok(BlobState::Whole { size }));
        let large = office.centre.limits().blob_bytes + 1;
        assert!(matches!(put(&office, &laptop, Hash::ZERO, large, 0, b"x").await, Err(Failure::TooLarge { .. })));
    }

    async fn a_photograph_of_which_the_store_lost_something_is_asked_for_anew_and_holds_up_no_other(on: On) {
        let office = Office::on(on).await;
        let laptop = office.laptop(1).await;
        let bytes: Vec<u8> = (0..900_u32).map(|n| n as u8).collect();
        let (blob, size) = (Hash::of(&bytes), bytes.len() as u64);
        put(&office, &laptop, blob, size, 0, &bytes[..400]).await.unwrap();
        put(&office, &laptop, blob, size, 400, &bytes[400..800]).await.unwrap();
        let beginning = format!("{}/parts/{blob}/{:012}", force(), 0);
        office.blobs.delete(&beginning.into()).await.unwrap();
        let last = put(&office, &laptop, blob, size, 800, &bytes[800..]).await;
        assert_eq!(last, Err(Failure::BlobDiffers), "its beginning is gone");
        assert_eq!(put(&office, &laptop, blob, size, 0, &bytes).await, Ok(BlobState::Whole { size }));
        let get = PartAsked { blob, offset: 0, limit: 1_000 };
        assert_eq!(office.centre.get_part(laptop.signed(&get)).await.unwrap().body.part.bytes, bytes);
        office.blobs.delete(&format!("{}/{blob}", force()).into()).await.unwrap();
        let gone = office.centre.get_part(laptop.signed(&get)).await;
        assert_eq!(gone, Err(Failure::NotFound), "that is no fault of the line, and others are asked for");
    }
}
