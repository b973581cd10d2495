//! People whose harm has causes that nobody wrote down.

use super::*;

/// What drives it, hidden: deviations from the ordinary.
struct Hidden {
    despair: f64,
    confusion: f64,
    exploited: f64,
    /// How bad it is, all else alike. Officers sense some of it, and no answer holds it.
    severity: f64,
}

/// Somebody, as they are.
struct Person {
    age: u32,
    sex: Sex,
    hidden: Hidden,
    truth: States,
    hours_missing: u32,
}

impl Person {
    fn has(&self, question: Question) -> f64 {
        f64::from(self.truth.get(question) == State::Present)
    }
}

/// Of harm of each kind, the share that is recorded.
pub type Recorded = [(Kind, f64); 4];

/// Of exploitation hardly any.
pub const RECORDED: Recorded = [
    (Kind::SelfHarm, 0.85),
    (Kind::AccidentOrExposure, 0.90),
    (Kind::Crime, 0.50),
    (Kind::Exploitation, 0.06),
];

/// What a force's closed incidents may look like, with harm [`RECORDED`]: of some 4 in 100, and 16 in 100 graded High, and
/// neither well matched to the other. `model` is what stood beside the grades.
pub fn latent(seed: u64, incidents: usize, model: &Model) -> Vec<Closed> {
    latent_recorded(seed, incidents, model, &RECORDED)
}

/// The same people with other shares recorded.
pub fn latent_recorded(seed: u64, incidents: usize, model: &Model, recorded: &Recorded) -> Vec<Closed> {
    let mut chance = Chance::new(seed);
    let mut scorer = Scorer::new(model);
    (0..incidents).map(|at| one(at, model, recorded, &mut scorer, &mut chance)).collect()
}

fn one(
    at: usize,
    model: &Model,
    recorded: &Recorded,
    scorer: &mut Scorer<'_>,
    chance: &mut Chance,
) -> Closed {
    let person = person(model, chance);
    let characteristics = characteristics(person.age, chance);
    let states = answers(&person, model, &characteristics, chance);
    let known = Known {
        ages: Some((person.age, person.age)),
        sex: Some(person.sex),
        states,
        hours_missing: Some(person.hours_missing),
    };
    let beside = beside(&known, scorer, model);
    let grade = grade(&person, &known, chance);
    let reasons = [("known_to_us", 0.4), ("back_soon", 0.3), ("safe_place", 0.2)];
    let overruled = (grade < beside.suggested && chance.holds(0.9)).then(|| chance.of(&reasons).to_owned());
    let overruled = overruled.into_iter().collect();
    Closed {
        reference: format!("NM-{at:06}"),
        closed_on: closed_on(chance),
        grade: Some(grade),
        beside: Some(beside),
        overruled,
        harm: harm(&person, recorded, chance),
        handling: handling(&known, model, grade, chance),
        known,
        characteristics,
    }
}

fn person(model: &Model, chance: &mut Chance) -> Person {
    let (age, sex) = (age(chance), sex(chance));
    let hidden = Hidden {
        despair: chance.normal(),
        confusion: chance.normal() + if age >= 65 { 1.0 } else { 0.0 },
        exploited: chance.normal(),
        severity: chance.normal(),
    };
    let truth = model
        .factor
        .iter()
        .map(|factor| {
            let usual = log_odds(factor.held((age, age), sex).share);
            let present = chance.holds(rate(usual + leaning(factor.question, &hidden)));
            (factor.question, if present { State::Present } else { State::Absent })
        })
        .collect();
    let hours_missing = (chance.normal() * 1.4 + 1.2).exp() as u32;
    Person { age, sex, hidden, truth, hours_missing }
}

/// How what is hidden shows.
fn leaning(question: Question, hidden: &Hidden) -> f64 {
    match question {
        Question::SelfHarm => hidden.despair,
        Question::MentalHealth => 0.8 * hidden.despair,
        Question::HarmedBefore => 0.6 * hidden.despair + 0.3 * hidden.exploited,
        Question::AlcoholOrDrugs => 0.4 * hidden.despair,
        Question::Dementia => 1.2 * hidden.confusion,
        Question::CannotAskForHelp => 0.9 * hidden.confusion,
        Question::HasMeans => -0.4 * hidden.confusion,
        Question::SexualExploitation | Question::CriminalExploitation => 1.2 * hidden.exploited,
        Question::VictimOfCrime => 0.4 * hidden.exploited,
        Question::LikelyHurt => 0.5 * hidden.severity,
        _ => 0.0,
    }
}

/// Not all is asked, and less of some; not all that is answered is so.
fn answers(person: &Person, model: &Model, of: &Characteristics, chance: &mut Chance) -> States {
    let not_asked = if of.ethnicity.as_deref() == Some("black") { 0.20 } else { 0.13 };
    let answer = |question, chance: &mut Chance| {
        if chance.holds(not_asked) {
            return State::NotAsked;
        }
        if chance.holds(0.08) {
            return State::NotKnown;
        }
        let said = if person.has(question) > 0.0 { chance.holds(0.9) } else { chance.holds(0.01) };
        match (said, chance.holds(0.02)) {
            (true, true) => State::Conflicting,
            (true, false) => State::Present,
            (false, _) => State::Absent,
        }
    };
    model.factor.iter().map(|factor| (factor.question, answer(factor.question, chance))).collect()
}

