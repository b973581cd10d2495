//! Requests of the protocol as POSTs of CBOR.

use std::time::Duration;

use protocol::{
    AcceptTold, BackFill, BackFilled, BlobAsked, BlobHeld, Central, Checkpoint, Checkpointed, CodeAsked,
    CodeOf, DeviceList, DevicesAsked, Digest, DigestAsked, Enrol, Enrolled, Failure, Find, Found, Heads,
    HeadsAsked, Hello, LooksAtOurs, LooksByOthers, LooksTaken, National, NationalPage, Open, Opened, Page,
    PartAsked, PartGiven, PartPut, Pictures, PicturesGiven, Pull, Push, Pushed, Relay, Relayed, Request,
    RevokeDevice, Said, Signed, Tell, ToldAsked, ToldPage, ToldState, ToldStateAsked, ToldStates,
    UploadLooks, Watch, Welcome, decode, encode,
};
use reqwest::{Certificate, Client, Response, Url, redirect};

use crate::events::HttpWakes;

const CBOR: &str = "application/cbor";
/// Bytes below which compressing costs more than it saves.
const WORTH_COMPRESSING: usize = 1_024;
/// Verbs of which question or answer may be long: entries, looks, photographs, the national index.
const LONG: [&str; 10] = [
    Push::VERB,
    Relay::VERB,
    Pull::VERB,
    UploadLooks::VERB,
    PartPut::VERB,
    PartAsked::VERB,
    National::VERB,
    Pictures::VERB,
    BackFill::VERB,
    ToldAsked::VERB,
];
/// The fastest of zstd: laptops are slow, lines are slower.
const ZSTD_LEVEL: i32 = 1;

/// How to reach central.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// Certificates (PEM) that alone are trusted; `None` for those of the system.
    pub trusted_pem: Option<Vec<u8>>,
    /// How long a connection may take to be made.
    pub connect_within: Duration,
    /// How long a whole request may take, its answer included, where either may be long.
    pub answer_within: Duration,
    /// The same of a few words, so that a line that has gone silent is known as that.
    pub words_within: Duration,
    /// How long an event stream may be silent: longer than central's signs of life are apart.
    pub silent_within: Duration,
    /// Bytes of one answer at most.
    pub answer_bytes: usize,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            trusted_pem: None,
            connect_within: Duration::from_secs(10),
            answer_within: Duration::from_secs(120),
            words_within: Duration::from_secs(30),
            silent_within: Duration::from_secs(45),
            answer_bytes: 64 * 1024 * 1024,
        }
    }
}

/// The address, or what is trusted there, cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not an address of the form `https://central.example:7171`.
    #[error("the address of central begins with https:// and names a host")]
    Form,
    /// Without TLS, and not this machine.
    #[error("without TLS, central is spoken to on this machine alone")]
    Plain,
    /// The certificates cannot be read.
    #[error("the certificates to trust cannot be read")]
    Certificates,
}

/// Central, over HTTP. Cheap to clone; connections are shared.
#[derive(Clone, Debug)]
pub struct HttpCentral {
    client: Client,
    base: Url,
    settings: HttpSettings,
}

impl HttpCentral {
    /// Central at this address. Nothing is sent yet.
    ///
    /// # Errors
    /// [`AddressError`].
    pub fn new(address: &str, settings: HttpSettings) -> Result<Self, AddressError> {
        let base: Url = address.trim().parse().map_err(|_| AddressError::Form)?;
        let host = base.host_str().unwrap_or_default().trim_matches(['[', ']']);
        let loopback = host == "localhost"
            || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
        match base.scheme() {
            "https" if !host.is_empty() => {}
            "http" if loopback => {}
            "http" => return Err(AddressError::Plain),
            _ => return Err(AddressError::Form),
        }
        // Fails only where another provider was chosen before, and then that one is used.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .connect_timeout(settings.connect_within)
            // Central sends nobody elsewhere: whoever does is not central.
            .redirect(redirect::Policy::none());
        if loopback {
            builder = builder.no_proxy();
        }
        if let Some(pem) = &settings.trusted_pem {
            let trusted = Certificate::from_pem_bundle(pem).map_err(|_| AddressError::Certificates)?;
            builder = builder.tls_certs_only(trusted);
        }
        let client = builder.build().map_err(|_| AddressError::Certificates)?;
        Ok(Self { client, base, settings })
    }

    async fn post<T>(&self, verb: &str, body: Vec<u8>) -> Said<T>
    where
        T: for<'b> minicbor::Decode<'b, ()>,
    {
        let within =
            if LONG.contains(&verb) { self.settings.answer_within } else { self.settings.words_within };
        let request = self.request(verb, body)?.timeout(within);
        let response = request.send().await.map_err(|_| Failure::Unreachable)?;
        let succeeded = response.status().is_success();
        let bytes = self.body(response).await?;
        // What cannot be read did not come from central: a proxy's page, a captive portal.
        if succeeded {
            decode(&bytes).map_err(|_| Failure::NotCentral)
        } else {
            Err(decode::<Failure>(&bytes).unwrap_or(Failure::NotCentral))
        }
    }

