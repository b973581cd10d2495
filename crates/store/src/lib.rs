//! The vault: the encrypted file of a register, and the keys that open it.
//!
//! One file of SQLCipher holds the log, what is derived from it, looks, drafts and photographs.
//! There is one way to write ([`Vault::act`] and [`Vault::bulk`] share it): entry, projections,
//! search index and looks go in one transaction. This crate knows the rules of `register`, and must
//! not know screens, words, roles or the time.

mod arrivals;
mod back_fill;
mod behind;
mod bulk;
mod called;
mod carried;
mod devices;
mod drafts;
mod enrolment;
mod error;
mod figures;
mod imports;
mod joining;
pub mod keys;
mod look;
mod names;
mod national;
mod of_others;
mod own_chain;
mod placed;
mod project;
mod read;
mod rebuild;
mod recent;
mod steps;
mod take_in;
mod take_page;
mod told;
mod vault;
mod verify;
mod wide_checks;
mod write;

pub use behind::Lists;
pub use bulk::Bulk;
pub use carried::{BlobToSend, ToCarry};
pub use drafts::Draft;
pub use enrolment::{DeviceKey, Enrolment, NewEnrolment};
pub use error::StoreError;
pub use imports::{ImportJob, Taken, same_person_key};
pub use joining::{NewVouched, Vouched};
pub use look::{Look, SeenBy};
pub use names::NameQuery;
pub use national::HeldIndex;
pub use of_others::GivenBack;
pub use own_chain::Refused;
pub use read::Received;
pub use rebuild::Rebuilt;
pub use recent::Log;
pub use take_in::TakenIn;
pub use take_page::{PageTaken, SetApart, Unfit};
pub use told::{HeldTold, NewTelling, OwnTelling, Progress};
pub use vault::{DATABASE, Vault};
pub use verify::{
    Finding, FindingKind, MOST_OF_A_KIND, Signer, Signers, Verified, force_entries, force_registers, signers,
    verify_file, verifying_key, vouched,
};
pub use wide_checks::{Made, NewCheck, WideCheck};
pub use write::{ActError, Along, NewBlob, Writing};
