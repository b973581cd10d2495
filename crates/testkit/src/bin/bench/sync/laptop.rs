//! A laptop of the force: a real vault, enrolled, that exchanges as the program does.

use std::path::Path;
use std::time::Duration;

use protocol::{Central as _, Enrol, EnrolCode, PROTOCOL};
use register::force::ForceCode;
use register::id::DeviceId;
use register::{Sealed, Thresholds};
use store::keys::{RegisterLock, VaultKey};
use store::{DeviceKey, NewEnrolment, Vault};
use sync::{Absent, Again, Bounds, Device, Exchanged, HttpCentral, HttpSettings, Memory, Step, exchange};
use uuid::Uuid;

use super::now;
use super::service::FORCE;
use crate::Outcome;
use crate::subject::{self, REGISTER, Subject, copy};

/// How often, and after how long, the centre is asked whether it has indexed what came.
const LOOKS: u32 = 600;
const BETWEEN: Duration = Duration::from_millis(100);

pub(super) struct Laptop {
    pub vault: Vault,
    pub key: DeviceKey,
    pub central: HttpCentral,
    _lock: Option<RegisterLock>,
}

impl Laptop {
    /// The laptop on which the register was recorded. It has sent nothing yet.
    pub async fn recorded(subject: &Subject, address: &str, code: &EnrolCode) -> Outcome<Self> {
        let folder = subject.folder.join("sender");
        copy(&subject.kept.join("training"), &folder)?;
        let (lock, _, vault) = subject::open(&folder).await?;
        let officers = vault.sealed(REGISTER.bytes()).await?;
        Self::enrolled(vault, Some(lock), officers, address, code).await
    }

    /// One more laptop of the force, that holds nothing yet.
    pub async fn empty(folder: &Path, key: &VaultKey, address: &str, code: &EnrolCode) -> Outcome<Self> {
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder)?;
        let device_id = DeviceId(Uuid::from_u128(rand::random()));
        let vault = Vault::create(folder, key, device_id, Thresholds::default()).await?;
        Self::enrolled(vault, None, Vec::new(), address, code).await
    }

    async fn enrolled(
        vault: Vault,
        lock: Option<RegisterLock>,
        officers: Vec<Sealed>,
        address: &str,
        code: &EnrolCode,
    ) -> Outcome<Self> {
        let central = HttpCentral::new(address, HttpSettings::default())?;
        let key = vault.device_key(rand::random()).await?;
        let enrol =
            enrolment(code, vault.device_id(), key.public(), officers)?.proven(|payload| key.sign(payload));
        let enrolled = central.enrol(enrol.clone()).await?.body;
        enrolled.verify(&enrol)?;
        vault
            .enrol(&NewEnrolment {
                address: address.to_owned(),
                trusted: None,
                central_key: enrolled.key,
                force: enrol.force,
                enrolled_at: enrolled.at,
                founding: enrolled.founding,
                signature: enrolled.signature,
                since: enrolled.since,
            })
            .await?;
        Ok(Self { vault, key, central, _lock: lock })
    }

    pub fn device(&self) -> Device<'_> {
        Device { vault: &self.vault, key: &self.key, register_id: REGISTER, drafts: 0 }
    }

    /// Until the centre has so many incidents in its index: it folds what a large push brought after it has answered, and
    /// gives first what its index says is open.
    pub async fn indexed(&self, open: u32) -> Outcome {
        for _ in 0..LOOKS {
            sync::carry(&self.central, self.device(), &mut Absent::default(), now, drop).await?;
            if self.vault.national().await?.extracts.len() >= open as usize {
                return Ok(());
            }
            tokio::time::sleep(BETWEEN).await;
        }
        Err(format!("the centre did not index {open} incidents").into())
    }

    /// One exchange, as the program makes it.
    pub async fn exchange(
        &self,
        memory: &mut Memory,
        tell: impl FnMut(Step) + Send,
    ) -> Result<Exchanged, sync::SyncError> {
        let thresholds = Thresholds::default();
        let bounds = Bounds {
            push_entries: thresholds.sync_batch_entries,
            page_entries: thresholds.sync_batch_entries,
            digests: thresholds.sync_compare_streams as usize,
            ahead_ms: thresholds.clock_ahead_ms(),
            fill_from: thresholds.sync_fill_entries.into(),
            list_every: thresholds.sync_list_entries.into(),
        };
        let again = Again::After(chrono::TimeDelta::hours(thresholds.sync_refused_again_hours.into()));
        exchange(&self.central, self.device(), &bounds, again, memory, now, tell).await
    }
}

/// What a device asks with to be made known, not proven yet.
pub(super) fn enrolment(
    code: &EnrolCode,
    device_id: DeviceId,
    device_key: [u8; 32],
    officers: Vec<Sealed>,
) -> Outcome<Enrol> {
    Ok(Enrol {
        protocol: PROTOCOL,
        force: ForceCode::parse(FORCE)?,
        secret: code.secret(),
        device_id,
        device_key,
        register_id: REGISTER,
        officers,
        proof: [0; 64],
        officer_key: None,
    })
}
