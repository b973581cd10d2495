//! The model card of a fit, in Markdown: for those who decide whether the model comes into use.

use std::fmt::Write as _;

use super::{Fitted, Held};
use crate::figure::Figure;
use crate::model::{Model, Weight};

pub(super) fn card(fitted: &Fitted, before: &Model) -> String {
    let mut card = String::new();
    let text = [beginning(fitted, before), figures(fitted), weights(fitted, before), LIMITS.to_owned()];
    for part in text {
        card.push_str(&part);
    }
    card
}

fn beginning(fitted: &Fitted, before: &Model) -> String {
    let (made, measured) = (fitted.made_of, fitted.measured_on);
    format!(
        "# Risk model {}\n\n\
         A proposal: not in use until it is approved. Its form, factors, directions, red flags and cut-offs are those of \
         {}; base rates, weights and shares were made anew. What any such model is for, and what it must not be used for: \
         docs/risk-model.md.\n\n\
         | | Closed | Incidents | Harm recorded |\n|---|---|---|---|\n\
         | Made of | {} to {} | {} | {} |\n| Measured on | {} to {} | {} | {} |\n\n\
         {} numbers were fitted, on their declared side, held to {} with a penalty of {} (1 takes its ranges at their word).\n\n",
        fitted.model.version,
        before.version,
        made.from,
        made.until,
        made.incidents,
        made.harmed,
        measured.from,
        measured.until,
        measured.incidents,
        measured.harmed,
        fitted.weights,
        before.version,
        fitted.penalty,
    )
}

fn figures(fitted: &Fitted) -> String {
    let mut table =
        String::from("## On incidents that it has not seen\n\n| | Before | After |\n|---|---|---|\n");
    let mut row = |what: &str, of: &dyn Fn(&Held) -> String| {
        // Writing to a string does not fail.
        let _ = writeln!(table, "| {what} | {} | {} |", of(&fitted.before), of(&fitted.after));
    };
    let number = |number: Option<f64>| number.map_or_else(|| "too few".to_owned(), |n| format!("{n:.4}"));
    row("Told apart (area under the curve; 0.5 is chance)", &|held| told(&held.estimates.told_apart));
    row("Brier score (less is better)", &|held| told4(&held.estimates.brier));
    row("Skill against the mean (more is better)", &|held| number(held.estimates.skill));
    row("Calibration error", &|held| number(held.estimates.calibration_error));
    row("Mean estimate", &|held| number(held.estimates.mean));
    row("Harm recorded", &|held| told(&held.estimates.observed));
    row("At or above the cut-off for High", &|held| told(&held.high.share_high));
    row("Of those, harmed", &|held| told(&held.high.precision));
    row("Of those harmed, at or above it", &|held| told(&held.high.recall));
    let (cut_off, high) = &fitted.as_many_high;
    let _ = writeln!(
        table,
        "\nCut-offs are not fitted: those who approve it decide on them. From {cut_off:.3} on it puts as many at High as the model \
         before did: of those {} were harmed, and of those harmed {} are among them.",
        told(&high.precision),
        told(&high.recall),
    );
    table
}

fn told4(figure: &Figure) -> String {
    figure.told().map_or_else(
        || told(figure),
        |told| format!("{:.4} ({:.4} to {:.4})", told.value, told.low, told.high),
    )
}

fn told(figure: &Figure) -> String {
    match figure {
        Figure::Told(told) => format!("{:.3} ({:.3} to {:.3})", told.value, told.low, told.high),
        Figure::TooFew { of, needed } => format!("too few: {of}, {needed} are needed"),
    }
}

fn weights(fitted: &Fitted, before: &Model) -> String {
    let mut table = format!(
        "\n## Weights\n\nLogarithms of odds ratios with the range in which {:.0} in a hundred would lie.\n\n\
         | Factor | Of | Before | After |\n|---|---|---|---|\n",
        fitted.model.within * 100.0
    );
    let mut row = |name: &str, of: &str, before: String, after: &Weight| {
        let _ = writeln!(table, "| {name} | {of} | {before} | {} |", range(after));
    };
    for (now, was) in fitted.model.factor.iter().zip(&before.factor) {
        row(&now.question.name(), "all", range(&was.weight), &now.weight);
        let own = now.special.iter().filter_map(|special| Some((special.of, special.weight?)));
        for (of, weight) in own {
            let sex = of.sex.map_or(String::new(), |sex| format!(", {sex:?}").to_lowercase());
            row("", &format!("{} to {}{sex}", of.ages.0, of.ages.1), String::new(), &weight);
        }
    }
    for (now, was) in fitted.model.term.iter().zip(&before.term) {
        row(&now.name, "all", range(&was.weight), &now.weight);
    }
    for (now, was) in fitted.model.missing.iter().zip(&before.missing) {
        row(&format!("{} hours missing", now.hours), "all", range(&was.weight), &now.weight);
    }
    table
}

fn range(weight: &Weight) -> String {
    format!("{:.2} ({:.2} to {:.2})", weight.log_odds, weight.low, weight.high)
}

const LIMITS: &str = "
## What it cannot know

- **Harm that nobody recorded.** Where a kind of harm is recorded of one in so many whoever they are, base rates are too low
  by that much and weights stand. Where it is recorded less of some (exploitation of children above all), their weights
  are too small. A low figure says nothing against a concern of exploitation.
- **Harm that was prevented.** Who was graded High was looked for sooner. What officers act on looks less dangerous in
  the record than it is: a weight that falls is no reason to ask less.
- **Answers that are missing for a reason.** Not known is reckoned as the mean of those who were asked.
- **Another force, another time.** The ranges are of these incidents. They do not hold that recording changes.

Ethnicity, nationality, religion and sexuality were not seen by the fit.
";
