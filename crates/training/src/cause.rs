//! Why an ordinary incident ends as it does: a process that is not the risk model, with the truth known.
//!
//! What is so of somebody and of this episode makes each kind of harm more frequent by a known ratio; how bad it is beyond
//! that nobody writes down. Of the harm that happens some is recorded. The call handler does not ask everything and is not
//! always told what is so. The officer weighs the answers, senses a little of the rest, and differs from the next one: so
//! that grades are wrong as often as is published (Doyle and Barnes 2020). Nothing here reads ethnicity (INV-10).

use chrono::{DateTime, Utc};
use register::fact::{Condition, Grade, HarmKind};
use register::question::{Answer, Question};

use crate::draw::Draw;
use crate::people::Subject;
use crate::shape;

/// What each is worth, whatever kind of harm it is: how many times as often, in hundredths. Others are worth something of
/// one kind only, or together.
pub const TRUE_OF_ALL_HARM: [(Question, u64); 3] =
    [(Question::HarmedBefore, 260), (Question::LikelyHurt, 230), (Question::OutOfCharacter, 130)];

/// What is worth something of one kind.
const TRUE_OF_A_KIND: [(HarmKind, Question, u64); 13] = [
    (HarmKind::SelfHarm, Question::SelfHarm, 420),
    (HarmKind::SelfHarm, Question::MentalHealth, 190),
    (HarmKind::SelfHarm, Question::AlcoholOrDrugs, 130),
    (HarmKind::AccidentOrExposure, Question::Dementia, 150),
    (HarmKind::AccidentOrExposure, Question::MedicalNeeds, 180),
    (HarmKind::AccidentOrExposure, Question::AlcoholOrDrugs, 140),
    (HarmKind::AccidentOrExposure, Question::CannotAskForHelp, 150),
    (HarmKind::AccidentOrExposure, Question::HasMeans, 85),
    (HarmKind::Crime, Question::VictimOfCrime, 300),
    (HarmKind::Crime, Question::DomesticAbuse, 170),
    (HarmKind::Crime, Question::CriminalExploitation, 160),
    (HarmKind::Exploitation, Question::SexualExploitation, 450),
    (HarmKind::Exploitation, Question::CriminalExploitation, 400),
];
/// Who is out in the weather and cannot look after themselves comes to harm by both together.
const HELPLESS_IN_THE_WEATHER: u64 = 250;

/// How often it happens where nothing of the above is so, per million: a child, an adult, one of 65 or over; and of that
/// how much is recorded, per mille. A death always is. Published rates are of what is recorded (Doyle and Barnes 2020);
/// of exploitation hardly anything is.
const KINDS: [(HarmKind, [u64; 3], u64); 4] = [
    (HarmKind::SelfHarm, [3_400, 12_200, 5_500], 850),
    (HarmKind::AccidentOrExposure, [3_800, 16_000, 22_000], 900),
    (HarmKind::Crime, [5_500, 11_500, 3_300], 500),
    (HarmKind::Exploitation, [27_000, 3_300, 300], 60),
];
/// Of those to whom one of the first two kinds happens, who dies, per mille: a child, an adult. Nearly all are adults
/// (UKMPU 2014/15, 2021/22).
const FATAL: [u64; 2] = [30, 130];

/// How bad it is, and nobody writes it down: how many of a thousand, how many times as often harm comes of it in hundredths,
/// and what an officer senses of it, in hundredths of what suicide said to somebody weighs.
const SEVERITY: [(u32, u64, i64); 5] =
    [(300, 30, -75), (400, 75, -15), (200, 135, 40), (80, 260, 70), (20, 650, 130)];

