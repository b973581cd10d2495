//! What the page of figures shows: tables of words, with the numbers that its plots are drawn from.

use chrono::{DateTime, Utc};
use register::id::IncidentId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

views! {
    /// How well grades and suggestions did on the incidents that have ended, and whether people are treated alike.
    FiguresView {
        as_of: DateTime<Utc>,
        model: String,
        /// "1,204 incidents closed 3 Jan 2025 to 28 Nov 2026. Harm was recorded in 61."
        line: String,
        incidents: u32,
        /// What limits all of it: under-recording, and what was made afterwards.
        limits: Vec<String>,
        /// The reliability curve, lowest estimates first.
        curve: Vec<CurvePointView>,
        tables: Vec<FigureTableView>,
    }
    CurvePointView {
        /// Of one.
        estimate: f64,
        observed: MeasuredView,
        line: String,
    }
    /// Of one, with its interval.
    MeasuredView { value: f64, low: f64, high: f64 }
    FigureTableView {
        /// Which part of the page it stands in.
        part: FiguresPart,
        title: String,
        about: String,
        /// The first is the heading of the rows.
        columns: Vec<String>,
        /// What is plotted beside the rows, of one; empty where nothing is.
        plotted: String,
        rows: Vec<FigureRowView>,
    }
    FigureRowView {
        cells: Vec<String>,
        /// What a plot beside the table shows of the row, of one.
        measured: Option<MeasuredView>,
        /// The incident that the row is about.
        incident_id: Option<IncidentId>,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FiguresPart {
    Overall,
    Groups,
    OverTime,
    Reliability,
    Missed,
    Overruled,
    Fairness,
}
