//! The national view in words.

use chrono::{DateTime, Utc};
use register::national::{Extract, Field, Hit, How, Reason};

use crate::views::{NationalHitView, NationalRecordView};
use crate::words::{self, full_time, span, t, time, with};

pub(crate) fn hit(hit: &Hit, held: bool, now: DateTime<Utc>) -> NationalHitView {
    NationalHitView {
        record: record(&hit.extract, held, now),
        fresh: false,
        pictured: hit.extract.thumbnail.is_some(),
        reasons: hit.reasons.iter().map(reason).collect(),
    }
}

fn reason(reason: &Reason) -> String {
    let field = t(match reason.field {
        Field::Name => "sought-name",
        Field::Sex => "sought-sex",
        Field::Age => "sought-age",
        Field::Height => "sought-height",
        Field::Build => "sought-build",
        Field::Hair => "sought-hair",
        Field::Clothing => "sought-clothing",
        Field::Place => "sought-place",
        Field::Seen => "sought-seen",
    });
    let key = match reason.how {
        How::Same => "met-same",
        How::Letters => "met-letters",
        How::Sound => "met-sound",
        How::Beginning => "met-beginning",
        How::SoundBeginning => "met-sound-beginning",
        How::Near => "met-near",
        How::Partly => "met-partly",
        How::NotKnown => "met-not-known",
        How::Differs => "met-differs",
    };
    let words = reason.words.join(", ");
    let line = with(key, &[("field", &field)]);
    if words.is_empty() { line } else { format!("{line} ({words})") }
}

pub(crate) fn record(extract: &Extract, held: bool, now: DateTime<Utc>) -> NationalRecordView {
    let at = |millis: i64| DateTime::from_timestamp_millis(millis).unwrap_or_default();
    let since = at(extract.since);
    let height = extract.height.map(|range| {
        if range.from == range.to {
            format!("{} cm", range.from)
        } else {
            format!("{}–{} cm", range.from, range.to)
        }
    });
    let description: Vec<String> = height
        .into_iter()
        .chain([&extract.build, &extract.hair, &extract.clothing, &extract.appearance].into_iter().cloned())
        .filter(|text| !text.is_empty())
        .collect();
    let seen = extract.seen_to.or(extract.seen_from).map(|millis| time(at(millis), now));
    let place = [&extract.place, &extract.outward].into_iter().filter(|text| !text.is_empty());
    let last_seen: Vec<String> = place.cloned().chain(seen).collect();
    let dangers = extract.dangers.iter().map(words::question);
    let detail = Some(extract.danger.clone()).filter(|text| !text.is_empty());
    NationalRecordView {
        incident_id: extract.incident_id,
        reference: extract.reference.clone(),
        force: extract.force.to_string(),
        force_name: extract.force.name().to_owned(),
        held,
        name: name(extract),
        other_names: extract.other_names.clone(),
        age_sex: age_sex(extract),
        description: description.join(" · "),
        last_seen: last_seen.join(", "),
        grade: extract.grade,
        danger: dangers.chain(detail).collect::<Vec<_>>().join(" – "),
        category: extract.category,
        missing_since: since,
        missing_for: span(since, now),
        unread: extract.unread,
    }
}

fn name(extract: &Extract) -> String {
    match (extract.family_name.as_str(), extract.given_name.as_str(), extract.other_names.first()) {
        ("", "", Some(other)) => format!("“{other}”"),
        ("", "", None) => t(match extract.sex.as_str() {
            "female" => "unknown-woman",
            "male" => "unknown-man",
            _ => "unknown-person",
        }),
        ("", given, _) => given.to_owned(),
        (family, "", _) => family.to_owned(),
        (family, given, _) => format!("{family}, {given}"),
    }
}

fn age_sex(extract: &Extract) -> String {
    let sex = if extract.sex.is_empty() { "not known" } else { extract.sex.as_str() };
    let sex = t(&format!("sex-{}", sex.replace(' ', "-")));
    match extract.age {
        Some(age) if age.from == age.to => format!("{}, {sex}", age.from),
        Some(age) => format!("{}–{}, {sex}", age.from, age.to),
        None => with("age-not-known", &[("sex", &sex)]),
    }
}

/// Central was asked: all forces, as far as it knew.
pub(crate) fn checked_line(as_of: DateTime<Utc>, now: DateTime<Utc>) -> String {
    with("national-checked", &[("at", &time(as_of, now))])
}

/// Central was not asked: what is held here, and how old it is.
pub(crate) fn held_line(as_of: Option<DateTime<Utc>>, now: DateTime<Utc>) -> String {
    match as_of {
        Some(as_of) => with("national-held", &[("age", &span(as_of, now)), ("at", &full_time(as_of))]),
        None => t("national-never"),
    }
}
