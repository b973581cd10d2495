//! The description of it all, in OpenAPI 3.1, made from one table. Messages are CBOR; their fields are
//! described where they are defined, in the crate `protocol`.

use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, PathItem, PathsBuilder};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{InfoBuilder, LicenseBuilder, OpenApiBuilder, Required};

use super::answers::CBOR;

/// A path, what it is for, the message that is sent (none for GET), and what comes back.
struct Endpoint {
    path: &'static str,
    summary: &'static str,
    request: Option<&'static str>,
    answer: &'static str,
    answer_type: &'static str,
}

const fn post(
    path: &'static str,
    summary: &'static str,
    request: &'static str,
    answer: &'static str,
) -> Endpoint {
    Endpoint { path, summary, request: Some(request), answer, answer_type: CBOR }
}

const fn get(path: &'static str, summary: &'static str, answer_type: &'static str) -> Endpoint {
    Endpoint { path, summary, request: None, answer: summary, answer_type }
}

const ENDPOINTS: [Endpoint; 30] = [
    post("/v1/hello", "What central is, and its time", "Hello", "Answer<Welcome>"),
    post("/v1/enrol", "Make a device known, with a one-time code", "Enrol", "Answer<Enrolled>"),
    post("/v1/code-of", "Whom a one-time code is for", "CodeAsked", "Answer<CodeOf>"),
    post("/v1/push", "Send entries of the device's chain", "Signed<Push>", "Answer<Pushed>"),
    post(
        "/v1/relay",
        "Give back entries that other devices wrote and central lacks",
        "Signed<Relay>",
        "Answer<Relayed>",
    ),
    post("/v1/pull", "A page of a force's ledger", "Signed<Pull>", "Answer<Page>"),
    post("/v1/heads", "The newest position of each ledger", "Signed<HeadsAsked>", "Answer<Heads>"),
    post("/v1/digest", "What a stream holds at a position", "Signed<DigestAsked>", "Answer<Digest>"),
    post("/v1/checkpoint", "Where the device's chain ends", "Signed<Checkpoint>", "Answer<Checkpointed>"),
    post("/v1/looks", "Upload the device's access log", "Signed<UploadLooks>", "Answer<LooksTaken>"),
    post("/v1/blob-head", "What is held of a photograph", "Signed<BlobAsked>", "Answer<BlobHeld>"),
    post("/v1/blob-put", "Send a part of a photograph", "Signed<PartPut>", "Answer<BlobHeld>"),
    post("/v1/blob-get", "A part of a photograph", "Signed<PartAsked>", "Answer<PartGiven>"),
    post("/v1/national", "Changes of the national index", "Signed<National>", "Answer<NationalPage>"),
    post("/v1/find", "Search the national index", "Signed<Find>", "Answer<Found>"),
    post("/v1/opened", "Open an extract of the national index", "Signed<Open>", "Answer<Opened>"),
    post(
        "/v1/pictures",
        "Small photographs of incidents that a search answered",
        "Signed<Pictures>",
        "Answer<PicturesGiven>",
    ),
    post(
        "/v1/digest-of-looks",
        "Looks by other forces at the own incidents",
        "Signed<LooksAtOurs>",
        "Answer<LooksByOthers>",
    ),
    post("/v1/tell", "Tell another force of a sighting", "Signed<Tell>", "Answer<ToldState>"),
    post("/v1/told", "What other forces told the own", "Signed<ToldAsked>", "Answer<ToldPage>"),
    post("/v1/accept-told", "Who took a telling into the record", "Signed<AcceptTold>", "Answer<ToldState>"),
    post(
        "/v1/told-state",
        "How far what the own force told has come",
        "Signed<ToldStateAsked>",
        "Answer<ToldStates>",
    ),
    post("/v1/devices", "The devices of the own force", "Signed<DevicesAsked>", "Answer<DeviceList>"),
    post(
        "/v1/revoke-device",
        "Revoke a device of the own force, by an officer who may enrol",
        "Signed<RevokeDevice>",
        "Answer<DeviceList>",
    ),
    post(
        "/v1/back-fill",
        "Take an older incident into what a field laptop is given",
        "Signed<BackFill>",
        "Answer<BackFilled>",
    ),
    Endpoint {
        path: "/v1/events",
        summary: "Be woken when a ledger grows, or a telling comes further",
        request: Some("Signed<Watch>"),
        answer: "Server-sent events; the data of each is `<force> <head>`, and ` told` where it is about tellings",
        answer_type: "text/event-stream",
    },
    get("/health/live", "The process answers", "text/plain"),
    get("/health/ready", "The database answers and central is not stopping", "text/plain"),
    get("/metrics", "Counters for Prometheus", "text/plain; version=0.0.4"),
    get("/openapi.json", "This description", "application/json"),
];

/// The description as JSON.
pub fn document() -> String {
    let mut paths = PathsBuilder::new();
    for endpoint in &ENDPOINTS {
        let bytes = || ObjectBuilder::new().schema_type(Type::String).build();
        let content = |kind: &str| {
            let builder = ContentBuilder::new();
            // In OpenAPI 3.1 a body that is bytes has no schema.
            if kind == CBOR { builder.build() } else { builder.schema(Some(bytes())).build() }
        };
        let answer = ResponseBuilder::new()
            .description(endpoint.answer)
            .content(endpoint.answer_type, content(endpoint.answer_type));
        let mut operation = OperationBuilder::new()
            .summary(Some(endpoint.summary))
            .operation_id(Some(endpoint.path.rsplit('/').next().unwrap_or_default()))
            .response("200", answer.build());
        if let Some(request) = endpoint.request {
            let body = RequestBodyBuilder::new()
                .description(Some(format!("CBOR: `{request}`")))
                .required(Some(Required::True))
                .content(CBOR, content(CBOR));
            let failure = ResponseBuilder::new()
                .description("CBOR: `Failure`. With 503 comes `Retry-After`.")
                .content(CBOR, content(CBOR));
            operation = operation.request_body(Some(body.build())).response("default", failure.build());
        }
        let method = if endpoint.request.is_some() { HttpMethod::Post } else { HttpMethod::Get };
        paths = paths.path(endpoint.path, PathItem::new(method, operation.build()));
    }
    let info = InfoBuilder::new()
        .title("nrmp-central")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "The central service of the national register of missing persons. Messages are CBOR as the crate \
             `protocol` defines them; docs/sync.md tells how they are used.",
        ))
        .license(Some(LicenseBuilder::new().name("MIT OR Apache-2.0").build()));
    OpenApiBuilder::new().info(info.build()).paths(paths.build()).build().to_pretty_json().unwrap_or_default()
}
