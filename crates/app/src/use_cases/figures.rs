//! How well grades and suggestions did, from the register's own incidents that have ended; and a model fitted on them.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use interchange::SafeWriter;
use register::IncidentId;
use register::PersonId;
use register::fact::Condition;
use register::incident::Incident;
use register::role::Verb;
use risk::calibration::missed;
use risk::ended::{Before, FORM, closed};
use risk::fit::{FitError, Part, fit};
use risk::{Closed, Model, Thresholds};
use store::{Log, StoreError};

use super::exports::serial;
use super::papers::{stamp, unprintable};
use super::registers::blocking;
use super::verify::told;
use crate::app::{App, Session};
use crate::commands::Nothing;
use crate::error::{AppError, ErrorCode};
use crate::exchange::{FitModel, FittedModelView, SaveFigures, SavedFileView};
use crate::files::{WholeFile, name_of, not_written, write_whole};
use crate::present::figures::{MISSED, References, fit_lines, on_paper, view};
use crate::views::FiguresView;
use crate::words;

/// Figures of every incident that has ended. Nobody's record is shown; a case that was missed is named by its reference.
pub async fn figures(app: &App, _: Nothing) -> Result<FiguresView, AppError> {
    let session = app.session_for(Verb::Measure).await?;
    made(app, &session).await
}

/// The tables as a file for a spreadsheet.
pub async fn save_figures(app: &App, command: SaveFigures) -> Result<SavedFileView, AppError> {
    let session = app.session_for(Verb::Measure).await?;
    let to = app.chosen(&command.to, "to")?;
    let view = made(app, &session).await?;
    let mut file = WholeFile::create(&to)?;
    let mut writer = SafeWriter::new(&mut file).map_err(not_written)?;
    let mut row = |cells: &[String]| writer.row(cells.iter().map(String::as_str)).map_err(not_written);
    row(std::slice::from_ref(&view.line))?;
    for limit in &view.limits {
        row(std::slice::from_ref(limit))?;
    }
    let mut rows = 0;
    for table in &view.tables {
        row(&[String::new()])?;
        row(std::slice::from_ref(&table.title))?;
        row(&table.columns)?;
        for one in &table.rows {
            row(&one.cells)?;
        }
        rows += table.rows.len();
    }
    drop(writer);
    file.keep()?;
    let line = words::counted("figures-saved", rows, &[]);
    Ok(SavedFileView { file: name_of(&to), count: rows as u64, serial: String::new(), line })
}

/// The whole page on paper: tables, the lines beside their rows, the curve.
pub async fn print_figures(app: &App, command: SaveFigures) -> Result<SavedFileView, AppError> {
    let session = app.session_for(Verb::Measure).await?;
    let to = app.chosen(&command.to, "to")?;
    let view = made(app, &session).await?;
    let serial = serial(app, &session);
    let rows = view.tables.iter().map(|table| table.rows.len()).sum();
    let page = on_paper(view, stamp(app, &session, &serial));
    let pdf = blocking(move || documents::figures(&page, &words::t)).await?;
    write_whole(&to, &pdf.map_err(|error| unprintable(&error))?)?;
    let line = words::counted("figures-saved", rows, &[]);
    Ok(SavedFileView { file: name_of(&to), count: rows as u64, serial, line })
}

/// A model's weights made anew of the incidents that have ended; its card stands beside it. It is a proposal.
pub async fn fit_model(app: &App, command: FitModel) -> Result<FittedModelView, AppError> {
    let session = app.session_for(Verb::Measure).await?;
    let to = app.chosen(&command.to, "to")?;
    let closed = rows(app, &session).await?;
    let version = command.version.trim().to_owned();
    let model = session.standards().model(app.now_for(session.kind));
    let old = Arc::clone(&model);
    let fitted = blocking(move || fit(&closed, &old, &version, &Thresholds::default())).await?;
    let fitted = fitted.map_err(|error| not_fitted(&error))?;
    let card = to.with_extension("md");
    for (path, text) in [(&to, &fitted.text), (&card, &fitted.card)] {
        write_whole(path, text.as_bytes())?;
    }
    Ok(FittedModelView {
        model_file: name_of(&to),
        card_file: name_of(&card),
        lines: fit_lines(&fitted, &model),
    })
}

