//! The review queue: open incidents that a safeguarding reviewer should look at, and why.

use register::Summary;
use register::role::Verb;
use register::safeguarding::{ConcernKind, order};

use crate::app::App;
use crate::commands::ReviewQueue;
use crate::error::AppError;
use crate::present::concern::concern;
use crate::present::duty::{is_child, row};
use crate::standards::Asks;
use crate::views::{ReviewCounts, ReviewQueueView, ReviewRow};

const ROWS: u32 = 200;

/// Incidents with a concern whose time has come, the most pressing first. Reading it is no look at any of them.
pub async fn review_queue(app: &App, command: ReviewQueue) -> Result<ReviewQueueView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let now = app.now_for(session.kind);
    let thresholds = session.thresholds();
    let asks = Asks::of(&session, now);
    let mut all = session.vault.listed().await?;
    all.retain(|summary| summary.concerns_at(now).next().is_some());
    all.sort_by_cached_key(|summary| order(summary, now));
    let has = |summary: &Summary, kind| summary.concerns_at(now).any(|concern| concern.kind == kind);
    let count = |of: &dyn Fn(&Summary) -> bool| {
        u32::try_from(all.iter().filter(|summary| of(summary)).count()).unwrap_or(u32::MAX)
    };
    let counts = ReviewCounts {
        all: count(&|_| true),
        children: count(&|summary| is_child(summary, now)),
        challenged: count(&|summary| has(summary, ConcernKind::Challenged)),
        not_sought: count(&|summary| has(summary, ConcernKind::NotSought)),
        not_addressed: count(&|summary| has(summary, ConcernKind::NotAddressed)),
        grade_fell: count(&|summary| has(summary, ConcernKind::GradeFell)),
    };
    let chosen: Vec<_> = all
        .iter()
        .filter(|summary| command.kind.is_none_or(|kind| has(summary, kind)))
        .filter(|summary| !command.children || is_child(summary, now))
        .collect();
    let most = command.limit.unwrap_or(ROWS).min(5_000) as usize;
    let rows = chosen.iter().take(most).map(|summary| ReviewRow {
        row: row(summary, None, now, thresholds, &asks),
        concerns: summary.concerns_at(now).map(|found| concern(found, now)).collect(),
    });
    Ok(ReviewQueueView {
        as_of: now,
        rows: rows.collect(),
        matching: u32::try_from(chosen.len()).unwrap_or(u32::MAX),
        counts,
    })
}
