//! New risk information in words: what changed, from what to what.

use chrono::{DateTime, Utc};
use register::deadline::DeadlineKind;
use register::fact::Attribute;
use register::incident::{News, Seen, Status};
use register::{Incident, Summary};

use crate::views::NewsView;
use crate::words::{self, counted, label, t, with};

/// Longer texts are cut: the log has them whole.
const LONGEST: usize = 60;

/// What no grade had on its screen; nothing of a closed incident, which is not graded.
pub(super) fn news(state: &Incident, then: DateTime<Utc>) -> Vec<NewsView> {
    if state.status() == Status::Closed {
        return Vec::new();
    }
    let view = |said: &register::incident::Said<News>| NewsView {
        line: line(&said.what, then),
        by: said.author.name.clone(),
        at: said.recorded_at,
        entry_id: said.entry_id,
    };
    state.news.iter().map(view).collect()
}

/// By when to assess again; nothing where nothing changed.
pub(super) fn due(summary: &Summary, then: DateTime<Utc>) -> String {
    let due = summary.deadlines.iter().find(|deadline| deadline.kind == DeadlineKind::Reassess);
    let key = |due_at| if due_at <= then { "news-overdue" } else { "news-due" };
    due.map(|due| {
        let times = [("at", &*words::time(due.due_at, then)), ("late", &*words::span(due.due_at, then))];
        with(key(due.due_at), &times)
    })
    .unwrap_or_default()
}

/// The first of it and how much there is besides, for a list.
pub(super) fn first(news: &News, besides: &str, then: DateTime<Utc>) -> String {
    match besides.parse() {
        Ok(0) | Err(_) => line(news, then),
        Ok(besides) => counted("news-and-more", besides, &[("what", &line(news, then))]),
    }
}

/// `Age: 17 → 15`.
fn line(news: &News, then: DateTime<Utc>) -> String {
    let time = |at: &DateTime<Utc>| words::time(*at, then);
    match news {
        News::Age { was, is } => changed(&t("news-age"), was.map(years), is.map(years)),
        News::Described { attribute: Attribute::Sex, was, is } => {
            let sex = |value: &String| t(&format!("sex-{}", value.replace(' ', "-")));
            changed(&label("attribute", &Attribute::Sex), was.as_ref().map(sex), Some(sex(is)))
        }
        News::Described { attribute, was, is } => {
            changed(&label("attribute", attribute), was.as_deref().map(short), Some(short(is)))
        }
        News::Answered { question, was, is } => {
            let answer = |answer| Some(label("answer", answer));
            changed(&words::question(question), answer(was), answer(is))
        }
        News::LastSeen { was, is } => {
            changed(&t("news-last-seen"), was.as_ref().map(|was| seen(was, then)), Some(seen(is, then)))
        }
        News::Person => t("news-person"),
        News::Contact { caller } => with("news-contact", &[("by", &short(caller))]),
        News::Partner { agency } => with("news-partner", &[("by", &label("agency", agency))]),
        News::Medical { condition, was, is } => {
            let harm = |at: &Option<DateTime<Utc>>| match at {
                Some(at) => with("news-harm", &[("at", &time(at))]),
                None => t("news-no-need"),
            };
            changed(&super::opinion::named(condition), Some(harm(was)), Some(harm(is)))
        }
        News::Weather { danger, from } => {
            with("harm-weather", &[("what", &label("weather", danger)), ("at", &time(from))])
        }
    }
}

/// What is said once more is not shown as a change.
fn changed(what: &str, was: Option<String>, is: Option<String>) -> String {
    let known = |value: Option<String>| value.unwrap_or_else(|| t("news-not-known"));
    let (was, is) = (known(was), known(is));
    let key = if was == is { "news-again" } else { "news-changed" };
    with(key, &[("what", what), ("was", &was), ("is", &is)])
}

fn years((youngest, oldest): (u32, u32)) -> String {
    if youngest == oldest { youngest.to_string() } else { format!("{youngest}–{oldest}") }
}

fn seen(seen: &Seen, then: DateTime<Utc>) -> String {
    let place = Some(short(&seen.place)).filter(|place| !place.is_empty());
    let at = seen.at.map(|at| words::time(at, then));
    let told: Vec<String> = place.into_iter().chain(at).collect();
    if told.is_empty() { t("news-not-known") } else { told.join(", ") }
}

fn short(text: &str) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", plain.get(..end).unwrap_or_default().trim_end()),
        None => plain,
    }
}
