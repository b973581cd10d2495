//! The second opinion in words: how often, compared with whom, why, what to ask next, what is suggested.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use register::fact::{FactorState, FactorThen, HarmKind, HarmThen, Moment, OpinionShown, SecondOpinion};
use register::incident::{MedicalState, Said};
use register::question::Question;
use register::question_set::QuestionSet;
use register::{EntryId, Hash, Incident, Summary, Thresholds};
use risk::{
    Change, ChangeKind, Direction, Evidence, Kind, Model, Opinion, Reason, Sex, State, Suggestion, Unknown,
    Why,
};

use super::parts::{source, when_line};
use super::weather;
use crate::views::{HarmKindView, MedicalNeedView, OpinionView, ReasonView, UnknownView};
use crate::words::{self, counted, label, t, with};

/// An opinion, the model behind it and the words in which questions are asked.
pub(crate) struct Formed {
    pub model: Arc<Model>,
    pub questions: Arc<QuestionSet>,
    pub opinion: Opinion,
    /// Earlier incidents in the digest.
    pub earlier: u32,
    /// What asks for an assessment by itself, when it comes.
    foreseen: Vec<Moment>,
}

impl Formed {
    /// Of an incident and every incident of the person, at a time.
    pub fn of(
        model: Arc<Model>,
        questions: Arc<QuestionSet>,
        state: &Incident,
        all: &[Summary],
        thresholds: &Thresholds,
        then: DateTime<Utc>,
    ) -> Self {
        let earlier: Vec<risk::Episode> = all
            .iter()
            .filter(|other| other.incident_id != state.incident_id && other.reported_at <= then)
            .map(|other| risk::Episode {
                reference: other.reference.clone(),
                condition: other.condition,
                harmed: !other.harm.is_empty(),
            })
            .collect();
        let evidence = Evidence::of(state, &earlier, &model, thresholds, then);
        let last_seen = state.last_seen.as_ref().map(|said| said.what.place.as_str()).unwrap_or_default();
        let place = weather::place(last_seen, thresholds);
        let opinion = risk::assess(&evidence, &model, place, then);
        // What is so near is in sight of whoever assesses now.
        let sighted = TimeDelta::minutes(thresholds.moment_sighted_minutes.into());
        let foreseen =
            risk::foreseen(&evidence, &model, place, then.checked_add_signed(sighted).unwrap_or(then));
        let earlier = u32::try_from(earlier.len()).unwrap_or(u32::MAX);
        Self { model, questions, opinion, earlier, foreseen }
    }

    /// As it is kept beside a grade; whether it stood on a screen is for whoever keeps it to say.
    pub fn kept(&self) -> SecondOpinion {
        let opinion = &self.opinion;
        SecondOpinion {
            model: opinion.model.clone(),
            at: opinion.at,
            of_10_000: of_10_000(opinion.estimate.rate),
            low: of_10_000(opinion.estimate.low),
            high: of_10_000(opinion.estimate.high),
            suggested: opinion.suggestion.grade,
            rests_on: self.rests_on(),
            rests_on_age: self.rests_on_age(),
            not_known: self.telling(),
            earlier: self.earlier,
            on_screen: false,
            factors: self.factors(),
            kinds: opinion
                .kinds
                .iter()
                .map(|kind| HarmThen { kind: harm(kind.kind), of_10_000: of_10_000(kind.share) })
                .collect(),
            because: because(&opinion.suggestion),
            next_change_at: opinion.next_change.as_ref().map(|change| change.at),
            moments: self.foreseen.clone(),
        }
    }

    /// Of everything that it says: the same only where all of it is the same.
    pub fn mark(&self) -> Hash {
        let reasons: Vec<_> = self
            .opinion
            .reasons
            .iter()
            .map(|reason| (reason.question, &reason.said, &reason.shown_by))
            .collect();
        Hash::of(format!("{:?} {reasons:?}", self.kept()).as_bytes())
    }

    /// How each factor stands: what is known, strongest first, then what is not.
    fn factors(&self) -> Vec<FactorThen> {
        let known = self.opinion.reasons.iter().map(|reason| FactorThen {
            question: reason.question,
            state: match reason.state {
                State::Present => FactorState::Present,
                State::Absent => FactorState::Absent,
                State::Conflicting => FactorState::Conflicting,
                State::NotAsked => FactorState::NotAsked,
                State::NotKnown => FactorState::NotKnown,
            },
            moves: moved(reason.moves),
        });
        let unknown = self.opinion.unknowns.iter().map(|unknown| FactorThen {
            question: unknown.question,
            state: if unknown.asked { FactorState::NotKnown } else { FactorState::NotAsked },
            moves: 0,
        });
        known.chain(unknown).collect()
    }

    /// Questions that nobody has answered, the most telling first.
    pub fn telling(&self) -> Vec<Question> {
        self.opinion.unknowns.iter().map(|unknown| unknown.question).collect()
    }

