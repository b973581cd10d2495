//! Officers of a register: who may unlock it and sign.

use std::sync::Arc;

use register::fact::ForceFact;
use register::role::Verb;
use register::{OfficerId, Refusal, Rule};
use store::keys::{self, KeyFile, NewPassphrase};

use super::registers::{added, blocking, force_body, kdf_of, officer_name, score, shares_view, tries};
use super::standards;
use crate::app::{App, Session, new_uuid};
use crate::commands::{AddOfficer, ChangePassphrase, Nothing, RemoveOfficer, RenewShares};
use crate::error::{AppError, ErrorCode};
use crate::officers::{self, Officer};
use crate::standards::InUse;
use crate::views::{Done, OfficerView, OfficersView, RecoverySharesView};
use crate::words;

/// Everybody who may sign, or could once.
pub async fn officers(app: &App, _: Nothing) -> Result<OfficersView, AppError> {
    let session = app.session().await?;
    view(&session)
}

/// Add an officer, who types their own passphrase. Somebody who is in the register gets a new key;
/// a collar number is taken for theirs only with their name and role.
pub async fn add_officer(app: &App, command: AddOfficer) -> Result<OfficersView, AppError> {
    let session = app.session_for(Verb::Enrol).await?;
    let name = officer_name(&command.officer)?;
    // Held until the entry stands: a slot without one is taken for nobody's.
    let _enrolling = session.numbering.lock().await;
    let known = officers::with_collar(&session.officers(), &command.officer.collar).cloned();
    let same = |known: &Officer| {
        known.name.to_lowercase() == name.to_lowercase() && known.role == command.officer.role
    };
    if known.as_ref().is_some_and(|known| !same(known)) {
        return Err(AppError::field("collar", "field-collar-of-another"));
    }
    forget_nobodys_slots(&session)?;
    let (minimum_score, kdf) = (score(session.thresholds()), kdf_of(app, session.kind));
    let (held, officer, context) = (session.clone(), command.officer.clone(), name.clone());
    let slot = blocking(move || {
        let words: Vec<&str> = context.split_whitespace().collect();
        let new = NewPassphrase { typed: &command.passphrase.0, context_words: &words, minimum_score, kdf };
        keys::add_slot(&held.lock, &held.vault_keys, command.officer.collar.trim(), &new, &mut rand::rng())
    })
    .await??;
    let fact = match known {
        // The same person again, after their slot was destroyed, or one who has it on another laptop.
        Some(known) => {
            let public = slot.officer_keys.signing_public();
            officers::new_key(&known, session.vault.device_id(), &public, words::t("added-again"))
        }
        None => added(OfficerId(new_uuid(app.now_for(session.kind))), &name, &officer, &slot),
    };
    record(app, &session, fact).await?;
    view(&session)
}

/// Take away slots whose key the log gives to nobody: they were added, and the program stopped
/// before it could say so.
pub(super) fn forget_nobodys_slots(session: &Session) -> Result<(), AppError> {
    let officers = session.officers();
    for slot in KeyFile::read(session.lock.folder())?.slots() {
        if !officers.iter().any(|officer| officer.ever_had(&slot.signing_public())) {
            keys::remove_slot(&session.lock, &session.vault_keys, slot.slot_id())?;
        }
    }
    Ok(())
}

/// Remove an officer and change the register's key, so that what they hold opens nothing written
/// later. The register is locked by it.
pub async fn remove_officer(app: &App, command: RemoveOfficer) -> Result<OfficersView, AppError> {
    let session = app.session_for(Verb::Enrol).await?;
    if command.reason.trim().is_empty() {
        return Err(AppError::field("reason", "field-empty"));
    }
    if command.officer_id == session.officer.officer_id {
        return Err(AppError::new(ErrorCode::Refused, "error-not-yourself"));
    }
    let known = session.officers().into_iter().find(|officer| officer.officer_id == command.officer_id);
    let known = known.ok_or_else(|| AppError::new(ErrorCode::NotFound, "error-no-such-officer"))?;
    let slots: Vec<uuid::Uuid> = KeyFile::read(&app.folder(session.kind))?
        .slots()
        .iter()
        .filter(|slot| known.ever_had(&slot.signing_public()))
        .map(store::keys::Slot::slot_id)
        .collect();
    // The log first: a slot of somebody who is removed opens nothing, while a slot that is gone without
    // a word in the log would be a riddle.
    if !known.removed {
        let reason = command.reason.trim().to_owned();
        record(app, &session, ForceFact::OfficerRemoved { officer_id: known.officer_id, reason }).await?;
    }
    if slots.is_empty() {
        // They never opened this laptop: its key is none that they know.
        return view(&session);
    }
    let keys = keys::begin_rekey(&session.lock, &session.vault_keys, &slots, &mut rand::rng())?;
    let seen = view(&session)?;
    // The next unlocking carries the change of key through, also after a crash from here on.
    let next = keys.next.clone();
    if let (Some(session), Some(next)) = (app.take(&words::t("lock-rekeyed"), session).await, next) {
        session.vault.rekey(&next).await?;
        keys::finish_rekey(&session.lock, &keys)?;
    }
    Ok(seen)
}

