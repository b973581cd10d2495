//! What forces told each other: kept as it was signed, numbered for the force that is told, given out to it alone.
//! It must not know who may ask: that is the business of `centre`.

use ed25519_dalek::VerifyingKey;
use protocol::{
    AcceptTold, Failure, Taking, Told, ToldAsked, ToldForm, ToldState, ToldStateAsked, ToldStates,
};
use register::force::ForceCode;
use register::telling::{SignedTelling, Telling};
use register::{DeviceId, OfficerId, TellingId};

use crate::database::{Database, Row, Tx, Value};
use crate::error::CentralError;
use crate::ledger::device::force_code;

const COLUMNS: &str = "telling_id, number, teller, telling, signature, officer_key, told_at, delivered_at, taker_id, \
                       taker, taken_at, force";

/// A telling that was found to be signed, on its way in.
#[derive(Debug)]
pub(crate) struct Coming {
    pub telling: Telling,
    pub signed: SignedTelling,
    pub officer_key: VerifyingKey,
    pub device_id: DeviceId,
}

/// The key of the officer, good now, that signed.
///
/// # Errors
/// [`Failure::NotEntitled`] where the force has no such officer; [`Failure::Signature`].
pub(crate) async fn signer(
    database: &Database,
    telling: &Telling,
    signed: &SignedTelling,
) -> Result<VerifyingKey, CentralError> {
    let mut tx = database.read().await?;
    let sql = "SELECT public_key FROM officer_key k WHERE force = $1 AND officer_id = $2 AND ended = 0
               AND NOT EXISTS (SELECT 1 FROM suspension s WHERE s.force = k.force
                               AND s.officer_id = k.officer_id)";
    let rows = tx.rows(sql, [(&telling.from).into(), telling.officer_id.into()]).await?;
    if rows.is_empty() {
        return Err(Failure::NotEntitled.into());
    }
    for row in rows {
        let key = VerifyingKey::from_bytes(&row.array("public_key")?);
        let key = key.map_err(|_| CentralError::Row("public_key"))?;
        if signed.is_signed_by(&key) {
            return Ok(key);
        }
    }
    Err(Failure::Signature.into())
}

/// Keep a telling under the force that is told; whether it is new, and how far it has come.
///
/// # Errors
/// [`Failure::NotFound`] where the incident is not one of a police force of that code; [`Failure::Taken`].
pub(crate) async fn keep(
    database: &Database,
    coming: &Coming,
    now: i64,
) -> Result<(bool, ToldState), CentralError> {
    let Telling { telling_id, from, to, incident_id, .. } = &coming.telling;
    let mut tx = database.write(to).await?;
    // Whatever has become of the incident since: what is told of a closed one is not lost.
    let theirs = tx
        .row(
            "SELECT 1 AS known FROM stream_owner o JOIN force f ON f.force = o.force AND f.police = 1
             WHERE o.stream = $1 AND o.force = $2
                 AND NOT EXISTS (SELECT 1 FROM register_pin p WHERE p.register_id = o.stream)",
            [(*incident_id.bytes()).into(), to.into()],
        )
        .await?;
    if theirs.is_none() {
        return Err(Failure::NotFound.into());
    }
    if let Some(held) = find(&mut tx, *telling_id).await? {
        let same = held.teller == *from && held.told.telling == coming.signed;
        return if same { Ok((false, held.state())) } else { Err(Failure::Taken.into()) };
    }
    let number = next(&mut tx, to).await?;
    let row: [Value; 10] = [
        to.into(),
        (*telling_id.0.as_bytes()).into(),
        number.into(),
        from.into(),
        coming.device_id.into(),
        (*incident_id.bytes()).into(),
        coming.signed.bytes().to_vec().into(),
        coming.signed.signature().into(),
        coming.officer_key.to_bytes().into(),
        now.into(),
    ];
    tx.insert(
        "told (force, telling_id, number, teller, device_id, incident, telling, signature, officer_key, told_at)",
        vec![row],
    )
    .await?;
    tx.commit().await?;
    Ok((true, ToldState { telling_id: *telling_id, told_at: now, delivered_at: None, taking: None }))
}

/// Note what the device says by its cursor that it holds; the forces whose tellings came further by it.
pub(crate) async fn deliver(
    database: &Database,
    force: &ForceCode,
    device_id: DeviceId,
    through: u64,
    now: i64,
) -> Result<Vec<ForceCode>, CentralError> {
    let held = [force.into(), through.into()];
    let sql = "SELECT DISTINCT teller FROM told WHERE force = $1 AND number <= $2 AND delivered_at IS NULL";
    if database.read().await?.row(sql, held.clone()).await?.is_none() {
        return Ok(Vec::new());
    }
    let mut tx = database.write(force).await?;
    let tellers = tx.rows(sql, held).await?;
    tx.run(
        "UPDATE told SET delivered_at = $3, delivered_to = $4
         WHERE force = $1 AND number <= $2 AND delivered_at IS NULL",
        [force.into(), through.into(), now.into(), device_id.into()],
    )
    .await?;
    tx.commit().await?;
    tellers.iter().map(|row| force_code(&row.text("teller")?)).collect()
}

