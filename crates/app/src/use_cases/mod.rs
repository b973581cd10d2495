//! One function a use-case, named as the window and `nrmpctl` name it.

mod acts;
mod alerts;
mod called;
mod devices;
mod duty;
mod export_refused;
mod exports;
mod fetch;
mod figures;
mod folder;
mod history;
mod import_history;
mod import_rows;
mod import_run;
mod imports;
mod incident;
mod joining;
mod making;
mod national;
pub(crate) mod officers;
mod paper_sheet;
mod papers;
mod people;
mod photograph;
mod photographs;
mod pictures;
mod registers;
mod report;
mod review_queue;
mod risk;
mod signed;
mod standards;
mod sync;
mod take_log;
mod told;
mod training;
mod typed;
mod verify;
mod wide_checks;

pub use acts::*;
pub use alerts::{alerts, receive_assignment};
pub use devices::{devices, revoke_device};
pub use duty::duty_list;
pub use export_refused::export_refused;
pub use exports::export_incidents;
pub use fetch::fetch_incident;
pub use figures::{figures, fit_model, print_figures, save_figures};
pub use history::person_history;
pub use import_history::{imports, withdraw_import};
pub use imports::{read_import, resume_import, run_import, save_mapping, save_rejected};
pub use incident::incident;
pub use joining::{join_officer, join_register, officer_of_code};
pub use national::{find_nationally, looks_by_others, open_national};
pub use officers::{add_officer, change_passphrase, officers, remove_officer, renew_shares};
pub use paper_sheet::write_paper_sheet;
pub use papers::{print_evidence, print_open_incidents};
pub use people::{find_people, similar_people};
pub use photograph::{add_photograph, photograph, thumbnails};
pub use photographs::{read_photographs, run_photographs};
pub use pictures::national_pictures;
pub use registers::{
    create_register, list_forces, lock, passphrase_strength, recover, register_status, session,
    session_active, unlock,
};
pub use report::{discard_draft, list_drafts, read_dispatch_log, save_draft, take_report};
pub use review_queue::review_queue;
pub use risk::{assess_risk, conditions_list, give_medical_need};
pub use standards::{
    approve_standard, propose_standard, questions_in_use, read_standard, save_standard, standards,
    withdraw_standard,
};
pub use sync::{enrol_device, sync_now, sync_state};
pub use take_log::{read_log, take_log};
pub use told::{take_told, tell_force, tellings, told_of};
pub use training::{cancel_progress, open_training};
pub use typed::{keep_typed, typed};
pub use verify::{rebuild, verify, verify_closed};
pub use wide_checks::{discard_wide_check, open_wide_check, wide_checks};
