//! The opinion: an estimate with its range, its reasons, what is not known, and a suggestion.

use chrono::{DateTime, Utc};
use register::fact::Grade;
use register::id::EntryId;
use register::question::Question;

use crate::estimate::{Estimate, cells, estimate, of_factor};
use crate::evidence::{Evidence, Sex, State};
use crate::model::{Direction, Kind, Model, Strength};
use crate::moments::{Change, next_change};
use crate::place::Place;
use crate::suggest::suggest;

/// A second opinion on somebody at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Opinion {
    /// [`Model::version`].
    pub model: String,
    pub at: DateTime<Utc>,
    /// Of how many like them harm was recorded: of one.
    pub estimate: Estimate,
    /// The same of people of their age and sex of whom nothing else is known.
    pub base: Estimate,
    /// Whom "like them" means.
    pub ages: Option<(u32, u32)>,
    pub sex: Option<Sex>,
    /// What that harm was, most first; shares of one.
    pub kinds: Vec<KindShare>,
    /// How many of those who were harmed died: a share of one.
    pub fatal: f64,
    /// What raises and lowers the estimate, strongest first.
    pub reasons: Vec<Reason>,
    /// What is not known, the most useful question first.
    pub unknowns: Vec<Unknown>,
    pub suggestion: Suggestion,
    /// Exploitation is said: it is under-recorded, so a low figure says nothing against it.
    pub exploitation: bool,
    /// When the risk next changes though nobody writes anything.
    pub next_change: Option<Change>,
}

/// A kind of harm and its share of all harm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KindShare {
    pub kind: Kind,
    pub share: f64,
}

/// What one answer does to the estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub question: Question,
    pub state: State,
    pub direction: Direction,
    /// The logarithm of the odds ratio that it adds to people of whom it is not known.
    pub log_odds: f64,
    /// The estimate as it stands less what it would be if this were not known.
    pub moves: f64,
    pub strength: Strength,
    /// Keys of the studies in the model.
    pub studies: Vec<String>,
    pub said: Vec<EntryId>,
    /// References of earlier incidents that show it.
    pub shown_by: Vec<String>,
}

/// A question whose answer is not known, and what it would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    pub question: Question,
    /// Asked, and the answer not known.
    pub asked: bool,
    pub if_yes: f64,
    pub if_no: f64,
    /// By how much the answer moves the estimate, on average over the answers to be expected.
    pub worth: f64,
    /// What a yes would suggest, where it is another grade.
    pub yes_suggests: Option<Grade>,
}

/// A grade suggested, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub grade: Grade,
    pub because: Vec<Why>,
}

/// Why a grade is suggested.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// The estimate, without what protects.
    Estimate { rate: f64 },
    /// A red flag of the model.
    Flag { name: String, source: String },
    /// Something that matters is not known: not lower meanwhile.
    NotKnown { questions: Vec<Question> },
    /// They may be under 18.
    Child,
}

/// Form an opinion. `place` is where they were last seen, for the hours of daylight.
pub fn assess(evidence: &Evidence, model: &Model, place: Place, now: DateTime<Utc>) -> Opinion {
    let here = estimate(evidence, model, now);
    let suggestion = suggest(evidence, model, now);
    let nothing = Evidence { findings: Default::default(), ..evidence.clone() };
    let said = |question| evidence.state(question).is_present();
    Opinion {
        model: model.version.clone(),
        at: now,
        estimate: here,
        base: estimate(&nothing, model, now),
        ages: evidence.ages,
        sex: evidence.sex,
        kinds: kinds(evidence, model),
        fatal: mean_of(evidence, model, |base| base.fatal),
        reasons: reasons(evidence, model, here.rate, now),
        unknowns: unknowns(evidence, model, &suggestion, here.rate, now),
        suggestion,
        exploitation: said(Question::SexualExploitation) || said(Question::CriminalExploitation),
        next_change: next_change(evidence, model, place, now),
    }
}

fn reasons(evidence: &Evidence, model: &Model, here: f64, now: DateTime<Utc>) -> Vec<Reason> {
    let cells = cells(evidence, model);
    let known = model.factor.iter().filter(|factor| !evidence.state(factor.question).is_unknown());
    let mut reasons: Vec<Reason> = known
        .map(|factor| {
            let state = evidence.state(factor.question);
            let adds = cells.iter().map(|cell| of_factor(factor, cell, state, model.within).log_odds);
            let without = estimate(&evidence.with(factor.question, State::NotAsked), model, now).rate;
            let finding = evidence.findings.get(&factor.question);
            Reason {
                question: factor.question,
                state,
                direction: factor.direction,
                log_odds: adds.sum::<f64>() / cells.len() as f64,
                moves: here - without,
                strength: factor.strength,
                studies: factor.studies.clone(),
                said: finding.map(|finding| finding.said.clone()).unwrap_or_default(),
                shown_by: finding.map(|finding| finding.shown_by.clone()).unwrap_or_default(),
            }
        })
        .collect();
    reasons.sort_by(|one, other| other.log_odds.abs().total_cmp(&one.log_odds.abs()));
    reasons
}

fn unknowns(
    evidence: &Evidence,
    model: &Model,
    suggestion: &Suggestion,
    here: f64,
    now: DateTime<Utc>,
) -> Vec<Unknown> {
    let cells = cells(evidence, model);
    let unknown = model.factor.iter().filter(|factor| evidence.state(factor.question).is_unknown());
    let mut unknowns: Vec<Unknown> = unknown
        .map(|factor| {
            let question = factor.question;
            let yes = evidence.with(question, State::Present);
            let if_yes = estimate(&yes, model, now).rate;
            let if_no = estimate(&evidence.with(question, State::Absent), model, now).rate;
            let shares = cells.iter().map(|cell| factor.held(cell.ages, cell.sex).share);
            let share = shares.sum::<f64>() / cells.len() as f64;
            let suggests = suggest(&yes, model, now).grade;
            Unknown {
                question,
                asked: evidence.state(question) == State::NotKnown,
                if_yes,
                if_no,
                worth: share * (if_yes - here).abs() + (1.0 - share) * (if_no - here).abs(),
                yes_suggests: (suggests != suggestion.grade).then_some(suggests),
            }
        })
        .collect();
    unknowns.sort_by(|one, other| other.worth.total_cmp(&one.worth));
    unknowns
}

/// The published shares, each moved by the answers that bear on that kind.
fn kinds(evidence: &Evidence, model: &Model) -> Vec<KindShare> {
    let cells = cells(evidence, model);
    let mut shares: Vec<KindShare> = Kind::ALL
        .into_iter()
        .map(|kind| {
            let of_cell = |cell: &crate::estimate::Cell<'_>| {
                let base = cell.base.kinds.get(&kind).copied().unwrap_or(0.0);
                let bearing = model.factor.iter().filter(|factor| factor.kinds.contains(&kind));
                let moved = bearing.map(|factor| {
                    of_factor(factor, cell, evidence.state(factor.question), model.within).log_odds
                });
                base * moved.sum::<f64>().exp()
            };
            KindShare { kind, share: cells.iter().map(of_cell).sum() }
        })
        .collect();
    let all: f64 = shares.iter().map(|kind| kind.share).sum();
    for kind in &mut shares {
        kind.share /= all;
    }
    shares.sort_by(|one, other| other.share.total_cmp(&one.share));
    shares
}

fn mean_of(evidence: &Evidence, model: &Model, value: impl Fn(&crate::model::Base) -> f64) -> f64 {
    let cells = cells(evidence, model);
    cells.iter().map(|cell| value(cell.base)).sum::<f64>() / cells.len() as f64
}
