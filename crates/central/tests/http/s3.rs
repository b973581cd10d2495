//! Photographs in a bucket of a store that speaks S3, started by the test on loopback, with the program as it is run.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use hyper_util::rt::{TokioExecutor, TokioIo};
use protocol::*;
use register::Hash;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use super::program::{Running, program};
use super::*;

const BUCKET: &str = "photographs";
const KEYS: (&str, &str) = ("invented-key", "invented-secret");

/// Nothing is asked of a bucket that is not there: the store of the test would make it.
struct Buckets(PathBuf);

impl s3s::access::S3Access for Buckets {
    // As `async_trait` has it.
    fn check<'a, 'b, 'c, 't>(
        &'a self,
        asked: &'b mut s3s::access::S3AccessContext<'c>,
    ) -> Pin<Box<dyn Future<Output = s3s::S3Result<()>> + Send + 't>>
    where
        'a: 't,
        'b: 't,
        'c: 't,
        Self: 't,
    {
        let there = asked.s3_path().get_bucket_name().is_some_and(|name| self.0.join(name).is_dir());
        let keys = asked.credentials().is_some();
        Box::pin(async move {
            match (keys, there) {
                (false, _) => Err(s3s::s3_error!(AccessDenied)),
                (true, false) => Err(s3s::s3_error!(NoSuchBucket)),
                (true, true) => Ok(()),
            }
        })
    }
}

/// A store with one bucket.
struct Store {
    root: PathBuf,
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Store {
    async fn start(root: &Path) -> Self {
        std::fs::create_dir_all(root.join(BUCKET)).unwrap();
        Self::at(root.to_owned(), "127.0.0.1:0".parse().unwrap()).await
    }

    async fn at(root: PathBuf, address: SocketAddr) -> Self {
        let mut service = s3s::service::S3ServiceBuilder::new(s3s_fs::FileSystem::new(&root).unwrap());
        service.set_auth(s3s::auth::SimpleAuth::from_single(KEYS.0, KEYS.1));
        service.set_access(Buckets(root.clone()));
        let service = service.build();
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = tokio::spawn(async move {
            // Connections end with the server.
            let mut connections = JoinSet::new();
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                let service = service.clone();
                connections.spawn(async move {
                    let server = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new());
                    let _ = server.serve_connection(TokioIo::new(socket), service).await;
                });
            }
        });
        Self { root, address, serving }
    }

    async fn stop(&mut self) {
        self.serving.abort();
        let _ = (&mut self.serving).await;
    }

    async fn start_again(&mut self) {
        let new = Self::at(self.root.clone(), self.address).await;
        *self = new;
    }

    fn file(&self, blob: Hash) -> PathBuf {
        self.root.join(BUCKET).join("NM").join(blob.to_string())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// How central is told of its bucket.
#[derive(Clone, Copy)]
struct Told<'a> {
    store: &'a Store,
    bucket: &'a str,
    secret: &'a str,
}

impl<'a> Told<'a> {
    fn right(store: &'a Store) -> Self {
        Self { store, bucket: BUCKET, secret: KEYS.1 }
    }

    fn program(self, folder: &Path, arguments: &[&str]) -> std::process::Command {
        let mut program = program(folder, arguments);
        program
            .env("NRMP_CENTRAL_PHOTOGRAPHS__S3_BUCKET", self.bucket)
            .env("NRMP_CENTRAL_PHOTOGRAPHS__S3_ENDPOINT", format!("http://{}", self.store.address))
            .env("NRMP_CENTRAL_PHOTOGRAPHS__S3_REGION", "eu-west-2")
            .env("AWS_ACCESS_KEY_ID", KEYS.0)
            .env("AWS_SECRET_ACCESS_KEY", self.secret);
        program
    }

