//! What is said about files in and out: commands and views of import, export and printed papers.

use chrono::{DateTime, Utc};
use interchange::Mapping;
use register::id::{EntryId, ImportId, IncidentId};
use register::standard::StandardKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file that the officer chose, by the name under which the program keeps its place: the window knows
/// no place on the disk (INV-11).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(transparent)]
#[ts(type = "string")]
pub struct FileRef(pub String);

macro_rules! said {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident : $kind:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, JsonSchema)]
        pub struct $name { $($(#[$fdoc])* pub $field: $kind,)* }
    )+};
}

said! {
    /// Read a file without taking anything in.
    ReadImport {
        file: FileRef,
        /// How its columns are understood: a saved mapping that fits, or a guess, where nothing is given.
        #[serde(default)] mapping: Option<Mapping>,
    }
    RunImport { file: FileRef, mapping: Mapping }
    ResumeImport {
        import_id: ImportId,
        /// The same file, where it no longer stands at its place.
        #[serde(default)] file: Option<FileRef>,
    }
    WithdrawImport { import_id: ImportId, reason: String }
    SaveMapping { mapping: Mapping }
    /// The rows that would not be taken, as a file to correct and import again.
    SaveRejected { file: FileRef, mapping: Mapping, to: FileRef }
    /// Read a file of the complete log of another register without taking anything in.
    ReadLog { file: FileRef }
    TakeLog {
        file: FileRef,
        /// The officer has asked, and the keys that nobody vouches for are from recovery there.
        #[serde(default)] recovered_keys: bool,
    }
    /// An empty sheet for what is written on paper, to be filled in and imported.
    WritePaperSheet { to: FileRef, rows: u32 }
    /// Whose photographs the files of a folder are.
    ReadPhotographs {
        folder: FileRef,
        /// The file that came with it, in which a column names photographs; else their names say whose they are.
        #[serde(default)] list: Option<FileRef>,
        /// How that file is understood: a saved mapping that fits, or a guess, where nothing is given.
        #[serde(default)] mapping: Option<Mapping>,
    }
    RunPhotographs {
        folder: FileRef,
        #[serde(default)] list: Option<FileRef>,
        #[serde(default)] mapping: Option<Mapping>,
    }
    ExportIncidents {
        /// The whole force where nothing is given.
        #[serde(default)] incidents: Option<Vec<IncidentId>>,
        format: ExportFormat,
        to: FileRef,
        reason: String,
    }
    /// The page of figures: its tables for a spreadsheet, or all of it on paper.
    SaveFigures { to: FileRef }
    /// A model's weights made anew of this register's incidents that have ended. Two officers bring it into use.
    FitModel { version: String, to: FileRef }
    /// Read a file as a question set, a list of conditions or a model.
    ReadStandard { file: FileRef }
    ProposeStandard { file: FileRef, effective_at: DateTime<Utc>, reason: String }
    /// Approve a proposal, or take it back.
    AnswerStandard { proposal: EntryId, reason: String }
    /// A version as a file: a proposal, or what is in use of a kind.
    SaveStandard { kind: StandardKind, #[serde(default)] proposal: Option<EntryId>, to: FileRef }
    /// What central refused, with reasons and remedies.
    ExportRefused { to: FileRef, reason: String }
    /// The open incidents on paper, for an outage.
    PrintOpenIncidents { to: FileRef }
    /// The log of one incident as it was known at a time.
    PrintEvidence {
        incident_id: IncidentId,
        #[serde(default)] at: Option<DateTime<Utc>>,
        to: FileRef,
        reason: String,
    }

    /// What importing a file would do.
    ImportPreviewView {
        /// Name of the file, without its folder.
        file: String,
        bytes: u64,
        /// Rows below the headings.
        rows: u64,
        /// How the file is written, in words: "UTF-8, commas".
        written: String,
        mapping: Mapping,
        /// Names of the mappings that were saved.
        saved: Vec<String>,
        /// What the mapping still lacks before anything can be counted, in words; empty where it is whole.
        problem: String,
        /// Nothing in the file tells days from months.
        dates_ambiguous: bool,
        columns: Vec<ImportColumnView>,
        /// Everything that a column may be.
        fields: Vec<ImportFieldView>,
        new: u64,
        held: u64,
        changed: u64,
        /// New rows about somebody of the same name and date of birth as somebody here.
        same_person: u64,
        rejected: u64,
        /// Values that were not understood, and are kept as notes.
        not_understood: u64,
        /// The first of the rows that are rejected and of the values not understood.
        problems: Vec<ImportProblemView>,
    }
    ImportColumnView {
        heading: String,
        examples: Vec<String>,
        field: String,
        /// Kept as a note: it was told to be nothing else.
        as_note: bool,
    }
    ImportFieldView { field: String, label: String }
    ImportProblemView { row: u64, column: String, value: String, remedy: String, rejected: bool }
    ImportRunView {
        import_id: ImportId,
        read: u64,
        new: u64,
        changed: u64,
        held: u64,
        rejected: u64,
        /// Every row has been read; otherwise it can be resumed.
        whole: bool,
        /// The same in words.
        line: String,
    }
    /// A file of the complete log, verified.
    LogView {
        file: String,
        /// Every entry is as it was signed, and none is missing.
        sound: bool,
        incidents: u64,
        entries: u64,
        /// Who gave it out, when and why.
        given_out: String,
        /// The key that vouches for all others: to be compared with that of the register it came from.
        first_key: String,
        /// The first of what is wrong, in words.
        findings: Vec<String>,
        /// Keys that no other officer vouches for: right only where recovery shares were used.
        notices: Vec<String>,
    }
    FolderView {
        /// Name of the folder, without the place where it stands.
        folder: String,
        files: u64,
        new: u64,
        held: u64,
        not_taken: u64,
        /// Name of the file that came with it; empty where their names say whose the photographs are.
        list: String,
        /// The first of the files: those that need somebody before the others.
        shown: Vec<FolderFileView>,
    }
    FolderFileView {
        /// Its place below the folder.
        file: String,
        state: FolderFileState,
        incident_id: Option<IncidentId>,
        reference: String,
        who: String,
        /// How it is known whose it is, or why it is not taken, in words.
        line: String,
    }
    FolderRunView {
        run: ImportRunView,
        /// The first of the files that were not taken.
        problems: Vec<FolderFileView>,
    }
    ImportsView { imports: Vec<ImportView>, mappings: Vec<Mapping> }
    ImportView {
        import_id: ImportId,
        at: DateTime<Utc>,
        by: String,
        system: String,
        file: String,
        rows: u64,
        read: u64,
        new: u64,
        changed: u64,
        held: u64,
        rejected: u64,
        state: ImportState,
        /// The state in words, with the reason where it was taken back.
        line: String,
    }
    /// A model that was fitted, and its card beside it, which says what it is worth.
    FittedModelView {
        model_file: String,
        card_file: String,
        /// How the new model did on incidents that it had not seen, beside the one in use.
        lines: Vec<String>,
    }
    SavedFileView {
        /// Name of the file, without its folder.
        file: String,
        /// Incidents or rows in it.
        count: u64,
        /// What the paper or file says of itself; empty where it says nothing.
        serial: String,
        line: String,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// The complete log, which `nrmpctl verify` checks without the register.
    Json,
    /// One row an incident, for a spreadsheet.
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    Whole,
    /// The complete log of another register: it stands as it was signed.
    Log,
    PartDone,
    Withdrawn,
}

/// What becomes of a file of a folder: those that need somebody come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FolderFileState {
    /// Its name means more than one incident.
    Several,
    Nobody,
    NotAPicture,
    New,
    Held,
}
