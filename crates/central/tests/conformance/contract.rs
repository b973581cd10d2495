//! One story told to each implementation of the contract: central itself, central over HTTP, and the fake that
//! stands for it in laptops' tests.

use crate::common::*;
use central::configuration::Configuration;
use protocol::fake::{FakeCentral, Fault};
use protocol::*;
use register::Hash;
use register::fact::Attribute;
use register::national::Sought;
use sync::{HttpCentral, HttpSettings};

/// What a laptop may rely on, whichever it speaks to. `code` enrols it.
async fn told_to(central: &impl Central, code: EnrolCode) {
    let hello = central.hello(Hello::default()).await.unwrap();
    let mut laptop = Laptop::founded(1, force());
    laptop.time = hello.time;
    assert_eq!(central.heads(laptop.signed(&HeadsAsked {})).await, Err(Failure::NotEnrolled));
    let enrol = laptop.enrolment(&code);
    let enrolled = central.enrol(enrol.clone()).await.unwrap().body;
    assert_eq!(enrolled.verify(&enrol), Ok(()));
    assert_eq!((enrolled.key, enrolled.founding), (hello.body.key, laptop.written[0].hash()));

    let mut wakes = central.watch(laptop.signed(&Watch {})).await.unwrap();
    assert_eq!(wakes.next().await, Some(Wake::grown(force(), 0)));
    let hashes = [laptop.record(1, "one").hash(), laptop.record(1, "two").hash()];
    let gap = laptop.push(central, &laptop.written[1..]).await;
    assert_eq!(refused(&gap), [Some(RefusalCode::Gap), Some(RefusalCode::Gap)]);
    let checkpoint = Checkpoint::signed(laptop.device_id, laptop.chain, 0, |payload| laptop.sign(payload));
    let compared = central.checkpoint(laptop.signed(&checkpoint)).await.unwrap().body;
    assert_eq!(compared, Checkpointed { kind: CheckpointKind::ToSend, chain: ChainHead::START });
    assert_eq!(accepted(&laptop.push_all(central).await), [1, 2, 3]);
    assert_eq!(wakes.next().await, Some(Wake::grown(force(), 3)));
    let again = laptop.push_all(central).await;
    assert_eq!(again.outcomes, [1, 2, 3].map(|position| Outcome::Duplicate { position }));
    assert_eq!(again.chain, laptop.chain);
    let compared = central.checkpoint(laptop.signed(&checkpoint)).await.unwrap().body;
    assert_eq!(compared.kind, CheckpointKind::Same);

    let asked = Pull::after(force(), 1, 1);
    let page = central.pull(laptop.signed(&asked)).await.unwrap().body;
    assert_eq!(page.verify(&asked, &enrolled.key), Ok(()));
    assert_eq!((page.form.next, page.form.head), (2, 3));
    let all: Vec<_> = laptop.pull_all(central).await.into_iter().map(|entry| entry.sealed).collect();
    assert_eq!(all, laptop.written);
    let heads = central.heads(laptop.signed(&HeadsAsked {})).await.unwrap().body.heads;
    assert_eq!(heads, [ForceHead { force: force(), head: 3 }]);
    let stream = laptop.incident(1);
    let digest = DigestAsked { force: force(), stream, at: 3 };
    let digest = central.digest(laptop.signed(&digest)).await.unwrap().body;
    assert_eq!(digest, Digest { at: 3, entries: 2, digest: digest_of(hashes.to_vec()) });
    let beyond = DigestAsked { force: force(), stream, at: 4 };
    assert_eq!(central.digest(laptop.signed(&beyond)).await, Err(Failure::NotFound));

    let elsewhere = UploadLooks { after: 5, previous: Hash::ZERO, looks: Vec::new() };
    let said = central.looks(laptop.signed(&elsewhere)).await;
    assert_eq!(said, Err(Failure::LooksElsewhere { have: 0 }));
    let bytes = b"invented pixels".to_vec();
    let (blob, size) = (Hash::of(&bytes), bytes.len() as u64);
    for (from, to, state) in [(0, 8, BlobState::Begun { have: 8, size }), (8, 15, BlobState::Whole { size })]
    {
        let part = BlobPart { offset: from as u64, bytes: bytes[from..to].to_vec() };
        let held = central.put_part(laptop.signed(&PartPut { blob, size, part })).await.unwrap().body;
        assert_eq!(held.state, state);
    }
    let given = central.get_part(laptop.signed(&PartAsked { blob, offset: 0, limit: 99 })).await.unwrap();
    assert_eq!(given.body, PartGiven { size, part: BlobPart { offset: 0, bytes } });

    // The index: nobody is missing yet, and whoever asks says why.
    let feed = National { after: 0, limit: 9, begun: 0 };
    let page = central.national(laptop.signed(&feed)).await.unwrap().body;
    assert_eq!(page.verify(&feed, &enrolled.key), Ok(()));
    assert_eq!((page.changes.len(), page.form.next, page.form.head), (0, 0, 0));
    let facts = crate::national::stub(&force(), &[(Attribute::FamilyName, "Test-Rowan")]);
    crate::national::write(&mut laptop, 2, facts, &[]);
    let last = laptop.written.last().cloned().unwrap();
    assert_eq!(accepted(&laptop.push(central, &[last]).await), [4]);
    let page = central.national(laptop.signed(&feed)).await.unwrap().body;
    assert_eq!(page.verify(&feed, &enrolled.key), Ok(()));
    assert_eq!((page.changes.len(), page.form.next, page.form.head), (1, 1, 1));
    let find = Find {
        sought: Sought::Name("rowan".into()),
        officer_id: laptop.founder.id,
        reason: "seen at Test-Station".into(),
    };
    let found = central.find(laptop.signed(&find)).await.unwrap().body;
    assert_eq!(found.hits[0].extract, page.changes[0].extract.clone().unwrap());
    let without = Find { reason: String::new(), ..find };
    assert_eq!(central.find(laptop.signed(&without)).await, Err(Failure::Malformed));
    let open = Open {
        incident_id: page.changes[0].incident_id,
        officer_id: laptop.founder.id,
        reason: "seen at Test-Station".into(),
    };
    let opened = central.opened(laptop.signed(&open)).await.unwrap().body;
    assert_eq!(opened.extract, found.hits[0].extract);
    let pictures = Pictures { incidents: vec![open.incident_id], officer_id: laptop.founder.id };
    let given = central.pictures(laptop.signed(&pictures)).await.unwrap().body;
    assert_eq!(given, PicturesGiven { pictures: Vec::new(), answered: 1 }, "it has none");
    let many = Pictures { incidents: vec![open.incident_id; PICTURES + 1], ..pictures };
    let limit = PICTURES as u64;
    assert_eq!(central.pictures(laptop.signed(&many)).await, Err(Failure::TooLarge { limit }));
    let (which, officer_id) = (Which::Id(open.incident_id), laptop.founder.id);
    let older = BackFill { which, officer_id, reason: "seen at Test-Station".into() };
    let meant = BackFilled { incidents: vec![open.incident_id] };
    assert_eq!(central.back_fill(laptop.signed(&older)).await.unwrap().body, meant);
    let unknown = BackFill { which: Which::Reference("NM/26/999999".into()), ..older.clone() };
    assert_eq!(central.back_fill(laptop.signed(&unknown)).await.unwrap().body.incidents, []);
    let silent = BackFill { reason: String::new(), ..older };
    assert_eq!(central.back_fill(laptop.signed(&silent)).await, Err(Failure::Malformed));
    let of_one = Pull { stream: Some(stream), ..Pull::after(force(), 0, 9) };
    let page = central.pull(laptop.signed(&of_one)).await.unwrap().body;
    assert_eq!(page.verify(&of_one, &enrolled.key), Ok(()));
    assert_eq!((page.entries.len(), page.form.next), (2, page.form.head));
    let asked = LooksAtOurs { since: 0, limit: 9 };
    let digest = central.looks_at_ours(laptop.signed(&asked)).await.unwrap().body;
    assert_eq!((digest.looks.len(), digest.next), (0, 0), "those of the own force are none by others");

    // Nothing was told; what is told to the own force, or in another's name, is none.
    let asked = ToldAsked { after: 0, era: 0, limit: 9 };
    let page = central.told(laptop.signed(&asked)).await.unwrap().body;
    assert_eq!(page.verify(&asked, &enrolled.key), Ok(()));
    assert_eq!((page.told.len(), page.form.next), (0, 0));
    let telling = crate::telling::telling(&laptop, &laptop, 1);
    let tell = crate::telling::tell_as(&laptop.founder, &telling);
    assert_eq!(central.tell(laptop.signed(&tell)).await, Err(Failure::Malformed));
    let unheard = register::telling::Telling { to: other_force(), ..telling.clone() };
    let tell = crate::telling::tell_as(&laptop.founder, &unheard);
    assert_eq!(central.tell(laptop.signed(&tell)).await, Err(Failure::NotFound));
    let taking = Taking { officer_id: laptop.founder.id, officer: "PS Test-Alder".into(), at: 5 };
    let accept = AcceptTold { telling_id: telling.telling_id, taking };
    assert_eq!(central.accept_told(laptop.signed(&accept)).await, Err(Failure::NotFound));
    let asked = ToldStateAsked { tellings: vec![telling.telling_id] };
    assert_eq!(central.told_state(laptop.signed(&asked)).await.unwrap().body.states, []);
    let devices = central.devices(laptop.signed(&DevicesAsked {})).await.unwrap().body;
    assert_eq!(devices.verify(&force(), &enrolled.key), Ok(()));
    assert_eq!((devices.devices.len(), devices.form.head), (1, 4));
    assert_eq!((devices.devices[0].device_id, &devices.devices[0].revoked), (laptop.device_id, &None));
    let revoke = |device_id, reason| {
        laptop.signed(&crate::devices::asked(&laptop, &laptop.founder, device_id, reason))
    };
    assert_eq!(central.revoke_device(revoke(laptop.device_id, "")).await, Err(Failure::Malformed));
    let nobody = register::DeviceId(uuid(1, 99));
    assert_eq!(central.revoke_device(revoke(nobody, "Lost")).await, Err(Failure::NotFound));
    let devices = central.revoke_device(revoke(laptop.device_id, "Lost")).await.unwrap().body;
    assert_eq!(devices.verify(&force(), &enrolled.key), Ok(()));
    assert!(devices.devices[0].revoked.is_some());
    assert_eq!(central.devices(laptop.signed(&DevicesAsked {})).await, Err(Failure::Revoked));
    laptop.key = Laptop::founded(2, force()).key;
    assert_eq!(central.heads(laptop.signed(&HeadsAsked {})).await, Err(Failure::Signature));
}

