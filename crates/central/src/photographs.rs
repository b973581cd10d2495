//! The store of photographs, as it is configured: a folder, or a bucket of an S3-compatible store.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig};
use serde::{Deserialize, Serialize};

use crate::error::CentralError;

/// A part is put under the lock of its force: a store that is away must fail before laptops wait long.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
const AGAIN: usize = 2;
const AGAIN_WITHIN: Duration = Duration::from_secs(5);

/// A folder, or a bucket of an S3-compatible store. Its credentials stand in `AWS_ACCESS_KEY_ID` and
/// `AWS_SECRET_ACCESS_KEY`, never in a file of ours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Photographs {
    /// Empty for `photographs` in the data folder.
    pub folder: PathBuf,
    /// Name of the bucket; empty for the folder.
    pub s3_bucket: String,
    /// URL of the store, where it is not Amazon's.
    pub s3_endpoint: String,
    /// Region, as the store names it.
    pub s3_region: String,
}

impl Photographs {
    /// The store. A bucket is not asked for yet: see [`reached`].
    ///
    /// # Errors
    /// [`CentralError::File`] where the folder cannot be made; [`CentralError::Blobs`] where the bucket's
    /// settings do not go together.
    pub(crate) fn store(&self, folder: PathBuf) -> Result<Arc<dyn ObjectStore>, CentralError> {
        if self.s3_bucket.is_empty() {
            std::fs::create_dir_all(&folder).map_err(|error| CentralError::file(&folder, error))?;
            return Ok(Arc::new(LocalFileSystem::new_with_prefix(folder)?));
        }
        // The client takes the provider of the process; that one is installed already is no fault.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = ClientOptions::new().with_connect_timeout(CONNECT_WITHIN).with_timeout(ANSWER_WITHIN);
        let retry = RetryConfig { max_retries: AGAIN, retry_timeout: AGAIN_WITHIN, ..RetryConfig::default() };
        let mut bucket = AmazonS3Builder::from_env()
            .with_bucket_name(&self.s3_bucket)
            .with_retry(retry)
            // Without TLS on loopback alone, as everywhere.
            .with_client_options(client.with_allow_http(is_loopback(&self.s3_endpoint)));
        if !self.s3_endpoint.is_empty() {
            bucket = bucket.with_endpoint(&self.s3_endpoint);
        }
        if !self.s3_region.is_empty() {
            bucket = bucket.with_region(&self.s3_region);
        }
        Ok(Arc::new(bucket.build()?))
    }
}

/// Whether an address is this machine: by its host, not by how it begins.
fn is_loopback(endpoint: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(endpoint) else { return false };
    let host = url.host_str().unwrap_or_default();
    let v6 = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host == "localhost"
        || host.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
        || v6.parse::<Ipv6Addr>().is_ok_and(|ip| ip.is_loopback())
}

/// Put something small into the store and take it away: whether it is there, takes the keys, and lets us write.
///
/// # Errors
/// [`CentralError::Blobs`].
pub async fn reached(store: &dyn ObjectStore) -> Result<(), CentralError> {
    let probe = object_store::path::Path::from("reached");
    store.put(&probe, PutPayload::from_static(b"nrmp-central")).await?;
    Ok(store.delete(&probe).await?)
}

/// What is wrong with a store, without its address and what it answered.
pub(crate) fn what(error: &object_store::Error) -> &'static str {
    use object_store::Error::*;
    match error {
        NotFound { .. } => "the bucket or what was asked for is not there",
        PermissionDenied { .. } | Unauthenticated { .. } => "it refuses the keys",
        _ => "it was not reached, or failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_spoken_to_without_tls() {
        for here in ["http://127.0.0.1:9000", "http://localhost:9000/", "http://[::1]:9000"] {
            assert!(is_loopback(here), "{here}");
        }
        for elsewhere in ["http://127.0.0.1.example:9000", "http://localhost.example", "http://192.0.2.1", ""]
        {
            assert!(!is_loopback(elsewhere), "{elsewhere}");
        }
    }
}
