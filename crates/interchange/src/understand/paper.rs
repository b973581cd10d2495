//! What a row of a paper sheet says beside its facts, and what it says in words.

use register::{IncidentFact, When};

use super::making::Making;
use crate::mapping::Field;
use crate::paper::OnPaper;

impl Making<'_> {
    /// Nobody has written on the row: it holds its paper number at most.
    pub fn is_blank(&self) -> bool {
        let written = |cell: &super::making::Cell| cell.field != Field::Key && !cell.value.trim().is_empty();
        self.by.paper && !self.cells.iter().any(written)
    }

    /// It is about an incident that stands, or that another row reports.
    pub fn is_about_another(&self) -> bool {
        self.paper.as_ref().is_some_and(|paper| paper.about.is_some())
    }

    pub fn on_paper(&mut self) {
        let text = |making: &Self, field| making.text(making.first(field)).trim().to_owned();
        let about = Some(text(self, Field::About)).filter(|about| !about.is_empty());
        let (written_by, said_by) = (text(self, Field::WrittenBy), text(self, Field::SaidBy));
        if written_by.is_empty() && !self.is_blank() {
            self.missing(|field| field == Field::WrittenBy, "import-problem-paper-written-by");
        }
        if about.is_none() {
            self.report();
            let happened_at = When::At { at: self.reported_at };
            self.paper = Some(OnPaper { about, happened_at, written_by, said_by });
            return;
        }
        let (date, time) = (self.first(Field::ReportedAt), self.first(Field::ReportedTime));
        if date.is_none() {
            self.missing(|field| field == Field::ReportedAt, "import-problem-paper-date");
        }
        let before = self.problems.len();
        let happened_at = self.when(date, time).unwrap_or(When::NotKnown);
        // On paper the time is what everything is ordered by: it is put right, not guessed.
        self.problems.iter_mut().skip(before).for_each(|problem| problem.fatal = true);
        self.paper = Some(OnPaper { about, happened_at, written_by, said_by });
        let told = self.all(Field::Circumstances);
        if !told.is_empty() {
            let words = told.iter().map(|at| self.value(*at)).collect::<Vec<_>>().join("\n");
            self.emit(IncidentFact::Noted { text: words }, told);
        }
        if let Some(at) = self.first(Field::Category) {
            self.keep(at);
        }
    }
}
