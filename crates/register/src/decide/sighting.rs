//! What is said to another force of a sighting: everything that they need to go there.

use super::Context;
use super::fields::Fields;
use crate::refusal::Refusal;
use crate::telling::{LINE, Sighting, TEXT};
use crate::when::When;

/// Whether a sighting can be told as it was typed.
///
/// # Errors
/// [`Refusal`] with every field that needs attention.
pub fn sighting(said: &Sighting, context: &Context) -> Result<(), Refusal> {
    let mut fields = Fields::default();
    for (field, text, needed) in [
        ("sighting.place", &said.place, "field-sighting-place"),
        ("sighting.what", &said.what, "field-sighting-what"),
        ("sighting.contact", &said.contact, "field-sighting-contact"),
    ] {
        if text.trim().is_empty() {
            fields.wrong(field, needed);
        }
    }
    for (field, text, most) in [
        ("sighting.place", &said.place, LINE),
        ("sighting.what", &said.what, TEXT),
        ("sighting.gone", &said.gone, TEXT),
        ("sighting.contact", &said.contact, LINE),
    ] {
        if text.trim().chars().count() > most {
            fields.wrong(field, "field-sighting-too-long");
        }
    }
    match said.seen {
        When::NotKnown => fields.wrong("sighting.seen", "field-sighting-when"),
        ref seen => fields.past("sighting.seen", seen, context),
    }
    if said.sure.is_none() {
        fields.wrong("sighting.sure", "field-sighting-sure");
    }
    fields.finish()
}