fn not_fitted(error: &FitError) -> AppError {
    let counted = |n: usize| n.to_string();
    match error {
        FitError::TooFew { part, incidents, harmed, needed } => AppError::with(
            ErrorCode::Input,
            match part {
                Part::FittedOn => "error-fit-too-few",
                Part::MeasuredOn => "error-fit-too-few-measured",
            },
            &[
                ("incidents", &counted(*incidents)),
                ("harmed", &counted(*harmed)),
                ("needed", &counted(*needed)),
            ],
        ),
        FitError::Version(_) | FitError::VersionForm(_) => AppError::field("version", "error-fit-version"),
        FitError::Special(_) | FitError::Unsettled | FitError::Refused(_) => {
            tracing::error!(%error, "fit");
            AppError::new(ErrorCode::Input, "error-fit-unsettled")
        }
    }
}

async fn made(app: &App, session: &Session) -> Result<FiguresView, AppError> {
    let thresholds = Thresholds::default();
    let closed = rows(app, session).await?;
    let references = references(session, &closed).await?;
    let now = app.now_for(session.kind);
    // Sorting a register's incidents takes longer than a screen may be kept waiting for.
    let model = session.standards().model(now);
    blocking(move || view(&closed, &model, &thresholds, &references, now)).await
}

/// A row of every incident that has ended and counts, made where it was not.
pub(super) async fn rows(app: &App, session: &Session) -> Result<Vec<Closed>, AppError> {
    app.set_cancelled(false);
    let model = session.standards().model(app.now_for(session.kind));
    let form = format!("{FORM}/{}", model.version);
    let before = before(session).await?;
    let make = |log: &Log| made_of(log, &before, &model, session.thresholds());
    let goes_on = |left: usize| told(app, "progress-figures", left as u64);
    match session.vault.make_figures(&form, make, goes_on).await {
        Err(StoreError::Stopped) => return Err(AppError::new(ErrorCode::Cancelled, "error-cancelled")),
        done => done?,
    }
    let made = session.vault.figures(&form).await?;
    Ok(made.iter().filter_map(|row| serde_json::from_slice(row).ok()).collect())
}

/// Of each person with more than one incident: those that have ended, and how.
async fn before(session: &Session) -> Result<HashMap<PersonId, Vec<(IncidentId, Before)>>, AppError> {
    let mut of: HashMap<PersonId, Vec<(IncidentId, Before)>> = HashMap::new();
    for summary in session.vault.of_people_seen_again().await? {
        let Some(ended) = summary.closed_at else { continue };
        let hurt = matches!(summary.condition, Some(Condition::Harmed | Condition::Died));
        // Who was found hurt was known to be; when anything else came to light, the log says.
        let came_to_light = match summary.harm.is_empty() || hurt {
            true => None,
            false => came_to_light(session, summary.incident_id).await?,
        };
        let episode =
            Before { reference: summary.reference, ended, condition: summary.condition, came_to_light };
        of.entry(summary.person_id).or_default().push((summary.incident_id, episode));
    }
    Ok(of)
}

async fn came_to_light(session: &Session, incident: IncidentId) -> Result<Option<DateTime<Utc>>, AppError> {
    let log = session.vault.log(incident).await?;
    let state: Option<&Incident> = log.state();
    Ok(state.and_then(|state| state.harms.iter().map(|said| said.recorded_at).min()))
}

fn made_of(
    log: &Log,
    before: &HashMap<PersonId, Vec<(IncidentId, Before)>>,
    model: &Model,
    thresholds: &register::Thresholds,
) -> Option<Vec<u8>> {
    let state: &Incident = log.state()?;
    let others = before.get(&state.person_id).into_iter().flatten();
    let others: Vec<Before> =
        others.filter(|(id, _)| *id != state.incident_id).map(|(_, before)| before.clone()).collect();
    let counting = log.iter().filter(|received| received.counts(None)).map(|received| &received.entry);
    serde_json::to_vec(&closed(counting, &others, model, thresholds)?).ok()
}

/// Where those incidents are that are listed as missed.
async fn references(session: &Session, closed: &[Closed]) -> Result<References, AppError> {
    let mut found = References::new();
    for one in missed(closed).iter().rev().take(MISSED) {
        let of = session.vault.by_reference(&one.reference, 2).await?;
        let exact = of.into_iter().find(|summary| summary.reference == one.reference);
        found.extend(exact.map(|summary| (summary.reference, summary.incident_id)));
    }
    Ok(found)
}
