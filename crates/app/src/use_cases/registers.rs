//! Making a register, unlocking it, locking it.

use chrono::{DateTime, Utc};
use register::entry::{Body, Marking};
use register::fact::{ForceFact, Source};
use register::force::{FORCES, ForceCode};
use register::role::Verb;
use register::{OfficerId, RegisterId, Role, Thresholds, When};
use store::keys::{self, KdfParams, KeyFile, NewPassphrase, RegisterLock, Unlocked};
use store::{StoreError, Vault};

use super::making::{Founding, abandon, make, put_in_place, settle};
use super::verify::told;
use crate::app::{App, Session, new_uuid, writing};
use crate::commands::{
    CreateRegister, NewOfficer, Nothing, PassphraseStrength, Recover, RegisterKind, Unlock,
};
use crate::error::{AppError, ErrorCode};
use crate::officers;
use crate::present::sync::line_of;
use crate::syncing::{Syncing, renewed};
use crate::views::{
    Done, ForceView, ForcesView, RecoverySharesView, RegisterOnDisk, RegisterStatusView, SessionView,
    StrengthView,
};
use crate::words;

/// Which registers stand on this laptop, and which is open. Needs no passphrase and says nothing of anybody.
pub async fn register_status(app: &App, _: Nothing) -> Result<RegisterStatusView, AppError> {
    let mut registers = Vec::new();
    for register in [RegisterKind::Live, RegisterKind::Training] {
        let folder = app.folder(register);
        settle(&folder);
        if KeyFile::exists(&folder)? {
            // One that is damaged does not keep the other from being opened.
            registers.push(
                KeyFile::read(&folder).map_or_else(|_| damaged(register), |file| on_disk(register, &file)),
            );
        }
    }
    let session = match app.session().await {
        Ok(session) => Some(view(app, &session).await?),
        Err(_) => None,
    };
    let kind = session.as_ref().map_or(RegisterKind::Training, |session| session.register);
    let set = app.settings().clock.of_file().filter(|_| app.may_set_clock(kind));
    let clock_note = set.map(|at| words::with("clock-note", &[("at", &words::full_time(at))]));
    Ok(RegisterStatusView { registers, session, clock_note, version: env!("CARGO_PKG_VERSION").to_owned() })
}

fn on_disk(register: RegisterKind, file: &KeyFile) -> RegisterOnDisk {
    let force = file.meta().force_code;
    let force_name = ForceCode::parse(&force).map_or_else(|code| code, |code| code.name().to_owned());
    let officers = u32::try_from(file.slots().len()).unwrap_or(u32::MAX);
    RegisterOnDisk { register, force, force_name, officers }
}

fn damaged(register: RegisterKind) -> RegisterOnDisk {
    RegisterOnDisk { register, force: String::new(), force_name: words::t("register-damaged"), officers: 0 }
}

/// The forces offered when a register is made.
pub async fn list_forces(_: &App, _: Nothing) -> Result<ForcesView, AppError> {
    let forces =
        FORCES.iter().map(|(code, name)| ForceView { code: (*code).into(), name: (*name).into() }).collect();
    Ok(ForcesView { forces })
}

/// How hard a passphrase is to guess.
pub async fn passphrase_strength(app: &App, command: PassphraseStrength) -> Result<StrengthView, AppError> {
    let context: Vec<&str> = command.context.iter().flat_map(|words| words.split_whitespace()).collect();
    let strength = keys::strength(&command.passphrase.0, &context);
    let least_score = score(&thresholds(&app.folder(RegisterKind::Live))?);
    Ok(StrengthView {
        score: strength.score,
        least_score,
        enough: strength.score >= least_score,
        verdict: words::with(
            &format!("strength-{}", strength.score),
            &[("time", &strength.crack_time_words)],
        ),
        warning: strength.warning.unwrap_or_default(),
        suggestions: strength.suggestions,
    })
}

