//! What the first report of an ordinary incident says.

use chrono::{DateTime, TimeDelta, Utc};
use register::When;
use register::command::{Act, Command, DescriptionItem, TakeReport};
use register::fact::{Answered, Attribute, Category, Grade, HowKnown, System};
use register::question::{Answer, Question};

use crate::calendar::hhmm;
use crate::draw::Draw;
use crate::officers::*;
use crate::people::Subject;
use crate::person::item;
use crate::script::*;
use crate::step::StepCommand;
use crate::texts::{self};

use super::Writer;

impl Writer<'_> {
    pub(super) fn report(
        &mut self,
        force: &str,
        subject: &Subject,
        reported_at: DateTime<Utc>,
        sooner: DateTime<Utc>,
    ) {
        let person = self.person;
        let draw = &mut self.script.draw;
        let late = sooner - reported_at > TimeDelta::hours(5) && draw.chance(40);
        let delay = if late { draw.minutes(75, 220) } else { draw.minutes(3, 11) };
        let officer = if draw.chance(600) { CALL_HANDLER } else { SECOND_CALL_HANDLER };
        let gap =
            if person.looked_after_by.is_some() { draw.minutes(30, 240) } else { draw.minutes(40, 720) };
        let seen_at = reported_at - gap;
        let when = match draw.below(10) {
            0..4 => When::At { at: seen_at },
            4..8 => When::About { at: seen_at },
            8 => When::Between { from: seen_at, to: seen_at + gap / 2 },
            _ => When::NotKnown,
        };
        let (how_known, by) = match (when, draw.below(10)) {
            (When::NotKnown, _) => (HowKnown::NotKnown, String::new()),
            (_, 0..7) => (HowKnown::Seen, format!("{}, {}", person.relation, hhmm(seen_at))),
            (_, 7 | 8) => (HowKnown::HeardFrom, format!("text to {}", person.friend)),
            _ => (HowKnown::Assumed, format!("{} thinks so", person.relation)),
        };
        let category = match draw.below(1000) {
            0..40 => Category::Undecided,
            40..60 if person.looked_after_by.is_some() => Category::AwayFromPlacement,
            60..90 if !self.child => Category::ConcernForSafety,
            _ => Category::Missing,
        };
        let mut references = Vec::new();
        if draw.chance(800) {
            references.push(reference_to(System::DispatchLog, &dispatch_log(force, reported_at, draw)));
        }
        let mut description: Vec<DescriptionItem> = person.description();
        if draw.chance(850) {
            let clothing = *draw.pick(&texts::CLOTHING);
            description.push(item(Attribute::Clothing, clothing));
        }
        if draw.chance(250) {
            description.push(item(Attribute::PlacesTheyGo, person.goes_to));
        }
        let answers = self.answers(subject);
        let circumstances = self.circumstances();
        let act = Act {
            source: Some(person.source(reported_at)),
            happened_at: Some(When::At { at: reported_at }),
            from_paper: late,
            ..Act::default()
        };
        let report = TakeReport {
            act,
            category,
            reported_at: Some(reported_at),
            same_person_as: (subject.earlier.episodes > 0).then_some(person.person_id),
            description,
            last_seen: Some(seen(self.place, when, how_known, &by)),
            circumstances,
            answers,
            references,
            assign_to: None,
            question_set: String::new(),
        };
        self.script.push(
            reported_at + delay,
            officer,
            StepCommand::Plain(Box::new(Command::TakeReport(report))),
        );
        if category == Category::Undecided {
            let at = reported_at + delay + self.script.draw.minutes(1, 8);
            let reason = "Whereabouts not established by anybody; treated as missing.";
            self.script.category(at, SUPERVISOR, Category::Missing, reason);
        }
    }

    fn circumstances(&mut self) -> String {
        let person = self.person;
        let texts: &[&str] = if self.child {
            if person.looked_after_by.is_some() { &texts::CHILD_PLACED } else { &texts::CHILD_AT_HOME }
        } else if person.dementia {
            &texts::ADULT_DEMENTIA
        } else {
            match self.script.draw.below(100) {
                0..30 => &texts::ADULT_RELATIONSHIP,
                30..78 if person.mental_health => &texts::ADULT_LOW_MOOD,
                _ => &texts::ADULT_OTHER,
            }
        };
        self.pick(texts)
    }

    /// The call handler's answers. A danger keeps the grade at medium at least, so that who was
    /// graded lower was not said to be in one.
    fn answers(&mut self, subject: &Subject) -> Vec<Answered> {
        let person = self.person;
        let in_danger = self.grade >= Grade::Medium;
        let why = self.pick(&texts::WHY_WORRIED);
        let tried = self.pick(&texts::TRIED);
        let draw = &mut self.script.draw;
        let mut answers = vec![
            answered(Question::WhyWorried, Answer::Yes, &why),
            answered(Question::TriedToFind, Answer::Yes, &tried),
        ];
        let mut ask = |draw: &mut Draw, question, yes: bool, detail: &str| {
            let answer = match (yes, draw.below(100)) {
                (true, _) => Answer::Yes,
                (false, 0..62) => Answer::No,
                (false, 62..78) => Answer::NotKnown,
                (false, _) => return,
            };
            answers.push(answered(question, answer, if yes { detail } else { "" }));
        };
        let out_of_character = subject.earlier.episodes == 0 && draw.chance(620);
        ask(draw, Question::OutOfCharacter, out_of_character, "never done this before");
        let before = subject.earlier.episodes > 0;
        let times = format!("{} earlier on this register", subject.earlier.episodes);
        ask(draw, Question::MissingBefore, before, &times);
        if subject.earlier.harmed {
            ask(draw, Question::HarmedBefore, true, "hurt on an earlier episode");
        }
        let needs = in_danger && person.condition.is_some() && draw.chance(450);
        let medication =
            person.condition.map_or(String::new(), |(_, medication)| format!("{medication}, not with them"));
        ask(draw, Question::MedicalNeeds, needs, &medication);
        let victim = in_danger && draw.chance(20);
        ask(draw, Question::VictimOfCrime, victim, "threatened last week");
        let self_harm = in_danger && person.suicidal;
        ask(draw, Question::SelfHarm, self_harm, "has said so to family");
        let exploited = in_danger && person.exploited;
        ask(draw, Question::SexualExploitation, exploited, "older adults, flagged by social care");
        let mental_health = person.mental_health;
        if self.child {
            let criminal = in_danger && person.exploited && draw.chance(400);
            ask(draw, Question::CriminalExploitation, criminal, "found with cash and a second phone before");
        }
        ask(draw, Question::MentalHealth, mental_health, "known to services");
        if person.dementia {
            ask(draw, Question::Dementia, true, "diagnosed");
        }
        if draw.chance(if self.child { 100 } else { 180 }) {
            ask(draw, Question::AlcoholOrDrugs, true, "drinks when upset");
        }
        if draw.chance(120) {
            ask(draw, Question::KnownPlace, true, person.goes_to);
        }
        for said in &answers {
            if said.answer == Answer::Yes && Question::FACTORS.contains(&said.question) {
                self.factors.push(said.question);
                if said.question.is_immediate_danger() {
                    self.dangers.push(said.question);
                }
            }
        }
        answers
    }
}
