//! Figures in words: what was measured, of how many, how far it may be off; and where there is too little to say so.

mod by_group;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use register::fact::Grade;
use register::id::IncidentId;
use register::question::Question;
use risk::calibration::{Calibration, Detection, Figures, Missed, Overrules, calibrate};
use risk::fairness::{Fairness, Group, Shown, Table, Told, fairness};
use risk::fit::{Fitted, Held};
use risk::{Closed, Figure, Harm, Measured, Model, Sex, Thresholds};

use crate::views::{CurvePointView, FigureRowView, FigureTableView, FiguresPart, FiguresView, MeasuredView};
use crate::words::{self, label, t, with};

/// Where incidents that were missed are.
pub(crate) type References = HashMap<String, IncidentId>;

/// So many cases that were missed are listed, the latest.
pub(crate) const MISSED: usize = 200;

/// Everything that the page shows.
pub(crate) fn view(
    closed: &[Closed],
    model: &Model,
    thresholds: &Thresholds,
    references: &References,
    now: DateTime<Utc>,
) -> FiguresView {
    let found = calibrate(closed, thresholds);
    let mut tables = vec![overall(&found.all), estimates(&found.all)];
    tables.extend(by_group::tables(&found));
    tables.push(missed(&found, references));
    tables.extend(overruled(&found.overrules));
    tables.extend(fair(&fairness(closed, thresholds)));
    let afterwards = closed.iter().filter(|one| one.beside.is_some_and(|beside| beside.afterwards)).count();
    let mut limits = vec![t("figures-limit-recorded")];
    if afterwards > 0 {
        limits.push(words::counted("figures-limit-afterwards", afterwards, &[]));
    }
    FiguresView {
        as_of: now,
        model: model.version.clone(),
        line: line(&found),
        incidents: u32::try_from(found.all.incidents).unwrap_or(u32::MAX),
        limits,
        curve: found.all.estimates.curve.iter().map(point).collect(),
        tables,
    }
}

fn line(found: &Calibration) -> String {
    let Some((first, last)) = found.closed else { return t("figures-none") };
    words::counted(
        "figures-line",
        found.all.incidents,
        &[
            ("harmed", &found.all.harmed.to_string()),
            ("from", &words::date(first)),
            ("until", &words::date(last)),
        ],
    )
}

fn point(point: &risk::calibration::Point) -> CurvePointView {
    CurvePointView {
        estimate: point.estimate,
        observed: measured(&point.observed),
        line: with(
            "figures-point",
            &[
                ("estimate", &percent(point.estimate)),
                ("observed", &shown(&point.observed)),
                ("of", &point.observed.of.to_string()),
            ],
        ),
    }
}

fn overall(all: &Figures) -> FigureTableView {
    let row = |key: &str, of: &dyn Fn(&Detection) -> Figure| {
        let (officers, suggestion) = (of(&all.officers), of(&all.suggestion));
        row(vec![t(key), figure(&officers), figure(&suggestion)], officers.told())
    };
    let rows = vec![
        row("figures-share-high", &|detection| detection.share_high),
        row("figures-precision", &|detection| detection.precision),
        row("figures-recall", &|detection| detection.recall),
    ];
    let columns = ["figures-measure", "figures-officers", "figures-suggestion"];
    table(FiguresPart::Overall, "figures-overall", &columns, rows)
}

fn estimates(all: &Figures) -> FigureTableView {
    let of = &all.estimates;
    let number = |value: Option<f64>| match value {
        Some(value) => format!("{value:.3}"),
        None => t("figures-too-few"),
    };
    let plain = |key: &str, value: String| row(vec![t(key), value, t(&format!("{key}-about"))], None);
    let rows = vec![
        plain("figures-auc", decimals(&of.told_apart, 2)),
        plain("figures-brier", decimals(&of.brier, 4)),
        plain("figures-skill", number(of.skill)),
        plain("figures-error", number(of.calibration_error)),
    ];
    let columns = ["figures-measure", "figures-value", "figures-means"];
    table(FiguresPart::Overall, "figures-estimates", &columns, rows)
}

fn missed(found: &Calibration, references: &References) -> FigureTableView {
    let grade = |grade: Option<Grade>| grade.map_or_else(|| t("grade-none"), |grade| label("grade", &grade));
    let one = |missed: &Missed| FigureRowView {
        cells: vec![
            missed.reference.clone(),
            words::date(missed.closed_on),
            grade(missed.grade),
            grade(missed.suggested),
            harm(&missed.harm),
        ],
        measured: None,
        incident_id: references.get(&missed.reference).copied(),
    };
    let rows: Vec<_> = found.missed.iter().rev().take(MISSED).map(one).collect();
    let columns =
        ["figures-incident", "figures-closed", "figures-grade", "figures-suggested", "figures-harm"];
    let mut table = table(FiguresPart::Missed, "figures-missed", &columns, rows);
    let caught = found.missed_and_suggested_high.to_string();
    table.about = words::counted("figures-missed-about", found.missed.len(), &[("caught", &caught)]);
    table
}

