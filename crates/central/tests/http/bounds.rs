//! What is too much, too large, or not a message; health, counters, description; stopping.

use super::*;
use protocol::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn get(address: std::net::SocketAddr, path: &str) -> (u16, String) {
    let response = reqwest::Client::builder().no_proxy().build().unwrap();
    let response = response.get(format!("http://{address}{path}")).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn post(address: std::net::SocketAddr, path: &str, body: Vec<u8>) -> (u16, Option<String>, Failure) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let response = client.post(format!("http://{address}{path}")).body(body).send().await.unwrap();
    let status = response.status().as_u16();
    let retry = response.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
    (status, retry, decode(&response.bytes().await.unwrap()).unwrap())
}

/// A push whose body has only begun, and that has its place.
async fn half_sent(listening: &Listening, body: &[u8]) -> TcpStream {
    let address = listening.serving.address;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /v1/push HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&body[..10]).await.unwrap();
    // It has its place when another is told that none is left.
    loop {
        match client(address).hello(Hello::default()).await {
            Err(Failure::Busy { .. }) => return stream,
            said => assert!(said.is_ok()),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_large_or_no_message_is_told_so() {
    let limits = central::Limits { request_bytes: 20_000, body_bytes: 1_000, header_bytes: 1_000, ..wide() };
    let Listening { serving, .. } = listening(limits).await;
    let address = serving.address;
    for path in
        ["hello", "enrol", "push", "pull", "heads", "digest", "checkpoint", "looks", "blob-head", "events"]
    {
        let path = format!("/v1/{path}");
        assert_eq!(post(address, &path, vec![0xff; 50]).await, (400, None, Failure::Malformed), "{path}");
        let limit = 20_000;
        assert_eq!(
            post(address, &path, vec![0; 20_001]).await,
            (413, None, Failure::TooLarge { limit }),
            "{path}"
        );
        // Small on the wire, large behind it.
        let folded = zstd::bulk::compress(&vec![0; 20_000_000], 1).unwrap();
        let asked = reqwest::Client::builder().no_proxy().build().unwrap();
        let asked = asked.post(format!("http://{address}{path}")).header("content-encoding", "zstd");
        assert_eq!(asked.body(folded).send().await.unwrap().status().as_u16(), 413, "{path}");
    }
    serving.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_central_works_on_at_once_is_told_to_come_back() {
    let limits = central::Limits { concurrent_requests: 1, retry_after_ms: 1_500, ..generous() };
    let listening = listening(limits).await;
    let address = listening.serving.address;
    let stream = half_sent(&listening, &[0; 100]).await;
    let told = post(address, "/v1/heads", Vec::new()).await;
    assert_eq!(told, (503, Some("2".into()), Failure::Busy { retry_after_ms: 1_500 }));
    assert_eq!(get(address, "/health/live").await.0, 200, "whoever watches over it still gets through");
    let (_, text) = get(address, "/metrics").await;
    assert!(!text.contains("nrmp_requests_busy_total 0\n"));
    drop(stream);
    listening.serving.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_and_a_stranger_that_ask_too_often_are_told_to_come_back() {
    let limits = central::Limits {
        device_burst: 3,
        device_per_second: 1,
        stranger_burst: 4,
        stranger_per_second: 1,
        ..central::Limits::default()
    };
    let Listening { office, serving } = listening(limits).await;
    let laptop = office.laptop(1).await;
    let http = client(serving.address);
    let busy = Failure::Busy { retry_after_ms: 1_000 };
    for _ in 0..3 {
        assert!(http.heads(laptop.signed(&HeadsAsked {})).await.is_ok());
    }
    assert_eq!(http.heads(laptop.signed(&HeadsAsked {})).await, Err(busy));
    for _ in 0..4 {
        assert!(http.hello(Hello::default()).await.is_ok());
    }
    assert_eq!(http.hello(Hello::default()).await, Err(busy));
    office.pass(1_000);
    assert!(http.hello(Hello::default()).await.is_ok());
    serving.stop().await.unwrap();
}

/// Rates that no loop of a test reaches.
fn generous() -> central::Limits {
    central::Limits { stranger_burst: 1_000_000, stranger_per_second: 1_000_000, ..wide() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_finishes_what_was_accepted() {
    let listening = listening(central::Limits { concurrent_requests: 1, ..generous() }).await;
    let laptop = listening.office.laptop(1).await;
    let body = encode(&laptop.signed(&Push { entries: laptop.written.clone() }));
    let mut stream = half_sent(&listening, &body).await;
    let (centre, serving) = (listening.office.centre.clone(), listening.serving);
    let address = serving.address;
    let stopping = tokio::spawn(serving.stop());
    let closed =
        async { while client(address).hello(Hello::default()).await != Err(Failure::Unreachable) {} };
    let closed = tokio::time::timeout(std::time::Duration::from_secs(60), closed).await;
    assert!(closed.is_ok(), "it takes nothing new");
    stream.write_all(&body[10..]).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    stopping.await.unwrap().unwrap();
    drop(centre);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_counters_and_the_description_are_served() {
    let Listening { office, serving } = listening(wide()).await;
    let address = serving.address;
    let laptop = office.laptop(1).await;
    laptop.push_all(&client(address)).await;
    assert_eq!(get(address, "/health/live").await, (200, "alive\n".into()));
    assert_eq!(get(address, "/health/ready").await, (200, "ready\n".into()));
    let (_, text) = get(address, "/metrics").await;
    for line in ["nrmp_entries_accepted_total 1", "nrmp_request_seconds_count 1", "nrmp_event_streams 0"] {
        assert!(text.lines().any(|one| one == line), "{line} in\n{text}");
    }
    let (status, document) = get(address, "/openapi.json").await;
    assert_eq!(status, 200);
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    for (path, item) in document["paths"].as_object().unwrap() {
        let status = if item.get("post").is_some() {
            post(address, path, vec![0xff]).await.0
        } else {
            get(address, path).await.0
        };
        assert!(status == 200 || status == 400, "{path} is described and answered: {status}");
    }
    office.database().close().await;
    assert_eq!(get(address, "/health/ready").await.0, 503);
    serving.stop().await.unwrap();
}

#[test]
fn the_description_is_the_one_that_was_looked_at() {
    insta::assert_snapshot!("openapi", central::web::document());
}

/// What a log is given is ids, counts and codes.
#[tokio::test]
async fn logs_hold_nothing_personal() {
    #[derive(Clone, Default)]
    struct Kept(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);
    impl std::io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let kept = Kept::default();
    let writer = kept.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let office = Office::on(On::Sqlite).await;
    let mut laptop = office.laptop(1).await;
    laptop.record(1, "Marigold Test-Finch was seen at 7 Invented Lane");
    laptop.written[1].body.as_mut().unwrap().push(b' ');
    laptop.push_all(&office.centre).await;
    office.database().close().await;
    let _ = office.centre.heads(laptop.signed(&HeadsAsked {})).await;
    let text = String::from_utf8_lossy(&kept.0.lock().unwrap()).into_owned();
    assert!(text.contains("entries refused") && text.contains("a request failed at central"), "{text}");
    for personal in ["Marigold", "Finch", "Heron", "Invented Lane", "T100"] {
        assert!(!text.contains(personal), "{personal} in\n{text}");
    }
}
