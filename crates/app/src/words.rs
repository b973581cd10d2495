//! All words that an officer reads, from the one catalogue in `locales/`.

use std::borrow::Cow;
use std::sync::OnceLock;

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use chrono_tz::Europe::London;
use chrono_tz::Tz;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use register::question::Question;
use register::question_set::QuestionSet;
use serde::Serialize;

/// What Rust says, and the labels of printed papers.
const CATALOGUES: [&str; 2] =
    [include_str!("../../../locales/en-GB/core.ftl"), include_str!("../../../locales/en-GB/print.ftl")];

fn bundle() -> &'static FluentBundle<FluentResource> {
    static BUNDLE: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    BUNDLE.get_or_init(|| {
        let mut bundle = FluentBundle::new_concurrent("en-GB".parse().into_iter().collect());
        bundle.set_use_isolating(false);
        for catalogue in CATALOGUES {
            let resource =
                FluentResource::try_new(catalogue.to_owned()).unwrap_or_else(|(resource, errors)| {
                    tracing::error!(errors = errors.len(), "the catalogue has lines that cannot be read");
                    resource
                });
            bundle.add_resource_overriding(resource);
        }
        bundle
    })
}

/// Words by their key, with nothing to put in.
pub fn t(key: &str) -> String {
    with(key, &[])
}

/// Words by their key, where the catalogue has them.
pub fn maybe(key: &str) -> Option<String> {
    bundle().has_message(key).then(|| t(key))
}

/// Words by their key, with values in their places. A missing key shows itself.
pub fn with(key: &str, values: &[(&str, &str)]) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(*name, FluentValue::String(Cow::Borrowed(value)));
    }
    render(key, &args)
}

/// Words that count something: `n` may choose a plural form.
pub fn counted(key: &str, n: usize, values: &[(&str, &str)]) -> String {
    let mut args = FluentArgs::new();
    args.set("n", FluentValue::from(n));
    for (name, value) in values {
        args.set(*name, FluentValue::String(Cow::Borrowed(value)));
    }
    render(key, &args)
}

fn render(key: &str, args: &FluentArgs) -> String {
    let bundle = bundle();
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned()
}

/// The words for a value of a closed set: `family-name`, under which the catalogue has it.
pub fn label<T: Serialize>(family: &str, value: &T) -> String {
    t(&label_key(family, value))
}

/// A question's short name; of one that a force added its own.
pub fn question(question: &Question) -> String {
    match question {
        Question::Added(added) => spelt_out(added.as_str()),
        known => label("question", known),
    }
}

/// A question as it is asked, in the words of the set where it is the set's own.
pub fn asked(question: Question, set: &QuestionSet) -> String {
    match (question, set.words(question)) {
        (_, Some(words)) => words.to_owned(),
        (Question::Added(added), None) => spelt_out(added.as_str()),
        (known, None) => t(&format!("{}-ask", label_key("question", &known))),
    }
}

