//! Photographs: prepared under limits, the original sealed in the vault, shown without metadata.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use register::fact::Photograph;
use register::role::Verb;
use register::{Hash, PhotographId, Thresholds};
use store::{Along, Look, NewBlob};

use super::acts::act;
use super::registers::blocking;
use crate::app::{App, new_uuid};
use crate::commands::{Act, AddPhotograph, OfferPhotograph, PictureSize, ShowPhotograph, ShowThumbnails};
use crate::error::{AppError, ErrorCode};
use crate::looked::Looked;
use crate::views::{IncidentView, PictureView, ThumbnailView, ThumbnailsView};

/// Thumbnails that one call may ask for.
const MOST_THUMBNAILS: usize = 200;

/// Take in a photograph, or refuse it clearly.
pub async fn add_photograph(app: &App, command: OfferPhotograph) -> Result<IncidentView, AppError> {
    let session = app.session_for(Verb::Record).await?;
    let limits = limits(session.thresholds());
    // Base64 takes four characters for three bytes: refused before it is decoded.
    if command.bytes.len() as u64 / 4 * 3 > limits.max_bytes + 3 {
        return Err(media::MediaError::TooLarge {
            bytes: command.bytes.len() as u64,
            limit: limits.max_bytes,
        }
        .into());
    }
    let original = BASE64
        .decode(command.bytes.as_bytes())
        .map_err(|_| AppError::field("bytes", "photo-not-an-image"))?;
    let name = command.file_name.clone();
    let (original, prepared) = blocking(move || {
        let prepared = media::prepare(&original, Some(&name), &limits);
        (original, prepared)
    })
    .await?;
    let prepared = prepared?;
    let photograph = Photograph {
        photograph_id: PhotographId(new_uuid(app.now_for(session.kind))),
        original: Hash(prepared.original_hash),
        display: Hash::of(&prepared.display),
        thumbnail: Hash::of(&prepared.thumbnail),
        width: prepared.width,
        height: prepared.height,
        taken: command.taken,
    };
    let along = Along { blobs: blobs_of(prepared, original), ..Along::default() };
    let act_of = Act { source: Some(command.source), ..command.act };
    let add = AddPhotograph { incident_id: command.incident_id, act: act_of, photograph };
    act(app, &session, command.incident_id, add.into(), along).await
}

/// How large a photograph may be.
pub(crate) fn limits(thresholds: &Thresholds) -> media::Limits {
    media::Limits {
        max_bytes: u64::from(thresholds.photograph_max_megabytes) << 20,
        max_pixels: u64::from(thresholds.photograph_max_megapixels) * 1_000_000,
        ..media::Limits::default()
    }
}

/// What is kept of a photograph: the original as given, and the two pictures that are shown.
pub(crate) fn blobs_of(prepared: media::Prepared, original: Vec<u8>) -> Vec<NewBlob> {
    let blob = |media_type, bytes: Vec<u8>| NewBlob { hash: Hash::of(&bytes), media_type, bytes };
    vec![
        blob("application/octet-stream", original),
        blob("image/jpeg", prepared.display),
        blob("image/jpeg", prepared.thumbnail),
    ]
}

/// A photograph of an incident, as screens show it. The original never leaves the vault by here. The
/// full picture is a look (INV-9), and so is a small one of an incident that was not opened.
pub async fn photograph(app: &App, command: ShowPhotograph) -> Result<PictureView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let log = session.vault.log(command.incident_id).await?;
    let shown = log.state().and_then(|state| state.photograph_by_id(command.photograph_id));
    let photograph =
        &shown.ok_or_else(|| AppError::new(ErrorCode::NotFound, "error-not-found"))?.what.photograph;
    let hash = match command.size {
        PictureSize::Thumbnail => photograph.thumbnail,
        PictureSize::Display => photograph.display,
    };
    let blob = session.vault.blob(hash).await?;
    let (media_type, bytes) =
        blob.ok_or_else(|| AppError::new(ErrorCode::NotFound, "error-photo-not-here"))?;
    let opened = session.has_looked(&Looked::Incident(command.incident_id, None));
    if command.size == PictureSize::Display || !opened {
        let look = session.look(app.now_for(session.kind), Some(command.incident_id), "photograph");
        // A picture shows nothing of the log.
        session.vault.look(vec![Look { seen_seq: Some(0), ..look }]).await?;
    }
    Ok(PictureView { media_type, base64: BASE64.encode(bytes) })
}

/// Small pictures for the rows of a list. Those that are not here are left out: a list shows without them.
pub async fn thumbnails(app: &App, command: ShowThumbnails) -> Result<ThumbnailsView, AppError> {
    let session = app.session_for(Verb::Read).await?;
    let mut pictures = Vec::new();
    for hash in command.hashes.into_iter().take(MOST_THUMBNAILS) {
        // Only pictures that were made for showing: an original is asked for by nobody.
        if let Some((media_type, bytes)) = session.vault.blob(hash).await?
            && media_type == "image/jpeg"
        {
            pictures.push(ThumbnailView { hash, base64: BASE64.encode(bytes) });
        }
    }
    Ok(ThumbnailsView { pictures })
}