on_both! {
    async fn central_itself_keeps_the_contract(on: On) {
        let office = Office::on(on).await;
        told_to(&office.centre, office.code(&force()).await).await;
    }

    async fn central_over_http_keeps_the_contract(on: On) {
        let office = Office::on(on).await;
        let listen = "127.0.0.1:0".parse().unwrap();
        let configuration = Configuration { listen, ..Configuration::default() };
        let serving = central::web::serve(office.centre.clone(), &configuration).await.unwrap();
        let address = format!("http://{}", serving.address);
        let http = HttpCentral::new(&address, HttpSettings::default()).unwrap();
        told_to(&http, office.code(&force()).await).await;
        serving.stop().await.unwrap();
    }
}

#[tokio::test]
async fn the_fake_keeps_the_contract_and_fails_as_it_is_told_to() {
    let fake = FakeCentral::new(START);
    told_to(&fake, EnrolCode::new([0; 10], &fake.key())).await;

    let mut laptop = Laptop::founded(3, other_force());
    fake.enrol(laptop.enrolment(&EnrolCode::new([0; 10], &fake.key()))).await.unwrap();
    let push = || laptop.signed(&Push { entries: laptop.written.clone() });
    fake.fail([Fault::Told(Failure::Unavailable), Fault::AnswerLost]);
    assert_eq!(fake.push(push()).await, Err(Failure::Unavailable));
    assert!(fake.ledger(&other_force()).is_empty());
    assert_eq!(fake.push(push()).await, Err(Failure::Unreachable));
    assert_eq!(fake.push(push()).await.unwrap().body.outcomes, [Outcome::Duplicate { position: 1 }]);
    let entry = laptop.record(1, "to be refused");
    let id = entry.read_header().unwrap().entry_id;
    laptop.record(1, "behind it");
    fake.refuse(id, Some(RefusalCode::OfficerSuspended));
    assert_eq!(refused(&laptop.push_all(&fake).await), [None, Some(RefusalCode::OfficerSuspended), None]);
    fake.refuse(id, None);
    assert_eq!(accepted(&laptop.push(&fake, &[entry]).await), [3]);
    let era = laptop.pull(&fake, 0, 9).await.form.era;
    fake.put_back(&other_force(), 1);
    assert_ne!(laptop.pull(&fake, 0, 9).await.form.era, era);
    assert_eq!(laptop.push(&fake, &[]).await.chain.device_seq, 1);
    fake.revoke(laptop.device_id);
    assert_eq!(fake.heads(laptop.signed(&HeadsAsked {})).await, Err(Failure::Revoked));
}
