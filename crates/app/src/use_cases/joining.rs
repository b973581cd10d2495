//! An officer comes to a laptop with a one-time code that was made for them: a new laptop joins their register, or
//! one that stands in it already takes them in beside its other officers.

use protocol::{Central as _, CodeAsked, CodeOf, EnrolCode, Enrolled, Failure, PROTOCOL};
use register::entry::Author;
use register::fact::ForceFact;
use store::keys::{self, NewPassphrase, OfficerKeys, RegisterMeta, Unlocked};
use store::{DeviceKey, NewEnrolment, NewVouched, Vault};
use sync::{HttpCentral, HttpSettings};

use super::making::{Empty, Maker, abandon, empty, put_in_place, settle};
use super::officers::{forget_nobodys_slots, read_again, view};
use super::registers::{blocking, force_body, kdf_of, score, session_of, shares_view};
use super::sync::{Reached, code_of, is_of_both, not_enrolled, reach};
use crate::app::{App, Session, random, writing};
use crate::commands::{JoinOfficer, JoinRegister, OfficerOfCode, RegisterKind, Secret};
use crate::error::{AppError, ErrorCode};
use crate::officers;
use crate::syncing::tell;
use crate::views::{JoiningView, OfficersView, RecoverySharesView};
use crate::words;

/// Whom a code is for, before a passphrase is chosen. The code stays good.
pub async fn officer_of_code(app: &App, command: OfficerOfCode) -> Result<JoiningView, AppError> {
    no_register_yet(app)?;
    let code = code_of(&command.code)?;
    let reached = reach(app, &command.address, command.certificates.as_ref(), &code, false).await?;
    let known = known_by(&reached.central, &code).await?;
    let now = app.now_for(RegisterKind::Live);
    let until = chrono::DateTime::from_timestamp_millis(known.expires_at).unwrap_or(now);
    Ok(JoiningView {
        force: known.force.to_string(),
        force_name: known.force.name().to_owned(),
        name: known.name,
        collar: known.collar,
        role: known.role,
        good_until: words::with("joining-good-until", &[("at", &words::time(until, now))]),
    })
}

/// Make this laptop's register one of the force's: its officer's key is new, and good on this laptop alone. The
/// recovery shares, which are this laptop's own, are shown this once.
pub async fn join_register(app: &App, command: JoinRegister) -> Result<RecoverySharesView, AppError> {
    let kind = RegisterKind::Live;
    no_register_yet(app)?;
    let code = code_of(&command.code)?;
    let reached = reach(app, &command.address, command.certificates.as_ref(), &code, false).await?;
    let known = known_by(&reached.central, &code).await?;
    app.close("").await;
    let (made, shares) =
        join(app, &code, reached, known, &command.passphrase).await.inspect_err(|error| {
            if error.code != ErrorCode::RegisterInUse {
                abandon(app, kind);
            }
        })?;
    let session = app.open(put_in_place(app, made).await?).await;
    shares_view(app, &session, &shares).await
}

/// Take in one more officer of the force's register on this laptop, who has a key on another. They type their own
/// passphrase; their code vouches for them, so whoever is signed in may do it.
pub async fn join_officer(app: &App, command: JoinOfficer) -> Result<OfficersView, AppError> {
    let session = app.session().await?;
    let code = code_of(&command.code)?;
    let enrolment = session.vault.enrolment().await?;
    let enrolment = enrolment.ok_or_else(|| AppError::new(ErrorCode::Central, "devices-not-enrolled"))?;
    if !code.is_of(&enrolment.central_key) {
        return Err(AppError::field("code", "error-enrol-other-central"));
    }
    let settings = HttpSettings { trusted_pem: enrolment.trusted.clone(), ..HttpSettings::default() };
    let central = HttpCentral::new(&enrolment.address, settings)
        .map_err(|_| AppError::field("code", "error-not-central"))?;
    let known = known_by(&central, &code).await?;
    if (known.register_id, &known.force) != (session.register_id, &session.force) {
        return Err(AppError::field("code", "error-code-of-other-register"));
    }
    // Held until the entry stands: a slot without one is taken for nobody's.
    let _enrolling = session.numbering.lock().await;
    forget_nobodys_slots(&session)?;
    let slot = slot_for(app, &session, &known, &command.passphrase).await?;
    let key = session.vault.kept_device_key().await?.ok_or_else(AppError::locked)?;
    let asked = vouch(&central, &code, &known, &session.vault, &key, &slot.officer_keys);
    let vouched = match asked.await {
        Ok((_, enrolled)) if enrolled.key == enrolment.central_key => enrolled,
        Ok(_) => return Err(AppError::field("code", "error-enrol-other-central")),
        Err(error) => {
            forget_nobodys_slots(&session)?;
            return Err(error);
        }
    };
    keep_vouched(&session.vault, &known, &slot.officer_keys, &vouched).await?;
    introduce(&session.vault, &known, &slot.officer_keys, app.now_for(session.kind)).await?;
    read_again(&session).await?;
    tell(app, &session).await;
    view(&session)
}

fn no_register_yet(app: &App) -> Result<(), AppError> {
    let folder = app.folder(RegisterKind::Live);
    settle(&folder);
    if keys::KeyFile::exists(&folder)? {
        return Err(AppError::new(ErrorCode::RegisterExists, "error-register-exists"));
    }
    Ok(())
}