    /// What a lower grade has to answer: the raising factors that are present, and what keeps the suggestion up because
    /// it is not known.
    fn rests_on(&self) -> Vec<Question> {
        let present = |reason: &&Reason| reason.direction == Direction::Raises && reason.state.is_present();
        let mut rests: Vec<Question> =
            self.opinion.reasons.iter().filter(present).map(|reason| reason.question).collect();
        for why in &self.opinion.suggestion.because {
            if let Why::NotKnown { questions } = why {
                rests.extend(questions);
            }
        }
        rests
    }

    /// They may be under 18, or a red flag goes by how old they are.
    fn rests_on_age(&self) -> bool {
        let by_age =
            |name: &String| self.model.flag.iter().any(|flag| flag.name == *name && flag.ages.is_some());
        self.opinion.suggestion.because.iter().any(|why| match why {
            Why::Child => true,
            Why::Flag { name, .. } => by_age(name),
            Why::Estimate { .. } | Why::NotKnown { .. } => false,
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate is between nought and one"
)]
fn of_10_000(rate: f64) -> u32 {
    (rate * 10_000.0).round() as u32
}

#[expect(clippy::cast_possible_truncation, reason = "a difference of rates is between minus one and one")]
fn moved(by: f64) -> i32 {
    (by * 10_000.0).round() as i32
}

fn harm(kind: Kind) -> HarmKind {
    match kind {
        Kind::SelfHarm => HarmKind::SelfHarm,
        Kind::AccidentOrExposure => HarmKind::AccidentOrExposure,
        Kind::Crime => HarmKind::Crime,
        Kind::Exploitation => HarmKind::Exploitation,
    }
}

/// `7 in 100`; below one in a hundred `4 in 1,000`.
fn frequency(rate: f64) -> String {
    let number = |times: f64| format!("{:.0}", rate * times);
    if rate * 100.0 >= 0.95 {
        with("opinion-in-100", &[("n", &number(100.0))])
    } else {
        with("opinion-in-1000", &[("n", &number(1_000.0))])
    }
}

/// A bare number of a hundred: `7`, or `0.4`.
fn hundredths(rate: f64) -> String {
    if rate * 100.0 >= 0.95 { format!("{:.0}", rate * 100.0) } else { format!("{:.1}", rate * 100.0) }
}

pub(super) fn opinion(
    formed: &Formed,
    state: &Incident,
    thresholds: &Thresholds,
    then: DateTime<Utc>,
) -> OpinionView {
    let Opinion { estimate, base, suggestion, .. } = &formed.opinion;
    let who = who(&formed.opinion);
    let mostly = formed.opinion.kinds.first().map(|kind| label("harm", &kind.kind)).unwrap_or_default();
    let rests_on = formed.rests_on();
    let noted: Vec<EntryId> = state.dangerous_weather().map(|(_, said)| said.entry_id).collect();
    OpinionView {
        model: formed.opinion.model.clone(),
        shown: OpinionShown { at: formed.opinion.at, mark: formed.mark() },
        rate: estimate.rate,
        low: estimate.low,
        high: estimate.high,
        headline: frequency(estimate.rate),
        range: with(
            "opinion-range",
            &[("low", &hundredths(estimate.low)), ("high", &hundredths(estimate.high))],
        ),
        line: with("opinion-line", &[("who", &who), ("mostly", &mostly)]),
        base: with("opinion-base", &[("who", &who), ("n", &frequency(base.rate))]),
        suggested: suggestion.grade,
        because: because(suggestion),
        rests_on,
        rests_on_age: formed.rests_on_age(),
        reasons: formed.opinion.reasons.iter().map(|one| reason(one, &formed.model, &noted)).collect(),
        unknowns: formed.opinion.unknowns.iter().map(|one| unknown(one, &formed.questions)).collect(),
        kinds: formed
            .opinion
            .kinds
            .iter()
            .map(|kind| HarmKindView { line: label("harm", &kind.kind), share: kind.share })
            .collect(),
        fatal: with("opinion-fatal", &[("n", &hundredths(formed.opinion.fatal))]),
        exploitation: formed.opinion.exploitation.then(|| t("opinion-exploitation")),
        next_change: formed.opinion.next_change.as_ref().map(|change| next_change(change, then)),
        next_change_at: formed.opinion.next_change.as_ref().map(|change| change.at),
        medical: medical(state, then),
        weather: weather::weather(state, then),
        dusk: weather::dusk(state, thresholds, then),
    }
}

/// `men of 81`, `boys of 15`, `people whose age is not known`.
fn who(opinion: &Opinion) -> String {
    let sex = match opinion.sex {
        Some(Sex::Female) => "women",
        Some(Sex::Male) => "men",
        None => "people",
    };
    match opinion.ages {
        None => t(&format!("opinion-{sex}-of-any-age")),
        Some((_, oldest)) if oldest < 18 => with(&format!("opinion-{sex}-under-18"), &[]),
        Some((youngest, _)) if youngest >= 65 => with(&format!("opinion-{sex}-over-65"), &[]),
        Some((youngest, oldest)) if youngest >= 18 && oldest < 65 => {
            with(&format!("opinion-{sex}-grown"), &[])
        }
        Some((youngest, oldest)) => with(
            &format!("opinion-{sex}-between"),
            &[("from", &youngest.to_string()), ("to", &oldest.to_string())],
        ),
    }
}

fn because(suggestion: &Suggestion) -> Vec<String> {
    let named = |questions: &[Question]| questions.iter().map(words::question).collect::<Vec<_>>().join(", ");
    let line = |why: &Why| match why {
        Why::Estimate { rate } => with("because-estimate", &[("n", &frequency(*rate))]),
        // Of a force's own model by its name.
        Why::Flag { name, .. } => {
            words::maybe(&format!("flag-{name}")).unwrap_or_else(|| words::spelt_out(name))
        }
        Why::NotKnown { questions } => with("because-not-known", &[("questions", &named(questions))]),
        Why::Child => t("because-child"),
    };
    let (estimate, others): (Vec<&Why>, Vec<&Why>) =
        suggestion.because.iter().partition(|why| matches!(why, Why::Estimate { .. }));
    // Where something else leads to the grade, that is why.
    let shown = if others.is_empty() { estimate } else { others };
    shown.into_iter().map(line).collect()
}

/// `noted` are the entries of dangerous weather.
fn reason(reason: &Reason, model: &Model, noted: &[EntryId]) -> ReasonView {
    let raises = reason.log_odds > 0.0;
    let answer = match reason.state {
        State::Absent => "opinion-no",
        State::Conflicting => "opinion-conflicting",
        // Nobody answered; the weather says it.
        State::Present if !reason.said.is_empty() && reason.said.iter().all(|said| noted.contains(said)) => {
            "opinion-by-weather"
        }
        _ => "opinion-yes",
    };
    let question = words::question(&reason.question);
    let key = if reason.shown_by.is_empty() { answer } else { "opinion-shown-by" };
    let by = reason.shown_by.join(", ");
    ReasonView {
        question: reason.question,
        line: with(key, &[("question", &question), ("by", &by)]),
        weight: reason.log_odds,
        raises,
        moves: with(
            if raises { "opinion-raises" } else { "opinion-lowers" },
            &[("n", &format!("{:.1}", (reason.moves * 100.0).abs()))],
        ),
        strength: label("evidence", &reason.strength),
        studies: model
            .cited(&reason.studies)
            .map(|study| with("opinion-study", &[("name", &study.name), ("sample", &study.sample)]))
            .collect(),
    }
}

fn unknown(unknown: &Unknown, questions: &QuestionSet) -> UnknownView {
    let question = words::question(&unknown.question);
    let moves = with(
        "opinion-could-move",
        &[("yes", &hundredths(unknown.if_yes)), ("no", &hundredths(unknown.if_no))],
    );
    let suggests =
        unknown.yes_suggests.map(|grade| with("opinion-yes-suggests", &[("grade", &label("grade", &grade))]));
    UnknownView {
        question: unknown.question,
        ask: words::asked(unknown.question, questions),
        line: with(
            if unknown.asked { "opinion-asked" } else { "opinion-not-asked" },
            &[("question", &question)],
        ),
        moves: [Some(moves), suggests].into_iter().flatten().collect::<Vec<_>>().join(" "),
    }
}

fn next_change(change: &Change, then: DateTime<Utc>) -> String {
    let at = words::time(change.at, then);
    match &change.kind {
        ChangeKind::Medical { code, .. } => {
            with("change-medical", &[("at", &at), ("condition", &named(code))])
        }
        ChangeKind::Weather { danger } => {
            with("change-weather", &[("at", &at), ("what", &label("weather", danger))])
        }
        ChangeKind::Dusk => with("change-dusk", &[("at", &at)]),
        ChangeKind::Missing { hours } => counted("change-missing", *hours as usize, &[("at", &at)]),
    }
}

/// Conditions that are dangerous without treatment; those that no longer apply last.
fn medical(state: &Incident, then: DateTime<Utc>) -> Vec<MedicalNeedView> {
    state.medical.iter().map(|said| need(said, then)).collect()
}

fn need(said: &Said<MedicalState>, then: DateTime<Utc>) -> MedicalNeedView {
    let need = &said.what.need;
    let begun = need.harm_from <= then;
    let times = [("from", &*words::time(need.harm_from, then)), ("by", &*words::time(need.harm_by, then))];
    let line = match &need.ended_because {
        Some(because) => with("medical-ended", &[("because", because)]),
        None => with(if begun { "medical-begun" } else { "medical-begins" }, &times),
    };
    MedicalNeedView {
        condition: need.condition.clone(),
        label: named(&need.condition),
        without: words::maybe(&format!("medical-{}-without", need.condition)).unwrap_or_default(),
        detail: need.detail.clone(),
        treated: with("medical-treated", &[("when", &when_line(&need.treated_at, then))]),
        line,
        begun: begun && need.ended_because.is_none(),
        assessed: said.what.assessed,
        applies: need.ended_because.is_none(),
        source: source(&said.source, said.recorded_at, then),
        entry_id: said.entry_id,
    }
}

/// The name of a condition; of one that a force added its code, spelt out.
pub(crate) fn named(code: &str) -> String {
    words::maybe(&format!("medical-{code}")).unwrap_or_else(|| words::spelt_out(code))
}
