//! The estimate of many people at once: the same as an opinion's, without its reasons and its range.

use std::collections::HashMap;

use crate::estimate::{Cell, cells_of, log_odds, of_factor, rate};
use crate::evidence::{Sex, State};
use crate::model::Model;
use crate::record::Known;

const KNOWN: [State; 3] = [State::Present, State::Absent, State::Conflicting];

/// What answers add at one age and sex, in log odds.
struct Table {
    begin: f64,
    /// By factor, as in [`KNOWN`].
    adds: Vec<[f64; 3]>,
}

/// Reads a model once for all of an age and sex. Sees what is [`Known`] and nothing else (INV-10).
pub struct Scorer<'m> {
    model: &'m Model,
    tables: HashMap<((u32, u32), Sex), Table>,
}

impl<'m> Scorer<'m> {
    pub fn new(model: &'m Model) -> Self {
        Self { model, tables: HashMap::new() }
    }

    /// Of how many like them harm is recorded: of one. As [`crate::Opinion::estimate`] tells it.
    pub fn rate(&mut self, known: &Known) -> f64 {
        let model = self.model;
        let cells = cells_of(known.ages, known.sex, model);
        let hours = known.hours_missing.unwrap_or(0);
        let late = model.missing.iter().filter(|missing| hours >= missing.hours);
        let late: f64 = late.map(|missing| missing.weight.log_odds).sum();
        let mut sum = 0.0;
        for cell in &cells {
            let table = self.tables.entry((cell.ages, cell.sex)).or_insert_with(|| table(model, cell));
            let answers = model.factor.iter().zip(&table.adds);
            let adds = answers.map(|(factor, adds)| match known.states.get(factor.question) {
                State::Present => adds[0],
                State::Absent => adds[1],
                State::Conflicting => adds[2],
                State::NotAsked | State::NotKnown => 0.0,
            });
            sum += rate(table.begin + late + adds.sum::<f64>());
        }
        sum / cells.len() as f64
    }
}

fn table(model: &Model, cell: &Cell<'_>) -> Table {
    let terms = model.term.iter().filter(|term| term.of.holds(cell.ages, cell.sex));
    let adds = |factor| KNOWN.map(|state| of_factor(factor, cell, state, model.within).log_odds);
    Table {
        begin: log_odds(cell.base.rate) + terms.map(|term| term.weight.log_odds).sum::<f64>(),
        adds: model.factor.iter().map(adds).collect(),
    }
}