/// What central says of the officer of a code, signed by the key that the code pins.
async fn known_by(central: &HttpCentral, code: &EnrolCode) -> Result<CodeOf, AppError> {
    let secret = code.secret();
    let known = central.code_of(CodeAsked { protocol: PROTOCOL, secret }).await.map_err(not_enrolled)?.body;
    if !code.is_of(&known.key) {
        return Err(AppError::field("code", "error-enrol-other-central"));
    }
    known.verify(&secret).map_err(not_enrolled)?;
    Ok(known)
}

async fn join(
    app: &App,
    code: &EnrolCode,
    reached: Reached,
    known: CodeOf,
    passphrase: &Secret,
) -> Result<(Session, keys::RecoveryShares), AppError> {
    let kind = RegisterKind::Live;
    let now = app.now_for(kind);
    let (register_id, force) = (known.register_id, known.force.clone());
    let meta = RegisterMeta { register_id: register_id.0, force_code: force.to_string(), training: false };
    let kdf = app.settings().kdf;
    let maker = Maker { kind, meta, name: &known.name, collar: &known.collar, passphrase, kdf, now };
    let Empty { lock, unlocked, vault, shares } = empty(app, maker).await?;
    let key = vault.device_key(random()).await?;
    let (enrol, enrolled) =
        vouch(&reached.central, code, &known, &vault, &key, &unlocked.officer_keys).await?;
    is_of_both(&enrolled, code, &reached.welcome, &enrol)?;
    vault
        .enrol(&NewEnrolment {
            address: reached.address,
            trusted: reached.trusted,
            central_key: enrolled.key,
            force: force.clone(),
            enrolled_at: enrolled.at,
            founding: enrolled.founding,
            signature: enrolled.signature,
            since: enrolled.since,
        })
        .await?;
    keep_vouched(&vault, &known, &unlocked.officer_keys, &enrolled).await?;
    introduce(&vault, &known, &unlocked.officer_keys, now).await?;
    let officers = officers::known(&vault, register_id).await?;
    let session = session_of(kind, lock, vault, unlocked, (register_id, force), officers, now)?;
    Ok((session, shares))
}

/// Use the code: central vouches for this device, the officer and their key on it. Asked once more where the answer
/// did not come, since the code is good for nobody else from then on.
async fn vouch(
    central: &HttpCentral,
    code: &EnrolCode,
    known: &CodeOf,
    vault: &Vault,
    key: &DeviceKey,
    officer: &OfficerKeys,
) -> Result<(protocol::Enrol, Enrolled), AppError> {
    let enrol = protocol::Enrol {
        protocol: PROTOCOL,
        force: known.force.clone(),
        secret: code.secret(),
        device_id: vault.device_id(),
        device_key: key.public(),
        register_id: known.register_id,
        officers: Vec::new(),
        proof: [0; 64],
        officer_key: Some(officer.signing_public()),
    }
    .proven(|payload| key.sign(payload));
    let mut answered = central.enrol(enrol.clone()).await;
    if matches!(answered, Err(Failure::Unreachable)) {
        answered = central.enrol(enrol.clone()).await;
    }
    let enrolled = answered.map_err(not_enrolled)?.body;
    enrolled.verify(&enrol).map_err(not_enrolled)?;
    if enrolled.officer_id != Some(known.officer_id) {
        return Err(AppError::field("code", "error-enrol-refused"));
    }
    Ok((enrol, enrolled))
}

async fn keep_vouched(
    vault: &Vault,
    known: &CodeOf,
    officer: &OfficerKeys,
    enrolled: &Enrolled,
) -> Result<(), AppError> {
    let vouched = NewVouched {
        officer_id: known.officer_id,
        public_key: officer.signing_public(),
        at: enrolled.at,
        signature: enrolled.signature,
        since: enrolled.since,
    };
    Ok(vault.vouch(&vouched).await?)
}

/// The officer's own entry, signed by the key that it introduces.
async fn introduce(
    vault: &Vault,
    known: &CodeOf,
    officer: &OfficerKeys,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), AppError> {
    let author = Author { name: known.name.clone(), role: known.role, force: known.force.clone() };
    let fact = ForceFact::OfficerKeyAdded {
        officer_id: known.officer_id,
        name: known.name.clone(),
        collar: known.collar.clone(),
        role: known.role,
        public_key: officers::hex(&officer.signing_public()),
    };
    vault
        .act_on_force(known.register_id, writing(known.officer_id, officer, now), |_| {
            Ok::<_, AppError>(force_body(author, now, vec![fact]))
        })
        .await?;
    Ok(())
}

/// A slot of the officer on this laptop, under the passphrase that they chose for it.
async fn slot_for(
    app: &App,
    session: &std::sync::Arc<Session>,
    known: &CodeOf,
    passphrase: &Secret,
) -> Result<Unlocked, AppError> {
    let (minimum_score, kdf) = (score(session.thresholds()), kdf_of(app, session.kind));
    let (held, collar, context, typed) =
        (session.clone(), known.collar.trim().to_owned(), known.name.clone(), passphrase.clone());
    let slot = blocking(move || {
        let words: Vec<&str> = context.split_whitespace().collect();
        let new = NewPassphrase { typed: &typed.0, context_words: &words, minimum_score, kdf };
        keys::add_slot(&held.lock, &held.vault_keys, &collar, &new, &mut rand::rng())
    })
    .await??;
    Ok(slot)
}
