//! What organisations other than police may see of the national index: granted, altered and ended by an administrator.

use chrono::{NaiveDate, NaiveTime};
use protocol::REASON;
use register::force::ForceCode;
use serde::Serialize;

use crate::clock::Clock;
use crate::database::{Database, Tx, Value};
use crate::error::CentralError;
use crate::national::scope::sees;

/// The oldest that a limit of age may name.
const OLDEST: u32 = 130;

/// Whose incidents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sees {
    /// Of every police force.
    AllPolice,
    /// Of these police forces.
    Forces(Vec<ForceCode>),
    /// Nobody's: the scope that held is withdrawn.
    Nothing,
}

/// A scope to grant, or the end of one.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Whose incidents.
    pub sees: Sees,
    /// Only of people who may have been younger than this, in years.
    pub under: Option<u32>,
    /// For what; where it is withdrawn, why.
    pub purpose: String,
    /// The administrator who grants it.
    pub by: String,
    /// From the beginning of this day (UTC); `None`: from now.
    pub from: Option<NaiveDate>,
    /// To the end of this day (UTC); `None`: until it is withdrawn.
    pub until: Option<NaiveDate>,
}

/// Grant an organisation other than police what it may see, or withdraw it. What it was granted before ends when this
/// begins.
///
/// # Errors
/// [`CentralError::Asked`] where the organisation or a force is not known, is not what it must be, or the grant says
/// too little or what cannot be.
pub async fn grant_scope(
    database: &Database,
    force: &ForceCode,
    grant: &Grant,
    clock: &Clock,
) -> Result<(), CentralError> {
    let now = clock.now();
    let asked = |why: &str| Err(CentralError::Asked(why.to_owned()));
    let text = |text: &str| !text.trim().is_empty() && text.chars().count() <= REASON;
    if !text(&grant.purpose) {
        return asked(
            "say what the scope is for, or why it is withdrawn, in at most 1000 characters (--purpose)",
        );
    }
    if !text(&grant.by) {
        return asked("say who grants it (--by)");
    }
    if grant.under.is_some_and(|under| !(1..=OLDEST).contains(&under)) {
        return asked("an age limit is from 1 to 130 years (--under)");
    }
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    let from = grant.from.map_or(now, |day| midnight(day).max(now));
    let until = grant.until.map(|day| day.succ_opt().map_or(i64::MAX, midnight));
    if until.is_some_and(|until| until <= from) {
        return asked("the scope ends before it begins (--from, --until)");
    }
    let withdrawn = grant.sees == Sees::Nothing;
    if withdrawn && (grant.under.is_some() || until.is_some()) {
        return asked("a withdrawal has no age limit and no end");
    }
    let mut tx = database.write(force).await?;
    match is_police(&mut tx, force).await? {
        Some(false) => {}
        Some(true) => {
            return asked(&format!("{force} is police, which sees all of the index: it has no scope"));
        }
        None => {
            return asked(&format!("there is no {force}: add it with `force add {force} --code-adopted …`"));
        }
    }
    let mut forces = match &grant.sees {
        Sees::Forces(forces) => forces.clone(),
        Sees::AllPolice | Sees::Nothing => Vec::new(),
    };
    forces.sort();
    forces.dedup();
    if matches!(grant.sees, Sees::Forces(_)) && forces.is_empty() {
        return asked("name the forces (--forces)");
    }
    for one in &forces {
        if is_police(&mut tx, one).await? != Some(true) {
            return asked(&format!("{one} is not a police force that is known here"));
        }
    }
    let sql = "SELECT COALESCE(MAX(number), 0) + 1 AS number FROM scope WHERE force = $1";
    let number = tx.row(sql, [force.into()]).await?.ok_or(CentralError::Row("scope"))?.count("number")?;
    let row: [Value; 10] = [
        force.into(),
        number.into(),
        now.into(),
        grant.by.trim().into(),
        grant.purpose.trim().into(),
        withdrawn.into(),
        (grant.sees == Sees::AllPolice).into(),
        grant.under.map(i64::from).into(),
        from.into(),
        until.into(),
    ];
    tx.insert(
        "scope (force, number, granted_at, granted_by, purpose, withdrawn, all_police, under, from_at, until_at)",
        vec![row],
    )
    .await?;
    let rows = forces.iter().map(|one| -> [Value; 3] { [force.into(), number.into(), one.into()] });
    tx.insert("scope_force (force, number, sees)", rows.collect()).await?;
    tx.commit().await
}

async fn is_police(tx: &mut Tx, force: &ForceCode) -> Result<Option<bool>, CentralError> {
    let row = tx.row("SELECT police FROM force WHERE force = $1", [force.into()]).await?;
    row.map(|row| Ok(row.int("police")? == 1)).transpose()
}

/// One scope that was granted, or the end of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScopeLine {
    /// The organisation.
    pub force: String,
    /// Its number among those of the organisation.
    pub number: u64,
    /// Whether it is what the organisation may see now.
    pub holds: bool,
    /// Whether it grants nothing and ends the one before.
    pub withdrawn: bool,
    /// Whether it grants incidents of every police force.
    pub all_police: bool,
    /// Else of these.
    pub forces: Vec<String>,
    /// Only of people who may have been younger than this, in years.
    pub under: Option<i64>,
    /// For what, or why it was withdrawn.
    pub purpose: String,
    /// By whom.
    pub granted_by: String,
    /// When it was granted: milliseconds since 1970 (UTC).
    pub granted_at: i64,
    /// From when.
    pub from_at: i64,
    /// Until when.
    pub until_at: Option<i64>,
}

/// Every scope that was ever granted to an organisation, or to all, in the order in which they were.
///
/// # Errors
/// [`CentralError::Database`].
pub async fn scopes(
    database: &Database,
    force: Option<&ForceCode>,
    clock: &Clock,
) -> Result<Vec<ScopeLine>, CentralError> {
    let now = clock.now();
    let mut tx = database.read().await?;
    let rows = tx
        .rows(
            "SELECT s.force, s.number, s.granted_at, s.granted_by, s.purpose, s.withdrawn, s.all_police, s.under,
                    s.from_at, s.until_at,
                    (SELECT MAX(l.number) FROM scope l WHERE l.force = s.force AND l.from_at <= $2) AS last
             FROM scope s WHERE s.force = COALESCE($1, s.force) ORDER BY s.force, s.number",
            [force.map(|force| force.as_str().to_owned()).into(), now.into()],
        )
        .await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let (force, number) = (row.text("force")?, row.count("number")?);
        let code = crate::ledger::device::force_code(&force)?;
        let forces = sees(&mut tx, &code, number).await?;
        let (withdrawn, until_at) = (row.int("withdrawn")? != 0, row.maybe_int("until_at")?);
        let is_last = row.maybe_int("last")? == Some(row.int("number")?);
        lines.push(ScopeLine {
            force,
            number,
            holds: is_last && !withdrawn && until_at.is_none_or(|until| until > now),
            withdrawn,
            all_police: row.int("all_police")? != 0,
            forces: forces.iter().map(ToString::to_string).collect(),
            under: row.maybe_int("under")?,
            purpose: row.text("purpose")?,
            granted_by: row.text("granted_by")?,
            granted_at: row.int("granted_at")?,
            from_at: row.int("from_at")?,
            until_at,
        });
    }
    Ok(lines)
}
