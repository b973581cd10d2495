//! The laptops of the force: asked at central, else as it last told (INV-5), and the end of one.

use std::collections::HashMap;

use protocol::{DeviceList, Failure};
use register::OfficerId;
use register::role::Verb;
use store::Look;
use sync::SyncError;

use super::incident::reason;
use super::national::ask;
use super::signed::others;
use crate::app::{App, Session};
use crate::commands::{Nothing, RevokeDevice};
use crate::error::{AppError, ErrorCode};
use crate::officers::known;
use crate::present::devices::{Beside, device, label};
use crate::syncing::{exchange, seldom};
use crate::views::DevicesView;
use crate::words::{full_time, t, time, with};

/// Newest entries of a laptop by which it is known who writes on it.
const WRITTEN: u32 = 50;
/// So many of them are named.
const NAMED: usize = 3;

/// The laptops of the own force. What central tells is kept, for when it is not reached.
pub async fn devices(app: &App, _: Nothing) -> Result<DevicesView, AppError> {
    let session = app.session().await?;
    let now = app.now_for(session.kind);
    let own: &Session = &session;
    let told =
        ask(own, |central, asker| async move { sync::devices(&central, asker.of(own), || now).await }).await;
    match told {
        Ok(Some(list)) => view(app, &session, Some(&list), true).await,
        Ok(None) => Ok(DevicesView { reached: false, line: t("devices-not-enrolled"), devices: Vec::new() }),
        Err(error) => {
            if matches!(error, SyncError::Central(Failure::Revoked)) {
                // This laptop: it destroys its keys now.
                let _ = exchange(app, &session, seldom(&session)).await;
            }
            let kept = session.vault.kept_devices().await?;
            view(app, &session, kept.as_ref(), false).await
        }
    }
}

/// Revoke a laptop for ever: it is given nothing more, and destroys its keys when it next asks. The officer signs it,
/// and central asks for their role.
pub async fn revoke_device(app: &App, command: RevokeDevice) -> Result<DevicesView, AppError> {
    let session = app.session_for(Verb::Enrol).await?;
    let why = reason(&command.reason)?;
    if why.is_empty() {
        return Err(AppError::field("reason", "field-revoke-reason"));
    }
    let named = label(&session.force, command.device_id);
    if !command.label.trim().eq_ignore_ascii_case(&named) {
        return Err(AppError::field("label", "field-revoke-label"));
    }
    let now = app.now_for(session.kind);
    let look = Look { query: named, reason: why.clone(), ..session.look(now, None, "revoke_device") };
    session.vault.look(vec![look]).await?;
    app.touch();
    let request = protocol::RevokeDevice {
        device_id: command.device_id,
        officer_id: session.officer.officer_id,
        reason: why,
        signature: [0; 64],
    };
    let own: &Session = &session;
    let sign = |payload: &[u8]| session.keys.sign(payload);
    let request = request.signed(&session.force, session.vault.device_id(), sign);
    let done = ask(own, |central, asker| async move {
        sync::revoke_device(&central, asker.of(own), || now, request).await
    });
    match done.await {
        Ok(Some(list)) => view(app, &session, Some(&list), true).await,
        Ok(None) => Err(AppError::new(ErrorCode::Central, "devices-not-enrolled")),
        Err(error) => Err(not_revoked(&error)),
    }
}

fn not_revoked(error: &SyncError) -> AppError {
    tracing::warn!(%error, "revoking a device");
    match error {
        SyncError::Central(Failure::NotEntitled | Failure::Signature) => {
            AppError::new(ErrorCode::Refused, "error-revoke-not-entitled")
        }
        SyncError::Central(Failure::NotFound) => AppError::new(ErrorCode::NotFound, "error-revoke-no-device"),
        // The answer may be what was lost.
        _ => AppError::new(ErrorCode::Central, "error-revoke-unanswered"),
    }
}

async fn view(
    app: &App,
    session: &Session,
    list: Option<&DeviceList>,
    reached: bool,
) -> Result<DevicesView, AppError> {
    let now = app.now_for(session.kind);
    let Some(list) = list else {
        return Ok(DevicesView { reached, line: t("devices-nothing-told"), devices: Vec::new() });
    };
    let names = names(session).await?;
    let beside = Beside {
        now,
        own: session.vault.device_id(),
        training: session.training(),
        thresholds: session.thresholds(),
        names: &names,
    };
    let mut devices = Vec::with_capacity(list.devices.len());
    for one in &list.devices {
        let mut writers = session.vault.last_writers(one.device_id, WRITTEN).await?;
        writers.truncate(NAMED);
        devices.push(device(one, &list.form, &beside, writers));
    }
    let as_of = chrono::DateTime::from_timestamp_millis(list.form.as_of).unwrap_or_default();
    let line = if reached {
        with("devices-as-of", &[("at", &time(as_of, now))])
    } else {
        with("devices-not-reached", &[("at", &full_time(as_of))])
    };
    Ok(DevicesView { reached, line, devices })
}

/// Officers of the force whose registers are held here.
async fn names(session: &Session) -> Result<HashMap<OfficerId, String>, AppError> {
    let mut officers = session.officers();
    for other in others(session).await? {
        officers.extend(known(&session.vault, other.register_id).await?);
    }
    Ok(officers.into_iter().map(|officer| (officer.officer_id, officer.name)).collect())
}
