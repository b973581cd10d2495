//! What other laptops of the register said of its officers.

use store::keys;

use crate::app::{App, Session};
use crate::use_cases::officers::read_again;
use crate::words;

/// After entries came in: who may sign is known anew. Whoever was removed elsewhere opens the register on this laptop
/// no more, and is signed out of it.
pub(super) async fn came(app: &App, session: &Session) {
    if let Err(error) = read_again(session).await {
        tracing::warn!(%error, "the officers are not read again");
        return;
    }
    let officers = session.officers();
    let removed =
        |public: &[u8; 32]| officers.iter().any(|officer| officer.removed && officer.ever_had(public));
    if let Err(error) = keys::destroy_slots_where(&session.lock, removed) {
        tracing::error!(%error, "the slots of a removed officer are not destroyed");
    }
    if removed(&session.keys.signing_public()) {
        let app = app.clone();
        // After whoever asked has let go of the register.
        tokio::spawn(async move { app.close(&words::t("lock-removed")).await });
    }
}