    async fn signed<R: Request>(&self, signed: &Signed<R>) -> Said<R::Reply> {
        self.post(R::VERB, encode(signed)).await
    }

    /// With zstd where that is worth while; photographs are small already.
    fn request(&self, verb: &str, body: Vec<u8>) -> Result<reqwest::RequestBuilder, Failure> {
        let url = self.base.join(&format!("/v1/{verb}")).map_err(|_| Failure::NotCentral)?;
        let request = self.client.post(url).header("content-type", CBOR);
        let worth_while = body.len() >= WORTH_COMPRESSING && verb != PartPut::VERB;
        match worth_while.then(|| zstd::bulk::compress(&body, ZSTD_LEVEL)) {
            Some(Ok(smaller)) => Ok(request.header("content-encoding", "zstd").body(smaller)),
            _ => Ok(request.body(body)),
        }
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| Failure::Unreachable)? {
            if bytes.len() + chunk.len() > self.settings.answer_bytes {
                return Err(Failure::NotCentral);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}

impl Central for HttpCentral {
    type Wakes = HttpWakes;

    async fn hello(&self, hello: Hello) -> Said<Welcome> {
        self.post("hello", encode(&hello)).await
    }

    async fn enrol(&self, enrol: Enrol) -> Said<Enrolled> {
        self.post("enrol", encode(&enrol)).await
    }

    async fn code_of(&self, asked: CodeAsked) -> Said<CodeOf> {
        self.post("code-of", encode(&asked)).await
    }

    async fn push(&self, push: Signed<Push>) -> Said<Pushed> {
        self.signed(&push).await
    }

    async fn relay(&self, relay: Signed<Relay>) -> Said<Relayed> {
        self.signed(&relay).await
    }

    async fn pull(&self, pull: Signed<Pull>) -> Said<Page> {
        self.signed(&pull).await
    }

    async fn heads(&self, asked: Signed<HeadsAsked>) -> Said<Heads> {
        self.signed(&asked).await
    }

    async fn digest(&self, asked: Signed<DigestAsked>) -> Said<Digest> {
        self.signed(&asked).await
    }

    async fn checkpoint(&self, checkpoint: Signed<Checkpoint>) -> Said<Checkpointed> {
        self.signed(&checkpoint).await
    }

    async fn looks(&self, looks: Signed<UploadLooks>) -> Said<LooksTaken> {
        self.signed(&looks).await
    }

    async fn blob(&self, asked: Signed<BlobAsked>) -> Said<BlobHeld> {
        self.signed(&asked).await
    }

    async fn put_part(&self, put: Signed<PartPut>) -> Said<BlobHeld> {
        self.signed(&put).await
    }

    async fn get_part(&self, asked: Signed<PartAsked>) -> Said<PartGiven> {
        self.signed(&asked).await
    }

    async fn national(&self, asked: Signed<National>) -> Said<NationalPage> {
        self.signed(&asked).await
    }

    async fn find(&self, find: Signed<Find>) -> Said<Found> {
        self.signed(&find).await
    }

    async fn opened(&self, open: Signed<Open>) -> Said<Opened> {
        self.signed(&open).await
    }

    async fn pictures(&self, asked: Signed<Pictures>) -> Said<PicturesGiven> {
        self.signed(&asked).await
    }

    async fn looks_at_ours(&self, asked: Signed<LooksAtOurs>) -> Said<LooksByOthers> {
        self.signed(&asked).await
    }

    async fn tell(&self, tell: Signed<Tell>) -> Said<ToldState> {
        self.signed(&tell).await
    }

    async fn told(&self, asked: Signed<ToldAsked>) -> Said<ToldPage> {
        self.signed(&asked).await
    }

    async fn accept_told(&self, accept: Signed<AcceptTold>) -> Said<ToldState> {
        self.signed(&accept).await
    }

    async fn told_state(&self, asked: Signed<ToldStateAsked>) -> Said<ToldStates> {
        self.signed(&asked).await
    }

    async fn devices(&self, asked: Signed<DevicesAsked>) -> Said<DeviceList> {
        self.signed(&asked).await
    }

    async fn back_fill(&self, asked: Signed<BackFill>) -> Said<BackFilled> {
        self.signed(&asked).await
    }

    async fn revoke_device(&self, revoke: Signed<RevokeDevice>) -> Said<DeviceList> {
        self.signed(&revoke).await
    }

    async fn watch(&self, watch: Signed<Watch>) -> Result<HttpWakes, Failure> {
        let sent = self.request(Watch::VERB, encode(&watch))?.send();
        let answered = tokio::time::timeout(self.settings.words_within, sent).await;
        let response = answered.map_err(|_| Failure::Unreachable)?.map_err(|_| Failure::Unreachable)?;
        if !response.status().is_success() {
            let bytes = self.body(response).await?;
            return Err(decode::<Failure>(&bytes).unwrap_or(Failure::NotCentral));
        }
        Ok(HttpWakes::new(response, self.settings.silent_within))
    }
}