/// The page as it is printed, part by part.
pub(crate) fn on_paper(view: FiguresView, stamp: documents::Stamp) -> documents::Figures {
    let measure = |of: MeasuredView| documents::Measure { value: of.value, low: of.low, high: of.high };
    let row =
        |row: FigureRowView| documents::FigureRow { cells: row.cells, measured: row.measured.map(measure) };
    let table = |one: FigureTableView| documents::FigureTable {
        title: one.title,
        about: one.about,
        columns: one.columns,
        plotted: one.plotted,
        rows: one.rows.into_iter().map(row).collect(),
    };
    let mut parts: Vec<documents::FigurePart> = Vec::new();
    for one in view.tables {
        let name = label("figures-part", &one.part);
        let curve = one.part == FiguresPart::Overall;
        match parts.last_mut().filter(|part| part.name == name) {
            Some(part) => part.tables.push(table(one)),
            None => parts.push(documents::FigurePart { name, tables: vec![table(one)], curve }),
        }
    }
    let point = |point: CurvePointView| documents::CurvePoint {
        estimate: point.estimate,
        observed: measure(point.observed),
        line: point.line,
    };
    documents::Figures {
        stamp,
        line: view.line,
        limits: view.limits,
        parts,
        curve: view.curve.into_iter().map(point).collect(),
    }
}

fn overruled(found: &Overrules) -> Vec<FigureTableView> {
    let count = |key: &str, n: usize| row(vec![t(key), n.to_string(), String::new()], None);
    let share = |key: &str, of: &Figure| row(vec![t(key), String::new(), figure(of)], of.told());
    let how_often = vec![
        count("figures-both", found.of),
        count("figures-below", found.below),
        count("figures-above", found.above),
        share("figures-share-below", &found.share_below),
        share("figures-harmed-below", &found.harmed_below),
    ];
    let reason = |key: &Option<String>| match key.as_deref() {
        None => t("figures-no-reason"),
        Some("whole") => t("figures-whole"),
        Some("age") => t("figures-age"),
        Some(name) => {
            Question::named(name).map_or_else(|| name.to_owned(), |question| words::question(&question))
        }
    };
    let why = found
        .by_reason
        .iter()
        .map(|one| row(vec![reason(&one.reason), one.times.to_string(), one.harmed.to_string()], None));
    vec![
        table(
            FiguresPart::Overruled,
            "figures-overruled",
            &["figures-measure", "figures-incidents", "figures-value"],
            how_often,
        ),
        table(
            FiguresPart::Overruled,
            "figures-overruled-why",
            &["figures-set-aside", "figures-times", "figures-harmed"],
            why.collect(),
        ),
    ]
}

fn fair(report: &Fairness) -> Vec<FigureTableView> {
    let columns = [
        "figures-group",
        "figures-incidents",
        "figures-share-high",
        "figures-lowest",
        "figures-first-action",
        "figures-found",
        "figures-not-asked",
    ];
    let minutes = |shown: &Shown| match shown {
        Shown::Withheld => t("figures-withheld"),
        Shown::Told(told) if told.of == 0 => t("figures-no-data"),
        Shown::Told(told) => format!("{} ({}–{})", span(told.value), span(told.low), span(told.high)),
    };
    let of = |name: String, told: &Told| {
        let high = match told.high {
            Shown::Told(told) if told.of > 0 => Some(told),
            _ => None,
        };
        let cells = vec![
            name,
            told.incidents.map_or_else(|| t("figures-withheld"), |n| n.to_string()),
            share(&told.high),
            share(&told.lowest),
            minutes(&told.first_action),
            minutes(&told.found),
            share(&told.not_asked),
        ];
        row(cells, high)
    };
    let one = |found: &Table| {
        let rows = found.groups.iter().map(|(group, told)| of(group_name(group), told));
        let all = std::iter::once(of(t("figures-everybody"), &report.all));
        let key = words::label_key("figures-fair", &found.by);
        table(FiguresPart::Fairness, &key, &columns, all.chain(rows).collect())
    };
    report.tables.iter().map(one).collect()
}

