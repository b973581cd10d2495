//! Counts what travels: connections on loopback, passed on to the service byte for byte.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

use crate::Outcome;

/// Stands between laptops and a service.
pub(super) struct Wire {
    /// With `http://`.
    pub address: String,
    counted: Arc<Counted>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct Counted {
    to: AtomicU64,
    from: AtomicU64,
}

impl Wire {
    pub async fn to(address: &str) -> Outcome<Self> {
        let service: SocketAddr = address.trim_start_matches("http://").parse()?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let counted = Arc::new(Counted::default());
        let passing = counted.clone();
        let task = tokio::spawn(async move {
            while let Ok((laptop, _)) = listener.accept().await {
                let Ok(central) = TcpStream::connect(service).await else { return };
                let _ = (laptop.set_nodelay(true), central.set_nodelay(true));
                let ((up, down), (answer, ask)) = (laptop.into_split(), central.into_split());
                let (to, from) = (passing.clone(), passing.clone());
                tokio::spawn(async move { pass(up, ask, &to.to).await });
                tokio::spawn(async move { pass(answer, down, &from.from).await });
            }
        });
        Ok(Self { address, counted, task })
    }

    /// Bytes since the last time: to the service, and from it.
    pub fn taken(&self) -> (u64, u64) {
        (self.counted.to.swap(0, Ordering::Relaxed), self.counted.from.swap(0, Ordering::Relaxed))
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, counted: &AtomicU64) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        counted.fetch_add(read as u64, Ordering::Relaxed);
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
