//! What a column's values say of it, where its heading says nothing.

use chrono::Datelike;
use register::fact::Attribute;

use crate::mapping::{DateOrder, Field};
use crate::value::{self, Dates, Moment};

/// A year no date of a file is past; only years apart are compared.
const LATEST_YEAR: i32 = 2060;
/// A date so many years before the latest of the file is a birth.
const YEARS_BEFORE: i32 = 8;

/// Fill in the columns whose heading says nothing.
pub(super) fn fill(fields: &mut [Option<Field>], given: &[Vec<&str>]) {
    let years: Vec<Option<i32>> = given.iter().map(|values| middle_year(values)).collect();
    let latest = years.iter().flatten().max().copied().unwrap_or(LATEST_YEAR);
    for (at, values) in given.iter().enumerate() {
        let year = years.get(at).copied().flatten();
        let named = fields.get(at).copied().flatten();
        // A column of times that holds whole moments: what else it is called, it is a date.
        let guessed = match named {
            Some(Field::ReportedTime) if year.is_some() && !fields.contains(&Some(Field::ReportedAt)) => {
                Some(Field::ReportedAt)
            }
            Some(Field::LastSeenTime) if year.is_some() && !fields.contains(&Some(Field::LastSeenAt)) => {
                Some(Field::LastSeenAt)
            }
            Some(Field::FoundTime) if year.is_some() && !fields.contains(&Some(Field::FoundAt)) => {
                Some(Field::FoundAt)
            }
            // `Found: Y`, `Returned: N` is no date.
            Some(Field::FoundAt) if all(values, |text| value::answer(text).is_ok()) => Some(Field::Note),
            // `Ethnicity` may be either; its codes tell.
            Some(Field::Attribute(Attribute::SelfDefinedEthnicity)) if all(values, is_ic) => {
                Some(Field::Attribute(Attribute::EthnicAppearance))
            }
            Some(_) => named,
            None => of_values(values, year, latest).filter(|field| {
                field.may_repeat() && !matches!(field, Field::Attribute(_)) || !fields.contains(&Some(*field))
            }),
        };
        if let Some(field) = fields.get_mut(at) {
            *field = guessed;
        }
    }
}

fn of_values(values: &[&str], year: Option<i32>, latest: i32) -> Option<Field> {
    if let Some(year) = year {
        let born = year + YEARS_BEFORE <= latest;
        return Some(if born { Field::Attribute(Attribute::DateOfBirth) } else { Field::ReportedAt });
    }
    let is_sde = |text: &str| text.len() == 2 && value::self_defined_ethnicity(text).is_ok();
    let is_full_postcode = |text: &str| value::postcode(text).is_ok_and(|code| code.contains(' '));
    let long_sex = |text: &str| ["male", "female", "m", "f"].contains(&text.to_lowercase().as_str());
    let is_grade = |text: &str| value::grade(text).is_ok();
    // One letter might be a grade or a sex; `H`, `L` or a word tells.
    let tells_grade = |text: &&&str| {
        let lower = text.to_lowercase();
        is_grade(text) && (lower.len() > 1 || ["h", "l"].contains(&lower.as_str()))
    };
    if all(values, is_ic) {
        Some(Field::Attribute(Attribute::EthnicAppearance))
    } else if all(values, long_sex) && values.iter().any(|text| !text.eq_ignore_ascii_case("m")) {
        Some(Field::Attribute(Attribute::Sex))
    } else if all(values, is_grade) && values.iter().filter(tells_grade).count() > 0 {
        Some(Field::Grade)
    } else if all(values, is_full_postcode) {
        Some(Field::Postcode)
    } else if all(values, is_sde) {
        Some(Field::Attribute(Attribute::SelfDefinedEthnicity))
    } else {
        None
    }
}

fn is_ic(text: &str) -> bool {
    text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("ic"))
        && value::ethnic_appearance(text).is_ok()
}

/// Every value, and there is one.
fn all(values: &[&str], is: impl Fn(&str) -> bool) -> bool {
    !values.is_empty() && values.iter().all(|text| is(text))
}

/// The middle of the years, where every value is a date.
fn middle_year(values: &[&str]) -> Option<i32> {
    let dates = Dates { order: DateOrder::DayFirst, latest_year: LATEST_YEAR - 20 };
    let year = |text: &&str| {
        // Five digits might be anything: a spreadsheet's date has a heading that says so.
        if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return None;
        }
        match dates.moment(text).ok()? {
            Moment::Day(day) => Some(day.year()),
            Moment::Local(local) => Some(local.year()),
            Moment::Instant(at) => Some(at.year()),
        }
    };
    let mut years: Vec<i32> = values.iter().map(year).collect::<Option<_>>()?;
    years.sort_unstable();
    years.get(years.len() / 2).copied()
}

/// The order of day and month, and whether the values leave it open.
pub(super) fn order(fields: &[Field], given: &[Vec<&str>]) -> (DateOrder, bool) {
    let (mut day, mut month, mut open) = (0_usize, 0_usize, false);
    for (field, values) in fields.iter().zip(given) {
        let is_date = matches!(
            field,
            Field::ReportedAt | Field::LastSeenAt | Field::FoundAt | Field::Attribute(Attribute::DateOfBirth)
        );
        for text in values.iter().filter(|_| is_date) {
            match first_two(text) {
                Some((one, two)) if one > 12 && two <= 12 => day += 1,
                Some((one, two)) if two > 12 && one <= 12 => month += 1,
                Some((one, two)) if one <= 12 && two <= 12 && one != two => open = true,
                _ => {}
            }
        }
    }
    match (day, month) {
        (0, 0) => (DateOrder::DayFirst, open),
        (_, 0) => (DateOrder::DayFirst, false),
        (0, _) => (DateOrder::MonthFirst, false),
        (day, month) if month > day => (DateOrder::MonthFirst, true),
        _ => (DateOrder::DayFirst, true),
    }
}

/// The first two numbers of `05/01/2026`.
fn first_two(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().split(['/', '-', '.', ' ']);
    let mut small = || parts.next().filter(|part| (1..=2).contains(&part.len()))?.parse::<u32>().ok();
    let both = (small()?, small()?);
    // A year has to follow: `3.10pm` is none.
    let year = parts.next()?.chars().take_while(char::is_ascii_digit).count();
    (year == 2 || year == 4).then_some(both)
}
