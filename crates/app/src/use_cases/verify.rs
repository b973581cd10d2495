//! Is the register what was written? And: make its lists again from the log.

use std::path::Path;

use register::fact::ForceFact;
use register::role::Verb;
use register::{Entry, Refusal, RegisterId, Rule};
use store::keys::{self, KeyFile, RegisterLock, VaultKey, VaultKeys};
use store::{Finding, FindingKind as Found, Verified};

use super::registers::{blocking, identity, thresholds, tries};
use super::signed;
use crate::app::App;
use crate::commands::{Nothing, Unlock};
use crate::error::{AppError, ErrorCode};
use crate::officers;
use crate::views::{AppEvent, CheckView, FindingKind, FindingView, RebuildView, VerifyView};
use crate::words;

/// Check pages, chain, signatures, lists, looks and photographs.
pub async fn verify(app: &App, _: Nothing) -> Result<VerifyView, AppError> {
    let session = app.session_for(Verb::Verify).await?;
    app.set_cancelled(false);
    // A stream that cannot be read is damage, which is told below.
    let stream = session.vault.force_log(session.register_id).await.unwrap_or_default();
    let mut others = Vec::new();
    for other in signed::others(&session).await.unwrap_or_default() {
        let stream = session.vault.force_log(other.register_id).await.unwrap_or_default();
        others.push((other, stream));
    }
    let vouched = session.vault.vouched(session.register_id).await.unwrap_or_default();
    let (signers, findings) = signed::signers(&stream, &vouched, &others);
    let told = |done| told(app, "progress-verify", done);
    let verified = session.vault.verify(&signers, told).await?;
    let entries = signed::entries(&stream);
    Ok(view(&with_keys(verified, findings, &entries), &entries))
}

/// The same for a register that nobody has open: also one that is too damaged to be opened, whose key
/// file still knows the officer. Their role is asked where the log can say it.
pub async fn verify_closed(app: &App, command: Unlock) -> Result<VerifyView, AppError> {
    let kind = command.register;
    let folder = app.folder(kind);
    if !KeyFile::exists(&folder)? {
        return Err(AppError::new(ErrorCode::NoRegister, "error-no-register"));
    }
    let lock = RegisterLock::take(&folder)?;
    let thresholds = thresholds(&folder)?;
    let tries = tries(&thresholds);
    let (_lock, unlocked) = blocking(move || {
        let unlocked = keys::unlock(&lock, &command.collar, &command.passphrase.0, tries);
        (lock, unlocked)
    })
    .await?;
    let unlocked = unlocked?;
    let (register_id, _) = identity(&folder, kind)?;
    app.set_cancelled(false);
    let (key, stream) = readable(&folder, &unlocked.vault_keys, register_id).await;
    let entries = signed::entries(&stream);
    let officers = officers::fold(&entries);
    let officer = officers::with_key(&officers, &unlocked.officer_keys.signing_public());
    if officer.is_some_and(|officer| !officer.role.may(Verb::Verify)) {
        return Err(Refusal::from(Rule::NotYourRole).into());
    }
    let mut others = Vec::new();
    let central = store::force_registers(&folder, &key).await.unwrap_or_default();
    for other in signed::others_of(register_id, &entries, central) {
        let stream = store::force_entries(&folder, &key, other.register_id).await.unwrap_or_default();
        others.push((other, stream));
    }
    let vouched = store::vouched(&folder, &key, register_id).await.unwrap_or_default();
    let (signers, findings) = signed::signers(&stream, &vouched, &others);
    let told = |done| told(app, "progress-verify", done);
    let verified = store::verify_file(&folder, &key, &thresholds, &signers, told).await?;
    Ok(view(&with_keys(verified, findings, &entries), &entries))
}

/// With what there is to say of the officers' keys. Where the log does not give them, nobody's signature
/// can be checked: that is damage, and no sign of strangers.
fn with_keys(mut verified: Verified, findings: Vec<Finding>, entries: &[Entry<ForceFact>]) -> Verified {
    verified.findings.extend(findings);
    let unreadable = entries.is_empty() || entries.iter().any(|entry| entry.body().is_none());
    let damaged = verified
        .findings
        .iter()
        .any(|finding| matches!(finding.kind, Found::DamagedPage | Found::EntryAltered | Found::BodyRemoved));
    if unreadable && damaged {
        verified.findings.retain(|finding| finding.kind != Found::UnknownSigner);
        let place = words::t("officers-keys");
        verified.findings.push(Finding { kind: Found::DamagedPage, entry_id: None, place });
    }
    verified.findings.sort_by_key(|finding| finding.kind);
    verified
}

