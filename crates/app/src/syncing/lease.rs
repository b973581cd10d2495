//! How long an enrolled register opens without its central service, and what happens when its device is revoked.
//! Invented people need no guard: a training register's central may be away for good.

use chrono::{DateTime, TimeDelta, Utc};
use register::Thresholds;
use store::{Enrolment, keys};

use super::{exchange, seldom};
use crate::app::{App, Session};
use crate::error::{AppError, ErrorCode};
use crate::words;

/// Whether the lease of this enrolment runs at a time; `newest` is when this device wrote its last entry since the contact.
/// It is counted to the highest time seen since then, so that a clock that was set back gives nothing; and where the
/// clock stands before the contact it was put right since, or is wrong now, and central's time then is what counts.
fn runs_at(
    enrolment: &Enrolment,
    thresholds: &Thresholds,
    now: DateTime<Utc>,
    newest: Option<DateTime<Utc>>,
) -> bool {
    let contact = enrolment.last_contact_at.unwrap_or(enrolment.enrolled_at);
    let since = match enrolment.contact_central_at {
        Some(central) if now < contact => central.min(contact),
        _ => contact,
    };
    newest.map_or(now, |newest| newest.max(now)) - since < TimeDelta::hours(thresholds.lease_hours.into())
}

/// Whether the register may stay open. Where the file cannot say, it does: that is told elsewhere.
pub(super) async fn runs(app: &App, session: &Session) -> bool {
    if session.training() {
        return true;
    }
    match (session.vault.enrolment().await, session.vault.newest_entry_at().await) {
        (Ok(Some(enrolment)), Ok(newest)) => {
            runs_at(&enrolment, session.thresholds(), app.now_for(session.kind), newest)
        }
        _ => true,
    }
}

/// Before a register is shown: one whose lease has run out must reach central first.
pub(crate) async fn renewed(app: &App, session: &Session) -> Result<(), AppError> {
    if runs(app, session).await || exchange(app, session, seldom(session)).await.is_ok() {
        return Ok(());
    }
    let hours = session.thresholds().lease_hours.to_string();
    Err(AppError::with(ErrorCode::Central, "error-lease", &[("hours", &hours)]))
}

/// The device was revoked: no officer opens the register on it any more.
pub(super) fn revoked(app: &App, session: &Session) {
    if let Err(error) = keys::destroy_slots(&session.lock) {
        tracing::error!(%error, "the slots of a revoked device are not destroyed");
    }
    let app = app.clone();
    // After whoever asked has let go of the register.
    tokio::spawn(async move { app.close(&words::t("lock-revoked")).await });
}

#[cfg(test)]
mod tests {
    use protocol::CentralKey;
    use register::force::ForceCode;
    use rstest::rstest;

    use super::*;

    const YEAR: i64 = 365 * 24;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_000_000 + hours * 3_600, 0).expect("a time")
    }

    /// Hours of the clock at the contact, now, and when the last entry since was written.
    #[rstest]
    #[case::right((0, 71, Some(70)), true)]
    #[case::out_of_contact((0, 72, None), false)]
    #[case::set_back_gives_nothing((0, 1, Some(72)), false)]
    #[case::ahead_at_the_contact_and_still((YEAR, YEAR + 71, Some(YEAR + 70)), true)]
    #[case::ahead_and_out_of_contact((YEAR, YEAR + 72, None), false)]
    #[case::ahead_at_the_contact_and_put_right((YEAR, 71, None), true)]
    #[case::put_right_and_out_of_contact((YEAR, 72, None), false)]
    #[case::behind_at_the_contact_and_still((-YEAR, 71 - YEAR, None), true)]
    #[case::behind_and_put_right((-YEAR, 1, None), false)]
    #[case::back_to_the_beginning_as_without_a_battery((0, -9 * YEAR, None), true)]
    fn a_clock_that_was_wrong_neither_ends_a_lease_for_good_nor_keeps_it_from_ending(
        #[case] (contact, now, newest): (i64, i64, Option<i64>),
        #[case] runs: bool,
    ) {
        let enrolment = Enrolment {
            address: String::new(),
            trusted: None,
            central_key: CentralKey([0; 32]),
            force: ForceCode::parse("NM").expect("a force"),
            enrolled_at: at(0),
            era: 1,
            cursor: 0,
            sent_through: 0,
            last_contact_at: Some(at(contact)),
            contact_central_at: Some(at(0)),
            filling: false,
            whole_from: None,
        };
        assert_eq!(runs_at(&enrolment, &Thresholds::default(), at(now), newest.map(at)), runs);
    }
}
