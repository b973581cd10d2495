//! Making a register, unlocking it, locking it.

use chrono::{DateTime, Utc};
use register::entry::{Body, Marking};
use register::fact::{ForceFact, Source};
use register::force::{FORCES, ForceCode};
use register::role::Verb;
use register::{DeviceId, OfficerId, RegisterId, Role, Thresholds, When};
use store::keys::{self, KdfParams, KeyFile, NewPassphrase, RegisterLock, RegisterMeta, Unlocked};
use store::{StoreError, Vault};

use crate::app::{App, Session, new_uuid, writing};
use crate::commands::{
    CreateRegister, NewOfficer, Nothing, PassphraseStrength, Recover, RegisterKind, Secret, Unlock,
};
use crate::error::{AppError, ErrorCode};
use crate::officers;
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
        // A key file alone guards nothing: the making of its register was cut short.
        if KeyFile::exists(&folder)? && folder.join(store::DATABASE).exists() {
            let file = KeyFile::read(&folder)?;
            let force = file.meta().force_code;
            let force_name = ForceCode::parse(&force).map_or_else(|code| code, |code| code.name().to_owned());
            let officers = u32::try_from(file.slots().len()).unwrap_or(u32::MAX);
            registers.push(RegisterOnDisk { register, force, force_name, officers });
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

/// The forces offered when a register is made.
pub async fn list_forces(_: &App, _: Nothing) -> Result<ForcesView, AppError> {
    let forces =
        FORCES.iter().map(|(code, name)| ForceView { code: (*code).into(), name: (*name).into() }).collect();
    Ok(ForcesView { forces })
}

/// How hard a passphrase is to guess.
pub async fn passphrase_strength(_: &App, command: PassphraseStrength) -> Result<StrengthView, AppError> {
    let context: Vec<&str> = command.context.iter().flat_map(|words| words.split_whitespace()).collect();
    let strength = keys::strength(&command.passphrase.0, &context);
    let least_score = keys::DEFAULT_MINIMUM_SCORE;
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
    let now = app.now_for(RegisterKind::Live);
    let (session, shares) =
        make(app, RegisterKind::Live, force, &command.officer, &command.passphrase, app.settings().kdf, now)
            .await?;
    let session = app.open(session).await;
    let (share_1, share_2) = (shares.first.printed().to_string(), shares.second.printed().to_string());
    let register_short_id = shares.first.short_id().to_owned();
    Ok(RecoverySharesView { share_1, share_2, register_short_id, session: view(app, &session).await? })
}

/// Key file, database, first entries: register created, officer added.
pub(crate) async fn make(
    app: &App,
    kind: RegisterKind,
    force: ForceCode,
    officer: &NewOfficer,
    passphrase: &Secret,
    kdf: KdfParams,
    now: DateTime<Utc>,
) -> Result<(Session, keys::RecoveryShares), AppError> {
    let name = officer_name(officer)?;
    let folder = app.folder(kind);
    let thresholds = thresholds(&folder)?;
    let lock = RegisterLock::take(&folder)?;
    if KeyFile::exists(&folder)? && !folder.join(store::DATABASE).exists() {
        // The making of a register was cut short before it held anything.
        std::fs::remove_file(folder.join(keys::KEY_FILE))
            .map_err(|_| AppError::new(ErrorCode::Fault, "error-disk"))?;
    }
    let register_id = RegisterId(new_uuid(now));
    let meta = RegisterMeta {
        register_id: register_id.0,
        force_code: force.to_string(),
        training: kind == RegisterKind::Training,
    };
    let (collar, typed, context) = (officer.collar.trim().to_owned(), passphrase.clone(), name.clone());
    let minimum_score = score(&thresholds);
    let (lock, made) = blocking(move || {
        let words: Vec<&str> = context.split_whitespace().collect();
        let new = NewPassphrase { typed: &typed.0, context_words: &words, minimum_score, kdf };
        let made = keys::create(&lock, &meta, &collar, &new, &mut rand::rng());
        (lock, made)
    })
    .await?;
    let (unlocked, shares) = made?;
    let device_id = DeviceId(new_uuid(now));
    let vault = Vault::create(&folder, &unlocked.vault_keys.current, device_id, thresholds).await?;
    let officer_id = OfficerId(new_uuid(now));
    let facts = vec![
        ForceFact::RegisterCreated {
            register_id,
            force: force.clone(),
            device_id,
            training: kind == RegisterKind::Training,
        },
        added(officer_id, &name, officer, &unlocked),
    ];
    let author = register::entry::Author { name, role: officer.role, force: force.clone() };
    let writing = writing(officer_id, &unlocked.officer_keys, now);
    let entries = vault
        .act_on_force(register_id, writing, |_| Ok::<_, AppError>(force_body(author, now, facts)))
        .await?;
    let session = session_of(kind, lock, vault, unlocked, register_id, force, officers::fold(&entries), now)?;
    Ok((session, shares))
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
    let session = app.open(session).await;
    view(app, &session).await
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
    let (vault, unlocked) = open_vault(&folder, &lock, unlocked).await?;
    let (register_id, force) = identity(&folder)?;
    let now = app.now_for(kind);
    let known = officers::fold(&vault.force_entries(register_id).await?);
    let known = officers::with_collar(&known, &officer.collar).cloned();
    // Somebody known takes up their own name and role again; anybody else is added as they say.
    let officer_id = known.as_ref().map_or(OfficerId(new_uuid(now)), |known| known.officer_id);
    let fact = match &known {
        Some(_) => ForceFact::OfficerKeyChanged {
            officer_id,
            public_key: officers::hex(&unlocked.officer_keys.signing_public()),
            reason: words::t("recovered-with-shares"),
        },
        None => added(officer_id, &name, &officer, &unlocked),
    };
    let role = known.as_ref().map_or(officer.role, |known| known.role);
    let author = register::entry::Author { name, role, force: force.clone() };
    let entries = vault
        .act_on_force(register_id, writing(officer_id, &unlocked.officer_keys, now), |_| {
            Ok::<_, AppError>(force_body(author, now, vec![fact]))
        })
        .await?;
    let session = session_of(kind, lock, vault, unlocked, register_id, force, officers::fold(&entries), now)?;
    let session = app.open(session).await;
    view(app, &session).await
}

/// From a slot that has been opened to a session.
pub(crate) async fn open_with(
    app: &App,
    kind: RegisterKind,
    lock: RegisterLock,
    unlocked: Unlocked,
) -> Result<Session, AppError> {
    let folder = app.folder(kind);
    let (vault, unlocked) = open_vault(&folder, &lock, unlocked).await?;
    let (register_id, force) = identity(&folder)?;
    let officers = officers::fold(&vault.force_entries(register_id).await?);
    if !vault.projections_are_current().await? {
        vault.rebuild(|_| {}).await?;
    }
    session_of(kind, lock, vault, unlocked, register_id, force, officers, app.now_for(kind))
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

#[allow(clippy::too_many_arguments)]
fn session_of(
    kind: RegisterKind,
    lock: RegisterLock,
    vault: Vault,
    unlocked: Unlocked,
    register_id: RegisterId,
    force: ForceCode,
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
        vault_keys: unlocked.vault_keys,
        keys: unlocked.officer_keys,
        officer,
        officers: std::sync::Mutex::new(officers),
        register_id,
        force,
        unlocked_at: now,
        numbering: tokio::sync::Mutex::default(),
    })
}

