//! The central service of this register: enrolment, exchange, and where both are.

use protocol::{Central as _, CodeTrouble, EnrolCode, Enrolled, Failure, Hello, PROTOCOL, Welcome};
use register::role::Verb;
use store::NewEnrolment;
use sync::{AddressError, Again, HttpCentral, HttpSettings};

use crate::app::{App, Session, random};
use crate::commands::{EnrolDevice, Nothing, Secret};
use crate::error::{AppError, ErrorCode};
use crate::exchange::FileRef;
use crate::present::sync::view_of;
use crate::syncing::{carry, exchange, make_checks, tell, tell_forces};
use crate::views::SyncView;

/// Certificates are small: a larger file is something else.
const LARGEST_CERTIFICATES: u64 = 1024 * 1024;

/// Make this laptop known to a central service, with the one-time code that its administrator gave. The code says
/// whose key is pinned: nothing is trusted before both agree.
pub async fn enrol_device(app: &App, command: EnrolDevice) -> Result<SyncView, AppError> {
    let session = app.session_for(Verb::Enrol).await?;
    let code = code_of(&command.code)?;
    let Reached { central, address, trusted, welcome } =
        reach(app, &command.address, command.certificates.as_ref(), &code, session.training()).await?;
    if let Some(enrolment) = session.vault.enrolment().await?
        && enrolment.central_key != welcome.key
    {
        return Err(AppError::field("address", "error-enrol-already"));
    }
    let key = session.vault.device_key(random()).await?;
    let enrol = protocol::Enrol {
        protocol: PROTOCOL,
        force: session.force.clone(),
        secret: code.secret(),
        device_id: session.vault.device_id(),
        device_key: key.public(),
        register_id: session.register_id,
        officers: session.vault.sealed_in_order(session.register_id).await?,
        proof: [0; 64],
        officer_key: None,
    }
    .proven(|payload| key.sign(payload));
    let enrolled = central.enrol(enrol.clone()).await.map_err(not_enrolled)?.body;
    is_of_both(&enrolled, &code, &welcome, &enrol)?;
    let first = session.vault.enrolment().await?.is_none();
    session
        .vault
        .enrol(&NewEnrolment {
            address,
            trusted,
            central_key: enrolled.key,
            force: session.force.clone(),
            enrolled_at: enrolled.at,
            founding: enrolled.founding,
            signature: enrolled.signature,
            since: enrolled.since,
        })
        .await?;
    session.syncing.forget_central();
    if first && app.settings().syncs {
        app.keep_synced(&session);
    }
    tell(app, &session).await;
    view_of(app, &session).await
}

/// The code as it was typed.
pub(super) fn code_of(typed: &Secret) -> Result<EnrolCode, AppError> {
    typed.0.parse().map_err(|_| AppError::field("code", "field-enrol-code"))
}

/// A central service that answered.
pub(super) struct Reached {
    pub central: HttpCentral,
    pub address: String,
    /// Certificates that alone are trusted there.
    pub trusted: Option<Vec<u8>>,
    pub welcome: Welcome,
}

/// Greet the central service at an address. Refused where another one gave the code out, or where it is for registers
/// of the other kind.
pub(super) async fn reach(
    app: &App,
    address: &str,
    chosen: Option<&FileRef>,
    code: &EnrolCode,
    training: bool,
) -> Result<Reached, AppError> {
    let trusted = match chosen {
        Some(file) => Some(certificates(&app.chosen(file, "certificates")?)?),
        None => None,
    };
    let settings = HttpSettings { trusted_pem: trusted.clone(), ..HttpSettings::default() };
    let address = address.trim().to_owned();
    let central = HttpCentral::new(&address, settings).map_err(not_an_address)?;
    let welcome = central.hello(Hello::default()).await.map_err(not_enrolled)?.body;
    if !code.is_of(&welcome.key) {
        return Err(AppError::field("code", "error-enrol-other-central"));
    }
    if welcome.training != training {
        return Err(AppError::field("address", "error-enrol-training"));
    }
    Ok(Reached { central, address, trusted, welcome })
}

/// Whether the enrolment was signed by the code's central service, which is the one that greeted: another key is
/// somebody between.
pub(super) fn is_of_both(
    enrolled: &Enrolled,
    code: &EnrolCode,
    welcome: &Welcome,
    enrol: &protocol::Enrol,
) -> Result<(), AppError> {
    if !code.is_of(&enrolled.key) || enrolled.key != welcome.key {
        return Err(AppError::field("code", "error-enrol-other-central"));
    }
    enrolled.verify(enrol).map_err(not_enrolled)
}

fn certificates(path: &std::path::Path) -> Result<Vec<u8>, AppError> {
    let unread = |_| AppError::field("certificates", "error-file-not-read");
    if std::fs::metadata(path).map_err(unread)?.len() > LARGEST_CERTIFICATES {
        return Err(AppError::field("certificates", "error-certificates"));
    }
    std::fs::read(path).map_err(unread)
}

fn not_an_address(error: AddressError) -> AppError {
    match error {
        AddressError::Form => AppError::field("address", "field-central-address"),
        AddressError::Plain => AppError::field("address", "error-central-plain"),
        AddressError::Certificates => AppError::field("certificates", "error-certificates"),
    }
}

/// Why central did not enrol, in words that name the remedy.
pub(super) fn not_enrolled(failure: Failure) -> AppError {
    let (field, key) = match failure {
        Failure::Code => ("code", "error-enrol-code"),
        Failure::CodeNotGood { why } => ("code", not_good(why)),
        Failure::Taken => ("code", "error-enrol-taken"),
        Failure::TrainingApart => ("address", "error-enrol-training"),
        Failure::UpgradeNeeded { .. } => ("address", "error-enrol-upgrade"),
        Failure::Unreachable => ("address", "error-central-unreachable"),
        Failure::NotCentral => ("address", "error-not-central"),
        Failure::Busy { .. } | Failure::Unavailable => ("address", "error-central-busy"),
        failure => {
            tracing::warn!(%failure, "enrolment");
            ("address", "error-enrol-refused")
        }
    };
    AppError::new(ErrorCode::Central, key).at(field)
}

fn not_good(why: CodeTrouble) -> &'static str {
    match why {
        CodeTrouble::ForOfficer => "error-code-for-officer",
        CodeTrouble::ForNoOfficer => "error-code-for-no-officer",
        CodeTrouble::Used => "error-code-used",
        CodeTrouble::RunOut => "error-code-run-out",
        CodeTrouble::OfficerRemoved => "error-code-officer-removed",
        CodeTrouble::OfficerSuspended => "error-code-officer-suspended",
    }
}

/// Exchange with central now, and send again what it refused.
pub async fn sync_now(app: &App, _: Nothing) -> Result<SyncView, AppError> {
    let session = app.session().await?;
    let mut ended = session.syncing.ended();
    // How it went stands in the view: not reaching central is no fault of whoever asks.
    tokio::select! {
        _ = ended.wait_for(|ended| *ended) => return Err(AppError::locked()),
        _ = exchange_and_carry(app, &session) => {}
    }
    view_of(app, &session).await
}

async fn exchange_and_carry(app: &App, session: &Session) {
    if exchange(app, session, Again::Now).await.is_ok() {
        // What failed of it is counted in the view.
        let _ = tell_forces(app, session).await;
        let _ = make_checks(app, session).await;
        session.syncing.ask_for_all().await;
        let _ = carry(app, session).await;
    }
}

/// Where sync stands, with the lists behind the words.
pub async fn sync_state(app: &App, _: Nothing) -> Result<SyncView, AppError> {
    let session = app.session().await?;
    view_of(app, &session).await
}
