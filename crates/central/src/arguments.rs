//! The command line.

use std::path::PathBuf;

use central::CentralError;
use central::administration::{Grant, Profile, Sees};
use central::configuration::Configured;
use clap::{Args, Parser, Subcommand};
use register::force::ForceCode;
use register::{DeviceId, OfficerId, Role};

/// The central service of the national register of missing persons.
#[derive(Parser)]
#[command(name = "nrmp-central", version, about)]
pub(crate) struct Arguments {
    /// A file of settings (TOML). `check-config` lists them.
    #[arg(long, global = true, env = "NRMP_CENTRAL_CONFIG")]
    config: Option<PathBuf>,
    /// Folder of central's key and, where nothing else is said, of its database and photographs.
    #[arg(long, global = true)]
    data: Option<String>,
    /// `postgres://…`, or the path of an SQLite file.
    #[arg(long, global = true)]
    database: Option<String>,
    /// Address and port to listen on. Without TLS a loopback address only.
    #[arg(long, global = true)]
    listen: Option<String>,
    /// Invented people only.
    #[arg(long, global = true)]
    training: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Answer laptops, until Ctrl+C.
    Serve,
    /// Say what is set, and where it was set.
    CheckConfig,
    /// Forces and other organisations.
    #[command(subcommand)]
    Force(ForceCommand),
    /// Officers' keys.
    #[command(subcommand)]
    Officer(OfficerCommand),
    /// Devices.
    #[command(subcommand)]
    Device(DeviceCommand),
    /// List entries that were refused and are kept apart.
    Quarantine {
        /// Of this force only.
        #[arg(value_parser = ForceCode::parse)]
        force: Option<ForceCode>,
    },
    /// Check every position, chain, hash and signature.
    Verify,
    /// Make the national index again from the entries.
    RebuildIndex,
    /// Counts of every force.
    Stats,
    /// Write all that central holds, its key included, into a new folder.
    Backup {
        /// A folder that is not there yet.
        folder: PathBuf,
    },
    /// Put a backup back into an empty database, on either kind of database.
    Restore {
        /// The folder of the backup.
        folder: PathBuf,
        /// The file of who was shut out since (`withdrawn` in the folder of the key, which is where it is looked for).
        #[arg(long)]
        withdrawn: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
pub(crate) enum ForceCommand {
    /// Admit a force.
    Add {
        /// Two to eight letters.
        #[arg(value_parser = ForceCode::parse)]
        force: ForceCode,
        /// Its name, where the program does not know it.
        #[arg(long)]
        name: Option<String>,
        /// For an organisation other than police: when it adopted the Code of Practice (YYYY-MM-DD).
        #[arg(long)]
        code_adopted: Option<chrono::NaiveDate>,
        /// It is police though the list of forces does not know its code.
        #[arg(long, conflicts_with = "code_adopted")]
        police: bool,
    },
    /// Grant an organisation other than police what it may see of the national index, or withdraw it.
    Scope {
        /// The organisation.
        #[arg(value_parser = ForceCode::parse)]
        force: ForceCode,
        #[command(flatten)]
        granted: Granted,
    },
    /// List every scope that was granted or withdrawn, and which hold now.
    Scopes {
        /// Of this organisation only.
        #[arg(value_parser = ForceCode::parse)]
        force: Option<ForceCode>,
    },
}

/// What is granted.
#[derive(Args)]
pub(crate) struct Granted {
    /// Whose incidents: codes of police forces, with commas between them.
    #[arg(long, value_delimiter = ',', value_parser = ForceCode::parse, required_unless_present_any = ["all_police", "none"])]
    forces: Vec<ForceCode>,
    /// Incidents of every police force, those that are admitted later as well.
    #[arg(long, conflicts_with = "forces")]
    all_police: bool,
    /// Nothing: what was granted is withdrawn.
    #[arg(long, conflicts_with_all = ["forces", "all_police", "under", "from", "until"])]
    none: bool,
    /// Only people who may have been younger than this, in years, when they went missing. Nobody whose age is not known.
    #[arg(long)]
    under: Option<u32>,
    /// For what it is granted; with --none, why it is withdrawn.
    #[arg(long)]
    purpose: String,
    /// Who grants it; else the account in whose name this runs.
    #[arg(long, env = "USER", hide_env_values = true)]
    by: String,
    /// From the beginning of this day (YYYY-MM-DD, UTC) instead of from now.
    #[arg(long)]
    from: Option<chrono::NaiveDate>,
    /// To the end of this day (YYYY-MM-DD, UTC).
    #[arg(long)]
    until: Option<chrono::NaiveDate>,
}

impl From<Granted> for Grant {
    fn from(said: Granted) -> Self {
        let sees = match (said.none, said.all_police) {
            (true, _) => Sees::Nothing,
            (_, true) => Sees::AllPolice,
            _ => Sees::Forces(said.forces),
        };
        let Granted { under, purpose, by, from, until, .. } = said;
        Self { sees, under, purpose, by, from, until }
    }
}

#[derive(Subcommand)]
pub(crate) enum OfficerCommand {
    /// Admit an officer's key on every device of the force; ends a suspension.
    Add {
        /// The force.
        #[arg(value_parser = ForceCode::parse)]
        force: ForceCode,
        /// The officer.
        officer_id: OfficerId,
        /// Ed25519 public key, 64 hexadecimal digits.
        public_key: String,
        /// The officer's role, as in `duty_inspector`.
        #[arg(value_parser = role)]
        role: Role,
    },
    /// Refuse what the officer sends from now on.
    Suspend {
        /// The force.
        #[arg(value_parser = ForceCode::parse)]
        force: ForceCode,
        /// The officer.
        officer_id: OfficerId,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

#[derive(Subcommand)]
pub(crate) enum DeviceCommand {
    /// Print a one-time code for a device of this force: for a laptop that has a register of its own, or with
    /// `--officer` for a new laptop of an officer, which joins that officer's register.
    EnrolCode {
        /// The force.
        #[arg(value_parser = ForceCode::parse)]
        force: ForceCode,
        /// The officer who joins with it: their collar number or id.
        #[arg(long)]
        officer: Option<String>,
        /// What the laptop will be given: `desk`, the whole ledger of its force, or `field`, what comes from now on, what
        /// is in hand with earlier incidents of the same people, and what its officers ask for.
        #[arg(long, value_parser = profile, default_value = "desk")]
        profile: Profile,
    },
    /// Change what a device is given from now on: `field` or `desk`.
    Profile {
        /// The force.
        #[arg(value_parser = ForceCode::parse)]
        force: ForceCode,
        /// The device.
        device_id: DeviceId,
        /// `field` or `desk`.
        #[arg(value_parser = profile)]
        profile: Profile,
    },
    /// List devices: last contact, what came, what is still expected.
    List {
        /// Of this force only.
        #[arg(value_parser = ForceCode::parse)]
        force: Option<ForceCode>,
    },
    /// Give the device nothing more, and keep apart what it sends.
    Revoke {
        /// The force.
        #[arg(value_parser = ForceCode::parse)]
        force: ForceCode,
        /// The device.
        device_id: DeviceId,
    },
}

impl Arguments {
    /// The settings with which the command runs.
    pub(crate) fn configured(&self) -> Result<Configured, CentralError> {
        let flags = [("data", &self.data), ("database", &self.database), ("listen", &self.listen)];
        let mut flags: Vec<(&str, String)> =
            flags.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))).collect();
        if self.training {
            flags.push(("training", "true".to_owned()));
        }
        // The file's own place is no setting in it.
        let environment = std::env::vars().filter(|(name, _)| name != "NRMP_CENTRAL_CONFIG");
        Configured::read(self.config.as_deref(), environment, &flags)
    }
}

fn profile(name: &str) -> Result<Profile, String> {
    match name {
        "desk" => Ok(Profile::Desk),
        "field" => Ok(Profile::Field),
        _ => Err("it is `field` or `desk`".to_owned()),
    }
}

fn role(name: &str) -> Result<Role, String> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).map_err(|error| error.to_string())
}
