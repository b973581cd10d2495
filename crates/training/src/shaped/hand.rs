//! Writing one of the sixteen, in minutes before now.

use chrono::{DateTime, TimeDelta, Utc};
use register::When;
use register::command::{Act, Command, DescriptionItem, TakeReport};
use register::fact::{Answered, Attribute, Category, LastSeen, Reference, Source, SourceKind, System};

use crate::calendar::{day_hhmm, local};
use crate::officers::CALL_HANDLER;
use crate::person::{Person, item};
use crate::script::{Script, dispatch_log, reference_to, source};
use crate::step::StepCommand;

pub(super) struct Hand<'a> {
    pub script: Script,
    pub person: &'a Person,
    pub reported_at: DateTime<Utc>,
    pub now: DateTime<Utc>,
    pub force: &'a str,
    pub earlier: usize,
}

/// What a report says beside who it is about.
pub(super) struct Report<'a> {
    pub category: Category,
    /// Minutes from the report to its recording.
    pub delay: i64,
    pub from: Source,
    pub more: &'a [(Attribute, &'a str)],
    pub last_seen: LastSeen,
    pub circumstances: &'a str,
    pub answers: Vec<Answered>,
    pub references: Vec<Reference>,
}

impl Hand<'_> {
    pub fn ago(&self, minutes: i64) -> DateTime<Utc> {
        self.now - TimeDelta::minutes(minutes)
    }

    pub fn ahead(&self, minutes: i64) -> DateTime<Utc> {
        self.now + TimeDelta::minutes(minutes)
    }

    /// Minutes ago on the wall clock, with the day where that is not today.
    pub fn clock(&self, minutes: i64) -> String {
        day_hhmm(self.ago(minutes), self.now)
    }

    pub fn at(&self, minutes: i64) -> When {
        When::At { at: self.ago(minutes) }
    }

    pub fn about(&self, minutes: i64) -> When {
        When::About { at: self.ago(minutes) }
    }

    /// Year and number of a reference on the national computer.
    pub fn pnc(&mut self) -> String {
        format!("{}/{}M", local(self.now).format("%y"), self.script.draw.between(1000, 99_999))
    }

    pub fn log(&mut self) -> Reference {
        let reference = dispatch_log(self.force, self.reported_at, &mut self.script.draw);
        reference_to(System::DispatchLog, &reference)
    }

    /// The person's own informant.
    pub fn informant(&self, kind: SourceKind) -> Source {
        let person = self.person;
        source(kind, &person.informant, person.relation, &person.informant_phone, self.reported_at)
    }

    pub fn report(&mut self, report: Report) {
        let described = if self.person.family.is_empty() { Vec::new() } else { self.person.description() };
        let more = report.more.iter().map(|&(attribute, value)| item(attribute, value));
        let description: Vec<DescriptionItem> = described.into_iter().chain(more).collect();
        let act = Act {
            source: Some(report.from),
            happened_at: Some(When::At { at: self.reported_at }),
            ..Act::default()
        };
        let command = TakeReport {
            act,
            category: report.category,
            reported_at: Some(self.reported_at),
            same_person_as: (self.earlier > 0).then_some(self.person.person_id),
            description,
            last_seen: Some(report.last_seen),
            circumstances: report.circumstances.into(),
            answers: report.answers,
            references: report.references,
            assign_to: None,
            question_set: String::new(),
        };
        let at = self.reported_at + TimeDelta::minutes(report.delay);
        self.script.push(at, CALL_HANDLER, StepCommand::Plain(Box::new(Command::TakeReport(command))));
    }
}

/// What is known of the sixteen beside name, age and sex.
pub(super) fn particulars(person: &mut Person) {
    let mut set = |relation, informant: &str, home: &str| {
        person.relation = relation;
        person.informant = informant.into();
        person.home = home.into();
    };
    match person.given.as_str() {
        "Magnus" => {
            set("daughter", "Freya Test-Larkspur", "14 Hill Road, Fernbrook");
            person.known_as = Some("Mac".into());
            person.dementia = true;
            person.condition = Some(("Vascular dementia; atrial fibrillation", "warfarin 3 mg at 21:00"));
            person.goes_to = "the allotment at Brackenford";
            person.marks = Some("hearing aid, right ear");
        }
        "Clover" => {
            set("duty manager of the home", "Mercy Test-Betony", "Test Home, Quill Street, Fernbrook");
            person.looked_after_by = Some("Alderby Council");
            person.goes_to = "a flat in Old Ropewalk, number not known";
        }
        "Juniper" => set("flatmate", "Mali Test-Speedwell", "Flat 6, 31 Station Approach, Fernbrook"),
        "Basil" => set("wife", "Carys Test-Thornwick", "88 Foundry Street, Northmoor"),
        "Rowan" => set("sister", "Niamh Test-Fairweather", "5 Larch Close, Hallow"),
        "Ivy" => {
            set(
                "deputy manager of the care home",
                "Tunde Test-Avens",
                "Test Court care home, Orchard Drive, Alderby",
            );
        }
        "Edgar" => set("neighbour", "Gwilym Test-Sorrel", "2 Ferry Road, Pendle Quay"),
        "Jude" => set("hall warden", "Anjali Test-Campion", "Room 214, Beacon Hall, Northmoor"),
        "Odo" => set("wife", "Dilys Test-Merriweather", "19 Dyers Bank, Alderby"),
        "Pip" => {
            set("foster carer", "Bronwen Test-Mallow", "foster address, Orchard Drive, Hallow");
            person.looked_after_by = Some("Quillshire County Council");
        }
        "Max" => set("employer", "Rashid Test-Knapweed", "47 Moor View, Quillbridge"),
        "Kit" => set("brother", "Aneurin Test-Moss", "3 Chapel Rise, Estwick"),
        "Hazel" => {
            set("keyworker", "Thandiwe Test-Orpine", "Test Home, Quill Street, Fernbrook");
            person.looked_after_by = Some("Alderby Council");
            person.goes_to = "the trains, gets off at Hallow";
            person.exploited = true;
            person.friend = "Skye".into();
        }
        "Ash" => set("mother", "Sofia Test-Bramble", "60 Weir Street, Alderby"),
        "Rena" => set("mother", "Leila Test-Vale", "11 Curlew Avenue, Fernbrook"),
        _ => {}
    }
}
