//! The second opinion: of one person, and of 5,000 who are put in order by when harm may begin. The baseline is a bare
//! pass over what is known of them.

use std::hint::black_box;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use rand::{Rng as _, SeedableRng as _};
use register::question::Question;
use risk::{Evidence, Finding, MedicalNeed, Model, Place, Sex, State, assess, time_to_harm};

use crate::Outcome;
use crate::measure::{Promise, Sample, line};

mod figures;

const PEOPLE: usize = 5_000;
const REPETITIONS: usize = 5;

pub(crate) fn measure(small: bool) -> Outcome {
    let people = people(if small { 50 } else { PEOPLE });
    let (model, now) = (Model::default(), now());
    let (mut bare, mut ranking, mut each) = (Sample::default(), Sample::default(), Sample::default());
    for _ in 0..REPETITIONS {
        let begun = Instant::now();
        black_box(people.iter().map(pass).sum::<usize>());
        bare.add(begun.elapsed());

        let begun = Instant::now();
        let mut order: Vec<(Option<DateTime<Utc>>, usize)> = people
            .iter()
            .enumerate()
            .map(|(at, one)| (time_to_harm(one, Place::UNITED_KINGDOM, now), at))
            .collect();
        order.sort_unstable_by_key(|(at, one)| (at.is_none(), *at, *one));
        black_box(order);
        ranking.add(begun.elapsed());
    }
    for one in people.iter().take(1_000) {
        let begun = Instant::now();
        black_box(assess(one, &model, Place::UNITED_KINGDOM, now));
        each.add(begun.elapsed());
    }
    let all = bare.median_ms();
    let one = all / people.len() as f64;
    let what = format!("{} open incidents put in order by time to harm", people.len());
    line(&what, ranking.median_ms(), "a bare pass over them", all, &Promise::Milliseconds(50.0));
    line(
        "an opinion, half of them within",
        each.median_ms(),
        "a bare pass over one",
        one,
        &Promise::Milliseconds(1.0),
    );
    line(
        "an opinion, 19 of 20 within",
        each.ms_at(95),
        "a bare pass over one",
        one,
        &Promise::Milliseconds(1.0),
    );
    figures::measure(small)
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_575_600, 0).unwrap_or_default()
}

/// Everything known of somebody, looked at once.
fn pass(one: &Evidence) -> usize {
    let known = one.findings.values().filter(|finding| !finding.state.is_unknown()).count();
    known + one.medical.len() + one.ages.map_or(0, |ages| ages.0 as usize)
}

/// Invented people: every factor as chance has it, one in ten with a medical need.
fn people(many: usize) -> Vec<Evidence> {
    let mut chance = rand_chacha::ChaCha8Rng::seed_from_u64(20_261_129);
    let states = [State::Present, State::Absent, State::NotAsked, State::NotKnown, State::Conflicting];
    (0..many)
        .map(|_| {
            let age = chance.random_range(1..95);
            let finding = |chance: &mut rand_chacha::ChaCha8Rng| Finding {
                state: states[chance.random_range(0..states.len())],
                ..Finding::not_asked()
            };
            let harm_from = now() + TimeDelta::minutes(chance.random_range(-600..3_000));
            Evidence {
                ages: Some((age, age)),
                sex: Some(if chance.random() { Sex::Female } else { Sex::Male }),
                findings: Question::FACTORS
                    .into_iter()
                    .map(|question| (question, finding(&mut chance)))
                    .collect(),
                missing_since: Some(now() - TimeDelta::minutes(chance.random_range(0..6_000))),
                medical: chance
                    .random_bool(0.1)
                    .then(|| MedicalNeed {
                        code: "epilepsy".into(),
                        harm_from,
                        harm_by: harm_from + TimeDelta::hours(12),
                        entry_id: register::EntryId(uuid::Uuid::nil()),
                    })
                    .into_iter()
                    .collect(),
                weather: Vec::new(),
            }
        })
        .collect()
}
