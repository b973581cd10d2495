//! Is what a force was told what its officers signed, and were its numbers given out one after another?

use ed25519_dalek::VerifyingKey;
use register::telling::SignedTelling;

use super::{BATCH, Finding, FindingKind, Verified};
use crate::database::{Row, Tx};
use crate::error::CentralError;

/// Check all that one force was told.
pub(super) async fn verify(tx: &mut Tx, force: &str, verified: &mut Verified) -> Result<(), CentralError> {
    let (mut last, mut given) = (0, 0);
    loop {
        let rows = tx
            .rows(
                "SELECT t.*, (SELECT count(*) FROM officer_key k WHERE k.force = t.teller
                              AND k.public_key = t.officer_key) AS keys
                 FROM told t WHERE t.force = $1 AND t.number > $2 ORDER BY t.number LIMIT $3",
                [force.into(), last.into(), BATCH.into()],
            )
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            last = row.count("number")?;
            // It took a number as it was told, and another as somebody took it into the record.
            given += 1 + u64::from(row.maybe_int("taken_at")?.is_some());
            verified.tellings += 1;
            let kind = finding(row, force)?;
            verified.findings.extend(kind.map(|kind| Finding { kind, force: force.to_owned(), at: last }));
        }
    }
    if given != last {
        verified.findings.push(Finding {
            kind: FindingKind::TellingNumbers,
            force: force.to_owned(),
            at: last,
        });
    }
    Ok(())
}

fn finding(row: &Row, force: &str) -> Result<Option<FindingKind>, CentralError> {
    let signed = SignedTelling::kept(row.bytes("telling")?, row.array("signature")?);
    let Some(telling) = signed.read() else { return Ok(Some(FindingKind::TellingAltered)) };
    let as_written = telling.telling_id.bytes().as_slice() == row.bytes("telling_id")?
        && telling.incident_id.bytes().as_slice() == row.bytes("incident")?
        && telling.from.as_str() == row.text("teller")?
        && telling.to.as_str() == force;
    let key = VerifyingKey::from_bytes(&row.array("officer_key")?);
    let is_signed = key.is_ok_and(|key| signed.is_signed_by(&key));
    Ok(if !as_written || !is_signed {
        Some(FindingKind::TellingAltered)
    } else if row.count("keys")? == 0 {
        Some(FindingKind::TellingSigner)
    } else {
        None
    })
}
