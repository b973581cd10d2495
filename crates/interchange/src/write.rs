//! Text for spreadsheets, in which nothing is a formula.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

/// What makes a spreadsheet take a cell for a formula (or did), and the mark that keeps it from it.
const BEGINS: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠'];

/// A cell that stays text: an apostrophe goes before one that begins like a formula.
pub fn safe(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(BEGINS) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The exact inverse of [`safe`]; what [`safe`] did not write stays as it is.
pub fn unsafe_again(cell: &str) -> Cow<'_, str> {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(BEGINS) => Cow::Borrowed(rest),
        _ => Cow::Borrowed(cell),
    }
}

/// Writes rows as UTF-8 with CRLF, every cell quoted and [`safe`].
pub struct SafeWriter<W: Write> {
    inner: Writer<W>,
}

impl<W: Write> SafeWriter<W> {
    /// With a byte order mark, so that a spreadsheet reads it as UTF-8.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn new(mut writer: W) -> io::Result<Self> {
        writer.write_all("\u{feff}".as_bytes())?;
        Ok(Self::without_mark(writer))
    }

    /// Without a byte order mark.
    pub fn without_mark(writer: W) -> Self {
        let inner = WriterBuilder::new()
            .quote_style(QuoteStyle::Always)
            .terminator(Terminator::CRLF)
            .flexible(true)
            .from_writer(writer);
        Self { inner }
    }

    /// # Errors
    /// Those of the writer.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        for cell in cells {
            self.inner.write_field(safe(cell.as_ref()).as_bytes()).map_err(io::Error::from)?;
        }
        self.inner.write_record(None::<&[u8]>).map_err(io::Error::from)
    }

    /// Write what is held back, and give the writer back.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(self) -> io::Result<W> {
        self.inner.into_inner().map_err(|error| io::Error::new(error.error().kind(), error.to_string()))
    }
}
