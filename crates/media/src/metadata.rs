//! What the original's EXIF says: which way up, when, and whether it says where.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use exif::{In, Tag, Value};
use image::metadata::Orientation;

use crate::{kind, survey::Survey};

pub(crate) struct Noted {
    pub(crate) orientation: Orientation,
    pub(crate) taken: Option<NaiveDateTime>,
    pub(crate) located: bool,
    pub(crate) kinds: BTreeSet<&'static str>,
}

/// Reads what a survey found. EXIF that cannot be read counts as none: the picture is shown as it is stored.
pub(crate) fn read(survey: &Survey) -> Noted {
    let mut noted = Noted {
        orientation: Orientation::NoTransforms,
        taken: None,
        located: survey.located_by_xmp,
        kinds: survey.kinds.clone(),
    };
    let mut turned = false;
    for block in &survey.exif {
        let Some(exif) = parse(block) else { continue };
        if !turned && let Some(orientation) = orientation(&exif) {
            noted.orientation = orientation;
            turned = true;
        }
        noted.taken = noted.taken.or_else(|| taken(&exif));
        noted.located |= exif.fields().any(|f| f.tag.context() == exif::Context::Gps);
        if exif.fields().any(|f| f.ifd_num == In::THUMBNAIL) {
            noted.kinds.insert(kind::PREVIEW);
        }
    }
    if noted.located {
        noted.kinds.insert(kind::GPS);
    }
    noted
}

fn parse(block: &[u8]) -> Option<exif::Exif> {
    exif::Reader::new()
        .continue_on_error(true)
        .read_raw(block.to_vec())
        .or_else(|e| e.distill_partial_result(|_| {}))
        .ok()
}

fn orientation(exif: &exif::Exif) -> Option<Orientation> {
    let field = exif.get_field(Tag::Orientation, In::PRIMARY)?;
    Orientation::from_exif(u8::try_from(field.value.get_uint(0)?).ok()?)
}

fn taken(exif: &exif::Exif) -> Option<NaiveDateTime> {
    let Value::Ascii(lines) = &exif.get_field(Tag::DateTimeOriginal, In::PRIMARY)?.value else {
        return None;
    };
    let at = exif::DateTime::from_ascii(lines.first()?).ok()?;
    NaiveDate::from_ymd_opt(at.year.into(), at.month.into(), at.day.into())?.and_hms_opt(
        at.hour.into(),
        at.minute.into(),
        at.second.into(),
    )
}
