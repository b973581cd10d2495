//! What of the index whoever asks may see: police all of it, another organisation what its scope grants.
//!
//! A scope is data (`scope`, `scope_force`), only ever added to: of those that have begun the last one holds, unless it
//! grants nothing or has run out. It must not know how it is granted: that is the business of `administration`.

use protocol::SCOPE_ERA;
use register::Hash;
use register::force::ForceCode;

use super::find::Asked;
use crate::database::Tx;
use crate::error::CentralError;
use crate::ledger::device::force_code;

/// What may be seen.
#[derive(Clone, Debug)]
pub(crate) enum Sight {
    /// All of it.
    Police,
    /// What a scope grants.
    Scope(Scope),
}

/// A scope that holds now.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    force: ForceCode,
    number: u64,
    /// Of whose incidents; `None`: of every police force.
    forces: Option<Vec<ForceCode>>,
    /// Only of people who may have been younger than this. Whose age is not known is not shown then.
    under: Option<i64>,
}

impl Sight {
    /// What a force may see now; `None`: nothing, since it is no police force and no scope of it holds.
    pub(crate) async fn of(tx: &mut Tx, force: &ForceCode, now: i64) -> Result<Option<Self>, CentralError> {
        let row = tx.row("SELECT police FROM force WHERE force = $1", [force.into()]).await?;
        if row.map(|row| row.int("police")).transpose()? == Some(1) {
            return Ok(Some(Self::Police));
        }
        Ok(Scope::of(tx, force, now).await?.map(Self::Scope))
    }

    /// The era of pages for whoever sees so. Another scope is another era: what was held under the one before is dropped.
    pub(crate) fn era(&self, era: u64) -> u64 {
        match self {
            Self::Police => era,
            Self::Scope(Scope { force, number, .. }) => {
                let Hash([a, b, c, d, e, f, g, h, ..]) =
                    Hash::of(format!("{era} {force} {number}").as_bytes());
                u64::from_be_bytes([a, b, c, d, e, f, g, h]) >> 2 | SCOPE_ERA
            }
        }
    }

    /// The condition on a row `n` of the index under which it is shown.
    pub(super) fn shown(&self, asked: &mut Asked) -> String {
        self.condition("age_from", asked)
    }

    /// The condition on a row `n` under which it is or may once have been shown: its removal is told.
    pub(super) fn ever_shown(&self, asked: &mut Asked) -> String {
        self.condition("youngest", asked)
    }

    fn condition(&self, age: &str, asked: &mut Asked) -> String {
        let Self::Scope(scope) = self else { return "TRUE".to_owned() };
        let forces = match &scope.forces {
            None => "SELECT p.force FROM force p WHERE p.police = 1".to_owned(),
            Some(forces) => {
                let places: Vec<String> = forces.iter().map(|force| asked.put(force)).collect();
                places.join(", ")
            }
        };
        let under = scope.under.map(|under| format!(" AND n.{age} < {}", asked.put(under)));
        format!("n.force IN ({forces}){}", under.unwrap_or_default())
    }
}

impl Scope {
    async fn of(tx: &mut Tx, force: &ForceCode, now: i64) -> Result<Option<Self>, CentralError> {
        let sql = "SELECT number, withdrawn, all_police, under, until_at FROM scope
                   WHERE force = $1 AND from_at <= $2 ORDER BY number DESC LIMIT 1";
        let Some(row) = tx.row(sql, [force.into(), now.into()]).await? else { return Ok(None) };
        let has_ended = row.maybe_int("until_at")?.is_some_and(|until| until <= now);
        if row.int("withdrawn")? != 0 || has_ended {
            return Ok(None);
        }
        let number = row.count("number")?;
        let forces = if row.int("all_police")? != 0 { None } else { Some(sees(tx, force, number).await?) };
        Ok(Some(Self { force: force.clone(), number, forces, under: row.maybe_int("under")? }))
    }
}

/// The forces that one scope names.
pub(crate) async fn sees(
    tx: &mut Tx,
    force: &ForceCode,
    number: u64,
) -> Result<Vec<ForceCode>, CentralError> {
    let sql = "SELECT sees FROM scope_force WHERE force = $1 AND number = $2 ORDER BY sees";
    let rows = tx.rows(sql, [force.into(), number.into()]).await?;
    rows.iter().map(|row| force_code(&row.text("sees")?)).collect()
}
