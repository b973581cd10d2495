//! Every verb of the contract comes through as it does in one process.

use super::*;
use protocol::*;
use register::Hash;
use sync::AddressError;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_verb_is_answered_over_http_as_by_central_itself() {
    let Listening { office, serving } = listening(wide()).await;
    let http = client(serving.address);
    let hello = http.hello(Hello::default()).await.unwrap();
    assert_eq!(hello, office.centre.hello(Hello::default()).await.unwrap());
    let key = hello.body.key;

    let mut laptop = Laptop::founded(1, force());
    let code = office.code(&force()).await;
    let enrol = laptop.enrolment(&code);
    let enrolled = http.enrol(enrol.clone()).await.unwrap().body;
    assert!(code.is_of(&enrolled.key) && enrolled.verify(&enrol).is_ok());

    let mut wakes = http.watch(laptop.signed(&Watch {})).await.unwrap();
    assert_eq!(wakes.next().await, Some(Wake::grown(force(), 0)));
    let entry = laptop.record(1, "over the wire");
    assert_eq!(accepted(&laptop.push_all(&http).await), [1, 2]);
    assert_eq!(wakes.next().await, Some(Wake::grown(force(), 2)));
    let mine = vec![Outcome::Refused { code: RefusalCode::OtherDevice }];
    assert_eq!(laptop.relay(&http, std::slice::from_ref(&entry)).await, mine);

    let asked = Pull::after(force(), 1, 10);
    let page = http.pull(laptop.signed(&asked)).await.unwrap().body;
    assert_eq!(page.verify(&asked, &key), Ok(()));
    assert_eq!(page.entries[0].sealed, entry);
    let heads = http.heads(laptop.signed(&HeadsAsked {})).await.unwrap().body;
    assert_eq!(heads.heads[0].head, 2);
    let stream = laptop.incident(1);
    let digest = http.digest(laptop.signed(&DigestAsked { force: force(), stream, at: 2 })).await.unwrap();
    assert_eq!(digest.body.digest, digest_of(vec![entry.hash()]));
    let checkpoint = Checkpoint::signed(laptop.device_id, laptop.chain, 0, |payload| laptop.sign(payload));
    let compared = http.checkpoint(laptop.signed(&checkpoint)).await.unwrap().body;
    assert_eq!(compared, Checkpointed { kind: CheckpointKind::Same, chain: laptop.chain });
    let upload = UploadLooks { after: 0, previous: Hash::ZERO, looks: Vec::new() };
    assert_eq!(http.looks(laptop.signed(&upload)).await.unwrap().body.head, upload.head());

    let bytes = b"invented pixels".to_vec();
    let (blob, size) = (Hash::of(&bytes), bytes.len() as u64);
    assert_eq!(http.blob(laptop.signed(&BlobAsked { blob })).await.unwrap().body.state, BlobState::Absent);
    let put = PartPut { blob, size, part: BlobPart { offset: 0, bytes: bytes.clone() } };
    assert_eq!(http.put_part(laptop.signed(&put)).await.unwrap().body.state, BlobState::Whole { size });
    let given = http.get_part(laptop.signed(&PartAsked { blob, offset: 8, limit: 99 })).await.unwrap().body;
    assert_eq!(given.part, BlobPart { offset: 8, bytes: bytes[8..].to_vec() });

    let feed = National { after: 0, limit: 9, begun: 0 };
    let page = http.national(laptop.signed(&feed)).await.unwrap().body;
    assert_eq!(page.verify(&feed, &key), Ok(()));
    let (officer_id, reason) = (laptop.founder.id, "seen at Test-Station".to_owned());
    let sought = register::national::Sought::Name("rowan".into());
    let find = Find { sought, officer_id, reason: reason.clone() };
    assert_eq!(http.find(laptop.signed(&find)).await.unwrap().body.hits, []);
    let register::entry::Stream::Incident(incident_id) = stream else { panic!("an incident") };
    let open = Open { incident_id, officer_id, reason };
    assert_eq!(http.opened(laptop.signed(&open)).await, Err(Failure::NotFound));
    let which = Which::Reference("NM/26/000009".into());
    let older = BackFill { which, officer_id, reason: "seen at Test-Station".into() };
    assert_eq!(http.back_fill(laptop.signed(&older)).await.unwrap().body.incidents, []);
    let pictures = Pictures { incidents: vec![incident_id], officer_id };
    assert_eq!(http.pictures(laptop.signed(&pictures)).await.unwrap().body.answered, 1);
    let looks = LooksAtOurs { since: 0, limit: 9 };
    assert_eq!(http.looks_at_ours(laptop.signed(&looks)).await.unwrap().body.looks, []);

    // Failures come through as what they are.
    let late = laptop.signed(&DigestAsked { force: force(), stream, at: 9 });
    assert_eq!(http.digest(late).await, Err(Failure::NotFound));
    laptop.time += 365 * 24 * 60 * 60 * 1_000;
    assert_eq!(http.heads(laptop.signed(&HeadsAsked {})).await, Err(Failure::Clock { time: START }));
    assert_eq!(http.watch(laptop.signed(&Watch {})).await.err(), Some(Failure::Clock { time: START }));
    let newer = Hello { protocol: PROTOCOL + 1 };
    let upgrade = Failure::UpgradeNeeded { oldest: OLDEST_PROTOCOL, newest: PROTOCOL };
    assert_eq!(http.hello(newer).await, Err(upgrade));

    serving.stop().await.unwrap();
    assert_eq!(wakes.next().await, None, "a stopping central ends its event streams");
    assert_eq!(http.hello(Hello::default()).await, Err(Failure::Unreachable));
}

#[tokio::test]
async fn what_is_not_central_is_not_taken_for_it() {
    let app = axum::Router::new()
        .route("/v1/hello", axum::routing::post(|| async { "<html>Log in to the guest network</html>" }))
        .route(
            "/v1/heads",
            axum::routing::post(|| async { axum::response::Redirect::temporary("/elsewhere") }),
        );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let http = client(listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    assert_eq!(http.hello(Hello::default()).await, Err(Failure::NotCentral));
    let laptop = Laptop::founded(1, force());
    assert_eq!(http.heads(laptop.signed(&HeadsAsked {})).await, Err(Failure::NotCentral));
    assert_eq!(http.push(laptop.signed(&Push { entries: vec![] })).await, Err(Failure::NotCentral));
    // So is a request that an older central does not know.
    assert_eq!(http.relay(laptop.signed(&Relay { entries: vec![] })).await, Err(Failure::NotCentral));
    server.abort();
}

#[test]
fn without_tls_the_client_speaks_to_this_machine_alone() {
    let opened = |address: &str| HttpCentral::new(address, HttpSettings::default()).err();
    assert_eq!(opened("http://127.0.0.1:1"), None);
    assert_eq!(opened("http://[::1]:1"), None);
    assert_eq!(opened("http://localhost:1"), None);
    assert_eq!(opened("https://central.example:7171"), None);
    for address in ["http://192.0.2.1", "http://central.example", "http://127.0.0.1.example"] {
        assert_eq!(opened(address), Some(AddressError::Plain), "{address}");
    }
    assert_eq!(opened("central.example"), Some(AddressError::Form));
    assert_eq!(opened("ftp://127.0.0.1"), Some(AddressError::Form));
}
