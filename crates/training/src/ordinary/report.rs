//! What the first report of an ordinary incident says.

use chrono::{DateTime, TimeDelta, Utc};
use register::When;
use register::command::{Act, Command, DescriptionItem, TakeReport};
use register::fact::{Answered, Attribute, Category, HowKnown, System};
use register::question::{Answer, Question};

use crate::calendar::hhmm;
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
        if self.child && person.looked_after_by.is_none() && draw.chance(900) {
            description.push(item(Attribute::LookedAfterBy, texts::NOT_LOOKED_AFTER));
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

    /// The call handler's answers, and the grade that comes of them.
    fn answers(&mut self, subject: &Subject) -> Vec<Answered> {
        let why = self.pick(&texts::WHY_WORRIED);
        let tried = self.pick(&texts::TRIED);
        let mut answers = vec![
            answered(Question::WhyWorried, Answer::Yes, &why),
            answered(Question::TriedToFind, Answer::Yes, &tried),
        ];
        let episodes = subject.earlier.episodes;
        let (before, times) = match episodes {
            0 => (Answer::No, String::new()),
            _ => (Answer::Yes, format!("{episodes} earlier on this register")),
        };
        answers.push(answered(Question::MissingBefore, before, &times));
        for (question, answer) in self.cause.answers() {
            let detail = if answer == Answer::Yes { detail(question, subject) } else { String::new() };
            answers.push(answered(question, answer, &detail));
        }
        for said in &answers {
            if said.answer == Answer::Yes && Question::FACTORS.contains(&said.question) {
                self.factors.push(said.question);
                if said.question.is_immediate_danger() {
                    self.dangers.push(said.question);
                }
            }
        }
        self.grade = self.cause.grade(&self.factors);
        answers
    }
}

fn detail(question: Question, subject: &Subject) -> String {
    let person = &subject.person;
    let text = match question {
        Question::OutOfCharacter => "never done this before",
        Question::MedicalNeeds => {
            return person
                .condition
                .map_or(String::new(), |(_, medication)| format!("{medication}, not with them"));
        }
        Question::VictimOfCrime => "threatened last week",
        Question::LikelyHurt => "sounded hurt on the telephone",
        Question::SelfHarm => "has said so to family",
        Question::SexualExploitation => "older adults, flagged by social care",
        Question::CriminalExploitation => "found with cash and a second phone before",
        Question::MentalHealth => "known to services",
        Question::Dementia => "diagnosed",
        Question::HarmedBefore if subject.earlier.harmed => "hurt on an earlier episode",
        Question::HarmedBefore => "hurt while missing from another force's area",
        Question::AlcoholOrDrugs => "drinks when upset",
        Question::DomesticAbuse => "officers called to the address before",
        Question::DangerToOthers => "threatened a neighbour",
        Question::WeatherExposure => "thin clothes, out all night",
        Question::CannotAskForHelp => "would not say who they are",
        Question::HasMeans => "bank card and some cash",
        Question::KnownPlace => person.goes_to,
        _ => "",
    };
    text.to_owned()
}