/// Change one's own passphrase; the present one is asked first and counts as a try.
pub async fn change_passphrase(app: &App, command: ChangePassphrase) -> Result<Done, AppError> {
    let session = app.session().await?;
    let (minimum_score, kdf) = (score(session.thresholds()), kdf_of(app, session.kind));
    let tries = tries(session.thresholds());
    let held = session.clone();
    let changed = blocking(move || {
        let words: Vec<&str> = held.officer.name.split_whitespace().collect();
        let new = NewPassphrase { typed: &command.new.0, context_words: &words, minimum_score, kdf };
        keys::change_passphrase(
            &held.lock,
            &held.officer.collar,
            &command.current.0,
            &new,
            tries,
            &mut rand::rng(),
        )
    })
    .await?;
    changed.map_err(|error| {
        // Only a wrong try is about the present passphrase.
        let field = if matches!(error, keys::KeyError::Wrong { .. }) { "current" } else { "new" };
        AppError::from(error).renamed(&[("passphrase", field)])
    })?;
    Ok(Done {})
}

/// Make new recovery shares, for when one was lost or seen; the old ones open nothing from then on.
/// One's own passphrase is asked first and counts as a try.
pub async fn renew_shares(app: &App, command: RenewShares) -> Result<RecoverySharesView, AppError> {
    let session = app.session_for(Verb::Enrol).await?;
    let (held, tries) = (session.clone(), tries(session.thresholds()));
    let shares = blocking(move || {
        keys::unlock(&held.lock, &held.officer.collar, &command.passphrase.0, tries)?;
        keys::renew_recovery(&held.lock, &held.vault_keys, &mut rand::rng())
    })
    .await??;
    shares_view(app, &session, &shares).await
}

async fn record(app: &App, session: &Session, fact: ForceFact) -> Result<(), AppError> {
    let now = app.now_for(session.kind);
    let body = force_body(session.author(), now, vec![fact]);
    session.vault.act_on_force(session.register_id, session.writing(now), |_| Ok::<_, Refusal>(body)).await?;
    read_again(session).await
}

/// Officers and standards as the log has them now.
pub(crate) async fn read_again(session: &Session) -> Result<(), AppError> {
    let log = session.vault.force_log(session.register_id).await?;
    if let Ok(mut officers) = session.officers.lock() {
        *officers = officers::of(&log);
    }
    let others = standards::of_other_registers(session).await?;
    if let Ok(mut standards) = session.standards.lock() {
        *standards = Arc::new(InUse::of(log.iter().map(|(entry, _)| entry).chain(&others)));
    }
    Ok(())
}

/// A second officer proves presence with their own passphrase; wrong ones count as tries.
pub(crate) async fn second_officer(
    session: &Arc<Session>,
    collar: String,
    passphrase: crate::commands::Secret,
) -> Result<(Officer, keys::OfficerKeys), AppError> {
    let held = session.clone();
    let tries = tries(session.thresholds());
    let unlocked = blocking(move || keys::unlock(&held.lock, &collar, &passphrase.0, tries)).await?;
    let unlocked = unlocked.map_err(|error| {
        AppError::from(error)
            .renamed(&[("collar", "second_officer.collar"), ("passphrase", "second_officer.passphrase")])
    })?;
    let officers = session.officers();
    let officer = officers::with_key(&officers, &unlocked.officer_keys.signing_public())
        .cloned()
        .ok_or_else(|| AppError::new(ErrorCode::Refused, "error-not-enrolled"))?;
    if officer.officer_id == session.officer.officer_id || !officer.role.may(Verb::ConfirmClosure) {
        return Err(Refusal::at(Rule::SecondOfficer, "second_officer.collar", "field-second-officer").into());
    }
    Ok((officer, unlocked.officer_keys))
}

pub(super) fn view(session: &Session) -> Result<OfficersView, AppError> {
    let file = KeyFile::read(session.lock.folder())?;
    let officers = session
        .officers()
        .into_iter()
        .map(|officer| OfficerView {
            officer_id: officer.officer_id,
            has_slot: file
                .slots()
                .iter()
                .any(|slot| !slot.is_destroyed() && officer.has_now(&slot.signing_public())),
            elsewhere: !officer.keys.iter().any(|key| key.device_id == session.vault.device_id()),
            is_you: officer.officer_id == session.officer.officer_id,
            name: officer.name,
            collar: officer.collar,
            role: officer.role,
            added_at: officer.added_at,
            removed: officer.removed,
        })
        .collect();
    Ok(OfficersView { officers })
}
