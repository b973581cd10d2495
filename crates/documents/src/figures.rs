//! How grades and suggestions did, on paper: the tables of the page of figures, and its curve.

use serde_json::{Value, json};

use crate::legible::glance;
use crate::press::{FIGURES, Paper};
use crate::{DocumentError, Stamp, Word};

/// Of one, with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FigureRow {
    pub cells: Vec<String>,
    /// What stands beside the row on a line from nought to a hundred.
    pub measured: Option<Measure>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FigureTable {
    pub title: String,
    pub about: String,
    /// The first is the heading of the rows.
    pub columns: Vec<String>,
    /// What is plotted beside the rows; empty where nothing is.
    pub plotted: String,
    pub rows: Vec<FigureRow>,
}

/// A part of the page: its tables, and the curve behind them where it is this one's.
#[derive(Clone, Debug, PartialEq)]
pub struct FigurePart {
    pub name: String,
    pub tables: Vec<FigureTable>,
    pub curve: bool,
}

/// A point of the reliability curve: an estimate, and how many were harmed.
#[derive(Clone, Debug, PartialEq)]
pub struct CurvePoint {
    /// Of one.
    pub estimate: f64,
    pub observed: Measure,
    pub line: String,
}

/// The page of figures.
#[derive(Clone)]
pub struct Figures {
    pub stamp: Stamp,
    pub line: String,
    /// What limits all of it.
    pub limits: Vec<String>,
    pub parts: Vec<FigurePart>,
    pub curve: Vec<CurvePoint>,
}

/// Most letters of a sentence and of a cell.
const SENTENCE: usize = 600;
const CELL: usize = 160;
/// Most rows of a table: a register of years misses thousands, and paper is read.
const ROWS: usize = 200;
/// Ends of the axes of the curve, of one.
const SCALES: [f64; 5] = [0.05, 0.1, 0.2, 0.5, 1.0];

/// Each part under its heading, each table with the lines that belong to its rows, the curve with its points in words.
///
/// # Errors
/// [`DocumentError`] when the pages cannot be set or written.
pub fn figures(page: &Figures, word: Word) -> Result<Vec<u8>, DocumentError> {
    let cut = word("print-cut");
    let most = page.curve.iter().flat_map(|point| [point.estimate, point.observed.high]).fold(0.0, f64::max);
    let scale = SCALES.into_iter().find(|end| most <= *end).unwrap_or(1.0);
    let sentence = |text: &str| glance(text, SENTENCE, &cut);
    let parts: Vec<Value> = page
        .parts
        .iter()
        .map(|part| {
            json!({
                "name": sentence(&part.name),
                "tables": part.tables.iter().map(|one| table(one, &cut, word)).collect::<Vec<_>>(),
                "curve": part.curve,
            })
        })
        .collect();
    Paper {
        template: FIGURES,
        title: format!("{} – {} – {}", word("print-figures"), page.stamp.force, page.stamp.printed_at),
        stamp: &page.stamp,
        data: json!({
            "line": sentence(&page.line),
            "limits": page.limits.iter().map(|limit| sentence(limit)).collect::<Vec<_>>(),
            "parts": parts,
            "nothing": word("print-figures-nothing"),
            "curve": page.curve.iter().map(|point| json!({
                "estimate": point.estimate,
                "value": point.observed.value,
                "low": point.observed.low,
                "high": point.observed.high,
                "line": sentence(&point.line),
            })).collect::<Vec<_>>(),
            "curve_title": word("print-figures-curve"),
            "curve_about": word("print-figures-curve-about"),
            "curve_axis": word("print-figures-curve-axis"),
            "scale": scale,
            "top": format!("{:.0} %", scale * 100.0),
        }),
        photographs: Vec::new(),
    }
    .print(word)
}

fn table(one: &FigureTable, cut: &str, word: Word) -> Value {
    let cell = |text: &String| glance(text, CELL, cut);
    let mut rows: Vec<Value> = one
        .rows
        .iter()
        .take(ROWS)
        .map(|row| {
            // A row has as many cells as the table has columns, whatever it was given.
            let cells: Vec<String> =
                (0..one.columns.len()).map(|at| row.cells.get(at).map(cell).unwrap_or_default()).collect();
            let measured =
                row.measured.map(|of| json!({ "value": of.value, "low": of.low, "high": of.high }));
            json!({ "cells": cells, "measured": measured })
        })
        .collect();
    if let Some(left) = one.rows.len().checked_sub(ROWS).filter(|left| *left > 0) {
        let mut cells = vec![String::new(); one.columns.len()];
        if let Some(first) = cells.first_mut() {
            *first = format!("+ {left} {}", word("print-more"));
        }
        rows.push(json!({ "cells": cells, "measured": Value::Null }));
    }
    json!({
        "title": glance(&one.title, CELL, cut),
        "about": glance(&one.about, SENTENCE, cut),
        "columns": one.columns.iter().map(cell).collect::<Vec<_>>(),
        "plotted": glance(&one.plotted, CELL, cut),
        "rows": rows,
    })
}