/// Make the live register, with its first officer. The recovery shares are shown this once.
pub async fn create_register(app: &App, command: CreateRegister) -> Result<RecoverySharesView, AppError> {
    let force = ForceCode::parse(&command.force).map_err(|_| AppError::field("force", "field-force"))?;
    if force.is_training() {
        return Err(AppError::field("force", "field-force-training"));
    }
    if !command.officer.role.may(Verb::Enrol) {
        return Err(AppError::field("officer.role", "field-first-officer-role"));
    }
    let kind = RegisterKind::Live;
    settle(&app.folder(kind));
    if KeyFile::exists(&app.folder(kind))? {
        return Err(AppError::new(ErrorCode::RegisterExists, "error-register-exists"));
    }
    app.close("").await;
    let founding = Founding {
        kind,
        force,
        officer: &command.officer,
        passphrase: &command.passphrase,
        kdf: app.settings().kdf,
        now: app.now_for(kind),
    };
    let (made, shares) = make(app, founding).await.inspect_err(|error| {
        if error.code != ErrorCode::RegisterInUse {
            abandon(app, kind);
        }
    })?;
    let session = app.open(put_in_place(app, made).await?).await;
    shares_view(app, &session, &shares).await
}

/// Both shares, to be shown once.
pub(crate) async fn shares_view(
    app: &App,
    session: &Session,
    shares: &keys::RecoveryShares,
) -> Result<RecoverySharesView, AppError> {
    let (share_1, share_2) = (shares.first.printed().to_string(), shares.second.printed().to_string());
    let register_short_id = shares.first.short_id().to_owned();
    Ok(RecoverySharesView { share_1, share_2, register_short_id, session: view(app, session).await? })
}

/// Open a register with an officer's own passphrase.
pub async fn unlock(app: &App, command: Unlock) -> Result<SessionView, AppError> {
    let kind = command.register;
    app.close("").await;
    let folder = app.folder(kind);
    if !KeyFile::exists(&folder)? {
        return Err(AppError::new(ErrorCode::NoRegister, "error-no-register"));
    }
    let lock = RegisterLock::take(&folder)?;
    let tries = tries(&thresholds(&folder)?);
    let (lock, unlocked) = blocking(move || {
        let unlocked = keys::unlock(&lock, &command.collar, &command.passphrase.0, tries);
        (lock, unlocked)
    })
    .await?;
    let session = open_with(app, kind, lock, unlocked?).await?;
    begin(app, session).await
}

/// Open a register with both printed shares; the officer gets a new slot and a new signing key.
pub async fn recover(app: &App, command: Recover) -> Result<SessionView, AppError> {
    let kind = command.register;
    let name = officer_name(&command.officer)?;
    app.close("").await;
    let folder = app.folder(kind);
    if !KeyFile::exists(&folder)? {
        return Err(AppError::new(ErrorCode::NoRegister, "error-no-register"));
    }
    let lock = RegisterLock::take(&folder)?;
    let minimum_score = score(&thresholds(&folder)?);
    let kdf = kdf_of(app, kind);
    let (officer, context) = (command.officer.clone(), name.clone());
    let (lock, recovered) = blocking(move || {
        let words: Vec<&str> = context.split_whitespace().collect();
        let new = NewPassphrase { typed: &command.passphrase.0, context_words: &words, minimum_score, kdf };
        let shares = [command.share_1.0.as_str(), command.share_2.0.as_str()];
        let recovered = keys::recover(&lock, shares, command.officer.collar.trim(), &new, &mut rand::rng());
        (lock, recovered)
    })
    .await?;
    let unlocked = recovered?;
    let (register_id, force) = identity(&folder, kind)?;
    let (vault, unlocked) = open_vault(&folder, &lock, unlocked).await?;
    let now = app.now_for(kind);
    let known = officers::known(&vault, register_id).await?;
    let known = officers::with_collar(&known, &officer.collar).cloned();
    // Somebody known takes up their own name and role again; anybody else is added as they say.
    let officer_id = known.as_ref().map_or(OfficerId(new_uuid(now)), |known| known.officer_id);
    let fact = match &known {
        Some(known) => {
            let public = unlocked.officer_keys.signing_public();
            officers::new_key(known, vault.device_id(), &public, words::t("recovered-with-shares"))
        }
        None => added(officer_id, &name, &officer, &unlocked),
    };
    let (name, role) = known.map_or((name, officer.role), |known| (known.name, known.role));
    let author = register::entry::Author { name, role, force: force.clone() };
    vault
        .act_on_force(register_id, writing(officer_id, &unlocked.officer_keys, now), |_| {
            Ok::<_, AppError>(force_body(author, now, vec![fact]))
        })
        .await?;
    made_current(app, &vault).await?;
    let officers = officers::known(&vault, register_id).await?;
    let session = session_of(kind, lock, vault, unlocked, (register_id, force), officers, now)?;
    begin(app, session).await
}