    /// Whether it went well, and what it printed.
    async fn run(self, folder: &Path, arguments: &[&str]) -> (bool, String) {
        let mut program = self.program(folder, arguments);
        // The store answers on this runtime meanwhile.
        let output = tokio::task::spawn_blocking(move || program.output().unwrap()).await.unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(text).unwrap())
    }

    /// A central service that answers, and what it said of its bucket.
    async fn serve(self, folder: &Path) -> (Running, HttpCentral, String) {
        let (running, lines) =
            Running::serve(self.program(folder, &["serve", "--listen", "127.0.0.1:0"]), 3).await;
        let address = lines[0].split_whitespace().find(|word| word.starts_with("http://")).unwrap();
        (running, HttpCentral::new(address, HttpSettings::default()).unwrap(), lines[2].clone())
    }

    async fn enrol(self, folder: &Path, central: &HttpCentral) -> Laptop {
        assert!(self.run(folder, &["force", "add", "NM"]).await.0);
        let (_, code) = self.run(folder, &["device", "enrol-code", "NM"]).await;
        let mut laptop = Laptop::founded(1, force());
        laptop.time = central.hello(Hello::default()).await.unwrap().time;
        central.enrol(laptop.enrolment(&code.trim().parse().unwrap())).await.unwrap();
        laptop
    }
}

/// An invented photograph of some parts.
struct Picture(Vec<u8>);

impl Picture {
    fn new() -> Self {
        Self((0..200_000_u32).map(|n| (n % 251) as u8).collect())
    }

    fn hash(&self) -> Hash {
        Hash::of(&self.0)
    }

    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    async fn put(
        &self,
        central: &HttpCentral,
        laptop: &Laptop,
        part: std::ops::Range<usize>,
    ) -> Result<BlobState, Failure> {
        let (blob, size) = (self.hash(), self.size());
        let part = BlobPart { offset: part.start as u64, bytes: self.0[part].to_vec() };
        let put = laptop.signed(&PartPut { blob, size, part });
        central.put_part(put).await.map(|answer| answer.body.state)
    }

    async fn state(&self, central: &HttpCentral, laptop: &Laptop) -> BlobState {
        central.blob(laptop.signed(&BlobAsked { blob: self.hash() })).await.unwrap().body.state
    }

