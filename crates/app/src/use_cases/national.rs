//! Every force's open incidents: asked at central when it is reached, else looked up in the list held here, which says
//! how old it is and that the force-wide check was not made (needs F12, F39; INV-5).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use matching::{LooksQuery, NameQuery};
use protocol::{Failure, Find, HITS, LookKind, Open};
use register::Hash;
use register::national::{Extract, Hit, Looks, Range, Sought};
use register::role::Verb;
use store::Look;
use sync::{Device, SyncError};

use super::incident::reason;
use super::wide_checks::queue;
use crate::app::{App, Session};
use crate::commands::{FindNationally, Nothing, OpenNational, SoughtLooks};
use crate::error::{AppError, ErrorCode};
use crate::present::national::{checked_line, held_line, hit, record};
use crate::syncing::asked;
use crate::views::{LookByOtherView, LooksByOthersView, NationalOpenedView, NationalView};
use crate::words::t;

/// Characters of a search that the log of looks keeps.
const LONGEST_QUERY: usize = 400;

/// Search by name, or by description, place and time without one.
pub async fn find_nationally(app: &App, command: FindNationally) -> Result<NationalView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let why = given(&command.reason)?;
    let sought = sought(&command)?;
    let now = app.now_for(session.kind);
    let query = asked_for(&command);
    let look =
        Look { query: query.clone(), reason: why.clone(), ..session.look(now, None, "find_nationally") };
    session.vault.look(vec![look]).await?;
    app.touch();
    let find = Find { sought: sought.clone(), officer_id: session.officer.officer_id, reason: why };
    let own: &Session = &session;
    let found = ask(own, |central, device| {
        let find = find.clone();
        async move { sync::find(&central, device.of(own), || now, find).await }
    });
    match found.await {
        Ok(Some(found)) => {
            session.vault.check_needless(find.officer_id, &sought).await?;
            let as_of = DateTime::from_timestamp_millis(found.as_of).unwrap_or_default();
            let more = if found.complete { String::new() } else { t("national-more") };
            let hits = hits(&session, &found.hits, now).await?;
            let line = checked_line(as_of, now);
            Ok(NationalView { checked: true, line, queued: String::new(), hits, more })
        }
        Err(SyncError::Central(Failure::NotEntitled)) => {
            Err(AppError::new(ErrorCode::Refused, "error-national-not-entitled"))
        }
        Err(SyncError::Central(Failure::NoScope)) => Err(no_scope()),
        // Not enrolled, not reached: what is held here, and it says so.
        _ => {
            let held = session.vault.national().await?;
            let mut found = look_up(&held.extracts, &sought);
            let more = if found.len() > HITS { t("national-more") } else { String::new() };
            found.truncate(HITS);
            let held_here = found.iter().map(|hit| hit.extract.incident_id).collect();
            let queued = queue(&session, &find, query, held_here, now).await?;
            let hits = hits(&session, &found, now).await?;
            Ok(NationalView { checked: false, line: held_line(held.as_of, now), queued, hits, more })
        }
    }
}

/// The device's part of a question to central, for as long as the question takes.
pub(super) struct Asker {
    key: store::DeviceKey,
}

impl Asker {
    pub(super) fn of<'a>(&'a self, session: &'a Session) -> Device<'a> {
        Device { vault: &session.vault, key: &self.key, register_id: session.register_id, drafts: 0 }
    }
}

/// The answer of central, which waits for nothing once the register is being closed; `None` where the register is
/// enrolled with none.
pub(super) async fn ask<T, F>(
    session: &Session,
    question: impl FnOnce(sync::HttpCentral, Asker) -> F,
) -> Result<Option<T>, SyncError>
where
    F: Future<Output = Result<T, SyncError>>,
{
    let mut ended = session.syncing.ended();
    let answer = asked(session, |central, key| question(central, Asker { key }));
    tokio::select! {
        _ = ended.wait_for(|ended| *ended) => Err(SyncError::NotEnrolled),
        answer = answer => answer,
    }
}

fn no_scope() -> AppError {
    AppError::new(ErrorCode::Refused, "error-national-no-scope")
}

fn given(typed: &str) -> Result<String, AppError> {
    let why = reason(typed)?;
    if why.is_empty() { Err(AppError::field("reason", "field-national-reason")) } else { Ok(why) }
}

fn sought(command: &FindNationally) -> Result<Sought, AppError> {
    if !command.name.trim().is_empty() {
        return match NameQuery::of(&command.name) {
            Some(_) => Ok(Sought::Name(command.name.trim().to_owned())),
            None => Err(AppError::field("name", "field-national-name")),
        };
    }
    let looks = looks(&command.looks)?;
    match LooksQuery::of(&looks) {
        Some(_) => Ok(Sought::Looks(looks)),
        None => Err(AppError::field("name", "field-national-nothing")),
    }
}

