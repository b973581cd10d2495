//! The duty list: what needs someone now, in words.

use chrono::{DateTime, Utc};
use register::duty::{Need, Section, order};
use register::fact::Grade;
use register::role::Verb;
use register::{Summary, Thresholds};
use risk::next_harm;

use crate::app::App;
use crate::commands::{DutyFilter, DutyList, DutySort};
use crate::error::AppError;
use crate::present::duty::{is_child, name, row};
use crate::present::weather::place;
use crate::standards::Asks;
use crate::views::{DutyCounts, DutyListView};

const ROWS: u32 = 200;

/// Open incidents, and closed ones that somebody got in touch about, in order of need.
pub async fn duty_list(app: &App, command: DutyList) -> Result<DutyListView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let now = app.now_for(session.kind);
    let thresholds = session.thresholds();
    let asks = Asks::of(&session, now);
    let mut all: Vec<(Summary, Option<Need>)> = session
        .vault
        .listed()
        .await?
        .into_iter()
        .map(|summary| {
            let need = Need::of(&summary, now, thresholds);
            (summary, need)
        })
        .collect();
    let open = all.len();
    let counts = counts(&all, now);
    all.retain(|(summary, need)| passes(&command.filter, summary, need.as_ref(), now));
    let matching = all.len();
    sort(&mut all, command.sort, thresholds, now);
    let (from, most) = (command.offset as usize, command.limit.unwrap_or(ROWS).min(5_000) as usize);
    let rows = all
        .iter()
        .skip(from)
        .take(most)
        .map(|(summary, need)| row(summary, need.as_ref(), now, thresholds, &asks));
    Ok(DutyListView {
        as_of: now,
        rows: rows.collect(),
        open: u32::try_from(open).unwrap_or(u32::MAX),
        matching: u32::try_from(matching).unwrap_or(u32::MAX),
        counts,
    })
}

fn passes(filter: &DutyFilter, summary: &Summary, need: Option<&Need>, now: DateTime<Utc>) -> bool {
    let words = filter.text.to_lowercase();
    let meets = |word: &str| {
        [&summary.reference, &summary.last_seen_place]
            .into_iter()
            .chain(&summary.references)
            .chain(&summary.names)
            .any(|text| text.to_lowercase().contains(word))
            || name(summary).to_lowercase().contains(word)
    };
    filter.grade.is_none_or(|grade| summary.grade == Some(grade))
        && (!filter.not_assessed || summary.grade.is_none())
        && (!filter.children || is_child(summary, now))
        && filter.category.is_none_or(|category| summary.category == category)
        && (!filter.now_only || need.is_some_and(|need| need.section == Section::NeedsSomeoneNow))
        && words.split_whitespace().all(meets)
}

fn sort(all: &mut [(Summary, Option<Need>)], by: DutySort, thresholds: &Thresholds, now: DateTime<Utc>) {
    // Need is the order within any other.
    all.sort_by_cached_key(|(summary, need)| order(summary, need.as_ref()));
    match by {
        DutySort::Need => {}
        // What nobody has assessed counts as high, and comes before what is known to be.
        DutySort::Grade => all.sort_by_key(|(summary, _)| {
            std::cmp::Reverse((summary.grade.unwrap_or(Grade::High), summary.grade.is_none()))
        }),
        DutySort::Name => all.sort_by_cached_key(|(summary, _)| name(summary).to_lowercase()),
        DutySort::Missing => all.sort_by_key(|(summary, _)| summary.missing_since),
        // Those of whom no moment is known come last, in order of need.
        DutySort::Harm => all.sort_by_cached_key(|(summary, _)| {
            let harm =
                next_harm(summary, place(&summary.last_seen_place, thresholds), now).map(|change| change.at);
            (harm.is_none(), harm)
        }),
    }
}

fn counts(all: &[(Summary, Option<Need>)], now: DateTime<Utc>) -> DutyCounts {
    let count = |of: &dyn Fn(&Summary, Option<Section>) -> bool| {
        let n =
            all.iter().filter(|(summary, need)| of(summary, need.as_ref().map(|need| need.section))).count();
        u32::try_from(n).unwrap_or(u32::MAX)
    };
    let graded = |grade| count(&|summary, _| summary.grade == Some(grade));
    DutyCounts {
        now: count(&|_, section| section == Some(Section::NeedsSomeoneNow)),
        within_the_hour: count(&|_, section| section == Some(Section::DueWithinTheHour)),
        on_track: count(&|_, section| section.is_none_or(|section| section == Section::OnTrack)),
        high: graded(Grade::High),
        medium: graded(Grade::Medium),
        low: graded(Grade::Low),
        very_low: graded(Grade::VeryLow),
        not_assessed: count(&|summary, _| summary.grade.is_none()),
        children: count(&|summary, _| is_child(summary, now)),
    }
}
