//! The same figures by age, by sex, by both and by quarter: how officers graded, how the suggestion and the estimates did
//! beside them, and whether the estimates of each mean what they say.

use risk::calibration::{AgeAndSex, Calibration, Figures, Quarter};
use risk::{Figure, Sex};

use super::{band, decimals, figure, percent, row, sex_words, shown, table};
use crate::views::{FigureRowView, FigureTableView, FiguresPart};
use crate::words::{t, with};

/// How one division of the incidents is headed in each of its tables.
struct Titles {
    grades: &'static str,
    estimates: &'static str,
    reliability: &'static str,
}

const BY_AGE: Titles = Titles {
    grades: "figures-by-age",
    estimates: "figures-suggested-by-age",
    reliability: "figures-reliability-by-age",
};
const BY_SEX: Titles = Titles {
    grades: "figures-by-sex",
    estimates: "figures-suggested-by-sex",
    reliability: "figures-reliability-by-sex",
};
const BY_BOTH: Titles = Titles {
    grades: "figures-by-both",
    estimates: "figures-suggested-by-both",
    reliability: "figures-reliability-by-both",
};
const OVER_TIME: Titles = Titles {
    grades: "figures-over-time",
    estimates: "figures-suggested-over-time",
    reliability: "figures-reliability-over-time",
};

const GRADES: [&str; 6] = [
    "figures-group",
    "figures-incidents",
    "figures-harmed",
    "figures-share-high",
    "figures-precision",
    "figures-recall",
];
const ESTIMATES: [&str; 6] = [
    "figures-group",
    "figures-suggested-high",
    "figures-suggested-precision",
    "figures-suggested-recall",
    "figures-auc",
    "figures-brier",
];
const RELIABILITY: [&str; 4] =
    ["figures-group", "figures-estimate", "figures-harm-recorded", "figures-incidents"];

type Named<'f> = Vec<(String, &'f Figures)>;

/// Tables by group, then over time, then of reliability, as the parts of the page follow each other.
pub(super) fn tables(found: &Calibration) -> Vec<FigureTableView> {
    let ages = |ages: &Option<(u32, u32)>| ages.map_or_else(|| t("figures-not-known"), band);
    let sexes = |sex: &Option<Sex>| sex.map_or_else(|| t("figures-not-known"), sex_words);
    let both = |one: &AgeAndSex| format!("{}, {}", band(one.ages), sex_words(one.sex));
    let quarter = |at: &Quarter| {
        with("figures-quarter", &[("quarter", &at.quarter.to_string()), ("year", &at.year.to_string())])
    };
    let divided = [
        (FiguresPart::Groups, BY_AGE, named(&found.by_age, &ages)),
        (FiguresPart::Groups, BY_SEX, named(&found.by_sex, &sexes)),
        (FiguresPart::Groups, BY_BOTH, named(&found.by_age_and_sex, &both)),
        (FiguresPart::OverTime, OVER_TIME, named(&found.by_quarter, &quarter)),
    ];
    let mut tables = Vec::new();
    for (part, titles, groups) in &divided {
        let grades = groups.iter().map(|(name, of)| grades(name.clone(), of));
        tables.push(table(*part, titles.grades, &GRADES, grades.collect()));
        let estimates = groups.iter().map(|(name, of)| estimates(name.clone(), of));
        let mut beside = table(*part, titles.estimates, &ESTIMATES, estimates.collect());
        if !beside.plotted.is_empty() {
            beside.plotted = t("figures-auc");
        }
        tables.push(beside);
    }
    let all = vec![(t("figures-everybody"), &found.all)];
    tables.push(reliability("figures-reliability", &all));
    tables.extend(divided.iter().map(|(_, titles, groups)| reliability(titles.reliability, groups)));
    tables
}

fn named<'f, K>(slices: &'f [(K, Figures)], name: &dyn Fn(&K) -> String) -> Named<'f> {
    slices.iter().map(|(key, of)| (name(key), of)).collect()
}

fn grades(name: String, figures: &Figures) -> FigureRowView {
    let officers = &figures.officers;
    let cells = vec![
        name,
        figures.incidents.to_string(),
        figures.harmed.to_string(),
        figure(&officers.share_high),
        figure(&officers.precision),
        figure(&officers.recall),
    ];
    row(cells, officers.share_high.told())
}

fn estimates(name: String, figures: &Figures) -> FigureRowView {
    let (suggestion, estimates) = (&figures.suggestion, &figures.estimates);
    let cells = vec![
        name,
        figure(&suggestion.share_high),
        figure(&suggestion.precision),
        figure(&suggestion.recall),
        decimals(&estimates.told_apart, 2),
        decimals(&estimates.brier, 4),
    ];
    row(cells, estimates.told_apart.told())
}

/// The points of each group's curve, lowest estimates first.
fn reliability(title: &str, groups: &Named<'_>) -> FigureTableView {
    let of = |(name, figures): &(String, &Figures)| match figures.estimates.curve.as_slice() {
        [] => {
            let none = Figure::TooFew { of: figures.estimates.of, needed: figures.estimates.needed };
            vec![row(
                vec![name.clone(), String::new(), figure(&none), figures.estimates.of.to_string()],
                None,
            )]
        }
        points => points
            .iter()
            .map(|point| {
                let observed = point.observed;
                let cells =
                    vec![name.clone(), percent(point.estimate), shown(&observed), observed.of.to_string()];
                row(cells, Some(observed))
            })
            .collect(),
    };
    let rows = groups.iter().flat_map(of).collect();
    let mut table = table(FiguresPart::Reliability, title, &RELIABILITY, rows);
    if !table.plotted.is_empty() {
        table.plotted = t("figures-harm-recorded");
    }
    table
}
