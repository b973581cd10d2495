//! What a partner says of the risk: all of it is asked for, and the statement is kept as it was given (F15).

use super::{Context, Fields, trim};
use crate::command::RecordPartnerInformation;
use crate::fact::{Agency, IncidentFact, PartnerInformation};

pub(super) fn informed(
    command: &RecordPartnerInformation,
    context: &Context,
    fields: &mut Fields,
) -> IncidentFact {
    let said = &command.information;
    match said.agency {
        Agency::Other => fields.needed("information.agency_name", &said.agency_name, "field-agency-name"),
        _ => fields.no_text_too_long("information.agency_name", &said.agency_name),
    }
    fields.text("information.name", &said.name);
    fields.text("information.role", &said.role);
    fields.no_text_too_long("information.phone", &said.phone);
    fields.needed("information.statement", &said.statement, "field-partner-statement");
    fields.past("information.said_at", &said.said_at, context);
    IncidentFact::PartnerInformed {
        information: Box::new(PartnerInformation {
            agency_name: trim(&said.agency_name),
            name: trim(&said.name),
            role: trim(&said.role),
            phone: trim(&said.phone),
            ..said.clone()
        }),
    }
}
