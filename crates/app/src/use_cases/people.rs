//! Who is this: people of earlier incidents whose names are like the one that is typed.

use std::collections::BTreeMap;

use register::role::Verb;
use register::{PersonId, Summary};
use store::{Look, NameQuery};

use super::incident::reason;
use crate::app::{App, Session};
use crate::commands::{FindPeople, SimilarPeople};
use crate::error::AppError;
use crate::looked::Looked;
use crate::present::duty::{age_sex, episode, name};
use crate::views::{EpisodeView, FindView, SimilarPeopleView, SimilarPersonView};
use crate::words;

/// Incidents read for one search, and people shown of them.
const CANDIDATES: u32 = 200;
const ENOUGH: usize = 5;
const SHOWN: usize = 20;
/// Jaro–Winkler similarity below which a name is not offered.
const LEAST_LIKENESS: f64 = 0.78;

/// Characters of a search that the log of looks keeps: more is not searched for either.
const LONGEST_QUERY: usize = 400;

/// Likely earlier episodes of the same person, as a report is typed. Where somebody is found it is a
/// look, once for what was typed (INV-9).
pub async fn similar_people(app: &App, command: SimilarPeople) -> Result<SimilarPeopleView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let typed = format!("{} {} {}", command.given_name, command.family_name, command.known_as);
    let query = NameQuery { text: typed.trim().to_owned(), born: command.date_of_birth.trim().to_owned() };
    let people = search(app, &session, &query).await?;
    let asked = words_of(&format!("{} {}", query.text, query.born));
    let looked = Looked::Similar(asked.clone());
    if !people.is_empty() && !session.has_looked(&looked) {
        let look = session.look(app.now_for(session.kind), None, "similar_people");
        session.vault.look(vec![Look { query: asked, ..look }]).await?;
        session.remember_look(looked);
    }
    Ok(SimilarPeopleView { people })
}

/// One box: names, exact or misspelt, and references. A search is logged (INV-9).
pub async fn find_people(app: &App, command: FindPeople) -> Result<FindView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let text = command.text.trim().to_owned();
    if text.is_empty() {
        return Err(AppError::field("text", "field-empty"));
    }
    let reason = reason(&command.reason)?;
    let now = app.now_for(session.kind);
    let look = Look { query: words_of(&text), reason, ..session.look(now, None, "find_people") };
    session.vault.look(vec![look]).await?;
    app.touch();
    let mut by_reference = session.vault.by_reference(&text.to_uppercase(), 20).await?;
    if by_reference.is_empty() {
        // Punctuated in a way of somebody's own, or a number from paper.
        for incident_id in session.vault.called(&[&text]).await?.into_values().flatten() {
            by_reference.extend(session.vault.summary(incident_id).await?);
        }
    }
    let incidents: Vec<EpisodeView> = by_reference.iter().map(|summary| episode(summary, now)).collect();
    let people = search(app, &session, &NameQuery { text, born: String::new() }).await?;
    Ok(FindView { people, incidents })
}

fn words_of(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_QUERY).collect()
}

async fn search(app: &App, session: &Session, query: &NameQuery) -> Result<Vec<SimilarPersonView>, AppError> {
    let now = app.now_for(session.kind);
    let found = session.vault.by_name(query, ENOUGH, CANDIDATES).await?;
    let mut people: BTreeMap<PersonId, Vec<Summary>> = BTreeMap::new();
    for summary in found {
        people.entry(summary.person_id).or_default().push(summary);
    }
    let mut ranked: Vec<(f64, Summary)> = people
        .into_values()
        .filter_map(|mut incidents| {
            incidents.sort_by_key(|summary| std::cmp::Reverse(summary.reported_at));
            let best = incidents.iter().map(|summary| likeness(query, summary)).fold(0.0, f64::max);
            incidents.into_iter().next().map(|latest| (best, latest))
        })
        .filter(|(likeness, _)| *likeness >= LEAST_LIKENESS)
        .collect();
    ranked.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(y.reported_at.cmp(&x.reported_at)));
    let mut shown = Vec::new();
    for (likeness, latest) in ranked.into_iter().take(SHOWN) {
        let episodes = session.vault.of_person(latest.person_id).await?;
        let newest = episodes.first().unwrap_or(&latest);
        shown.push(SimilarPersonView {
            person_id: latest.person_id,
            name: name(newest),
            age_sex: age_sex(newest, now),
            why: why(query, &latest, likeness),
            exact: likeness >= 1.0,
            episodes: u32::try_from(episodes.len()).unwrap_or(u32::MAX),
            last: episode(newest, now),
        });
    }
    Ok(shown)
}

/// 1.0 where every word typed is one of the person's; else how alike the best pairs are.
fn likeness(query: &NameQuery, summary: &Summary) -> f64 {
    let split = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let typed = split(&query.text);
    let names: Vec<String> = summary.names.iter().flat_map(|name| split(name)).collect();
    let same_birth = query.born.len() == 10 && query.born == summary.born;
    if typed.is_empty() {
        return if same_birth { 0.9 } else { 0.0 };
    }
    let best = |word: &String| {
        names
            .iter()
            .map(|name| {
                if name.starts_with(word.as_str()) && word.chars().count() >= 2 {
                    1.0
                } else {
                    strsim::jaro_winkler(word, name).min(0.99)
                }
            })
            .fold(0.0, f64::max)
    };
    #[allow(clippy::cast_precision_loss)]
    let mean = typed.iter().map(best).sum::<f64>() / typed.len() as f64;
    if same_birth { mean.max(0.9) } else { mean }
}

fn why(query: &NameQuery, summary: &Summary, likeness: f64) -> Vec<String> {
    let mut why = Vec::new();
    if likeness >= 1.0 {
        why.push(words::t("why-same-name"));
    } else if !query.text.trim().is_empty() {
        why.push(words::with("why-like-name", &[("name", &name(summary))]));
    }
    if query.born.len() == 10 && query.born == summary.born {
        why.push(words::t("why-same-birth"));
    }
    why
}
