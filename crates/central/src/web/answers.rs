//! CBOR in, CBOR out.

use std::time::Duration;

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use protocol::{Failure, Request, Said, Signed, decode, encode};

use super::status;
use crate::Centre;

/// The media type of every request and answer.
pub(super) const CBOR: &str = "application/cbor";

/// A request that is not signed.
pub(super) async fn enrolling<R, T, F>(
    centre: Centre,
    body: Body,
    ask: impl FnOnce(Centre, R) -> F,
) -> Response
where
    R: for<'b> minicbor::Decode<'b, ()>,
    T: minicbor::Encode<()>,
    F: Future<Output = Said<T>>,
{
    match message(&centre, body).await {
        Ok(request) => answered(&ask(centre, request).await),
        Err(failure) => failed(failure),
    }
}

/// A request of an enrolled device.
pub(super) async fn signed<R, F>(
    centre: Centre,
    body: Body,
    ask: impl FnOnce(Centre, Signed<R>) -> F,
) -> Response
where
    R: Request,
    F: Future<Output = Said<R::Reply>>,
{
    match message(&centre, body).await {
        Ok(request) => answered(&ask(centre, request).await),
        Err(failure) => failed(failure),
    }
}

/// The message in a body that is not too large and does not come too slowly.
pub(super) async fn message<R>(centre: &Centre, body: Body) -> Result<R, Failure>
where
    R: for<'b> minicbor::Decode<'b, ()>,
{
    let limits = centre.limits();
    let limit = limits.request_bytes;
    let read = axum::body::to_bytes(body, usize::try_from(limit).unwrap_or(usize::MAX));
    let bytes = tokio::time::timeout(Duration::from_millis(limits.request_ms), read)
        .await
        .map_err(|_| Failure::Busy { retry_after_ms: limits.retry_after_ms })?
        .map_err(|_| Failure::TooLarge { limit })?;
    decode(&bytes)
}

fn answered<T: minicbor::Encode<()>>(said: &Said<T>) -> Response {
    match said {
        Ok(answer) => ([(header::CONTENT_TYPE, CBOR)], encode(answer)).into_response(),
        Err(failure) => failed(*failure),
    }
}

/// A failure as an answer.
pub(super) fn failed(failure: Failure) -> Response {
    let kind = [(header::CONTENT_TYPE, CBOR)];
    let mut response = (status(failure), kind, encode(&failure)).into_response();
    let wait = match failure {
        Failure::Busy { retry_after_ms } => Some(retry_after_ms.div_ceil(1_000).max(1)),
        Failure::Unavailable => Some(1),
        _ => None,
    };
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}
