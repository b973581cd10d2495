//! A condition that is dangerous without its treatment: recorded with the times that its list gives.

use super::{Context, Fields, trim};
use crate::command::RecordMedicalNeed;
use crate::fact::{IncidentFact, MedicalNeed};

pub(super) fn need(command: &RecordMedicalNeed, context: &Context, fields: &mut Fields) -> IncidentFact {
    let need = &command.need;
    fields.text("need.condition", &need.condition);
    fields.no_text_too_long("need.detail", &need.detail);
    fields.past("need.treated_at", &need.treated_at, context);
    fields.instant("need.harm_from", need.harm_from);
    fields.instant("need.harm_by", need.harm_by);
    if let Some(because) = &need.ended_because {
        fields.text("need.ended_because", because);
    }
    if need.harm_by < need.harm_from {
        fields.wrong("need.harm_by", "field-after-harm-from");
    }
    IncidentFact::MedicalNeeded {
        need: MedicalNeed {
            detail: trim(&need.detail),
            ended_because: need.ended_because.as_deref().map(trim),
            ..need.clone()
        },
    }
}
