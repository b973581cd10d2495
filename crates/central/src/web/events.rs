//! Server-sent events that wake a device when its force's ledger grows. They name a force and a position.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use protocol::{Central, Failure, Signed, Wakes, Watch};

use super::answers::{failed, message};
use crate::{Centre, Listening};

/// Counts a stream while it is open.
struct Open(Centre);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.metrics().stream(-1);
    }
}

pub(super) async fn events(State(centre): State<Centre>, body: Body) -> Response {
    let limits = centre.limits();
    if centre.metrics().streams() >= i64::from(limits.event_streams) {
        centre.metrics().busy();
        return failed(Failure::Busy { retry_after_ms: limits.retry_after_ms });
    }
    let watch: Signed<Watch> = match message(&centre, body).await {
        Ok(watch) => watch,
        Err(failure) => return failed(failure),
    };
    let listening: Listening = match centre.watch(watch).await {
        Ok(listening) => listening,
        Err(failure) => return failed(failure),
    };
    centre.metrics().stream(1);
    let open = Open(centre.clone());
    let stream = futures_util::stream::unfold((listening, open), |(mut listening, open)| async move {
        let wake = listening.next().await?;
        Some((Ok::<_, Infallible>(Event::default().data(wake.to_text())), (listening, open)))
    });
    let every = Duration::from_millis(limits.keep_alive_ms);
    let mut response = Sse::new(stream).keep_alive(KeepAlive::new().interval(every)).into_response();
    // A proxy that holds answers back until they are long would hold wakes back.
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    response
}