/// The key that the file is under, and the force's entries where it gives them.
async fn readable(folder: &Path, keys: &VaultKeys, register_id: RegisterId) -> (VaultKey, signed::Stream) {
    for key in std::iter::once(&keys.current).chain(&keys.next) {
        if let Ok(entries) = store::force_entries(folder, key, register_id).await
            && !entries.is_empty()
        {
            return (key.clone(), entries);
        }
    }
    (keys.current.clone(), Vec::new())
}

/// Throw the lists away and make them from the log.
pub async fn rebuild(app: &App, _: Nothing) -> Result<RebuildView, AppError> {
    let session = app.session_for(Verb::Verify).await?;
    app.set_cancelled(false);
    let rebuilt = session.vault.rebuild(|done| told(app, "progress-rebuild", done)).await?;
    app.tell(AppEvent::Changed { incident_id: None });
    let changed = usize::try_from(rebuilt.changed).unwrap_or(usize::MAX);
    let incidents = u32::try_from(rebuilt.incidents).unwrap_or(u32::MAX);
    Ok(RebuildView {
        incidents,
        entries: u32::try_from(rebuilt.entries).unwrap_or(u32::MAX),
        changed: u32::try_from(changed).unwrap_or(u32::MAX),
        line: words::counted("rebuilt", changed, &[("incidents", &incidents.to_string())]),
    })
}

/// Says how far the work is, and whether it goes on.
pub(crate) fn told(app: &App, what: &str, done: u64) -> bool {
    progress(app, what, done);
    !app.cancelled()
}

fn progress(app: &App, what: &str, done: u64) {
    let done = u32::try_from(done).unwrap_or(u32::MAX);
    app.tell(AppEvent::Progress { what: words::t(what), done, of: 0 });
}

fn view(verified: &Verified, entries: &[Entry<ForceFact>]) -> VerifyView {
    let sound = verified.is_sound();
    let findings = verified
        .findings
        .iter()
        .map(|finding| {
            let kind = kind(finding.kind);
            let key = words::label_key("finding", &kind);
            FindingView {
                kind,
                line: words::with(&key, &[("place", &finding.place)]),
                entry_id: finding.entry_id.map(|id| id.to_string()),
                incident_reference: (finding.kind == Found::ProjectionDiffers).then(|| finding.place.clone()),
            }
        })
        .collect();
    let failed = |kinds: &[Found]| verified.findings.iter().any(|finding| kinds.contains(&finding.kind));
    let check = |name: &str, n: u64, kinds: &[Found]| CheckView {
        name: words::t(&format!("check-{name}")),
        line: words::counted(&format!("check-{name}-line"), usize::try_from(n).unwrap_or(usize::MAX), &[]),
        sound: !failed(kinds),
    };
    let checked = vec![
        check("pages", 0, &[Found::DamagedPage]),
        check("log", verified.entries, &[Found::EntryAltered, Found::EntryMissing, Found::EntryOutOfOrder]),
        check(
            "signatures",
            verified.entries,
            &[Found::EntryAltered, Found::UnknownSigner, Found::ConfirmationInvalid, Found::BodyRemoved],
        ),
        check("lists", verified.incidents, &[Found::ProjectionDiffers]),
        check("looks", verified.looks, &[Found::LooksBroken]),
        check("photographs", verified.blobs, &[Found::PhotographDamaged]),
    ];
    let until = verified.last_entry_at.map(words::full_time).unwrap_or_default();
    VerifyView {
        sound,
        verdict: words::with(if sound { "verdict-sound" } else { "verdict-not-sound" }, &[("until", &until)]),
        checked,
        findings,
        entries: u32::try_from(verified.entries).unwrap_or(u32::MAX),
        incidents: u32::try_from(verified.incidents).unwrap_or(u32::MAX),
        first_key: officers::fold(entries).first().map(|officer| officer.first_key()).unwrap_or_default(),
    }
}

fn kind(found: Found) -> FindingKind {
    match found {
        Found::DamagedPage => FindingKind::DamagedPage,
        Found::EntryAltered => FindingKind::EntryAltered,
        Found::EntryMissing => FindingKind::EntryMissing,
        Found::EntryOutOfOrder => FindingKind::EntryOutOfOrder,
        Found::BodyRemoved => FindingKind::BodyRemoved,
        Found::KeyFromShares => FindingKind::KeyFromShares,
        Found::UnknownSigner => FindingKind::UnknownSigner,
        Found::ConfirmationInvalid => FindingKind::ConfirmationInvalid,
        Found::ProjectionDiffers => FindingKind::ProjectionDiffers,
        Found::LooksBroken => FindingKind::LooksBroken,
        Found::PhotographDamaged => FindingKind::PhotographDamaged,
        Found::PhotographNotHere => FindingKind::PhotographNotHere,
        Found::TailUnproven => FindingKind::TailUnproven,
    }
}
