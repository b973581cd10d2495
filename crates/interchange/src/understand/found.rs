//! That the person was found, and that the other system had done with it.

use register::IncidentFact;
use register::When;
use register::fact::{ClosedBecause, Condition};
use register::question::Answer;

use super::making::Making;
use crate::labels::{CLOSED, CONDITIONS, FOUND_BY, LOCATED, OPEN, labelled};
use crate::mapping::Field;
use crate::value::{self, Standing};

/// What an incident's own system called it where it says no more than when they were found.
const FOUND: &str = "found";

impl Making<'_> {
    pub fn found(&mut self) {
        let says = |field| self.first(field).filter(|at| !self.is_nothing(*at));
        let (place, by) = (says(Field::FoundPlace), says(Field::FoundBy));
        let (seen_by, identity) = (says(Field::FoundSeenBy), says(Field::FoundIdentity));
        let (date, time) = (says(Field::FoundAt), says(Field::FoundTime));
        let status = says(Field::Status);
        let when = self.when(date, time);
        let (standing, closed_as) = self.standing(status);
        let (mut condition, condition_at) = self.condition();

        let found = matches!(standing, Some(Standing::Found | Standing::FoundDead));
        if standing == Some(Standing::FoundDead) && condition_at.is_none() {
            condition = Condition::Died;
        }
        let told = [place, by, seen_by].into_iter().flatten().any(|at| self.tells_of_finding(at));
        let mut located = found || told || when.is_some_and(|when| self.by.escaped || when != When::NotKnown);
        if let Some(at) = status.filter(|_| located && standing == Some(Standing::StillMissing)) {
            // The safer reading: whoever is said to be missing is not taken to have been found.
            located = false;
            self.not_understood(at, "import-problem-found-and-missing", false);
        }
        if located {
            let said = self.text(by);
            let found_by = labelled(FOUND_BY, &said).unwrap_or_else(|| value::found_by(&said));
            let by_whom = match seen_by {
                Some(at) => self.value(at),
                None if self.by.escaped => String::new(),
                None => said,
            };
            let fact = IncidentFact::Located {
                seen_by: by_whom,
                seen_at: when.unwrap_or(When::NotKnown),
                place: self.text(place),
                identity_confirmed: self.text(identity),
                found_by,
                condition,
            };
            let timed = when.and(date.or(time)).into_iter().chain(when.and(date).and(time));
            let of: Vec<usize> = timed
                .chain(place)
                .chain(by)
                .chain(seen_by)
                .chain(identity)
                .chain(condition_at)
                .chain(status.filter(|_| found))
                .collect();
            self.emit(fact, of);
        } else {
            let of = [date, time, place, by, seen_by, identity, condition_at];
            of.into_iter().flatten().for_each(|at| self.keep(at));
        }
        if self.by.paper {
            // Nobody is closed by paper (INV-4).
            return;
        }
        let mapped = self.by.columns.iter().flatten().any(|(_, field)| *field == Field::Status);
        let dated = located && when.is_some_and(|when| when != When::NotKnown);
        let (word, at) = match closed_as {
            Some(word) => (word, status),
            None if dated && !mapped => (FOUND.to_owned(), date.or(time)),
            None => return,
        };
        let closed = IncidentFact::Closed {
            because: ClosedBecause::Imported { status: word },
            summary: String::new(),
        };
        self.emit(closed, at);
    }

    /// Not `No`, nor `still missing`.
    fn tells_of_finding(&self, at: usize) -> bool {
        let said = self.value(at);
        let denied = matches!(value::answer(&said), Ok(Answer::No | Answer::NotKnown | Answer::NotAsked));
        self.by.escaped || !(denied || value::standing(&said) == Ok(Standing::StillMissing))
    }

    /// What the status says, and the word for it where the incident is over.
    fn standing(&mut self, status: Option<usize>) -> (Option<Standing>, Option<String>) {
        let Some(at) = status else { return (None, None) };
        let given = self.value(at);
        if self.by.escaped {
            if let Some(why) = given.strip_prefix(CLOSED) {
                return (Some(Standing::Closed), Some(why.to_owned()));
            }
            if given == OPEN || given == LOCATED {
                return (Some(Standing::Open), None);
            }
        }
        match value::standing(&given) {
            Ok(standing @ (Standing::Open | Standing::StillMissing)) => (Some(standing), None),
            Ok(standing) => (Some(standing), Some(given)),
            Err(remedy) => {
                self.not_understood(at, remedy, false);
                (None, None)
            }
        }
    }

    fn condition(&mut self) -> (Condition, Option<usize>) {
        let Some(at) = self.first(Field::Condition) else { return (Condition::NotKnown, None) };
        let said = self.value(at);
        match labelled(CONDITIONS, &said).map_or_else(|| value::condition(&said), Ok) {
            Ok(condition) => (condition, Some(at)),
            Err(_) if self.is_nothing(at) => (Condition::NotKnown, None),
            Err(remedy) => {
                self.not_understood(at, remedy, false);
                (Condition::NotKnown, None)
            }
        }
    }
}
