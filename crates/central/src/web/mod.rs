//! Central over HTTP: each request of the protocol is a POST of CBOR to `/v1/<verb>`; beside them health,
//! metrics and the description of it all. It must not know what requests mean.

mod answers;
mod events;
mod gate;
pub(crate) mod metrics;
mod openapi;
mod serve;

pub use openapi::document;
pub use serve::{Serving, serve};

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use protocol::{Central, Failure};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;

use crate::Centre;
use answers::{enrolling, signed};
use gate::Gate;

/// Everything that is answered. Served without its wrapping by tests.
pub fn router(centre: Centre) -> Router {
    let gate = Arc::new(Gate::new(centre.clone()));
    let protocol = Router::new()
        .route(
            "/v1/hello",
            post(|State(centre), body| {
                enrolling(centre, body, |c, hello| async move { c.hello(hello).await })
            }),
        )
        .route(
            "/v1/enrol",
            post(|State(centre), body| {
                enrolling(centre, body, |c, enrol| async move { c.enrol(enrol).await })
            }),
        )
        .route(
            "/v1/code-of",
            post(|State(centre), body| {
                enrolling(centre, body, |c, asked| async move { c.code_of(asked).await })
            }),
        )
        .layer(axum::middleware::from_fn_with_state(gate.clone(), gate::strangers))
        .route(
            "/v1/push",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.push(s).await })),
        )
        .route(
            "/v1/relay",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.relay(s).await })),
        )
        .route(
            "/v1/pull",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.pull(s).await })),
        )
        .route(
            "/v1/heads",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.heads(s).await })),
        )
        .route(
            "/v1/digest",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.digest(s).await })),
        )
        .route(
            "/v1/checkpoint",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.checkpoint(s).await })),
        )
        .route(
            "/v1/looks",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.looks(s).await })),
        )
        .route(
            "/v1/blob-head",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.blob(s).await })),
        )
        .route(
            "/v1/blob-put",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.put_part(s).await })),
        )
        .route(
            "/v1/blob-get",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.get_part(s).await })),
        )
        .route(
            "/v1/national",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.national(s).await })),
        )
        .route(
            "/v1/find",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.find(s).await })),
        )
        .route(
            "/v1/opened",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.opened(s).await })),
        )
        .route(
            "/v1/pictures",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.pictures(s).await })),
        )
        .route(
            "/v1/digest-of-looks",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.looks_at_ours(s).await })),
        )
        .route(
            "/v1/tell",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.tell(s).await })),
        )
        .route(
            "/v1/told",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.told(s).await })),
        )
        .route(
            "/v1/accept-told",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.accept_told(s).await })),
        )
        .route(
            "/v1/told-state",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.told_state(s).await })),
        )
        .route(
            "/v1/devices",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.devices(s).await })),
        )
        .route(
            "/v1/revoke-device",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.revoke_device(s).await })),
        )
        .route(
            "/v1/back-fill",
            post(|State(centre), body| signed(centre, body, |c, s| async move { c.back_fill(s).await })),
        )
        // An event stream has a place until its first answer, and not while it is open.
        .route("/v1/events", post(events::events))
        // Bodies are counted as they are read, after this: what is small on the wire and large behind it is too large.
        .layer(RequestDecompressionLayer::new())
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(axum::middleware::from_fn_with_state(gate.clone(), gate::bounded))
        .with_state(centre.clone());
    let about = Router::new()
        .route("/health/live", get(|| async { "alive\n" }))
        .route("/health/ready", get(ready))
        .route("/metrics", get(metrics))
        .route("/openapi.json", get(|| async { ([(header::CONTENT_TYPE, "application/json")], document()) }))
        .with_state(centre);
    protocol.merge(about).layer(axum::middleware::map_response(never_cached))
}

async fn ready(State(centre): State<Centre>) -> Response {
    if !centre.is_stopping() && centre.database().answers().await {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
    }
}

async fn metrics(State(centre): State<Centre>) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    (kind, centre.metrics().text()).into_response()
}

/// Nothing that central says is for a cache.
async fn never_cached(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The status of a failure. The body says the failure itself.
fn status(failure: Failure) -> StatusCode {
    match failure {
        Failure::UpgradeNeeded { .. } => StatusCode::UPGRADE_REQUIRED,
        Failure::Clock { .. }
        | Failure::NotEnrolled
        | Failure::Signature
        | Failure::Code
        | Failure::CodeNotGood { .. } => StatusCode::UNAUTHORIZED,
        Failure::Revoked | Failure::NotEntitled | Failure::NoScope | Failure::TrainingApart => {
            StatusCode::FORBIDDEN
        }
        Failure::Founding | Failure::Malformed => StatusCode::BAD_REQUEST,
        Failure::Taken
        | Failure::PartElsewhere { .. }
        | Failure::LooksElsewhere { .. }
        | Failure::PutBack => StatusCode::CONFLICT,
        Failure::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Failure::NotFound => StatusCode::NOT_FOUND,
        Failure::BlobDiffers => StatusCode::UNPROCESSABLE_ENTITY,
        Failure::Busy { .. } | Failure::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        // Said by clients alone.
        Failure::Unreachable | Failure::NotCentral => StatusCode::BAD_GATEWAY,
    }
}