fn group_name(group: &Group) -> String {
    match group {
        Group::Ethnicity(letter) => t(&format!("figures-ethnicity-{}", letter.to_lowercase())),
        Group::Sex(sex) => sex_words(*sex),
        Group::Age(from, until) => band((*from, *until)),
        Group::LookedAfter(true) => t("figures-looked-after"),
        Group::LookedAfter(false) => t("figures-not-looked-after"),
        Group::NotKnown => t("figures-not-known"),
    }
}

/// What a new model is worth, beside the one in use.
pub(crate) fn fit_lines(fitted: &Fitted, before: &Model) -> Vec<String> {
    let held = |held: &Held, version: &str| {
        let number =
            |value: Option<f64>| value.map_or_else(|| t("figures-too-few"), |one| format!("{one:.4}"));
        with(
            "fit-held",
            &[
                ("version", version),
                ("auc", &decimals(&held.estimates.told_apart, 3)),
                ("brier", &decimals(&held.estimates.brier, 4)),
                ("error", &number(held.estimates.calibration_error)),
            ],
        )
    };
    let made_of = words::counted(
        "fit-made-of",
        fitted.made_of.incidents,
        &[
            ("harmed", &fitted.made_of.harmed.to_string()),
            ("measured", &fitted.measured_on.incidents.to_string()),
        ],
    );
    vec![
        made_of,
        held(&fitted.before, &before.version),
        held(&fitted.after, &fitted.model.version),
        t("fit-a-proposal"),
    ]
}

fn table(part: FiguresPart, title: &str, columns: &[&str], rows: Vec<FigureRowView>) -> FigureTableView {
    let plotted = match part {
        _ if rows.iter().all(|row| row.measured.is_none()) => String::new(),
        FiguresPart::Overall => t("figures-officers"),
        FiguresPart::Overruled => t("figures-value"),
        _ => t("figures-share-high"),
    };
    FigureTableView {
        plotted,
        part,
        title: t(title),
        about: words::maybe(&format!("{title}-about")).unwrap_or_default(),
        columns: columns.iter().map(|column| t(column)).collect(),
        rows,
    }
}

fn row(cells: Vec<String>, told: Option<Measured>) -> FigureRowView {
    FigureRowView { cells, measured: told.as_ref().map(measured), incident_id: None }
}

fn measured(told: &Measured) -> MeasuredView {
    MeasuredView { value: told.value, low: told.low, high: told.high }
}

fn figure(of: &Figure) -> String {
    match of {
        Figure::Told(told) => shown(told),
        Figure::TooFew { of, needed } => too_few(*of, *needed),
    }
}

fn share(of: &Shown) -> String {
    match of {
        Shown::Withheld => t("figures-withheld"),
        Shown::Told(told) if told.of == 0 => t("figures-no-data"),
        Shown::Told(told) => shown(told),
    }
}

fn too_few(of: usize, needed: usize) -> String {
    with("figures-too-few-of", &[("of", &of.to_string()), ("needed", &needed.to_string())])
}

/// "0.71 (0.69–0.73)".
fn decimals(of: &Figure, places: usize) -> String {
    match of {
        Figure::Told(told) => {
            format!("{:.places$} ({:.places$}–{:.places$})", told.value, told.low, told.high)
        }
        Figure::TooFew { of, needed } => too_few(*of, *needed),
    }
}

/// "11 % (8–15 %)".
fn shown(told: &Measured) -> String {
    let bare = |value: f64| percent(value).trim_end_matches(['%', '\u{a0}']).to_owned();
    format!("{} ({}–{})", percent(told.value), bare(told.low), percent(told.high))
}

/// Whole per cents, tenths below ten.
fn percent(value: f64) -> String {
    let percent = value * 100.0;
    if percent < 9.95 { format!("{percent:.1}\u{a0}%") } else { format!("{percent:.0}\u{a0}%") }
}

fn span(minutes: f64) -> String {
    let from = DateTime::<Utc>::UNIX_EPOCH;
    words::span(from, from + chrono::TimeDelta::minutes(minutes.round() as i64))
}

fn band((from, until): (u32, u32)) -> String {
    match from {
        0 => with("figures-under", &[("age", &(until + 1).to_string())]),
        _ if until > 100 => with("figures-and-over", &[("age", &from.to_string())]),
        _ => format!("{from}–{until}"),
    }
}

fn sex_words(sex: Sex) -> String {
    label("sex", &sex)
}

fn harm(harm: &Harm) -> String {
    let kinds = harm.kinds.iter().map(|kind| label("harm", kind));
    let fatal = harm.fatal.then(|| t("condition-died"));
    let found: Vec<_> = fatal.into_iter().chain(kinds).collect();
    if found.is_empty() { t("condition-harmed") } else { found.join(", ") }
}
