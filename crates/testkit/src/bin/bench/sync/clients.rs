//! Devices that speak the protocol and keep nothing: they listen, and ask for what has come.

use std::sync::Arc;

use ed25519_dalek::{Signer as _, SigningKey};
use protocol::{Central as _, CentralKey, EnrolCode, HeadsAsked, Pull, Request, Signed, Wakes as _, Watch};
use register::force::ForceCode;
use register::id::DeviceId;
use sync::{HttpCentral, HttpSettings, HttpWakes};
use uuid::Uuid;

use super::laptop::enrolment;
use super::now;
use super::service::{FORCE, Service};
use crate::Outcome;

/// One of them.
#[derive(Clone)]
pub(super) struct Client {
    central: HttpCentral,
    central_key: CentralKey,
    force: ForceCode,
    device_id: DeviceId,
    key: Arc<SigningKey>,
}

impl Client {
    /// As many as are asked for, enrolled.
    pub async fn enrolled(service: &Service<'_>, count: usize) -> Outcome<Vec<Self>> {
        let mut clients = Vec::with_capacity(count);
        for _ in 0..count {
            clients.push(Self::new(&service.address, &service.code()?).await?);
        }
        Ok(clients)
    }

    async fn new(address: &str, code: &EnrolCode) -> Outcome<Self> {
        let central = HttpCentral::new(address, HttpSettings::default())?;
        let key = SigningKey::from_bytes(&rand::random());
        let device_id = DeviceId(Uuid::from_u128(rand::random()));
        let enrol = enrolment(code, device_id, key.verifying_key().to_bytes(), Vec::new())?
            .proven(|payload| key.sign(payload).to_bytes());
        let central_key = central.enrol(enrol).await?.body.key;
        Ok(Self { central, central_key, force: ForceCode::parse(FORCE)?, device_id, key: Arc::new(key) })
    }

    fn signed<R: Request>(&self, request: &R) -> Signed<R> {
        let at = now().timestamp_millis();
        Signed::with(self.force.clone(), self.device_id, at, request, |payload| {
            self.key.sign(payload).to_bytes()
        })
    }

    /// An event stream that has given its first sign.
    pub async fn listening(&self) -> Outcome<HttpWakes> {
        let mut wakes = self.central.watch(self.signed(&Watch {})).await?;
        wakes.next().await.ok_or("an event stream ended at once")?;
        Ok(wakes)
    }

    /// Ask for what has come, whenever woken, until central is gone.
    pub async fn follow(self) -> Outcome {
        let heads = self.central.heads(self.signed(&HeadsAsked {})).await?.body.heads;
        let mut cursor = heads.iter().find(|head| head.force == self.force).map_or(0, |head| head.head);
        let mut wakes = self.central.watch(self.signed(&Watch {})).await?;
        while let Some(wake) = wakes.next().await {
            if wake.force != self.force || wake.head <= cursor {
                continue;
            }
            let asked = Pull::after(self.force.clone(), cursor, 1_000);
            let page = self.central.pull(self.signed(&asked)).await?.body;
            page.verify(&asked, &self.central_key)?;
            cursor = page.form.next;
        }
        Ok(())
    }
}
