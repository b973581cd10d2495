//! Small photographs beside the answers of a search of all forces. They are asked for after the list is there, and no list
//! waits for them.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use protocol::{HITS, Pictures};
use register::national::Hit;
use register::role::Verb;
use register::{Hash, IncidentId};

use super::national::ask;
use crate::app::{App, Session};
use crate::commands::ShowNationalPictures;
use crate::error::AppError;
use crate::views::{NationalPictureView, NationalPicturesView};

impl Session {
    /// These are the answers that a screen shows now.
    pub(super) fn remember_pictures(&self, found: &[Hit]) {
        if let Ok(mut pictured) = self.pictured.lock() {
            *pictured = found
                .iter()
                .filter_map(|hit| Some((hit.extract.incident_id, hit.extract.thumbnail?)))
                .collect();
        }
    }

    fn pictured(&self, incidents: &[IncidentId]) -> HashMap<IncidentId, Hash> {
        let Ok(pictured) = self.pictured.lock() else { return HashMap::new() };
        let named = |incident: &IncidentId| Some((*incident, *pictured.get(incident)?));
        incidents.iter().take(HITS).filter_map(named).collect()
    }
}

/// Small photographs of answers of the last search. What this laptop holds it does not ask for; out of contact that is all
/// there is. The search was the look: nothing that it did not answer is shown (INV-9).
pub async fn national_pictures(
    app: &App,
    command: ShowNationalPictures,
) -> Result<NationalPicturesView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let named = session.pictured(&command.incidents);
    let mut pictures = Vec::new();
    let mut missing = Vec::new();
    // In the order of the list: the likeliest first.
    for incident_id in command.incidents.into_iter().filter(|incident| named.contains_key(incident)) {
        match session.vault.blob(named[&incident_id]).await? {
            Some((media_type, bytes)) if media_type == "image/jpeg" => {
                pictures.push(NationalPictureView { incident_id, base64: BASE64.encode(bytes) });
            }
            _ => missing.push(incident_id),
        }
    }
    if !missing.is_empty() {
        let now = || app.now_for(session.kind);
        let own: &Session = &session;
        let asked = Pictures { incidents: missing, officer_id: session.officer.officer_id };
        let given =
            ask(
                own,
                |central, device| async move { sync::pictures(&central, device.of(own), now, asked).await },
            );
        // A list is read without its pictures: not reaching central is said where the list says it.
        for picture in given.await.ok().flatten().unwrap_or_default() {
            if named.get(&picture.incident_id) == Some(&Hash::of(&picture.bytes)) {
                let base64 = BASE64.encode(&picture.bytes);
                pictures.push(NationalPictureView { incident_id: picture.incident_id, base64 });
            }
        }
    }
    Ok(NationalPicturesView { pictures })
}
