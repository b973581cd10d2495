//! Making a register: all of it in a folder beside the one where it will stand, which it takes the
//! place of at the very end. A program that is stopped on the way leaves no register, and nothing that
//! passes for one.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use register::entry::Author;
use register::fact::ForceFact;
use register::force::ForceCode;
use register::{DeviceId, OfficerId, RegisterId};
use store::Vault;
use store::keys::{self, KdfParams, KeyFile, NewPassphrase, RegisterLock, RegisterMeta, Unlocked};

use super::registers::{added, blocking, force_body, officer_name, open_with, score, session_of, thresholds};
use crate::app::{App, Session, new_uuid, writing};
use crate::commands::{NewOfficer, RegisterKind, Secret};
use crate::error::{AppError, ErrorCode};
use crate::officers;

/// Who begins a register, and how.
pub(crate) struct Founding<'a> {
    pub kind: RegisterKind,
    pub force: ForceCode,
    pub officer: &'a NewOfficer,
    pub passphrase: &'a Secret,
    pub kdf: KdfParams,
    pub now: DateTime<Utc>,
}

/// A register without entries, in its making.
pub(super) struct Empty {
    pub lock: RegisterLock,
    pub unlocked: Unlocked,
    pub vault: Vault,
    pub shares: keys::RecoveryShares,
}

/// Whose register is made, and who opens it.
pub(super) struct Maker<'a> {
    pub kind: RegisterKind,
    pub meta: RegisterMeta,
    pub name: &'a str,
    pub collar: &'a str,
    pub passphrase: &'a Secret,
    pub kdf: KdfParams,
    pub now: DateTime<Utc>,
}

/// Key file and database, with the thresholds of the folder where it will stand.
pub(super) async fn empty(app: &App, maker: Maker<'_>) -> Result<Empty, AppError> {
    let Maker { kind, meta, name, collar, passphrase, kdf, now } = maker;
    let thresholds = thresholds(&app.folder(kind))?;
    let folder = emptied(&making(&app.folder(kind)))?;
    let lock = RegisterLock::take(&folder)?;
    let (collar, typed, context) = (collar.trim().to_owned(), passphrase.clone(), name.to_owned());
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
    Ok(Empty { lock, unlocked, vault, shares })
}

/// Key file, database, first entries (register created, officer added). To be put where it will stand by
/// [`put_in_place`].
pub(crate) async fn make(
    app: &App,
    founding: Founding<'_>,
) -> Result<(Session, keys::RecoveryShares), AppError> {
    let Founding { kind, force, officer, passphrase, kdf, now } = founding;
    let name = officer_name(officer)?;
    let register_id = RegisterId(new_uuid(now));
    let training = kind == RegisterKind::Training;
    let meta = RegisterMeta { register_id: register_id.0, force_code: force.to_string(), training };
    let maker = Maker { kind, meta, name: &name, collar: &officer.collar, passphrase, kdf, now };
    let Empty { lock, unlocked, vault, shares } = empty(app, maker).await?;
    let device_id = vault.device_id();
    let officer_id = OfficerId(new_uuid(now));
    let facts = vec![
        ForceFact::RegisterCreated { register_id, force: force.clone(), device_id, training },
        added(officer_id, &name, officer, &unlocked),
    ];
    let author = Author { name, role: officer.role, force: force.clone() };
    let writing = writing(officer_id, &unlocked.officer_keys, now);
    let entries = vault
        .act_on_force(register_id, writing, |_| Ok::<_, AppError>(force_body(author, now, facts)))
        .await?;
    let session =
        session_of(kind, lock, vault, unlocked, (register_id, force), officers::fold(&entries), now)?;
    Ok((session, shares))
}

/// Put a register that has been made where it belongs, in place of whatever stood there, and open it.
pub(crate) async fn put_in_place(app: &App, made: Session) -> Result<Session, AppError> {
    let Session { kind, lock, vault, vault_keys, keys, slot_id, .. } = made;
    vault.close().await?;
    drop(lock);
    let folder = app.folder(kind);
    {
        // Nobody else may have it open.
        let _lock = RegisterLock::take(&folder)?;
        copy_thresholds(&folder)?;
    }
    move_over(&folder).map_err(|_| AppError::new(ErrorCode::Fault, "error-disk"))?;
    let lock = RegisterLock::take(&folder)?;
    open_with(app, kind, lock, Unlocked { slot_id, vault_keys, officer_keys: keys }).await
}

/// Take away what was made and is not wanted any more.
pub(crate) fn abandon(app: &App, kind: RegisterKind) {
    let _ = std::fs::remove_dir_all(making(&app.folder(kind)));
}

/// Finish or undo a change of folders that was cut short.
pub(crate) fn settle(folder: &Path) {
    let before = beside(folder, "before");
    if before.exists() {
        let _ = if KeyFile::exists(folder).unwrap_or(true) {
            std::fs::remove_dir_all(before)
        } else {
            let _ = std::fs::remove_dir_all(folder);
            std::fs::rename(before, folder)
        };
    }
}

fn beside(folder: &Path, what: &str) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!("{name}.{what}"))
}

fn making(folder: &Path) -> PathBuf {
    beside(folder, "making")
}

/// The folder, with nothing in it of an earlier making. Refused while another program makes one there.
fn emptied(folder: &Path) -> Result<PathBuf, AppError> {
    drop(RegisterLock::take(folder)?);
    let disk = |_| AppError::new(ErrorCode::Fault, "error-disk");
    std::fs::remove_dir_all(folder).map_err(disk)?;
    std::fs::create_dir_all(folder).map_err(disk)?;
    Ok(folder.to_owned())
}

fn copy_thresholds(folder: &Path) -> Result<(), AppError> {
    let name = "thresholds.toml";
    match std::fs::copy(folder.join(name), making(folder).join(name)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(AppError::new(ErrorCode::Fault, "error-disk"))
        }
        _ => Ok(()),
    }
}

fn move_over(folder: &Path) -> std::io::Result<()> {
    let before = beside(folder, "before");
    std::fs::rename(folder, &before)?;
    std::fs::rename(making(folder), folder)?;
    std::fs::remove_dir_all(before)
}
