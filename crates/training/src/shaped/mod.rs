//! The sixteen incidents that are open whatever the plan, each of a kind worth learning on.
//!
//! Their times are told backwards from `now`, so that what is due stays due.

mod hand;
mod nights;
mod overdue;
mod quiet;
mod urgent;

use chrono::{DateTime, TimeDelta, Utc};

use crate::Plan;
use crate::calendar;
use crate::draw::{Draw, Purpose};
use crate::person::{Person, Sex};
use crate::script::Script;
use hand::Hand;

/// Whose portrait, how old it is, whether somebody confirmed it.
#[derive(Clone, Debug)]
pub(crate) struct Portrait {
    pub seed: u64,
    pub months_old: u32,
    pub likeness_confirmed: bool,
}

impl Portrait {
    pub fn draw(draw: &mut Draw) -> Self {
        Self {
            seed: draw.bits(),
            months_old: u32::try_from(draw.between(0, 40)).unwrap_or(0),
            likeness_confirmed: draw.chance(400),
        }
    }
}

pub(crate) struct Shaped {
    pub person: Person,
    pub reported_at: DateTime<Utc>,
    pub portrait: Option<Portrait>,
    number: u64,
    kind: &'static Kind,
}

/// Minutes ago; name; sex; years, days since the birthday; months of the photograph and whether
/// it was confirmed; how it is written.
struct Kind {
    reported: i64,
    name: (&'static str, &'static str),
    sex: Sex,
    age: (u32, u32),
    photograph: Option<(u32, bool)>,
    write: fn(&mut Hand),
}

const fn kind(
    reported: i64,
    name: (&'static str, &'static str),
    sex: Sex,
    age: (u32, u32),
    photograph: Option<(u32, bool)>,
    write: fn(&mut Hand),
) -> Kind {
    Kind { reported, name, sex, age, photograph, write }
}

use Sex::{Female, Male, Other};

static KINDS: [Kind; 16] = [
    kind(705, ("Magnus", "Test-Larkspur"), Male, (81, 264), Some((26, false)), urgent::walker_with_dementia),
    kind(
        372,
        ("Clover", "Test-Pennyfeather"),
        Female,
        (17, 40),
        Some((3, true)),
        urgent::exploited_in_placement,
    ),
    kind(765, ("Juniper", "Test-Oakapple"), Female, (24, 150), Some((9, true)), urgent::new_risk_information),
    kind(18, ("", ""), Female, (25, 0), None, urgent::only_a_description),
    kind(570, ("Basil", "Test-Thornwick"), Male, (41, 310), Some((14, false)), overdue::review_overdue),
    kind(1660, ("Rowan", "Test-Fairweather"), Male, (33, 90), Some((31, false)), overdue::action_overdue),
    kind(22, ("Ivy", "Test-Fenwick"), Female, (72, 12), None, nights::category_undecided),
    kind(3510, ("Edgar", "Test-Quickbeam"), Male, (58, 200), Some((20, false)), overdue::dispatch_log_closed),
    kind(640, ("Jude", "Test-Alder"), Other, (19, 77), Some((5, true)), nights::concern_for_safety),
    kind(1215, ("Odo", "Test-Merriweather"), Male, (66, 121), None, nights::clothing_contradicted),
    kind(262, ("Pip", "Test-Rowe"), Female, (16, 240), Some((7, false)), quiet::away_from_placement),
    kind(1545, ("Max", "Test-Hollis"), Male, (38, 30), Some((11, true)), quiet::low_on_track),
    kind(425, ("Kit", "Test-Moss"), Male, (45, 181), None, quiet::very_low_on_track),
    kind(350, ("Hazel", "Test-Wintergreen"), Female, (14, 300), Some((8, true)), nights::repeat_child),
    kind(290, ("Ash", "Test-Bramble"), Male, (15, 65), Some((13, false)), nights::located_not_closed),
    kind(2830, ("Rena", "Test-Vale"), Female, (29, 333), Some((2, true)), quiet::not_circulated),
];

const WALKER: usize = 0;
const REPEAT: usize = 13;

/// Closed incidents of two of the sixteen: which, and how many hours ago, oldest first.
pub(crate) const BEFORE: [(usize, i64); 6] =
    [(REPEAT, 1254), (REPEAT, 748), (REPEAT, 413), (REPEAT, 221), (WALKER, 15_370), (WALKER, 6785)];

/// The sixteen, with their people.
pub(crate) fn sixteen(seed: u64, now: DateTime<Utc>) -> Vec<Shaped> {
    (0..).zip(&KINDS).map(|(number, kind)| kind.begin(seed, number, now)).collect()
}

impl Kind {
    fn begin(&'static self, seed: u64, number: u64, now: DateTime<Utc>) -> Shaped {
        let mut draw = Draw::new(seed, Purpose::Shaped, number);
        let child = self.age.0 < 18;
        let reported_at = now - TimeDelta::minutes(self.reported);
        let mut person = Person::draw(&mut draw, child, false, reported_at);
        person.given = self.name.0.into();
        person.family = self.name.1.into();
        person.known_as = None;
        person.sex = self.sex;
        person.born = calendar::born(calendar::local(now).date(), self.age.0, self.age.1);
        person.height_cm = crate::shape::height_cm(&mut draw, self.age.0, self.sex);
        person.condition = None;
        person.dementia = false;
        person.mental_health = false;
        person.suicidal = false;
        person.exploited = false;
        person.marks = None;
        person.phone = (self.age.0 < 70).then(|| draw.phone());
        person.hair = if self.age.0 >= 60 { "short grey" } else { person.hair };
        hand::particulars(&mut person);
        let portrait = self.photograph.map(|(months_old, likeness_confirmed)| Portrait {
            seed: draw.bits(),
            months_old,
            likeness_confirmed,
        });
        Shaped { person, reported_at, portrait, number, kind: self }
    }
}

impl Shaped {
    /// `earlier`: closed incidents of the same person in this register.
    pub fn script(&self, plan: &Plan, now: DateTime<Utc>, earlier: usize) -> Script {
        let draw = Draw::new(plan.seed, Purpose::Shaped, 100 + self.number);
        let script = Script::new(draw, self.reported_at, &plan.thresholds);
        let force = plan.force.as_str();
        let mut hand =
            Hand { script, person: &self.person, reported_at: self.reported_at, now, force, earlier };
        (self.kind.write)(&mut hand);
        hand.script
    }
}
