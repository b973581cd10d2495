//! A story: what officers did at which laptop, what came through in between, and what the clocks said.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::collection::vec;
use proptest::prelude::*;
use register::command::*;
use register::fact::*;
use register::question::{Answer, Question};
use register::*;

use crate::common::*;

const LAPTOPS: usize = 3;
const YEAR: i64 = 525_600;

/// Its debug form tells it in words, so that a failing test prints a story.
#[derive(Clone)]
pub struct Story(pub Vec<Step>);

#[derive(Clone, Debug)]
pub enum Step {
    Act(Act),
    /// Entries that `from` holds come to `to`: those whose bit is set in `part`, shuffled by `order`.
    Deliver {
        from: usize,
        to: usize,
        part: u64,
        order: u64,
    },
    /// The laptop's clock is set so many minutes from the true time.
    Clock {
        laptop: usize,
        minutes: i64,
    },
}

/// An officer does something at a laptop.
#[derive(Clone, Debug)]
pub struct Act {
    pub laptop: usize,
    pub role: Role,
    pub what: What,
    /// From a screen that was drawn before the last entries came.
    pub stale: bool,
    /// Minutes after the step before.
    pub after: i64,
}

#[derive(Clone, Debug)]
pub enum What {
    Assess(Grade),
    Danger(Question),
    Clear(Question),
    Locate,
    Withdraw,
    Close,
    Reopen,
    Review,
    Contact,
    Decide(Category),
    Note,
}

impl What {
    fn words(&self) -> String {
        match self {
            Self::Assess(grade) => format!("assessed the risk as {}", words(grade)),
            Self::Danger(question) => format!("answered yes to {question:?}"),
            Self::Clear(question) => format!("cleared {question:?}"),
            Self::Locate => "recorded that they were located".into(),
            Self::Withdraw => "withdrew that they were located".into(),
            Self::Close => "closed".into(),
            Self::Reopen => "reopened".into(),
            Self::Review => "reviewed".into(),
            Self::Contact => "recorded a contact".into(),
            Self::Decide(category) => format!("decided on {category:?}"),
            Self::Note => "wrote a note".into(),
        }
    }

    fn command(&self, basis: Vec<EntryId>, now: DateTime<Utc>) -> Command {
        let later = now + TimeDelta::minutes(30);
        let mut command: Command = match self {
            Self::Assess(grade) => AssessRisk {
                incident_id: incident_id(),
                act: command::Act::default(),
                grade: *grade,
                factors: vec![],
                rationale: rationale(),
                next_review_at: later,
                lowered_because: Some("seen on camera with friends".into()),
                beside: Default::default(),
            }
            .into(),
            Self::Danger(question) => answer(*question, Answer::Yes).into(),
            Self::Clear(question) => clear(*question, vec![]).into(),
            Self::Locate => located(now).into(),
            Self::Withdraw => withdraw().into(),
            Self::Close => CloseIncident {
                incident_id: incident_id(),
                act: command::Act::default(),
                summary: "back home".into(),
                exception: None,
            }
            .into(),
            Self::Reopen => reopen().into(),
            Self::Review => review(later, vec![]).into(),
            Self::Contact => contact(ChangesRisk::Unsure).into(),
            Self::Decide(category) => DecideCategory {
                incident_id: incident_id(),
                act: command::Act::default(),
                category: *category,
                reason: "as told".into(),
            }
            .into(),
            Self::Note => note("knocked, nobody there").into(),
        };
        command.act_mut().basis = basis;
        command
    }
}

/// An entry as it was written.
#[derive(Clone, Debug)]
pub struct Written {
    pub hash: Hash,
    pub laptop: usize,
    /// The greatest time that the laptop's clock has shown so far.
    pub own_time: DateTime<Utc>,
    pub stamp: clock::Stamp,
    /// What had been written elsewhere and was not on the laptop.
    pub not_seen: Vec<Hash>,
    words: String,
}

/// A story up to a step of it.
pub struct Played {
    pub laptops: Vec<Laptop>,
    pub written: Vec<Written>,
    told: Vec<String>,
}