    async fn get(&self, central: &HttpCentral, laptop: &Laptop) -> Vec<u8> {
        let mut bytes = Vec::new();
        loop {
            let asked = PartAsked { blob: self.hash(), offset: bytes.len() as u64, limit: 64 * 1_024 };
            let part = central.get_part(laptop.signed(&asked)).await.unwrap().body.part;
            if part.bytes.is_empty() {
                return bytes;
            }
            bytes.extend(part.bytes);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn photographs_in_a_bucket_are_put_in_parts_resumed_fetched_backed_up_and_restored() {
    let place = tempfile::tempdir().unwrap();
    let (first, picture) = (place.path().join("first"), Picture::new());
    let store = Store::start(&place.path().join("store")).await;
    let told = Told::right(&store);
    let (running, central, said) = told.serve(&first).await;
    assert!(said.contains("bucket photographs"), "{said}");
    let laptop = told.enrol(&first, &central).await;
    laptop.push_all(&central).await;
    let size = picture.size();
    let begun = BlobState::Begun { have: 70_000, size };
    assert_eq!(picture.put(&central, &laptop, 0..70_000).await, Ok(begun));
    drop(running);

    // The program was killed between two parts: it goes on at the byte where it stopped.
    let (_running, central, _) = told.serve(&first).await;
    assert_eq!(picture.state(&central, &laptop).await, begun);
    let elsewhere = picture.put(&central, &laptop, 0..90_000).await;
    assert_eq!(elsewhere, Err(Failure::PartElsewhere { have: 70_000 }));
    let whole = BlobState::Whole { size };
    assert_eq!(picture.put(&central, &laptop, 70_000..200_000).await, Ok(whole));
    assert_eq!(picture.get(&central, &laptop).await, picture.0);
    assert_eq!(std::fs::read(store.file(picture.hash())).unwrap(), picture.0, "in the bucket");
    assert!(!first.join("data/photographs").exists(), "and nowhere else");

    let backup = place.path().join("backup");
    let (done, said) = told.run(&first, &["backup", backup.to_str().unwrap()]).await;
    assert!(done && said.contains("\"photographs\":1"), "{said}");
    let (second, other) = (place.path().join("second"), Store::start(&place.path().join("other")).await);
    let told = Told::right(&other);
    let (done, said) = told.run(&second, &["restore", backup.to_str().unwrap()]).await;
    assert!(done && said.contains("\"findings\":[]"), "{said}");
    let (_running, central, _) = told.serve(&second).await;
    assert_eq!(picture.get(&central, &laptop).await, picture.0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_keys_and_a_bucket_that_is_not_there_are_named_and_entries_come_all_the_same() {
    let place = tempfile::tempdir().unwrap();
    let (folder, picture) = (place.path().join("central"), Picture::new());
    let store = Store::start(&place.path().join("store")).await;
    let right = Told::right(&store);
    let mut laptop = None;
    for (wrong, words) in [
        (Told { secret: "another-secret", ..right }, "it refuses the keys"),
        (Told { bucket: "no-such-bucket", ..right }, "is not there"),
    ] {
        let (_running, central, said) = wrong.serve(&folder).await;
        assert!(said.contains("NOT reached") && said.contains(words), "{said}");
        if laptop.is_none() {
            laptop = Some(wrong.enrol(&folder, &central).await);
        }
        let laptop = laptop.as_mut().unwrap();
        laptop.record(1, "while there are no photographs");
        laptop.push_all(&central).await;
        assert_eq!(laptop.push(&central, &[]).await.chain, laptop.chain);
        assert_eq!(picture.put(&central, laptop, 0..200_000).await, Err(Failure::Unavailable));
        assert_eq!(picture.state(&central, laptop).await, BlobState::Absent);
    }
    let (_running, central, _) = right.serve(&folder).await;
    let whole = Ok(BlobState::Whole { size: picture.size() });
    assert_eq!(picture.put(&central, &laptop.unwrap(), 0..200_000).await, whole);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_goes_away_in_the_middle_loses_nothing_and_keeps_no_entry_waiting() {
    let place = tempfile::tempdir().unwrap();
    let (folder, picture) = (place.path().join("central"), Picture::new());
    let mut store = Store::start(&place.path().join("store")).await;
    let (_running, central, _) = Told::right(&store).serve(&folder).await;
    let mut laptop = Told::right(&store).enrol(&folder, &central).await;
    let begun = BlobState::Begun { have: 70_000, size: picture.size() };
    assert_eq!(picture.put(&central, &laptop, 0..70_000).await, Ok(begun));
    store.stop().await;
    assert_eq!(picture.put(&central, &laptop, 70_000..200_000).await, Err(Failure::Unavailable));
    assert_eq!(picture.state(&central, &laptop).await, begun);
    laptop.record(1, "while the store is away");
    assert_eq!(accepted(&laptop.push_all(&central).await), [1, 2]);
    let backup = place.path().join("backup");
    store.start_again().await;
    assert_eq!(picture.state(&central, &laptop).await, begun, "nothing is sent twice");
    let whole = BlobState::Whole { size: picture.size() };
    assert_eq!(picture.put(&central, &laptop, 70_000..200_000).await, Ok(whole));
    assert_eq!(picture.get(&central, &laptop).await, picture.0);

    store.stop().await;
    let asked = PartAsked { blob: picture.hash(), offset: 0, limit: 9 };
    assert_eq!(central.get_part(laptop.signed(&asked)).await, Err(Failure::Unavailable));
    let (done, said) = Told::right(&store).run(&folder, &["backup", backup.to_str().unwrap()]).await;
    assert!(!done && said.contains("the store of photographs failed"), "{said}");
    store.start_again().await;
    assert_eq!(picture.get(&central, &laptop).await, picture.0);
}
