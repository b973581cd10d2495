//! The register that is measured: made once for each version of its recipe, copied for every run.

use std::path::{Path, PathBuf};

use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;
use register::fact::ForceFact;
use register::id::*;
use register::{Role, Thresholds};
use store::Vault;
use store::keys::{KdfParams, NewPassphrase, RegisterLock, RegisterMeta, Unlocked};
use uuid::Uuid;

use crate::Outcome;
use crate::incidents::{self, Recorder};

/// Changes with whatever is written, so that no run measures an older register.
const RECIPE: u32 = 4;
pub(crate) const REGISTER: RegisterId = RegisterId(Uuid::from_u128(0xBE9C));
pub(crate) const COLLAR: &str = "NM-4471";
pub(crate) const PASSPHRASE: &str = "kettle marble 7 pelican drift";

#[derive(Clone, Copy)]
pub(crate) struct Scale {
    pub closed: u32,
    pub open: u32,
}

impl Scale {
    pub const FULL: Self = Self { closed: 95_000, open: 5_000 };
    pub const SMALL: Self = Self { closed: 1_900, open: 100 };

    pub fn incidents(self) -> u32 {
        self.closed + self.open
    }
}

/// A copy of the register, open.
pub(crate) struct Subject {
    pub scale: Scale,
    /// Holds the register in `training/`, and whatever a baseline writes beside it.
    pub folder: PathBuf,
    /// The register as it was made.
    pub kept: PathBuf,
    pub vault: Vault,
    pub unlocked: Unlocked,
    pub entries: i64,
    _lock: RegisterLock,
    _run: Run,
}

impl Subject {
    pub async fn prepared(scale: Scale) -> Outcome<Self> {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
        let root = target.join("bench-register");
        let kept = root.join(format!("recipe-{RECIPE}-{}", scale.incidents()));
        if !kept.join("training/register.db").exists() {
            println!("making a register of {} incidents in {} (once)", scale.incidents(), kept.display());
            make(&root.join("unfinished"), scale).await?;
            std::fs::rename(root.join("unfinished"), &kept)?;
        }
        let folder = root.join("run");
        let run = Run(folder.clone());
        copy(&kept.join("training"), &folder.join("training"))?;
        let (lock, unlocked, vault) = open(&folder.join("training")).await?;
        let entries = entries(&folder.join("training"), &unlocked).await?;
        Ok(Self { scale, folder, kept, vault, unlocked, entries, _lock: lock, _run: run })
    }

    pub fn recorder(&self) -> Recorder<'_> {
        Recorder::new(&self.unlocked.officer_keys, self.scale, incidents::END)
    }
}

/// The folder of one run, removed at its end.
struct Run(PathBuf);

impl Drop for Run {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Unlock and open the register in a folder.
pub(crate) async fn open(folder: &Path) -> Outcome<(RegisterLock, Unlocked, Vault)> {
    let lock = RegisterLock::take(folder)?;
    let unlocked = store::keys::unlock(&lock, COLLAR, PASSPHRASE, 5)?;
    let vault = Vault::open(folder, &unlocked.vault_keys.current, Thresholds::default()).await?;
    Ok((lock, unlocked, vault))
}

async fn entries(folder: &Path, unlocked: &Unlocked) -> Outcome<i64> {
    let mut connection =
        crate::bare::open(&folder.join(store::DATABASE), &unlocked.vault_keys.current).await?;
    Ok(sqlx::query_scalar("SELECT count(*) FROM entry").fetch_one(&mut connection).await?)
}

pub(crate) fn copy(from: &Path, to: &Path) -> Outcome {
    if to.exists() {
        std::fs::remove_dir_all(to)?;
    }
    std::fs::create_dir_all(to)?;
    for file in std::fs::read_dir(from)? {
        let file = file?;
        std::fs::copy(file.path(), to.join(file.file_name()))?;
    }
    Ok(())
}

async fn make(root: &Path, scale: Scale) -> Outcome {
    if root.exists() {
        std::fs::remove_dir_all(root)?;
    }
    let folder = root.join("training");
    std::fs::create_dir_all(&folder)?;
    let register_id = REGISTER;
    let meta = RegisterMeta { register_id: register_id.0, force_code: "NM".into(), training: true };
    let passphrase =
        NewPassphrase { kdf: KdfParams::weak_for_tests(), ..NewPassphrase::new(PASSPHRASE, &[]) };
    let lock = RegisterLock::take(&folder)?;
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let (unlocked, _) = store::keys::create(&lock, &meta, COLLAR, &passphrase, &mut rng)?;
    let device_id = DeviceId(Uuid::from_u128(0xDE));
    let vault =
        Vault::create(&folder, &unlocked.vault_keys.current, device_id, Thresholds::default()).await?;

    let mut recorder = Recorder::new(&unlocked.officer_keys, scale, incidents::BEGIN);
    let public_key = unlocked.officer_keys.signing_public();
    let facts = vec![
        ForceFact::RegisterCreated { register_id, force: incidents::force(), device_id, training: true },
        ForceFact::OfficerAdded {
            officer_id: incidents::OFFICER,
            name: incidents::OFFICER_NAME.into(),
            collar: COLLAR.into(),
            role: Role::DutyInspector,
            public_key: public_key.iter().map(|byte| format!("{byte:02x}")).collect(),
        },
    ];
    let (writing, body) = (recorder.writing(), incidents::body(facts));
    let founded = vault.act_on_force(register_id, writing, |_| Ok::<_, std::convert::Infallible>(body)).await;
    founded.map_err(incidents::failed)?;
    recorder.record_all(&vault).await?;
    vault.close().await?;
    Ok(())
}