/// Chance is asked as often whatever is recorded, so that the people stay the same.
fn harm(person: &Person, recorded: &Recorded, chance: &mut Chance) -> Harm {
    let mut harm = Harm::default();
    for (kind, recorded) in *recorded {
        let happens = chance.holds(1.0 - (-hazard(kind, person).exp()).exp());
        let is_recorded = chance.holds(recorded);
        let dies = chance.holds(fatal(kind, person.age));
        if happens && is_recorded {
            harm.kinds.insert(kind);
            harm.fatal |= dies;
        }
    }
    harm
}

/// The logarithm of how often it happens. Some of it only together.
fn hazard(kind: Kind, person: &Person) -> f64 {
    use Question as Q;
    let has = |question| person.has(question);
    let Hidden { despair, confusion, exploited, severity } = person.hidden;
    let by_age = |child, adult, older| match person.age {
        0..18 => child,
        18..65 => adult,
        _ => older,
    };
    let long = f64::from(person.hours_missing >= 24);
    match kind {
        Kind::SelfHarm => {
            by_age(-5.75, -3.95, -4.65)
                + 0.8 * has(Q::SelfHarm)
                + 0.7 * has(Q::HarmedBefore)
                + 0.2 * has(Q::MentalHealth)
                + 0.5 * has(Q::SelfHarm) * has(Q::AlcoholOrDrugs)
                + 0.35 * despair
                + 0.8 * severity
        }
        Kind::AccidentOrExposure => {
            let helpless = has(Q::Dementia).max(has(Q::CannotAskForHelp));
            by_age(-5.45, -4.0, -3.85)
                + 0.3 * has(Q::Dementia)
                + 0.3 * has(Q::MedicalNeeds)
                + 0.8 * helpless * has(Q::WeatherExposure)
                + 0.2 * has(Q::AlcoholOrDrugs)
                + 0.3 * long
                + 0.2 * confusion
                + 0.8 * severity
        }
        Kind::Crime => {
            by_age(-5.7, -4.7, -5.7)
                + 0.7 * has(Q::VictimOfCrime)
                + 0.3 * has(Q::DomesticAbuse)
                + 0.4 * has(Q::LikelyHurt)
                + 0.5 * severity
        }
        Kind::Exploitation => {
            by_age(-3.6, -6.0, -8.0)
                + 1.0 * has(Q::SexualExploitation)
                + 0.8 * has(Q::CriminalExploitation)
                + 0.5 * exploited
                + 0.3 * severity
        }
    }
}

fn fatal(kind: Kind, age: u32) -> f64 {
    match (kind, age) {
        (Kind::SelfHarm | Kind::AccidentOrExposure, 0..18) => 0.04,
        (Kind::SelfHarm | Kind::AccidentOrExposure, _) => 0.15,
        _ => 0.01,
    }
}

/// An officer weighs what is said, senses a little of what is not, and differs from the next one.
fn grade(person: &Person, known: &Known, chance: &mut Chance) -> Grade {
    use Question as Q;
    let weighs = [
        (Q::SelfHarm, 1.0),
        (Q::HarmedBefore, 0.5),
        (Q::MentalHealth, 0.2),
        (Q::MedicalNeeds, 0.4),
        (Q::Dementia, 0.8),
        (Q::LikelyHurt, 0.9),
        (Q::VictimOfCrime, 0.9),
        (Q::SexualExploitation, 0.7),
        (Q::CriminalExploitation, 0.4),
        (Q::WeatherExposure, 0.2),
        (Q::CannotAskForHelp, 0.3),
        (Q::OutOfCharacter, 0.3),
    ];
    let said = weighs.iter().filter(|(question, _)| known.states.get(*question).is_present());
    let said: f64 = said.map(|(_, weight)| weight).sum();
    let young = if person.age < 12 { 0.8 } else { 0.0 };
    let grown = if person.age >= 18 { 0.75 } else { 0.0 };
    match said + young + grown + 1.0 * person.hidden.severity + 0.55 * chance.normal() {
        felt if felt > 2.32 => Grade::High,
        felt if felt > -0.45 => Grade::Medium,
        felt if felt > -1.3 => Grade::Low,
        _ => Grade::VeryLow,
    }
}

fn handling(known: &Known, model: &Model, grade: Grade, chance: &mut Chance) -> Handling {
    let asked = model.factor.iter().filter(|factor| known.states.get(factor.question) != State::NotAsked);
    let asked = u32::try_from(asked.count()).unwrap_or(u32::MAX);
    let all = u32::try_from(model.factor.len()).unwrap_or(u32::MAX);
    let usual = if grade == Grade::High { 3.0 } else { 4.5 };
    let minutes = |usual: f64, chance: &mut Chance| (usual + chance.normal()).exp() as u32;
    let first = chance.holds(0.97).then(|| minutes(usual, chance));
    let found = chance.holds(0.99).then(|| minutes(6.0, chance));
    Handling { first_action_minutes: first, found_minutes: found, asked, not_asked: all - asked }
}
