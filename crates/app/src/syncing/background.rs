//! Exchanges by themselves, for as long as a register is open. Nothing here keeps the register open: it is taken
//! hold of for one exchange at a time, and let go of at once when it is being closed.

use std::sync::{Arc, Weak};
use std::time::Duration;

use protocol::Wake;
use rand::Rng as _;
use sync::{Device, Ended, HttpWakes, Pace, Rounds};

use super::{carry, exchange, make_checks, seldom, tell, tell_forces};
use crate::app::{App, Inner, Session};

/// The words name minutes, so they are told anew so often.
const TOLD_EVERY: Duration = Duration::from_secs(30);

pub(super) async fn keep(program: Weak<Inner>, session: Weak<Session>) {
    let Some((pace, grown)) = session.upgrade().map(|session| (pace(&session), session.vault.grown())) else {
        return;
    };
    let mut background = Background { program, session };
    if background.is_enrolled().await {
        let beside =
            || Background { program: background.program.clone(), session: background.session.clone() };
        let (saying, carrying, telling, checking) = (beside(), beside(), beside(), beside());
        tokio::select! {
            () = sync::keep(&mut background, &pace, grown, || rand::rng().random_range(0.0..=1.0)) => {}
            () = saying.tell() => {}
            () = carrying.after_each(Beside::Carried) => {}
            () = telling.after_each(Beside::Told) => {}
            () = checking.after_each(Beside::Checks) => {}
        }
    }
}

fn pace(session: &Session) -> Pace {
    let thresholds = session.thresholds();
    let seconds = |n: u32| Duration::from_secs(n.into());
    Pace {
        poll: seconds(thresholds.sync_poll_seconds),
        unwoken: seconds(thresholds.sync_poll_unwoken_seconds),
        first_again: seconds(thresholds.sync_retry_seconds),
        longest: seconds(thresholds.sync_retry_longest_seconds),
    }
}

/// What goes beside exchanges, each on a way of its own: no photograph keeps a sighting waiting.
#[derive(Clone, Copy)]
enum Beside {
    /// Looks, photographs, the national index.
    Carried,
    /// What is told between forces.
    Told,
    /// Force-wide checks that wait.
    Checks,
}

impl Beside {
    /// What fails goes on after the next exchange.
    async fn go_on(self, app: &App, session: &Session) {
        match self {
            Self::Carried => drop(carry(app, session).await),
            Self::Told => drop(tell_forces(app, session).await),
            Self::Checks => drop(make_checks(app, session).await),
        }
    }
}

struct Background {
    program: Weak<Inner>,
    session: Weak<Session>,
}

impl Background {
    fn open(&self) -> Option<(App, Arc<Session>)> {
        Some((App::of(self.program.upgrade()?), self.session.upgrade()?))
    }

    async fn is_enrolled(&self) -> bool {
        match self.session.upgrade() {
            Some(session) => matches!(session.vault.enrolment().await, Ok(Some(_))),
            None => false,
        }
    }

    /// After each exchange that went well, beside the ones that follow: what is large keeps nothing else waiting.
    async fn after_each(self, beside: Beside) {
        let Some(mut exchanged) = self.open().map(|(_, session)| session.syncing.exchanged.subscribe())
        else {
            return;
        };
        while exchanged.changed().await.is_ok() {
            let Some((app, session)) = self.open() else { return };
            let mut ended = session.syncing.ended();
            tokio::select! {
                _ = ended.wait_for(|ended| *ended) => return,
                () = beside.go_on(&app, &session) => {}
            }
        }
    }

    async fn tell(self) {
        loop {
            tokio::time::sleep(TOLD_EVERY).await;
            let Some((app, session)) = self.open() else { return };
            tell(&app, &session).await;
            if !super::lease::runs(&app, &session).await {
                tokio::spawn(async move { app.close(&crate::words::t("lock-lease")).await });
                return;
            }
        }
    }
}

impl Rounds for Background {
    type Wakes = HttpWakes;

    async fn round(&mut self) -> Ended {
        let Some((app, session)) = self.open() else { return Ended::Over };
        let mut ended = session.syncing.ended.subscribe();
        let again = seldom(&session);
        tokio::select! {
            _ = ended.wait_for(|ended| *ended) => Ended::Over,
            done = exchange(&app, &session, again) => match done {
                Ok(_) => Ended::Well,
                Err(error) => Ended::Failed { asked: error.retry_after_ms().map(Duration::from_millis) },
            },
        }
    }

    async fn watch(&mut self) -> Option<HttpWakes> {
        let (app, session) = self.open()?;
        let mut ended = session.syncing.ended.subscribe();
        let asking = async {
            let enrolment = session.vault.enrolment().await.ok()??;
            let central = session.syncing.central(&enrolment).ok()?;
            let key = session.vault.kept_device_key().await.ok()??;
            let device =
                Device { vault: &session.vault, key: &key, register_id: session.register_id, drafts: 0 };
            sync::watch(&central, device, app.now_for(session.kind)).await.ok()
        };
        tokio::select! {
            _ = ended.wait_for(|ended| *ended) => None,
            wakes = asking => wakes,
        }
    }

    async fn reached(&mut self) {
        let exchanged = self.open().map(|(_, session)| session.syncing.exchanged.subscribe());
        if let Some(mut exchanged) = exchanged {
            let _ = exchanged.changed().await;
        }
    }

    async fn is_news(&mut self, wake: &Wake) -> bool {
        let Some((_, session)) = self.open() else { return true };
        match session.vault.enrolment().await {
            Ok(Some(enrolment)) => {
                wake.force == enrolment.force && (wake.told || wake.head > enrolment.cursor)
            }
            _ => true,
        }
    }
}
