//! What one version of a standard changes in another, value by value.

use std::collections::BTreeMap;

use toml::Value;

use crate::standards::Standard;
use crate::views::{ChangeView, ChangesView};
use crate::words::{self, t};

/// What one version changes in another of its kind.
pub(crate) fn changes(before: &Standard, new: &Standard) -> ChangesView {
    let (before, new) = (Flat::of(before), Flat::of(new));
    let mut changes = Vec::new();
    let (mut added, mut changed, mut taken) = (0_usize, 0_usize, 0_usize);
    for (what, to) in &new.values {
        let from = before.values.get(what);
        match from {
            None => added += 1,
            Some(from) if from != to => changed += 1,
            Some(_) => continue,
        }
        let from = from.cloned().unwrap_or_default();
        changes.push(ChangeView { what: what.clone(), from, to: to.clone() });
    }
    for (what, from) in before.values.iter().filter(|(what, _)| !new.values.contains_key(*what)) {
        taken += 1;
        changes.push(ChangeView { what: what.clone(), from: from.clone(), to: String::new() });
    }
    for (at, to) in &new.orders {
        let Some(from) = before.orders.get(at) else { continue };
        let of_both = |order: &[String], other: &[String]| -> Vec<String> {
            order.iter().filter(|name| other.contains(name)).cloned().collect()
        };
        if of_both(from, to) != of_both(to, from) {
            changed += 1;
            let what = format!("{at}: {}", t("standard-order"));
            changes.push(ChangeView { what, from: from.join(", "), to: to.join(", ") });
        }
    }
    let counted = |key, n| words::counted(key, n, &[]);
    let line = [
        counted("standard-added", added),
        counted("standard-changed", changed),
        counted("standard-taken", taken),
    ];
    ChangesView { line: line.join(", "), changes, unreadable: String::new() }
}

/// A standard as single values and the orders of its lists.
#[derive(Default)]
struct Flat {
    /// By their places: `factor self_harm · weight · log_odds`. What stands in a list has the place that its name gives
    /// it, so that a new first line does not change all that follow.
    values: BTreeMap<String, String>,
    orders: BTreeMap<String, Vec<String>>,
}

impl Flat {
    fn of(standard: &Standard) -> Self {
        let mut flat = Self::default();
        for (key, value) in standard.values() {
            if key != "version" {
                flat.put(key, &value);
            }
        }
        flat
    }

    fn put(&mut self, at: String, value: &Value) {
        match value {
            Value::Table(table) => {
                table.iter().for_each(|(key, value)| self.put(format!("{at} · {key}"), value));
            }
            Value::Array(items) if items.iter().all(Value::is_table) && !items.is_empty() => {
                for (nth, item) in items.iter().enumerate() {
                    let (by, name) = name_of(item).unwrap_or(("", (nth + 1).to_string()));
                    let place = format!("{at} {name}");
                    self.orders.entry(at.clone()).or_default().push(name);
                    let others = item.as_table().into_iter().flatten().filter(|(key, _)| *key != by);
                    let mut alone = true;
                    for (key, value) in others {
                        alone = false;
                        self.put(format!("{place} · {key}"), value);
                    }
                    if alone {
                        self.values.insert(place, t("standard-listed"));
                    }
                }
            }
            Value::Array(items) if items.iter().all(Value::is_str) && !items.is_empty() => {
                for name in items.iter().filter_map(Value::as_str) {
                    self.values.insert(format!("{at} {name}"), t("standard-listed"));
                    self.orders.entry(at.clone()).or_default().push(name.to_owned());
                }
            }
            Value::String(text) => {
                self.values.insert(at, text.clone());
            }
            other => {
                self.values.insert(at, other.to_string());
            }
        }
    }
}

/// By what a line of a list is known.
fn name_of(item: &Value) -> Option<(&'static str, String)> {
    let (by, found) = ["question", "code", "name", "ages", "hours", "of"]
        .iter()
        .find_map(|key| Some((*key, item.get(*key)?)))?;
    Some((by, found.as_str().map_or_else(|| found.to_string(), str::to_owned)))
}