fn identity(folder: &std::path::Path) -> Result<(RegisterId, ForceCode), AppError> {
    let meta = KeyFile::read(folder)?.meta();
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
    use Verb::{
        ApproveLowestForChild, Assess, ClearDanger, Close, ConfirmClosure, Enrol, Locate, Read, Record,
        Verify,
    };
    let role: Role = session.officer.role;
    let now = app.now_for(session.kind);
    let limit = chrono::TimeDelta::minutes(session.thresholds().draft_unsent_minutes.into());
    let drafts = session.vault.drafts().await?;
    let unsent = drafts.iter().filter(|draft| draft.started_at + limit <= now).count();
    let verbs = [
        Read,
        Record,
        Assess,
        Locate,
        Close,
        ConfirmClosure,
        ClearDanger,
        ApproveLowestForChild,
        Enrol,
        Verify,
    ];
    Ok(SessionView {
        officer_id: session.officer.officer_id,
        name: session.officer.name.clone(),
        collar: session.officer.collar.clone(),
        role,
        verbs: verbs.into_iter().filter(|verb| role.may(*verb)).collect(),
        register: session.kind,
        force: session.force.to_string(),
        force_name: session.force.name().to_owned(),
        training: session.training(),
        marking: register::entry::Marking::default().0,
        sync: words::t("sync-this-laptop-only"),
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