impl Played {
    /// Every entry that any laptop holds.
    pub fn everything(&self) -> Vec<IncidentEntry> {
        let all: Vec<IncidentEntry> =
            self.laptops.iter().flat_map(|laptop| laptop.log.iter().cloned()).collect();
        as_set(&all).into_values().collect()
    }

    fn words(&self, hashes: &[Hash]) -> String {
        let of = |hash: &Hash| self.written.iter().find(|written| written.hash == *hash);
        hashes.iter().filter_map(of).map(|written| written.words.clone()).collect::<Vec<_>>().join(", and ")
    }
}

impl Story {
    /// Play it; `each` sees how things stand after every step.
    pub fn play(&self, mut each: impl FnMut(&Played)) -> Played {
        let mut laptops: Vec<Laptop> = (1..=LAPTOPS).map(|n| Laptop::new(n as u8)).collect();
        let report = report(&[(Attribute::FamilyName, "Test-Larkspur"), (Attribute::Age, "41")]);
        laptops[0].give(&report.into(), Role::Supervisor, officer(1), at(0)).unwrap();
        let first = laptops[0].log.clone();
        laptops.iter_mut().for_each(|laptop| laptop.receive(&first, at(0)));
        let mut played = Played { laptops, written: Vec::new(), told: Vec::new() };
        played.told.push(format!("laptop A at {} took the report, and all laptops hold it", day(at(0))));
        let (mut now, mut off) = (at(0), [TimeDelta::zero(); LAPTOPS]);
        let mut latest = [at(0); LAPTOPS];
        let mut screens: Vec<Vec<EntryId>> = played.laptops.iter().map(|l| l.state().basis).collect();
        each(&played);
        for step in &self.0 {
            match step {
                Step::Clock { laptop, minutes } => {
                    off[*laptop] = TimeDelta::minutes(*minutes);
                    let shown = day_and_year(now + off[*laptop]);
                    played.told.push(format!("the clock of laptop {} is set to {shown}", name(*laptop)));
                }
                Step::Deliver { from, to, part, order } => {
                    let chosen: Vec<IncidentEntry> = played.laptops[*from]
                        .log
                        .iter()
                        .enumerate()
                        .filter(|(at, _)| part & (1 << (at % 64)) != 0)
                        .map(|(_, entry)| entry.clone())
                        .collect();
                    let own = now + off[*to];
                    latest[*to] = latest[*to].max(own);
                    played.deliver(*from, *to, shuffled(&chosen, *order), own);
                }
                Step::Act(act) => {
                    now += TimeDelta::minutes(act.after);
                    let own = now + off[act.laptop];
                    latest[act.laptop] = latest[act.laptop].max(own);
                    if !act.stale {
                        screens[act.laptop] = played.laptops[act.laptop].state().basis;
                    }
                    played.act(act, screens[act.laptop].clone(), (now, own, latest[act.laptop]));
                }
            }
            each(&played);
        }
        played
    }
}

impl Played {
    fn deliver(&mut self, from: usize, to: usize, entries: Vec<IncidentEntry>, now: DateTime<Utc>) {
        let held = as_set(&self.laptops[to].log);
        let new: Vec<Hash> =
            entries.iter().map(|entry| entry.hash).filter(|hash| !held.contains_key(hash)).collect();
        self.laptops[to].receive(&entries, now);
        let what = match new.len() {
            0 => "nothing new".to_owned(),
            n => format!("{n}"),
        };
        let words = if new.is_empty() { String::new() } else { format!(": {}", self.words(&new)) };
        self.told.push(format!("laptop {} receives {what} from laptop {}{words}", name(to), name(from)));
    }

