//! Sets a template with its data and writes the pages as PDF.
//!
//! A template reaches two things by path: `/paper.json`, and `/photograph-N.jpg`. There is no other file for it, no
//! package, and no date.

use std::sync::OnceLock;

use serde_json::{Value, json};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::fonts::{FAMILIES, fonts};
use crate::legible::glance;
use crate::photograph::{Frame, Photograph};
use crate::{DocumentError, Stamp, Word, legible, words};

const DATA: &str = "/paper.json";
const TEMPLATES: [(&str, &str); 4] = [
    ("/paper.typ", include_str!("../templates/paper.typ")),
    (OPEN_INCIDENTS, include_str!("../templates/open-incidents.typ")),
    (EVIDENCE_PACK, include_str!("../templates/evidence-pack.typ")),
    (FIGURES, include_str!("../templates/figures.typ")),
];
pub(crate) const OPEN_INCIDENTS: &str = "/open-incidents.typ";
pub(crate) const EVIDENCE_PACK: &str = "/evidence-pack.typ";
pub(crate) const FIGURES: &str = "/figures.typ";

/// Most letters of what has to fit into the margin of every page.
pub(crate) const MARGIN: usize = 70;

/// Most letters of the title, which a reader shows in its window.
const TITLE: usize = 200;

/// One paper before it is set.
pub(crate) struct Paper<'a> {
    pub(crate) template: &'static str,
    pub(crate) title: String,
    pub(crate) stamp: &'a Stamp,
    /// What the template prints.
    pub(crate) data: Value,
    /// A template asks for them by their place in this list.
    pub(crate) photographs: Vec<Photograph>,
}

/// How much is asked of the PDF. Each is tried when the one before it fails, for a paper has to come out: at 03:00 a
/// face is worth more than conformance, and without PDF/UA-1 the pages are tagged all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Attempt {
    photographs: bool,
    accessible: bool,
}

const ATTEMPTS: [Attempt; 4] = [
    Attempt { photographs: true, accessible: true },
    Attempt { photographs: true, accessible: false },
    Attempt { photographs: false, accessible: true },
    Attempt { photographs: false, accessible: false },
];

impl Paper<'_> {
    pub(crate) fn print(self, word: Word) -> Result<Vec<u8>, DocumentError> {
        let cut = word("print-cut");
        let mut data = json!({
            "title": glance(&self.title, TITLE, &cut),
            "stamp": self.stamp.at_most(MARGIN, &cut),
            "words": words::table(word),
            "data": self.data,
        });
        let unprintable = legible::all(&mut data);
        data["families"] = json!(FAMILIES);
        data["unprintable"] = unprintable.into();
        let creator = legible::text_of(&glance(&self.stamp.program, MARGIN, &cut)).0;
        let result = try_each(|attempt| {
            data["photographs"] = self.photographs.iter().map(|p| frame(p, attempt)).collect();
            set(&self, &data, &creator, attempt)
        });
        // What was on the paper does not stay in Typst's memory.
        typst::comemo::evict(0);
        result
    }
}

/// The first attempt that gives a paper, or why the last did not.
fn try_each(
    mut one: impl FnMut(Attempt) -> Result<Vec<u8>, DocumentError>,
) -> Result<Vec<u8>, DocumentError> {
    let mut result = Err(DocumentError::Data);
    for attempt in ATTEMPTS {
        result = one(attempt);
        if result.is_ok() {
            break;
        }
    }
    result
}

fn frame(photograph: &Photograph, attempt: Attempt) -> Value {
    let frame = match photograph.frame {
        Frame::Shown if !attempt.photographs => Frame::Broken,
        frame => frame,
    };
    json!(frame)
}

fn set(paper: &Paper, data: &Value, creator: &str, attempt: Attempt) -> Result<Vec<u8>, DocumentError> {
    let desk = Desk {
        main: id(paper.template).ok_or(DocumentError::Data)?,
        data: Bytes::new(serde_json::to_vec(data).map_err(|_| DocumentError::Data)?),
        photographs: &paper.photographs,
    };
    let pages =
        typst::compile(&desk).output.map_err(|why| DocumentError::Pages { at: places(&desk, &why) })?;
    let standard: &[PdfStandard] = if attempt.accessible { &[PdfStandard::Ua_1] } else { &[] };
    let options = PdfOptions {
        ident: Smart::Custom(paper.stamp.serial.clone()),
        creator: Smart::Custom(Some(creator.to_owned())),
        timestamp: None,
        standards: PdfStandards::new(standard).map_err(|_| DocumentError::Pdf { at: "standard".into() })?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&pages, &options).map_err(|why| DocumentError::Pdf { at: places(&desk, &why) })
}

