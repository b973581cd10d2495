//! How much is let in at once. What is too much is told to come back; nothing waits in memory.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use protocol::Failure;
use tokio::sync::Semaphore;

use super::answers::failed;
use crate::Centre;
use crate::rate::Rates;

pub(super) struct Gate {
    centre: Centre,
    places: Semaphore,
    strangers: Rates<IpAddr>,
}

impl Gate {
    pub(super) fn new(centre: Centre) -> Self {
        let limits = centre.limits();
        let places = Semaphore::new(limits.concurrent_requests as usize);
        let strangers = Rates::new(limits.stranger_per_second, limits.stranger_burst);
        Self { centre, places, strangers }
    }

    fn busy(&self) -> Response {
        self.centre.metrics().busy();
        failed(Failure::Busy { retry_after_ms: self.centre.limits().retry_after_ms })
    }
}

/// A bounded number of requests at once, their bodies included.
pub(super) async fn bounded(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let Ok(_place) = gate.places.try_acquire() else { return gate.busy() };
    let began = std::time::Instant::now();
    let response = next.run(request).await;
    gate.centre.metrics().request(began.elapsed(), response.status().is_success());
    response
}

/// A bounded rate of requests that no enrolled device signed, by address.
pub(super) async fn strangers(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|from| from.0.ip());
    let now = gate.centre.clock().now();
    if from.is_some_and(|from| !gate.strangers.take(from, now)) {
        return gate.busy();
    }
    next.run(request).await
}
