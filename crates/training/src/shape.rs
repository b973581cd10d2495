//! The published figures that the register is shaped on.
//!
//! Every constant names its source. Where nothing is published for England and Wales the nearest
//! figure is used and said so.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use register::fact::{Condition, FoundBy};

use crate::draw::Draw;
use crate::person::Sex;

/// Incidents about children, per mille: 210,000 of 328,000, UK 2023/24 (Missing People).
pub(crate) const CHILD: u64 = 640;
/// Reports about somebody not reported before, per mille: a child 1 / 2.9, an adult 1 / 1.3
/// incidents a person, UK 2023/24.
pub(crate) const NEW_CHILD: u64 = 345;
pub(crate) const NEW_ADULT: u64 = 769;
/// New children who are looked after, and how often another child is taken when a repeat is
/// drawn, per mille: together about two fifths of child incidents (86,900 in England in the year
/// to March 2025, DfE). They make 4 to 5 incidents each here; 6.8 are published.
pub(crate) const NEW_LOOKED_AFTER: u64 = 250;
pub(crate) const REPEAT_OTHER_CHILD: u64 = 500;
/// Share of those of 65 and over with dementia, per mille: 10 % of missing adults.
pub(crate) const DEMENTIA_OF_ELDERLY: u64 = 680;
/// Out of character, of those who were not reported before, per mille. Not published.
pub(crate) const OUT_OF_CHARACTER: u64 = 620;

/// Closed without being located, of those whom no danger was said of, per mille. Not published.
pub(crate) const EXCEPTIONS: u64 = 15;

/// Minutes from report to located, `(per 10,000, minutes)`: children 79 % in 24 h, 90 % in 48 h,
/// under 2 % beyond a week; adults 76, 86, 3 % and under 1 % beyond a month (Missing People
/// 2022/23); 58 % in 8 h (Scotland, to 2023/24).
const CHILD_MINUTES: [(i64, i64); 10] = [
    (0, 25),
    (1000, 70),
    (2600, 150),
    (4200, 270),
    (5800, 480),
    (7900, 1440),
    (9000, 2880),
    (9830, 10_080),
    (9970, 43_200),
    (10_000, 200_000),
];
const ADULT_MINUTES: [(i64, i64); 10] = [
    (0, 25),
    (900, 75),
    (2300, 160),
    (3800, 290),
    (5400, 480),
    (7600, 1440),
    (8600, 2880),
    (9700, 10_080),
    (9920, 43_200),
    (10_000, 400_000),
];

/// By hour of the local day. Children peak at curfew; adults are missed when due home or at work.
/// No hourly figure is published; the evening peak is general knowledge.
const CHILD_HOURS: [u32; 24] =
    [52, 34, 20, 12, 8, 6, 8, 12, 20, 24, 24, 24, 26, 28, 32, 44, 50, 54, 62, 74, 88, 104, 108, 86];
const ADULT_HOURS: [u32; 24] =
    [38, 30, 24, 18, 14, 14, 20, 30, 42, 50, 52, 52, 50, 50, 50, 52, 54, 56, 56, 56, 56, 56, 50, 30];
/// Reports by day of the week, Monday first; ends of the week are busier.
pub(crate) const WEEKDAYS: [u64; 7] = [96, 95, 98, 101, 110, 106, 94];

/// Found by, per mille. Police about 60 % (Scotland, to 2023/24); the rest is not published.
const FOUND_BY: [(FoundBy, u32); 5] = [
    (FoundBy::Police, 570),
    (FoundBy::ReturnedThemselves, 240),
    (FoundBy::Family, 90),
    (FoundBy::Partner, 70),
    (FoundBy::Public, 30),
];

pub(crate) fn age(draw: &mut Draw, child: bool) -> u32 {
    // Ages 12–17 are 66 % of female and 56 % of male incidents (E&W 2019/20): 19 in 20 children.
    const CHILD_AGES: [u32; 18] = [0, 1, 1, 1, 2, 2, 3, 4, 6, 8, 11, 16, 60, 125, 190, 235, 215, 150];
    const BANDS: [(u32, i64, i64); 7] = [
        (220, 18, 24),
        (200, 25, 34),
        (180, 35, 44),
        (150, 45, 54),
        (105, 55, 64),
        (85, 65, 79),
        (60, 80, 95),
    ];
    if child {
        return u32::try_from(draw.weighted(&CHILD_AGES)).unwrap_or(15);
    }
    let (_, from, to) = BANDS[draw.weighted(&BANDS.map(|(weight, ..)| weight))];
    u32::try_from(draw.between(from, to)).unwrap_or(30)
}

/// Men and boys are 55 % of incidents; girls are nearly half of those of 12 to 17 (E&W 2019/20).
pub(crate) fn sex(draw: &mut Draw, years: u32) -> Sex {
    let female = if (12..=17).contains(&years) { 490 } else { 385 };
    match draw.below(1000) {
        0..6 => Sex::Other,
        at if at < 6 + female => Sex::Female,
        _ => Sex::Male,
    }
}

pub(crate) fn height_cm(draw: &mut Draw, years: u32, sex: Sex) -> i64 {
    let grown = match sex {
        Sex::Female => 163,
        _ => 176,
    };
    let typical = match years {
        0..=1 => 74,
        2..=11 => 74 + 6 * i64::from(years),
        12..=15 => 150 + (grown - 150) * i64::from(years - 11) / 5,
        _ => grown,
    };
    typical + draw.between(-5, 5) + draw.between(-4, 4)
}

pub(crate) fn found_by(draw: &mut Draw, condition: Condition) -> FoundBy {
    if condition == Condition::Died {
        return if draw.chance(700) { FoundBy::Police } else { FoundBy::Public };
    }
    FOUND_BY[draw.weighted(&FOUND_BY.map(|(_, weight)| weight))].0
}

pub(crate) fn until_located(draw: &mut Draw, child: bool) -> TimeDelta {
    TimeDelta::minutes(draw.quantile(if child { &CHILD_MINUTES } else { &ADULT_MINUTES }))
}

/// Local seconds of the day at which a report is made.
pub(crate) fn second_of_day(draw: &mut Draw, child: bool) -> u32 {
    let hours = if child { &CHILD_HOURS } else { &ADULT_HOURS };
    let hour = draw.weighted(hours);
    u32::try_from(hour * 3600).unwrap_or(0) + u32::try_from(draw.below(3600)).unwrap_or(0)
}

pub(crate) fn weekday(at: DateTime<Utc>) -> usize {
    usize::try_from(at.weekday().num_days_from_monday()).unwrap_or(0)
}
