//! Listening, with TLS or on loopback without, until told to stop.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use protocol::Wake;
use tokio::sync::watch;

use super::router;
use crate::configuration::{Configuration, Tls};
use crate::{CentralError, Centre};

/// Wait before the other processes are listened to again, when the database was gone.
const LISTEN_AGAIN: Duration = Duration::from_secs(1);

/// A server that runs.
#[derive(Debug)]
pub struct Serving {
    /// Where it listens.
    pub address: SocketAddr,
    centre: Centre,
    handle: Handle<SocketAddr>,
    server: tokio::task::JoinHandle<std::io::Result<()>>,
    beside: Vec<tokio::task::JoinHandle<()>>,
    certificates: watch::Receiver<u64>,
}

impl Serving {
    /// How often the certificate was read again since the start; tells when it is.
    pub fn certificates(&self) -> watch::Receiver<u64> {
        self.certificates.clone()
    }

    /// Take nothing new, finish what was accepted (as long as `limits.shutdown_ms` allows), and end.
    ///
    /// # Errors
    /// [`CentralError::Server`] where the server had failed.
    pub async fn stop(self) -> Result<(), CentralError> {
        self.centre.stop();
        let wait = Duration::from_millis(self.centre.limits().shutdown_ms);
        self.handle.graceful_shutdown(Some(wait));
        for task in &self.beside {
            task.abort();
        }
        let ended = self.server.await.map_err(std::io::Error::other).flatten();
        self.centre.database().close().await;
        ended.map_err(CentralError::Server)
    }
}

/// Listen as configured.
///
/// # Errors
/// [`CentralError::Server`] where the address is taken; [`CentralError::File`] where the PEM files cannot be
/// read.
pub async fn serve(centre: Centre, configuration: &Configuration) -> Result<Serving, CentralError> {
    let listener = TcpListener::bind(configuration.listen).map_err(CentralError::Server)?;
    listener.set_nonblocking(true).map_err(CentralError::Server)?;
    let address = listener.local_addr().map_err(CentralError::Server)?;
    let app = router(centre.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let handle = Handle::new();
    let mut beside = vec![tokio::spawn(hear_others(centre.clone()))];
    let (read_again, certificates) = watch::channel(0);
    let server = if configuration.has_tls() {
        let tls = &configuration.tls;
        // Fails only where another provider was chosen before, which nothing here does.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let pem = RustlsConfig::from_pem_file(&tls.certificate, &tls.key)
            .await
            .map_err(|error| CentralError::file(&tls.certificate, error))?;
        beside.push(tokio::spawn(reload(pem.clone(), tls.clone(), read_again)));
        let server = axum_server::from_tcp_rustls(listener, pem).map_err(CentralError::Server)?;
        tokio::spawn(server.handle(handle.clone()).serve(app))
    } else {
        let server = axum_server::from_tcp(listener).map_err(CentralError::Server)?;
        tokio::spawn(server.handle(handle.clone()).serve(app))
    };
    Ok(Serving { address, centre, handle, server, beside, certificates })
}

/// Read the PEM files again when one of them has changed. Files that do not go together (one was written and
/// the other not yet) leave what was there.
async fn reload(pem: RustlsConfig, tls: Tls, read_again: watch::Sender<u64>) {
    let mut read = changed(&tls).await;
    let mut ticks = tokio::time::interval(Duration::from_millis(tls.reload_ms.max(1)));
    loop {
        ticks.tick().await;
        let now = changed(&tls).await;
        if now == read {
            continue;
        }
        match pem.reload_from_pem_file(&tls.certificate, &tls.key).await {
            Ok(()) => {
                read = now;
                read_again.send_modify(|times| *times += 1);
                tracing::info!("TLS certificate read again");
            }
            Err(error) => tracing::warn!(%error, "TLS certificate cannot be read again; the old one stays"),
        }
    }
}

async fn changed(tls: &Tls) -> [Option<SystemTime>; 2] {
    let of = |path: PathBuf| async move { tokio::fs::metadata(path).await.ok()?.modified().ok() };
    [of(tls.certificate.clone()).await, of(tls.key.clone()).await]
}

/// Wake the listeners here when another process on the same database took entries in.
async fn hear_others(centre: Centre) {
    loop {
        match centre.database().told().await {
            Ok(None) => return,
            Ok(Some(mut listener)) => {
                while let Ok(notice) = listener.recv().await {
                    if let Some(wake) = Wake::from_text(notice.payload()) {
                        centre.wake(wake);
                    }
                }
            }
            Err(error) => tracing::warn!(error = %crate::log::chain(&error), "other processes are not heard"),
        }
        tokio::time::sleep(LISTEN_AGAIN).await;
    }
}