/// What an officer makes of an answer, in the same hundredths.
const WEIGHED: [(Question, i64); 13] = [
    (Question::SelfHarm, 110),
    (Question::HarmedBefore, 50),
    (Question::MentalHealth, 20),
    (Question::MedicalNeeds, 50),
    (Question::Dementia, 80),
    (Question::LikelyHurt, 110),
    (Question::VictimOfCrime, 90),
    (Question::SexualExploitation, 70),
    (Question::CriminalExploitation, 40),
    (Question::WeatherExposure, 20),
    (Question::CannotAskForHelp, 30),
    (Question::OutOfCharacter, 30),
    (Question::DangerToOthers, 30),
];
/// What an officer makes of who it is: under 12, and grown.
const YOUNG: i64 = 80;
const GROWN: i64 = 70;
/// By how much one officer differs from the next: a deviation.
const DIFFER: i64 = 95;
/// From where on a grade is given. High, medium and low are 16, 68 and 13 in a hundred (Vo 2015).
const HIGH: i64 = 196;
const MEDIUM: i64 = -52;
const LOW: i64 = -155;

/// What the call handler asks of, in this order.
const ASKED: [Question; 17] = [
    Question::OutOfCharacter,
    Question::MedicalNeeds,
    Question::VictimOfCrime,
    Question::LikelyHurt,
    Question::SexualExploitation,
    Question::SelfHarm,
    Question::DangerToOthers,
    Question::Dementia,
    Question::MentalHealth,
    Question::WeatherExposure,
    Question::HarmedBefore,
    Question::CriminalExploitation,
    Question::DomesticAbuse,
    Question::AlcoholOrDrugs,
    Question::CannotAskForHelp,
    Question::HasMeans,
    Question::KnownPlace,
];
/// Nobody asks, or nobody knows; and what is so is denied, what is not so is said: per mille.
const NOT_ASKED: u64 = 90;
const NOT_KNOWN: u64 = 60;
const DENIED: u64 = 50;
const SAID_WRONGLY: u64 = 3;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub condition: Condition,
    /// What happened to them, and what of it is recorded.
    pub happened: Vec<HarmKind>,
    pub recorded: Vec<HarmKind>,
}

/// Somebody on one occasion, as they are.
pub(crate) struct Cause {
    draw: Draw,
    years: u32,
    so: Vec<Question>,
    severity: u64,
    sensed: i64,
}

impl Cause {
    pub fn of(mut draw: Draw, subject: &Subject, at: DateTime<Utc>) -> Self {
        let years = subject.person.age_on(at);
        let so = ASKED.into_iter().filter(|question| is_so(&mut draw, *question, subject, years)).collect();
        let (_, severity, sensed) = SEVERITY[draw.weighted(&SEVERITY.map(|(weight, ..)| weight))];
        Self { draw, years, so, severity, sensed }
    }

    fn has(&self, question: Question) -> bool {
        self.so.contains(&question)
    }

    fn is_child(&self) -> bool {
        self.years < 18
    }

    /// Chance is asked as often whatever happens.
    pub fn outcome(&mut self) -> Outcome {
        let mut outcome = Outcome { condition: Condition::Unharmed, happened: vec![], recorded: vec![] };
        let mut died = false;
        for (kind, rates, recorded) in KINDS {
            let happens = self.draw.below(1_000_000) < self.often(kind, rates);
            let is_recorded = self.draw.chance(recorded);
            let fatal = matches!(kind, HarmKind::SelfHarm | HarmKind::AccidentOrExposure)
                && self.draw.chance(FATAL[usize::from(!self.is_child())]);
            if happens {
                outcome.happened.push(kind);
                if is_recorded || fatal {
                    outcome.recorded.push(kind);
                }
                died |= fatal;
            }
        }
        outcome.condition = match outcome.recorded.is_empty() {
            _ if died => Condition::Died,
            true => Condition::Unharmed,
            false => Condition::Harmed,
        };
        outcome
    }

