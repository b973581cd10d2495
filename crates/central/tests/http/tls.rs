//! TLS from files that are read again while requests are answered.

use super::*;
use central::configuration::Tls;
use protocol::*;

/// A certificate for loopback, and its key, as PEM.
fn certificate() -> (String, String) {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    (made.cert.pem(), made.signing_key.serialize_pem())
}

fn trusting(address: impl std::fmt::Display, pem: &str) -> HttpCentral {
    let settings = HttpSettings { trusted_pem: Some(pem.as_bytes().to_vec()), ..HttpSettings::default() };
    HttpCentral::new(&format!("https://{address}"), settings).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_changed_without_a_restart_and_a_broken_one_leaves_the_old() {
    let limits = central::Limits { stranger_burst: 1_000_000, ..wide() };
    let office = Office::with(On::Sqlite, limits).await;
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (certificate(), certificate());
    let tls =
        Tls { certificate: folder.path().join("c.pem"), key: folder.path().join("k.pem"), reload_ms: 5 };
    let write = |pair: &(String, String)| {
        std::fs::write(&tls.certificate, &pair.0).unwrap();
        std::fs::write(&tls.key, &pair.1).unwrap();
    };
    write(&first);
    let configuration = Configuration {
        listen: "127.0.0.1:0".parse().unwrap(),
        tls: tls.clone(),
        ..Configuration::default()
    };
    let serving = serve(office.centre.clone(), &configuration).await.unwrap();
    let address = serving.address;
    assert!(trusting(address, &first.0).hello(Hello::default()).await.is_ok());
    assert_eq!(trusting(address, &second.0).hello(Hello::default()).await, Err(Failure::Unreachable));
    assert_eq!(client(address).hello(Hello::default()).await, Err(Failure::Unreachable), "without TLS");
    write(&(second.0.clone(), "not a key".into()));
    assert!(trusting(address, &first.0).hello(Hello::default()).await.is_ok());
    let mut read_again = serving.certificates();
    write(&second);
    let told = tokio::time::timeout(std::time::Duration::from_secs(60), read_again.changed()).await;
    assert!(told.is_ok(), "the files are looked at again and again");
    assert!(trusting(address, &second.0).hello(Hello::default()).await.is_ok());
    assert_eq!(trusting(address, &first.0).hello(Hello::default()).await, Err(Failure::Unreachable));
    serving.stop().await.unwrap();
}