/// From a slot that has been opened to a session.
pub(crate) async fn open_with(
    app: &App,
    kind: RegisterKind,
    lock: RegisterLock,
    unlocked: Unlocked,
) -> Result<Session, AppError> {
    let folder = app.folder(kind);
    let identity = identity(&folder, kind)?;
    let (vault, unlocked) = open_vault(&folder, &lock, unlocked).await?;
    let officers = officers::known(&vault, identity.0).await?;
    made_current(app, &vault).await?;
    session_of(kind, lock, vault, unlocked, identity, officers, app.now_for(kind))
}

/// Sign the officer in, unless what the first screen shows cannot be read.
async fn begin(app: &App, session: Session) -> Result<SessionView, AppError> {
    if let Err(error) = renewed(app, &session).await {
        session.vault.close().await?;
        return Err(error);
    }
    match view(app, &session).await {
        Ok(view) => {
            app.open(session).await;
            Ok(view)
        }
        Err(error) => {
            session.vault.close().await?;
            Err(error)
        }
    }
}

/// Lists of an older version, or of other thresholds, are made again.
async fn made_current(app: &App, vault: &Vault) -> Result<(), AppError> {
    if !vault.projections_are_current().await? {
        app.set_cancelled(false);
        vault.rebuild(|done| told(app, "progress-rebuild", done)).await?;
    }
    Ok(())
}

/// A change of key that a crash cut short is finished here.
async fn open_vault(
    folder: &std::path::Path,
    lock: &RegisterLock,
    mut unlocked: Unlocked,
) -> Result<(Vault, Unlocked), AppError> {
    let thresholds = thresholds(folder)?;
    let Some(next) = unlocked.vault_keys.next.clone() else {
        let vault = Vault::open(folder, &unlocked.vault_keys.current, thresholds).await?;
        return Ok((vault, unlocked));
    };
    match Vault::open(folder, &unlocked.vault_keys.current, thresholds.clone()).await {
        Ok(vault) => vault.rekey(&next).await?,
        Err(StoreError::Damaged) => {}
        Err(error) => return Err(error.into()),
    }
    let vault = Vault::open(folder, &next, thresholds).await?;
    unlocked.vault_keys = keys::finish_rekey(lock, &unlocked.vault_keys)?;
    Ok((vault, unlocked))
}

pub(crate) fn session_of(
    kind: RegisterKind,
    lock: RegisterLock,
    vault: Vault,
    unlocked: Unlocked,
    (register_id, force): (RegisterId, ForceCode),
    officers: Vec<officers::Officer>,
    now: DateTime<Utc>,
) -> Result<Session, AppError> {
    let officer = officers::with_key(&officers, &unlocked.officer_keys.signing_public())
        .cloned()
        .ok_or_else(|| AppError::new(ErrorCode::Refused, "error-not-enrolled"))?;
    Ok(Session {
        kind,
        lock,
        vault,
        slot_id: unlocked.slot_id,
        vault_keys: unlocked.vault_keys,
        keys: unlocked.officer_keys,
        officer,
        officers: std::sync::Mutex::new(officers),
        standards: std::sync::Mutex::default(),
        register_id,
        force,
        unlocked_at: now,
        numbering: tokio::sync::Mutex::default(),
        looked: std::sync::Mutex::default(),
        pictured: std::sync::Mutex::default(),
        syncing: Syncing::default(),
    })
}

/// Whose register stands in the folder. Invented people never pass for real ones, nor real for invented:
/// a register that was moved to the other kind's folder is refused.
pub(crate) fn identity(
    folder: &std::path::Path,
    kind: RegisterKind,
) -> Result<(RegisterId, ForceCode), AppError> {
    let meta = KeyFile::read(folder)?.meta();
    if meta.training != (kind == RegisterKind::Training) {
        return Err(AppError::new(ErrorCode::Refused, "error-other-kind"));
    }
    let force = ForceCode::parse(&meta.force_code)
        .map_err(|_| AppError::new(ErrorCode::Damaged, "error-key-file-damaged"))?;
    Ok((RegisterId(meta.register_id), force))
}

