//! Whether a photograph can be printed is settled before a page is set.

use serde::Serialize;
use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage};

/// What stands where a photograph would.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Frame {
    Shown,
    /// There is none.
    Empty,
    /// There is one, and it cannot be printed.
    Broken,
}

/// A photograph in its place, or why there is none.
pub(crate) struct Photograph {
    pub(crate) frame: Frame,
    pub(crate) jpeg: Option<Bytes>,
}

impl Photograph {
    pub(crate) fn of(jpeg: Option<&Vec<u8>>) -> Self {
        let Some(jpeg) = jpeg.map(|bytes| Bytes::new(bytes.clone())) else {
            return Self { frame: Frame::Empty, jpeg: None };
        };
        match RasterImage::plain(jpeg.clone(), ExchangeFormat::Jpg) {
            Ok(_) => Self { frame: Frame::Shown, jpeg: Some(jpeg) },
            Err(_) => Self { frame: Frame::Broken, jpeg: None },
        }
    }
}