    /// Per million.
    fn often(&self, kind: HarmKind, rates: [u64; 3]) -> u64 {
        let rate = rates[usize::from(!self.is_child()) + usize::from(self.years >= 65)];
        let of_all = TRUE_OF_ALL_HARM.into_iter();
        let of_kind = TRUE_OF_A_KIND.into_iter().filter(|(of, ..)| *of == kind);
        let ratios = of_all.chain(of_kind.map(|(_, question, ratio)| (question, ratio)));
        let raised = ratios
            .filter(|(question, _)| self.has(*question))
            .fold(rate * self.severity / 100, |rate, (_, ratio)| rate * ratio / 100);
        let helpless = self.has(Question::Dementia) || self.has(Question::CannotAskForHelp);
        let together =
            kind == HarmKind::AccidentOrExposure && helpless && self.has(Question::WeatherExposure);
        if together { raised * HELPLESS_IN_THE_WEATHER / 100 } else { raised }
    }

    /// What is said to the call handler, question by question.
    pub fn answers(&mut self) -> Vec<(Question, Answer)> {
        ASKED.into_iter().filter_map(|question| Some((question, self.answer(question)?))).collect()
    }

    fn answer(&mut self, question: Question) -> Option<Answer> {
        let asked = match question {
            Question::Dementia => self.years >= 50,
            Question::CriminalExploitation => self.is_child(),
            _ => true,
        };
        if !asked || self.draw.chance(NOT_ASKED) {
            return None;
        }
        let known = !self.draw.chance(NOT_KNOWN);
        let said =
            if self.has(question) { !self.draw.chance(DENIED) } else { self.draw.chance(SAID_WRONGLY) };
        Some(match (known, said) {
            (false, _) => Answer::NotKnown,
            (true, true) => Answer::Yes,
            (true, false) => Answer::No,
        })
    }

    /// The grade that an officer comes to who was told this. A danger keeps it at medium at least.
    pub fn grade(&mut self, said: &[Question]) -> Grade {
        let weighed = WEIGHED.iter().filter(|(question, _)| said.contains(question));
        let who = match self.years {
            0..12 => YOUNG,
            12..18 => 0,
            _ => GROWN,
        };
        let differs = self.draw.deviation() * DIFFER / 100;
        let felt = weighed.map(|(_, weight)| weight).sum::<i64>() + who + self.sensed + differs;
        let danger = said.iter().any(|question| question.is_immediate_danger() || question.is_exploitation());
        match felt {
            _ if felt > HIGH => Grade::High,
            _ if danger || felt > MEDIUM => Grade::Medium,
            _ if felt > LOW => Grade::Low,
            _ => Grade::VeryLow,
        }
    }
}

/// What is so, from who they are and by chance. Shares are published where a test of them says so.
fn is_so(draw: &mut Draw, question: Question, subject: &Subject, years: u32) -> bool {
    let (person, child) = (&subject.person, years < 18);
    let often = match question {
        Question::SelfHarm => return person.suicidal,
        Question::MentalHealth => return person.mental_health,
        Question::Dementia => return person.dementia,
        Question::SexualExploitation => return person.exploited,
        Question::HarmedBefore => return subject.earlier.harmed || person.harmed_before,
        Question::CriminalExploitation if person.exploited => 400,
        Question::MedicalNeeds if person.condition.is_some() => 450,
        Question::CriminalExploitation | Question::MedicalNeeds => 0,
        Question::CannotAskForHelp => match years {
            _ if person.dementia => 500,
            0..5 => 600,
            _ => 25,
        },
        Question::OutOfCharacter => {
            if subject.earlier.episodes == 0 {
                shape::OUT_OF_CHARACTER
            } else {
                60
            }
        }
        Question::VictimOfCrime => 18,
        Question::LikelyHurt => {
            if child {
                14
            } else {
                20
            }
        }
        Question::DangerToOthers => 25,
        Question::WeatherExposure => 70,
        Question::DomesticAbuse => 70,
        Question::AlcoholOrDrugs => {
            if child {
                100
            } else {
                180
            }
        }
        Question::HasMeans => 500,
        Question::KnownPlace => 330,
        _ => 0,
    };
    draw.chance(often)
}
