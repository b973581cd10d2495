//! Why a file cannot be read.

use std::fmt;

/// What a file that is no delimited text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooksLike {
    /// A workbook (`.xlsx`, `.ods`) or another ZIP archive.
    Workbook,
    /// A workbook or document of the old kind (`.xls`, `.doc`).
    OldWorkbook,
    Pdf,
    Picture,
    /// Compressed: gzip, 7-Zip, RAR.
    Archive,
    Database,
    /// HTML, XML or rich text.
    Document,
    /// Nothing known, and not text.
    Binary,
}

impl LooksLike {
    /// The end of the catalogue key that names it: `import-looks-like-<word>`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Workbook => "workbook",
            Self::OldWorkbook => "old-workbook",
            Self::Pdf => "pdf",
            Self::Picture => "picture",
            Self::Archive => "archive",
            Self::Database => "database",
            Self::Document => "document",
            Self::Binary => "binary",
        }
    }
}

impl fmt::Display for LooksLike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Why a file cannot be read, or not further than a row.
#[derive(Debug, thiserror::Error)]
pub enum FileProblem {
    #[error("the file cannot be read: {0}")]
    Read(#[from] std::io::Error),
    #[error("not delimited text: it looks like {looks_like}")]
    NotCsv { looks_like: LooksLike },
    #[error("nothing stands in the file")]
    Empty,
    #[error("no row of headings")]
    NoHeadings,
    #[error("row {row} has more cells than may be read")]
    TooManyColumns { row: u64 },
    #[error("row {row} is longer than may be read")]
    RowTooLong { row: u64 },
    #[error("a quote that opens in row {row} is never closed")]
    QuoteNotClosed { row: u64 },
    /// Bytes that are no text in the encoding which the file's beginning declares.
    #[error("row {row} holds bytes that are no text")]
    BadText { row: u64 },
}

impl FileProblem {
    /// The words for it, as a catalogue key.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Read(_) => "import-file-read",
            Self::NotCsv { .. } => "import-file-not-csv",
            Self::Empty => "import-file-empty",
            Self::NoHeadings => "import-file-no-headings",
            Self::TooManyColumns { .. } => "import-file-too-many-columns",
            Self::RowTooLong { .. } => "import-file-row-too-long",
            Self::QuoteNotClosed { .. } => "import-file-quote-not-closed",
            Self::BadText { .. } => "import-file-bad-text",
        }
    }

    /// Arguments of those words: `row`, a number, or `what`, a [`LooksLike::word`].
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Read(_) | Self::Empty | Self::NoHeadings => Vec::new(),
            Self::NotCsv { looks_like } => vec![("what", looks_like.word().to_owned())],
            Self::TooManyColumns { row }
            | Self::RowTooLong { row }
            | Self::QuoteNotClosed { row }
            | Self::BadText { row } => vec![("row", row.to_string())],
        }
    }

    pub fn row(&self) -> Option<u64> {
        match *self {
            Self::TooManyColumns { row }
            | Self::RowTooLong { row }
            | Self::QuoteNotClosed { row }
            | Self::BadText { row } => Some(row),
            _ => None,
        }
    }
}