/// Lock: the key leaves memory. Also where nothing is open: then nothing happens.
pub async fn lock(app: &App, _: Nothing) -> Result<Done, AppError> {
    app.close("").await;
    Ok(Done {})
}

/// The officer is at the keyboard: the idle clock begins anew.
pub async fn session_active(app: &App, _: Nothing) -> Result<Done, AppError> {
    app.touch();
    Ok(Done {})
}

/// Who is signed in, where, and what the top bar says.
pub async fn session(app: &App, _: Nothing) -> Result<SessionView, AppError> {
    let session = app.session().await?;
    view(app, &session).await
}

pub(crate) async fn view(app: &App, session: &Session) -> Result<SessionView, AppError> {
    let role: Role = session.officer.role;
    let now = app.now_for(session.kind);
    let limit = chrono::TimeDelta::minutes(session.thresholds().draft_unsent_minutes.into());
    let drafts = session.vault.drafts().await?;
    let unsent = drafts.iter().filter(|draft| draft.started_at + limit <= now).count();
    Ok(SessionView {
        officer_id: session.officer.officer_id,
        name: session.officer.name.clone(),
        collar: session.officer.collar.clone(),
        role,
        verbs: Verb::ALL.into_iter().filter(|verb| role.may(*verb)).collect(),
        register: session.kind,
        force: session.force.to_string(),
        force_name: session.force.name().to_owned(),
        training: session.training(),
        marking: register::entry::Marking::default().0,
        sync: line_of(app, session).await?,
        unsent: if unsent == 0 { String::new() } else { words::counted("drafts-unsent", unsent, &[]) },
        drafts: u32::try_from(drafts.len()).unwrap_or(u32::MAX),
        open_incidents: session.vault.listed_count().await?,
        idle_lock_minutes: session.thresholds().idle_lock_minutes,
        unlocked_at: session.unlocked_at,
    })
}

pub(crate) fn kdf_of(app: &App, kind: RegisterKind) -> KdfParams {
    match kind {
        RegisterKind::Live => app.settings().kdf,
        // Invented people, and a passphrase that the screen shows.
        RegisterKind::Training => KdfParams::weak_for_tests(),
    }
}

pub(crate) fn added(
    officer_id: OfficerId,
    name: &str,
    officer: &NewOfficer,
    unlocked: &Unlocked,
) -> ForceFact {
    ForceFact::OfficerAdded {
        officer_id,
        name: name.to_owned(),
        collar: officer.collar.trim().to_owned(),
        role: officer.role,
        public_key: officers::hex(&unlocked.officer_keys.signing_public()),
    }
}

pub(crate) fn force_body(
    author: register::entry::Author,
    now: DateTime<Utc>,
    facts: Vec<ForceFact>,
) -> Body<ForceFact> {
    Body {
        author,
        source: Source::officer(),
        happened_at: When::At { at: now },
        from_paper: false,
        marking: Marking::default(),
        facts,
    }
}

pub(crate) fn officer_name(officer: &NewOfficer) -> Result<String, AppError> {
    let name = officer.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() { Err(AppError::field("officer.name", "field-empty")) } else { Ok(name) }
}

/// The shipped thresholds, with the force's own lines from the register's folder in their place.
pub(crate) fn thresholds(folder: &std::path::Path) -> Result<Thresholds, AppError> {
    let lines = match std::fs::read_to_string(folder.join("thresholds.toml")) {
        Ok(lines) => lines,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(_) => return Err(AppError::new(ErrorCode::Fault, "error-disk")),
    };
    Thresholds::with_overrides(&lines)
        .map_err(|what| AppError::with(ErrorCode::Input, "error-thresholds", &[("what", &what)]))
}

pub(crate) fn score(thresholds: &Thresholds) -> u8 {
    u8::try_from(thresholds.passphrase_least_score).unwrap_or(4).min(4)
}

pub(crate) fn tries(thresholds: &Thresholds) -> u8 {
    u8::try_from(thresholds.passphrase_tries).unwrap_or(keys::DEFAULT_TRIES).max(1)
}

/// Key derivation takes most of a second: off the threads that answer the screen.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(panicked = error.is_panic(), "blocking work");
        AppError::new(ErrorCode::Fault, "error-fault")
    })
}
