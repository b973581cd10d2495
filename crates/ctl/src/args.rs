//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// National Register of Missing Persons: the register from the command line.
///
/// Exit status: 0 done, 1 refused, 2 usage, 3 fault. With --json a failure is {"error": {"code", "rule", "message",
/// "fields"}} on standard error; its code is that of the window, or "usage".
#[derive(Parser)]
#[command(name = "nrmpctl", version)]
pub struct Arguments {
    /// The data folder, in which registers stand in `live` and `training`.
    #[arg(long, env = "NRMP_DATA_DIR", value_name = "DIR", global = true)]
    pub vault: Option<PathBuf>,
    /// Which register; the live one where there is one.
    #[arg(long, value_enum, global = true)]
    pub register: Option<Register>,
    /// The officer's collar number.
    #[arg(long, env = "NRMP_COLLAR", global = true)]
    pub collar: Option<String>,
    /// A file whose first line is the passphrase. Else `NRMP_PASSPHRASE`, else a prompt.
    #[arg(long, value_name = "FILE", global = true)]
    pub passphrase_file: Option<PathBuf>,
    /// Print views and errors as JSON.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Register {
    Live,
    Training,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Json,
    Csv,
    Pdf,
}

#[derive(Subcommand)]
pub enum Verb {
    /// Create the live register with its first officer; prints the recovery shares once.
    Init {
        /// A code of the list (`do list_forces`), or another of 2 to 8 letters.
        #[arg(long)]
        force: String,
        /// The first officer's name.
        #[arg(long)]
        name: String,
        #[arg(long, default_value = "duty_inspector")]
        role: String,
        /// The first officer's collar number.
        #[arg(long, env = "NRMP_COLLAR")]
        collar: String,
    },
    /// Join the force's register on this laptop, which has none. The one-time code that was made for the officer comes on
    /// standard input; says who they are, and prints this laptop's recovery shares once. The passphrase is a new one.
    Join {
        /// Address of the central service, as `https://central.example:7171`.
        #[arg(long, value_name = "ADDRESS")]
        central: String,
        /// Certificates (PEM) that alone are trusted there.
        #[arg(long, value_name = "FILE")]
        certificates: Option<PathBuf>,
    },
    /// Make the training register, or open the one that stands; says which.
    Training {
        /// 16 to 200,000. Of no effect on a register that stands, as the seed.
        #[arg(long, default_value_t = 16)]
        incidents: u32,
        #[arg(long, default_value_t = 1)]
        seed: u32,
        /// Make it anew where one stands.
        #[arg(long)]
        replace: bool,
        /// The invented force: NM, WX, SF or HD.
        #[arg(long, default_value = "NM")]
        force: String,
    },
    /// The duty list.
    List {
        /// Every open incident, not the first 200.
        #[arg(long)]
        all: bool,
    },
    /// One incident, by reference or id, now or as it was known at a time (RFC 3339).
    Show {
        incident: String,
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
    },
    /// Check pages, chain, signatures, lists, looks, photographs; or a file of the complete log, which needs
    /// neither register nor passphrase. Exit status 1 where not sound.
    Verify { file: Option<PathBuf> },
    /// Take in a CSV file of another system, a paper sheet, or (.json) the complete log of another register.
    Import {
        file: PathBuf,
        /// How the columns are understood, as TOML; else a saved mapping that fits, else a guess.
        #[arg(long, value_name = "FILE")]
        mapping: Option<PathBuf>,
        /// The system that the file comes from, where the mapping does not say.
        #[arg(long)]
        system: Option<String>,
        /// Say what would happen, and take nothing in.
        #[arg(long)]
        dry_run: bool,
        /// Go on with an import of this file that was stopped.
        #[arg(long, conflicts_with_all = ["dry_run", "mapping", "system"])]
        resume: bool,
        /// Write the mapping there, to be corrected and given with --mapping.
        #[arg(long, value_name = "FILE")]
        write_mapping: Option<PathBuf>,
        /// Of a complete log: its force has said that keys which nobody vouches for are from recovery.
        #[arg(long)]
        recovered_keys: bool,
        /// Write the rows that are not taken there, with the reason.
        #[arg(long, value_name = "FILE")]
        rejected: Option<PathBuf>,
    },
    /// Save an empty sheet for what is written on paper, to be filled in and imported.
    PaperSheet {
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[arg(long, default_value_t = 100)]
        rows: u32,
    },
    /// Take in a folder of photographs: each goes to the incident whose reference stands in its name.
    Photographs {
        folder: PathBuf,
        /// A file (CSV) in which a column names them, imported here before.
        #[arg(long, value_name = "FILE")]
        list: Option<PathBuf>,
        /// How that file is understood, as TOML; else a saved mapping that fits, else a guess.
        #[arg(long, value_name = "FILE", requires = "list")]
        mapping: Option<PathBuf>,
        /// Say what would happen, and take nothing in.
        #[arg(long)]
        dry_run: bool,
    },
    /// Give records out: the complete log (json), a table (csv), or the open incidents on paper (pdf).
    Export {
        /// References or ids; every incident where none is given.
        incidents: Vec<String>,
        #[arg(long, value_enum)]
        format: Format,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Why it is given out; kept with each record. Not needed for paper.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// The log of one incident on paper (PDF), now or as it was known at a time (RFC 3339).
    Evidence {
        incident: String,
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[arg(long)]
        reason: String,
    },
    /// How grades and suggestions did, and a model made anew of this register's own incidents.
    Risk {
        #[command(subcommand)]
        what: Risk,
    },
    /// What the force asks and reckons with: question set, conditions, model. One officer proposes, another approves.
    Standards {
        #[command(subcommand)]
        what: Standards,
    },
    /// Make this laptop known to a central service. The one-time code comes on standard input.
    Enrol {
        /// Its address, as `https://central.example:7171`.
        #[arg(long, value_name = "ADDRESS")]
        central: String,
        /// Certificates (PEM) that alone are trusted there.
        #[arg(long, value_name = "FILE")]
        certificates: Option<PathBuf>,
    },
    /// Exchange with the central service and say where it stands. Exit status 1 where something is not delivered.
    Sync {
        /// Go on until Ctrl+C: at once when something comes, else now and then.
        #[arg(long)]
        watch: bool,
    },
    /// The laptops of the force as the central service knows them, or the end of one.
    Devices {
        #[command(subcommand)]
        act: Option<DevicesAct>,
    },
    /// Save what the central service refused, with reasons and remedies: the complete log of its incidents.
    ExportRefused {
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Why it is given out; kept with each record.
        #[arg(long)]
        reason: String,
    },
    /// What officers recorded without sight of each other, who had seen what; and with a value, the decision on it.
    Decide {
        incident: String,
        /// Between grades, the one that is to hold: high, medium, low or very_low.
        #[arg(long, requires_all = ["why", "not_known", "would_change"], group = "decided")]
        grade: Option<String>,
        /// Between categories: missing, concern_for_safety or away_from_placement.
        #[arg(long, requires = "why", group = "decided")]
        category: Option<String>,
        /// Between links, the id of the person it is.
        #[arg(long, requires = "why", group = "decided")]
        person: Option<String>,
        /// Between assignments, the role that is to have it.
        #[arg(long, requires = "why", group = "decided")]
        to: Option<String>,
        /// The facts that it rests on, and why.
        #[arg(long, requires = "decided")]
        why: Option<String>,
        /// Of a grade: what is not known.
        #[arg(long, requires = "grade")]
        not_known: Option<String>,
        /// Of a grade: what would change it.
        #[arg(long, requires = "grade")]
        would_change: Option<String>,
        /// Of a grade: when to look again, in hours from now.
        #[arg(long, default_value_t = 1)]
        review_hours: u32,
    },
    /// Where sync stands, with what is not sent, was refused, or needs a decision. Nothing is exchanged.
    SyncState,
    /// Make every list again from the log.
    Rebuild,
    /// Run any use-case: its command as JSON on standard input, its view on standard output.
    Do { use_case: String },
    /// The use-cases with the JSON schemas of their commands and views.
    UseCases,
}

#[derive(Subcommand)]
pub enum DevicesAct {
    /// Revoke a laptop for ever: it is given nothing more, and destroys its keys when it next asks.
    Revoke {
        /// Its short name, as NM-3F2A, or its id.
        laptop: String,
        #[arg(long)]
        reason: String,
        /// Its short name once more, for nothing undoes it.
        #[arg(long, value_name = "NAME")]
        confirm: String,
    },
}

/// Whether a failure is to be JSON, where the arguments could not be read.
pub fn asks_for_json() -> bool {
    std::env::args_os().skip(1).take_while(|argument| argument != "--").any(|argument| argument == "--json")
}

/// What is wrong, without the advice below it.
pub fn first_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

/// Where the desktop program keeps its registers.
pub fn default_vault() -> PathBuf {
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        from("APPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        from("XDG_DATA_HOME").or_else(|| from("HOME").map(|home| home.join(".local/share")))
    };
    base.unwrap_or_else(|| PathBuf::from(".")).join("nrmp")
}

#[derive(Subcommand)]
pub enum Risk {
    /// The page of figures: its tables as a file for a spreadsheet, or all of it as a PDF, by the file's ending.
    Figures {
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Weights made anew of incidents that have ended, as a model (TOML) with its card (Markdown) beside it. Refused where
    /// too few were harmed, with how many are needed. `standards propose` puts it before the force.
    Fit {
        /// The version that the new model has, such as 2027.1.
        #[arg(long)]
        version: String,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

#[derive(Subcommand)]
pub enum Standards {
    /// What is in use, what is coming, what was.
    List,
    /// The version in use, or a proposal, as a file.
    Save {
        kind: String,
        #[arg(long, value_name = "ID")]
        proposal: Option<String>,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Whether a file is sound, and what it would change.
    Read { file: PathBuf },
    /// Put a file before the force: another officer approves it.
    Propose {
        file: PathBuf,
        /// From when it is to be in use, RFC 3339.
        #[arg(long, value_name = "TIME")]
        from: String,
        #[arg(long)]
        reason: String,
    },
    /// Approve what another officer proposed.
    Approve {
        proposal: String,
        #[arg(long)]
        reason: String,
    },
    /// Take a proposal back before it is in use.
    Withdraw {
        proposal: String,
        #[arg(long)]
        reason: String,
    },
}
