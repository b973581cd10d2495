//! What the original's EXIF says: which way up, when, and whether it says where.
//!
//! Four facts are read, each directory at most once, and no value is copied: a block of 64 KB can describe gigabytes
//! of overlapping values and directories.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use image::metadata::Orientation;

use crate::{kind, survey::Survey};

/// Entries are tag, type, count and value or where it stands.
const ENTRY: usize = 12;

const ORIENTATION: u16 = 0x0112;
const EXIF_DIRECTORY: u16 = 0x8769;
const GPS_DIRECTORY: u16 = 0x8825;
const DATE_TIME_ORIGINAL: u16 = 0x9003;

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
    for tiff in survey.exif.iter().filter_map(|block| Tiff::open(block)) {
        let Some(main) = tiff.at(4).map(|at| tiff.directory(at)) else { continue };
        let named = |tag| main.find(tag).and_then(|entry| entry.pointer()).map(|at| tiff.directory(at));
        if !turned && let Some(orientation) = main.find(ORIENTATION).and_then(|entry| entry.orientation()) {
            noted.orientation = orientation;
            turned = true;
        }
        noted.taken = noted.taken.or_else(|| named(EXIF_DIRECTORY)?.find(DATE_TIME_ORIGINAL)?.moment());
        noted.located |= named(GPS_DIRECTORY).is_some_and(|gps| gps.holds_any());
        if main.next().is_some_and(|preview| preview.holds_any()) {
            noted.kinds.insert(kind::PREVIEW);
        }
    }
    if noted.located {
        noted.kinds.insert(kind::GPS);
    }
    noted
}

/// A block of EXIF from its TIFF header.
#[derive(Clone, Copy)]
struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl<'a> Tiff<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let little = match bytes.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        Some(Self { bytes, little })
    }

    fn part(self, at: usize, len: usize) -> Option<&'a [u8]> {
        self.bytes.get(at..at.checked_add(len)?)
    }

    fn u16(self, at: usize) -> Option<u16> {
        let two = self.part(at, 2)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    }

    fn u32(self, at: usize) -> Option<u32> {
        let four = self.part(at, 4)?.try_into().ok()?;
        Some(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }

    /// The offset that stands at `at`; none where it is zero.
    fn at(self, at: usize) -> Option<usize> {
        usize::try_from(self.u32(at)?).ok().filter(|offset| *offset != 0)
    }

    fn directory(self, at: usize) -> Directory<'a> {
        Directory { tiff: self, first: at.saturating_add(2), count: self.u16(at).unwrap_or(0).into() }
    }
}

/// A list of entries, as many as the block really holds.
struct Directory<'a> {
    tiff: Tiff<'a>,
    first: usize,
    count: usize,
}

impl<'a> Directory<'a> {
    fn entries(&self) -> impl Iterator<Item = Entry<'a>> {
        let (tiff, first) = (self.tiff, self.first);
        (0..self.count).map_while(move |nth| {
            let at = first.checked_add(nth * ENTRY)?;
            tiff.part(at, ENTRY).map(|_| Entry { tiff, at })
        })
    }

    fn find(&self, tag: u16) -> Option<Entry<'a>> {
        self.entries().find(|entry| entry.tiff.u16(entry.at) == Some(tag))
    }

    fn holds_any(&self) -> bool {
        self.entries().next().is_some()
    }

    fn next(&self) -> Option<Directory<'a>> {
        let at = self.tiff.at(self.first.checked_add(self.count * ENTRY)?)?;
        Some(self.tiff.directory(at))
    }
}

struct Entry<'a> {
    tiff: Tiff<'a>,
    at: usize,
}

impl Entry<'_> {
    /// One number of up to 32 bits, without a sign.
    fn number(&self) -> Option<u32> {
        let value = self.at + 8;
        match (self.tiff.u16(self.at + 2)?, self.tiff.u32(self.at + 4)?) {
            (_, 0) => None,
            (1, _) => self.tiff.bytes.get(value).copied().map(u32::from),
            (3, _) => self.tiff.u16(value).map(u32::from),
            (4 | 13, _) => self.tiff.u32(value),
            _ => None,
        }
    }

    fn pointer(&self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn orientation(&self) -> Option<Orientation> {
        Orientation::from_exif(u8::try_from(self.number()?).ok()?)
    }

    /// `2024:05:06 07:08:09`.
    fn moment(&self) -> Option<NaiveDateTime> {
        const FORM: usize = 19;
        let text = (self.tiff.u16(self.at + 2)? == 2 && self.tiff.u32(self.at + 4)? as usize >= FORM)
            .then(|| self.tiff.part(self.tiff.u32(self.at + 8)? as usize, FORM))??;
        NaiveDateTime::parse_from_str(std::str::from_utf8(text).ok()?, "%Y:%m:%d %H:%M:%S").ok()
    }
}
