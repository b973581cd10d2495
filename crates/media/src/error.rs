//! Every way in which a photograph can be refused.

use crate::{Foreign, Format};

/// Why bytes offered as a photograph were refused. Closed: the words that a user reads are chosen by [`code`], and
/// none of them repeats the file's name or anything from inside it.
///
/// [`code`]: MediaError::code
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// There are no bytes.
    #[error("the file is empty")]
    Empty,
    /// More bytes than configured.
    #[error("the file has {bytes} bytes; at most {limit} are accepted")]
    TooLarge {
        /// Bytes offered.
        bytes: u64,
        /// Bytes accepted.
        limit: u64,
    },
    /// The content is not a picture of any kind known here, whatever its name says.
    #[error("the file is not a picture")]
    NotAnImage,
    /// A picture or document of a known kind that is not accepted: save it as JPEG or PNG first.
    #[error("{} is not accepted", found.name())]
    FormatNotAccepted {
        /// What the content is.
        found: Foreign,
    },
    /// The name's extension says one thing and the content another: rename the file, after making sure that it is the
    /// one that was meant.
    #[error("the name says {named}, the content is {}", found.name())]
    NameDisagrees {
        /// What the extension stands for.
        named: &'static str,
        /// What the content is.
        found: Format,
    },
    /// More than one frame: choose one and save it as a still.
    #[error("the picture is animated")]
    Animated,
    /// Larger than configured, by its own header.
    #[error("the picture is {width} × {height} pixels; at most {max_pixels} in all and {max_side} a side")]
    TooManyPixels {
        /// Stated width in pixels.
        width: u32,
        /// Stated height in pixels.
        height: u32,
        /// Pixels accepted.
        max_pixels: u64,
        /// Pixels accepted on the longer side.
        max_side: u32,
    },
    /// Showing it would take more memory than configured.
    #[error("the picture needs about {needed} bytes of memory; at most {limit} are used")]
    TooMuchMemory {
        /// Estimated bytes.
        needed: u64,
        /// Bytes accepted.
        limit: u64,
    },
    /// The file ends before the picture does: copy it again.
    #[error("the file is cut short")]
    Truncated,
    /// The content breaks the rules of its own format.
    #[error("the file is damaged")]
    Damaged,
}

impl MediaError {
    /// Stable name of the refusal, for catalogues and JSON.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "media.empty",
            Self::TooLarge { .. } => "media.too_large",
            Self::NotAnImage => "media.not_an_image",
            Self::FormatNotAccepted { .. } => "media.format_not_accepted",
            Self::NameDisagrees { .. } => "media.name_disagrees",
            Self::Animated => "media.animated",
            Self::TooManyPixels { .. } => "media.too_many_pixels",
            Self::TooMuchMemory { .. } => "media.too_much_memory",
            Self::Truncated => "media.truncated",
            Self::Damaged => "media.damaged",
        }
    }
}
