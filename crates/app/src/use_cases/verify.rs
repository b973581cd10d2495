//! Is the register what was written? And: make its lists again from the log.

use register::role::Verb;
use store::{FindingKind as Found, Verified};

use crate::app::App;
use crate::commands::Nothing;
use crate::error::AppError;
use crate::officers::signers;
use crate::views::{AppEvent, CheckView, FindingKind, FindingView, RebuildView, VerifyView};
use crate::words;

/// Check pages, chain, signatures, lists, looks and photographs.
pub async fn verify(app: &App, _: Nothing) -> Result<VerifyView, AppError> {
    let session = app.session_for(Verb::Verify).await?;
    let signers = signers(&session.officers());
    let verified = session.vault.verify(&signers, |done| progress(app, "progress-verify", done)).await?;
    Ok(view(&verified))
}

/// Throw the lists away and make them from the log.
pub async fn rebuild(app: &App, _: Nothing) -> Result<RebuildView, AppError> {
    let session = app.session_for(Verb::Verify).await?;
    let before = session.vault.verify(&signers(&session.officers()), |_| {}).await?;
    let changed = before.findings.iter().filter(|finding| finding.kind == Found::ProjectionDiffers).count();
    let rebuilt = session.vault.rebuild(|done| progress(app, "progress-rebuild", done)).await?;
    app.tell(AppEvent::Changed { incident_id: None });
    let incidents = u32::try_from(rebuilt.incidents).unwrap_or(u32::MAX);
    Ok(RebuildView {
        incidents,
        entries: u32::try_from(rebuilt.entries).unwrap_or(u32::MAX),
        changed: u32::try_from(changed).unwrap_or(u32::MAX),
        line: words::counted("rebuilt", changed, &[("incidents", &incidents.to_string())]),
    })
}

fn progress(app: &App, what: &str, done: u64) {
    let done = u32::try_from(done).unwrap_or(u32::MAX);
    app.tell(AppEvent::Progress { what: words::t(what), done, of: 0 });
}

fn view(verified: &Verified) -> VerifyView {
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
            &[Found::EntryAltered, Found::UnknownSigner, Found::ConfirmationInvalid],
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
    }
}

fn kind(found: Found) -> FindingKind {
    match found {
        Found::DamagedPage => FindingKind::DamagedPage,
        Found::EntryAltered => FindingKind::EntryAltered,
        Found::EntryMissing => FindingKind::EntryMissing,
        Found::EntryOutOfOrder => FindingKind::EntryOutOfOrder,
        Found::UnknownSigner => FindingKind::UnknownSigner,
        Found::ConfirmationInvalid => FindingKind::ConfirmationInvalid,
        Found::ProjectionDiffers => FindingKind::ProjectionDiffers,
        Found::LooksBroken => FindingKind::LooksBroken,
        Found::PhotographDamaged => FindingKind::PhotographDamaged,
        Found::TailUnproven => FindingKind::TailUnproven,
    }
}
