//! The table of use-cases: name, command, view. Window, command line and generated types read it.

/// Calls `$callback! { name: Command => View, … }` with every use-case. The types are paths that
/// resolve wherever the `app` crate is a dependency.
#[macro_export]
macro_rules! for_each_use_case {
    ($callback:ident) => {
        $callback! {
            register_status: $crate::commands::Nothing => $crate::views::RegisterStatusView,
            list_forces: $crate::commands::Nothing => $crate::views::ForcesView,
            passphrase_strength: $crate::commands::PassphraseStrength => $crate::views::StrengthView,
            create_register: $crate::commands::CreateRegister => $crate::views::RecoverySharesView,
            open_training: $crate::commands::OpenTraining => $crate::views::TrainingView,
            cancel_progress: $crate::commands::Nothing => $crate::views::Done,
            unlock: $crate::commands::Unlock => $crate::views::SessionView,
            recover: $crate::commands::Recover => $crate::views::SessionView,
            lock: $crate::commands::Nothing => $crate::views::Done,
            session_active: $crate::commands::Nothing => $crate::views::Done,
            session: $crate::commands::Nothing => $crate::views::SessionView,
            officers: $crate::commands::Nothing => $crate::views::OfficersView,
            add_officer: $crate::commands::AddOfficer => $crate::views::OfficersView,
            remove_officer: $crate::commands::RemoveOfficer => $crate::views::OfficersView,
            change_passphrase: $crate::commands::ChangePassphrase => $crate::views::Done,
            save_draft: $crate::commands::SaveDraft => $crate::views::DraftSavedView,
            list_drafts: $crate::commands::Nothing => $crate::views::DraftsView,
            discard_draft: $crate::commands::DiscardDraft => $crate::views::DraftsView,
            similar_people: $crate::commands::SimilarPeople => $crate::views::SimilarPeopleView,
            read_dispatch_log: $crate::commands::ReadDispatchLog => $crate::views::DispatchLogView,
            take_report: $crate::commands::SubmitReport => $crate::views::ReportTakenView,
            duty_list: $crate::commands::DutyList => $crate::views::DutyListView,
            find_people: $crate::commands::FindPeople => $crate::views::FindView,
            incident: $crate::commands::OpenIncident => $crate::views::IncidentView,
            decide_category: $crate::commands::DecideCategory => $crate::views::IncidentView,
            describe: $crate::commands::Describe => $crate::views::IncidentView,
            give_last_seen: $crate::commands::GiveLastSeen => $crate::views::IncidentView,
            answer_questions: $crate::commands::AnswerQuestions => $crate::views::IncidentView,
            clear_danger: $crate::commands::ClearDanger => $crate::views::IncidentView,
            record_note: $crate::commands::RecordNote => $crate::views::IncidentView,
            record_contact: $crate::commands::RecordContact => $crate::views::IncidentView,
            set_action: $crate::commands::SetAction => $crate::views::IncidentView,
            answer_action: $crate::commands::AnswerAction => $crate::views::IncidentView,
            assess_risk: $crate::commands::AssessRisk => $crate::views::IncidentView,
            review_incident: $crate::commands::ReviewIncident => $crate::views::IncidentView,
            record_located: $crate::commands::RecordLocated => $crate::views::IncidentView,
            withdraw_located: $crate::commands::WithdrawLocated => $crate::views::IncidentView,
            close_incident: $crate::commands::Close => $crate::views::IncidentView,
            reopen_incident: $crate::commands::ReopenIncident => $crate::views::IncidentView,
            add_photograph: $crate::commands::OfferPhotograph => $crate::views::IncidentView,
            confirm_likeness: $crate::commands::ConfirmLikeness => $crate::views::IncidentView,
            link_person: $crate::commands::LinkPerson => $crate::views::IncidentView,
            give_reference: $crate::commands::GiveReference => $crate::views::IncidentView,
            give_reference_status: $crate::commands::GiveReferenceStatus => $crate::views::IncidentView,
            photograph: $crate::commands::ShowPhotograph => $crate::views::PictureView,
            thumbnails: $crate::commands::ShowThumbnails => $crate::views::ThumbnailsView,
            verify: $crate::commands::Nothing => $crate::views::VerifyView,
            rebuild: $crate::commands::Nothing => $crate::views::RebuildView,
        }
    };
}