/// A name of code that the catalogue does not know: `sickle_cell` as *Sickle cell*.
pub fn spelt_out(code: &str) -> String {
    let mut words = code.replace(['_', '-'], " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// The key of [`label`].
pub fn label_key<T: Serialize>(family: &str, value: &T) -> String {
    let name = serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default();
    format!("{family}-{}", name.replace('_', "-"))
}

/// Local time of England and Wales. What lies outside the years 1 to 9999 shows as the nearest
/// instant within them: whatever a log says can be shown.
fn local(at: DateTime<Utc>) -> DateTime<Tz> {
    let bound = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::UNIX_EPOCH);
    at.clamp(bound(FIRST), bound(LAST)).with_timezone(&London)
}

/// Noon of the first day of year 1, and of the last day of year 9999.
const FIRST: i64 = -62_135_553_600;
const LAST: i64 = 253_402_257_600;

/// Read at no particular time: every time is given in full.
pub const NO_DAY: DateTime<Utc> = DateTime::<Utc>::MIN_UTC;

/// `03:20` today, `Sun 15:10` within six days, else with the date; local time of England and Wales.
pub fn time(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    if now == NO_DAY {
        return full_time(at);
    }
    let (at, now) = (local(at), local(now));
    let days = at.date_naive().signed_duration_since(now.date_naive()).num_days();
    let form = if days == 0 {
        "%H:%M"
    } else if days.abs() <= 6 {
        "%a %H:%M"
    } else if at.year() == now.year() {
        "%-d %b %H:%M"
    } else {
        "%-d %b %Y %H:%M"
    };
    at.format(form).to_string()
}

/// `Mon 23 Nov 2026 03:20 GMT`: for papers and verdicts, where the day must not be guessed.
pub fn full_time(at: DateTime<Utc>) -> String {
    local(at).format("%a %-d %b %Y %H:%M %Z").to_string()
}

pub fn date(on: NaiveDate) -> String {
    on.format("%-d %b %Y").to_string()
}

/// `4 Mar 1945`, `Mar 1945`, `1945`: a date as far as it is known, which is kept as `YYYY-MM-DD` or less.
pub fn partial_date(kept: &str) -> String {
    let full = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d");
    match (full(kept), full(&format!("{kept}-01"))) {
        (Ok(on), _) => date(on),
        (_, Ok(month)) => month.format("%b %Y").to_string(),
        _ => kept.to_owned(),
    }
}

/// `52 min`, `12 h 05`, `1 d 04 h`.
pub fn span(from: DateTime<Utc>, to: DateTime<Utc>) -> String {
    let span = to.signed_duration_since(from).max(TimeDelta::zero());
    let (days, hours, minutes) = (span.num_days(), span.num_hours() % 24, span.num_minutes() % 60);
    if days > 0 {
        format!("{days} d {hours:02} h")
    } else if hours > 0 {
        format!("{hours} h {minutes:02}")
    } else {
        format!("{minutes} min")
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_date_is_shown_as_far_as_it_is_known() {
        for (kept, shown) in
            [("1945-03-04", "4 Mar 1945"), ("1945-03", "Mar 1945"), ("1945", "1945"), ("", "")]
        {
            assert_eq!(super::partial_date(kept), shown);
        }
    }

    use super::*;

    #[test]
    fn a_question_of_a_force_is_named_by_its_own_name() {
        let veteran = Question::named("added_armed_forces_veteran").expect("a question");
        assert_eq!(question(&veteran), "Armed forces veteran");
        assert_eq!(asked(veteran, &QuestionSet::default()), "Armed forces veteran");
        assert_eq!(question(&Question::SelfHarm), "Suicide or self-harm");
    }

    #[test]
    fn read_at_no_particular_time_every_time_says_its_day_and_zone() {
        let at = DateTime::from_timestamp(1_764_000_000, 0).unwrap_or_default();
        assert_eq!(time(at, NO_DAY), full_time(at));
        assert_ne!(time(at, at), full_time(at));
    }

    #[test]
    fn times_say_the_day_when_it_is_not_today_and_follow_summer_time() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).expect("a time").with_timezone(&Utc);
        let now = at("2026-07-20T02:02:00Z");
        assert_eq!(time(at("2026-07-20T02:20:00Z"), now), "03:20");
        assert_eq!(time(at("2026-07-19T14:10:00Z"), now), "Sun 15:10");
        assert_eq!(time(at("2026-05-01T14:10:00Z"), now), "1 May 15:10");
        assert_eq!(time(at("2024-12-01T14:10:00Z"), now), "1 Dec 2024 14:10");
    }

    #[test]
    fn no_instant_at_all_keeps_a_screen_from_being_shown() {
        let now = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_000);
        let ends = [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC];
        for at in ends {
            assert!(!time(at, now).is_empty() && !time(now, at).is_empty() && !full_time(at).is_empty());
            for other in ends {
                assert!(!span(at, other).is_empty() && !time(at, other).is_empty());
            }
        }
        assert_eq!(time(DateTime::<Utc>::MAX_UTC, now), "31 Dec 9999 12:00");
        assert_eq!(full_time(DateTime::<Utc>::MIN_UTC).split(' ').nth(3), Some("0001"));
        for on in [NaiveDate::MIN, NaiveDate::MAX] {
            assert!(!date(on).is_empty());
        }
    }

    #[test]
    fn spans_are_short_and_never_negative() {
        let now = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(10);
        assert_eq!(span(now - TimeDelta::minutes(18), now), "18 min");
        assert_eq!(span(now - TimeDelta::minutes(725), now), "12 h 05");
        assert_eq!(span(now - TimeDelta::hours(28), now), "1 d 04 h");
        assert_eq!(span(now + TimeDelta::hours(1), now), "0 min");
    }
}