    fn act(
        &mut self,
        act: &Act,
        basis: Vec<EntryId>,
        (now, own, latest): (DateTime<Utc>, DateTime<Utc>, DateTime<Utc>),
    ) {
        let command = act.what.command(basis, own);
        let clock = if own == now { String::new() } else { format!(" (its clock says {})", date(own)) };
        let stale = if act.stale { ", from a screen drawn before" } else { "" };
        let who = words(&act.role);
        let article = if who.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
        let line = format!(
            "laptop {} at {}{clock}: {article} {who} {}{stale}",
            name(act.laptop),
            day(now),
            act.what.words()
        );
        let given = self.laptops[act.laptop].give(&command, act.role, officer(act.laptop as u8 + 1), own);
        let entry = match given {
            Ok(entry) => entry,
            Err(refusal) => {
                self.told.push(format!("{line}, and was refused ({:?})", refusal.rule));
                return;
            }
        };
        let held = as_set(&self.laptops[act.laptop].log);
        let not_seen: Vec<Hash> =
            self.written.iter().map(|written| written.hash).filter(|hash| !held.contains_key(hash)).collect();
        let unseen = match self.words(&not_seen) {
            words if words.is_empty() => String::new(),
            words => format!(", without having seen {words}"),
        };
        self.told.push(format!("{line}{unseen}"));
        self.written.push(Written {
            hash: entry.hash,
            laptop: act.laptop,
            own_time: latest,
            stamp: entry.header.recorded_at,
            not_seen,
            words: format!("that {} {} at {}", name(act.laptop), act.what.words(), now.format("%H:%M")),
        });
    }
}

impl fmt::Debug for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        self.play(|_| {}).told.iter().try_for_each(|line| writeln!(f, "  {line}"))
    }
}

/// The name of a variant as words.
fn words(variant: &impl fmt::Debug) -> String {
    format!("{variant:?}").chars().fold(String::new(), |mut words, letter| {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
        words
    })
}

fn name(laptop: usize) -> char {
    char::from(b'A' + laptop as u8)
}

fn day(at: DateTime<Utc>) -> String {
    at.format("%H:%M on %-d %B").to_string()
}

fn date(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y").to_string()
}

fn day_and_year(at: DateTime<Utc>) -> String {
    at.format("%H:%M on %-d %B %Y").to_string()
}

/// A shuffle of the test's own; zero leaves the order.
pub fn shuffled(entries: &[IncidentEntry], order: u64) -> Vec<IncidentEntry> {
    let mut entries = entries.to_vec();
    let mut state = order;
    for last in (1..entries.len()).rev().filter(|_| order != 0) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        entries.swap(last, usize::try_from(state % (last as u64 + 1)).unwrap());
    }
    entries
}

fn what() -> impl Strategy<Value = What> {
    let grade = prop_oneof![Just(Grade::VeryLow), Just(Grade::Low), Just(Grade::Medium), Just(Grade::High)];
    let question =
        || prop_oneof![Just(Question::SelfHarm), Just(Question::LikelyHurt), Just(Question::MentalHealth)];
    let category = prop_oneof![Just(Category::Missing), Just(Category::ConcernForSafety)];
    prop_oneof![
        8 => grade.prop_map(What::Assess),
        3 => question().prop_map(What::Danger),
        1 => question().prop_map(What::Clear),
        3 => Just(What::Locate),
        2 => Just(What::Withdraw),
        3 => Just(What::Close),
        1 => Just(What::Reopen),
        1 => Just(What::Review),
        1 => Just(What::Contact),
        1 => category.prop_map(What::Decide),
        1 => Just(What::Note),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let role = prop_oneof![
        4 => Just(Role::Supervisor),
        3 => Just(Role::DutyInspector),
        2 => Just(Role::InvestigatingOfficer),
        1 => Just(Role::CallHandler),
    ];
    let act = (0..LAPTOPS, role, what(), prop::bool::weighted(0.2), 0i64..40)
        .prop_map(|(laptop, role, what, stale, after)| Step::Act(Act { laptop, role, what, stale, after }));
    let part = prop_oneof![3 => Just(u64::MAX), 2 => any::<u64>()];
    let deliver = (0..LAPTOPS, 1..LAPTOPS, part, any::<u64>())
        .prop_map(|(from, on, part, order)| Step::Deliver { from, to: (from + on) % LAPTOPS, part, order });
    let minutes = prop_oneof![Just(0), Just(YEAR), Just(-YEAR), -120i64..120];
    let clock = (0..LAPTOPS, minutes).prop_map(|(laptop, minutes)| Step::Clock { laptop, minutes });
    prop_oneof![6 => act, 4 => deliver, 1 => clock]
}

/// Up to two dozen steps.
pub fn a_story() -> impl Strategy<Value = Story> {
    vec(step(), 0..24).prop_map(Story)
}
