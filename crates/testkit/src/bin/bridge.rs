//! The development bridge: the real program behind HTTP on the loopback, for the screen tests in
//! Chromium and for working on the interface in a browser. Not shipped.
//!
//! `bridge DATA_DIR [--port N] [--dist DIR]`. Prints `listening on http://127.0.0.1:N` when it is
//! ready. Ends when its standard input closes, so that no test leaves one behind.

#![allow(clippy::print_stdout)]

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use app::{App, AppSettings, KdfParams};
use axum::Json;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::BroadcastStream;
use tower_http::services::ServeDir;

#[derive(Clone)]
struct Bridge {
    app: App,
    /// What the officer of the test chooses in the dialogs to come.
    will_choose: Arc<Mutex<VecDeque<PathBuf>>>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let data_dir = PathBuf::from(arguments.next().ok_or("give the data folder")?);
    let (mut port, mut dist) = ("0".to_owned(), "dist".to_owned());
    while let Some(flag) = arguments.next() {
        let value = arguments.next().ok_or("a flag takes a value")?;
        match flag.as_str() {
            "--port" => port = value,
            "--dist" => dist = value,
            other => return Err(format!("unknown flag {other}").into()),
        }
    }
    let settings = AppSettings { kdf: KdfParams::weak_for_tests(), ..AppSettings::new(data_dir) };
    let app = App::new(settings);
    let router = Router::new()
        .route("/use-case/{name}", post(call))
        .route("/events", get(events))
        .route("/choose-file", post(choose_file))
        .route("/will-choose", post(will_choose))
        .fallback_service(ServeDir::new(dist))
        .layer(DefaultBodyLimit::max(64 << 20))
        .with_state(Bridge { app: app.clone(), will_choose: Arc::default() });
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router).with_graceful_shutdown(standard_input_closes()).await?;
    app.shut_down().await;
    Ok(())
}

async fn standard_input_closes() {
    let (closed, wait) = tokio::sync::oneshot::channel();
    // A thread of its own: reading standard input cannot be cancelled, and must not hold the runtime up.
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        let _ = closed.send(());
    });
    let _ = wait.await;
    std::process::exit(0)
}

async fn call(
    State(Bridge { app, .. }): State<Bridge>,
    Path(name): Path<String>,
    Json(command): Json<Value>,
) -> Response {
    let command = if command.is_null() { serde_json::json!({}) } else { command };
    match app::call(&app, &name, command).await {
        Ok(view) => Json(view).into_response(),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, Json(error)).into_response(),
    }
}

/// As the window's command of that name, without a dialog: nothing is chosen where no test said what.
async fn choose_file(State(bridge): State<Bridge>) -> Json<Value> {
    let path = bridge.will_choose.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    Json(path.map_or(Value::Null, |path| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        serde_json::json!({ "file": bridge.app.offer(path), "name": name })
    }))
}

async fn will_choose(State(bridge): State<Bridge>, Json(told): Json<Value>) -> StatusCode {
    let Some(path) = told["path"].as_str() else { return StatusCode::UNPROCESSABLE_ENTITY };
    bridge.will_choose.lock().unwrap_or_else(PoisonError::into_inner).push_back(path.into());
    StatusCode::NO_CONTENT
}

async fn events(
    State(Bridge { app, .. }): State<Bridge>,
) -> Sse<impl tokio_stream::Stream<Item = Result<Event, Infallible>>> {
    let events = BroadcastStream::new(app.events()).filter_map(|event| {
        let value = serde_json::to_value(event.ok()?).ok()?;
        let name = value["event"].as_str()?.to_owned();
        Event::default().event(name).json_data(value).ok().map(Ok)
    });
    Sse::new(events)
}