fn looks(said: &SoughtLooks) -> Result<Looks, AppError> {
    let range = |from: Option<u32>, to: Option<u32>, field: &str| match (from.or(to), to.or(from)) {
        (Some(from), Some(to)) if from > to => Err(AppError::field(field, "field-national-range")),
        (Some(from), Some(to)) => Ok(Some(Range { from, to })),
        _ => Ok(None),
    };
    let text = |text: &str| text.trim().to_owned();
    let (from, to) = (said.seen_from, said.seen_to);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(AppError::field("looks.seen_to", "field-national-range"));
    }
    Ok(Looks {
        sex: text(&said.sex),
        age: range(said.age_from, said.age_to, "looks.age_to")?,
        height: range(said.height_from, said.height_to, "looks.height_to")?,
        build: text(&said.build),
        hair: text(&said.hair),
        clothing: text(&said.clothing),
        place: text(&said.place),
        seen_from: from.map(|at| at.timestamp_millis()),
        seen_to: to.map(|at| at.timestamp_millis()),
    })
}

/// What was searched for, as the log of looks keeps it: a name alone, where one was given.
fn asked_for(command: &FindNationally) -> String {
    let name = command.name.trim();
    if !name.is_empty() {
        return name.chars().take(LONGEST_QUERY).collect();
    }
    let said = &command.looks;
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let parts = [
        said.sex.clone(),
        number(said.age_from),
        number(said.age_to),
        said.build.clone(),
        said.hair.clone(),
        said.clothing.clone(),
        said.place.clone(),
    ];
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(", ").chars().take(LONGEST_QUERY).collect()
}

pub(super) async fn hits(
    session: &Session,
    found: &[Hit],
    now: DateTime<Utc>,
) -> Result<Vec<crate::views::NationalHitView>, AppError> {
    session.remember_pictures(found);
    let mut views = Vec::with_capacity(found.len());
    for one in found {
        let held = session.vault.summary(one.extract.incident_id).await?.is_some();
        views.push(hit(one, held, now));
    }
    Ok(views)
}

/// The same search over what is held here.
fn look_up(held: &[Extract], sought: &Sought) -> Vec<Hit> {
    let score = |extract: &Extract| match sought {
        Sought::Name(name) => NameQuery::of(name)?.score(extract),
        Sought::Looks(looks) => LooksQuery::of(looks)?.score(extract),
    };
    let mut hits: Vec<Hit> = held
        .iter()
        .filter_map(|extract| {
            let (score, reasons) = score(extract)?;
            Some(Hit { extract: extract.clone(), score, reasons })
        })
        .collect();
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), hit.extract.incident_id));
    hits
}

/// One incident of another force, as far as all may see it. Its force is told who looked and why; where central is not
/// reached, the look goes up with the others of this laptop.
pub async fn open_national(app: &App, command: OpenNational) -> Result<NationalOpenedView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let why = given(&command.reason)?;
    let now = app.now_for(session.kind);
    let incident_id = command.incident_id;
    let look = Look { reason: why.clone(), ..session.look(now, Some(incident_id), "open_national") };
    session.vault.look(vec![look]).await?;
    app.touch();
    let open = Open { incident_id, officer_id: session.officer.officer_id, reason: why };
    let own: &Session = &session;
    let opened = ask(own, |central, device| {
        let open = open.clone();
        async move { sync::open(&central, device.of(own), || now, open).await }
    });
    let held = session.vault.summary(incident_id).await?.is_some();
    let gone = || AppError::new(ErrorCode::NotFound, "error-national-gone");
    match opened.await {
        Ok(Some(opened)) => {
            let as_of = DateTime::from_timestamp_millis(opened.as_of).unwrap_or_default();
            let line = checked_line(as_of, now);
            let record = record(&opened.extract, held, now);
            let named = |bytes: &Vec<u8>| Some(Hash::of(bytes)) == opened.extract.thumbnail;
            let thumbnail = opened.thumbnail.filter(named).map(|bytes| BASE64.encode(bytes));
            Ok(NationalOpenedView { record, checked: true, line, thumbnail })
        }
        Err(SyncError::Central(Failure::NotFound)) => Err(gone()),
        Err(SyncError::Central(Failure::NoScope)) => Err(no_scope()),
        _ => {
            let extract = session.vault.national_one(incident_id).await?.ok_or_else(gone)?;
            let as_of = session.vault.national().await?.as_of;
            let line = held_line(as_of, now);
            Ok(NationalOpenedView {
                record: record(&extract, held, now),
                checked: false,
                line,
                thumbnail: None,
            })
        }
    }
}

/// Who of other forces looked at this force's incidents, and why, newest first.
pub async fn looks_by_others(app: &App, _: Nothing) -> Result<LooksByOthersView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let now = app.now_for(session.kind);
    let own: &Session = &session;
    let looks =
        ask(
            own,
            |central, device| async move { sync::looks_at_ours(&central, device.of(own), || now).await },
        );
    let looks = looks
        .await
        .map_err(|_| AppError::new(ErrorCode::Central, "error-central-unreachable"))?
        .unwrap_or_default();
    let mut views = Vec::with_capacity(looks.len());
    for look in looks.into_iter().rev() {
        let summary = session.vault.summary(look.incident_id).await?;
        views.push(LookByOtherView {
            at: DateTime::from_timestamp_millis(look.at).unwrap_or_default(),
            force_name: look.force.name().to_owned(),
            incident_id: look.incident_id,
            reference: summary.map(|summary| summary.reference).unwrap_or_default(),
            how: t(match look.kind {
                LookKind::Listed => "looked-listed",
                LookKind::Opened => "looked-opened",
                LookKind::Told => "looked-told",
            }),
            reason: look.reason,
        });
    }
    Ok(LooksByOthersView { looks: views })
}