/// What the force was told after a number, as many as asked for.
pub(crate) async fn page(
    database: &Database,
    force: &ForceCode,
    asked: &ToldAsked,
    most: u32,
    era: u64,
) -> Result<(ToldForm, Vec<Told>), CentralError> {
    let after = if asked.era == era { asked.after } else { 0 };
    let mut tx = database.read().await?;
    let sql = format!("SELECT {COLUMNS} FROM told WHERE force = $1 AND number > $2 ORDER BY number LIMIT $3");
    let limit = i64::from(asked.limit.clamp(1, most));
    let rows = tx.rows(sqlx::AssertSqlSafe(sql), [force.into(), after.into(), limit.into()]).await?;
    let told = rows.iter().map(|row| Ok(held(row)?.told)).collect::<Result<Vec<_>, CentralError>>()?;
    let next = told.last().map_or(after, |told| told.number);
    Ok((ToldForm { after, next, era }, told))
}

/// Note who took a telling; the force that told it, whether this is the first to take it, and how far it has come.
///
/// # Errors
/// [`Failure::NotFound`] where it was not told to this force.
pub(crate) async fn accept(
    database: &Database,
    force: &ForceCode,
    device_id: DeviceId,
    accept: &AcceptTold,
    now: i64,
) -> Result<(ForceCode, bool, ToldState), CentralError> {
    let mut tx = database.write(force).await?;
    let held = find(&mut tx, accept.telling_id).await?;
    let mut held = held.filter(|held| held.force == *force).ok_or(Failure::NotFound)?;
    if held.told.taking.is_some() {
        return Ok((held.teller.clone(), false, held.state()));
    }
    let number = next(&mut tx, force).await?;
    let Taking { officer_id, officer, at } = accept.taking.clone();
    tx.run(
        "UPDATE told SET number = $3, taker_id = $4, taker = $5, taken_at = $6,
                delivered_at = COALESCE(delivered_at, $7), delivered_to = COALESCE(delivered_to, $8)
         WHERE force = $1 AND telling_id = $2",
        [
            force.into(),
            (*accept.telling_id.0.as_bytes()).into(),
            number.into(),
            officer_id.into(),
            officer.into(),
            at.into(),
            now.into(),
            device_id.into(),
        ],
    )
    .await?;
    tx.commit().await?;
    held.delivered_at.get_or_insert(now);
    held.told.taking = Some(accept.taking.clone());
    Ok((held.teller.clone(), true, held.state()))
}

/// How far what this force told has come.
pub(crate) async fn states(
    database: &Database,
    force: &ForceCode,
    asked: &ToldStateAsked,
) -> Result<ToldStates, CentralError> {
    let mut tx = database.read().await?;
    let mut states = Vec::new();
    for id in &asked.tellings {
        states
            .extend(find(&mut tx, *id).await?.filter(|held| held.teller == *force).map(|held| held.state()));
    }
    Ok(ToldStates { states })
}

/// A row.
struct Held {
    telling_id: TellingId,
    force: ForceCode,
    teller: ForceCode,
    told: Told,
    delivered_at: Option<i64>,
}

impl Held {
    fn state(&self) -> ToldState {
        ToldState {
            telling_id: self.telling_id,
            told_at: self.told.told_at,
            delivered_at: self.delivered_at,
            taking: self.told.taking.clone(),
        }
    }
}

async fn find(tx: &mut Tx, id: TellingId) -> Result<Option<Held>, CentralError> {
    let sql = format!("SELECT {COLUMNS} FROM told WHERE telling_id = $1");
    let row = tx.row(sqlx::AssertSqlSafe(sql), [(*id.0.as_bytes()).into()]).await?;
    row.map(|row| held(&row)).transpose()
}

/// The number after the last one of this force; its row is locked.
async fn next(tx: &mut Tx, force: &ForceCode) -> Result<u64, CentralError> {
    let sql = "SELECT COALESCE(MAX(number), 0) + 1 AS number FROM told WHERE force = $1";
    tx.row(sql, [force.into()]).await?.ok_or(CentralError::Row("told"))?.count("number")
}

fn held(row: &Row) -> Result<Held, CentralError> {
    let taken = row.maybe_int("taken_at")?;
    let taking = match (taken, row.maybe_bytes("taker_id")?, row.maybe_text("taker")?) {
        (Some(at), Some(id), Some(officer)) => {
            let officer_id = OfficerId::from_slice(&id).ok_or(CentralError::Row("taker_id"))?;
            Some(Taking { officer_id, officer, at })
        }
        _ => None,
    };
    Ok(Held {
        telling_id: TellingId::from_slice(&row.bytes("telling_id")?)
            .ok_or(CentralError::Row("telling_id"))?,
        force: force_code(&row.text("force")?)?,
        teller: force_code(&row.text("teller")?)?,
        told: Told {
            number: row.count("number")?,
            telling: SignedTelling::kept(row.bytes("telling")?, row.array("signature")?),
            officer_key: row.array("officer_key")?,
            told_at: row.int("told_at")?,
            taking,
        },
        delivered_at: row.maybe_int("delivered_at")?,
    })
}
