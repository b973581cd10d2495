//! What every page says of itself.

use serde::Serialize;

use crate::legible::glance;

/// Who printed it, when, and how it is to be handled. Stands on every page.
#[derive(Clone, Serialize)]
pub struct Stamp {
    pub printed_at: String,
    /// Name, role, collar number.
    pub by: String,
    pub force: String,
    /// Names this print in the register.
    pub serial: String,
    /// `OFFICIAL-SENSITIVE` and handling conditions.
    pub marking: String,
    /// Invented people: each page says so in a band.
    pub training: bool,
    /// Name and version of the program.
    pub program: String,
}

impl Stamp {
    /// The same, so short that it fits into the margin of a page.
    pub(crate) fn at_most(&self, letters: usize, cut: &str) -> Self {
        let short = |text: &str| glance(text, letters, cut);
        Self {
            printed_at: short(&self.printed_at),
            by: short(&self.by),
            force: short(&self.force),
            serial: short(&self.serial),
            marking: short(&self.marking),
            training: self.training,
            program: short(&self.program),
        }
    }
}