/// Template and line of each complaint. What it says might repeat what somebody typed.
fn places(desk: &Desk, complaints: &[SourceDiagnostic]) -> String {
    let place = |complaint: &SourceDiagnostic| {
        let id = complaint.span.id()?;
        let line = desk.source(id).ok()?.lines().byte_to_line(desk.range(complaint.span)?.start)?;
        Some(format!("{}:{}", id.get().vpath().get_without_slash(), line + 1))
    };
    complaints.iter().map(|c| place(c).unwrap_or_else(|| "?".into())).collect::<Vec<_>>().join(", ")
}

fn id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

/// All that a template can reach.
struct Desk<'a> {
    main: FileId,
    data: Bytes,
    photographs: &'a [Photograph],
}

impl Desk<'_> {
    fn photograph(&self, path: &str) -> Option<Bytes> {
        let place: usize = path.strip_prefix("/photograph-")?.strip_suffix(".jpg")?.parse().ok()?;
        self.photographs.get(place)?.jpeg.clone()
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
        LIBRARY.get_or_init(|| LazyHash::new(Library::default()))
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &fonts().book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let path = id.get().vpath().get_with_slash();
        let known = TEMPLATES.iter().find(|(name, _)| own(id) && *name == path);
        known.map(|(_, text)| Source::new(id, (*text).to_owned())).ok_or_else(not_found)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_with_slash();
        match path {
            _ if !own(id) => None,
            DATA => Some(self.data.clone()),
            _ => self.photograph(path),
        }
        .ok_or_else(not_found)
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts().all.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Not of a package.
fn own(id: FileId) -> bool {
    *id.get().root() == VirtualRoot::Project
}

fn not_found() -> FileError {
    FileError::NotFound("".into())
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use typst::syntax::package::PackageSpec;

    use super::*;

    #[test]
    fn a_template_reaches_nothing_but_its_data_its_photographs_and_the_other_templates() {
        let photographs = [Photograph { frame: Frame::Shown, jpeg: Some(Bytes::new(vec![1])) }];
        let main = id(OPEN_INCIDENTS).unwrap();
        let desk = Desk { main, data: Bytes::new(vec![2]), photographs: &photographs };
        for path in [DATA, "/photograph-0.jpg"] {
            assert!(desk.file(id(path).unwrap()).is_ok(), "{path}");
        }
        for path in ["/etc/passwd", "/photograph-1.jpg", "/photograph-x.jpg", "/Cargo.toml", OPEN_INCIDENTS] {
            assert!(desk.file(id(path).unwrap()).is_err(), "{path}");
        }
        let package = VirtualRoot::Package(PackageSpec::from_str("@preview/example:0.1.0").unwrap());
        for path in [DATA, "/paper.typ"] {
            let id = RootedPath::new(package.clone(), VirtualPath::new(path).unwrap()).intern();
            assert!(desk.file(id).is_err() && desk.source(id).is_err());
        }
        assert!(desk.today(None).is_none());
    }

    #[test]
    fn what_fails_is_tried_again_with_less_until_there_is_a_paper() {
        let mut tried = Vec::new();
        let paper = try_each(|attempt| {
            tried.push(attempt);
            if attempt.photographs { Err(DocumentError::Pdf { at: "?".into() }) } else { Ok(vec![]) }
        });
        assert_eq!(paper, Ok(vec![]));
        assert_eq!(tried, ATTEMPTS[..3]);
        let nothing = try_each(|_| Err(DocumentError::Pages { at: "paper.typ:3".into() }));
        assert_eq!(nothing.unwrap_err().to_string(), "the pages could not be set (paper.typ:3)");
    }

    #[test]
    fn an_error_says_where_in_a_template_and_not_what_was_typed() {
        let stamp: Stamp = Stamp {
            printed_at: String::new(),
            by: "Test-Larkspur".into(),
            force: String::new(),
            serial: String::new(),
            marking: String::new(),
            training: false,
            program: String::new(),
        };
        // Data of another paper: the template asks for what is not there.
        let data = json!({ "Test-Larkspur": "Magnus" });
        let paper =
            Paper { template: OPEN_INCIDENTS, title: "t".into(), stamp: &stamp, data, photographs: vec![] };
        let said = paper.print(&|key| key.to_owned()).unwrap_err().to_string();
        assert!(said.contains("open-incidents.typ:"), "{said}");
        assert!(!said.contains("Larkspur"), "{said}");
    }
}
