//! The sheet that is filled in from paper: written out empty, imported like any file.

use rand::seq::IndexedRandom as _;
use register::role::Verb;

use crate::app::App;
use crate::error::{AppError, ErrorCode};
use crate::exchange::{SavedFileView, WritePaperSheet};
use crate::files::{WholeFile, name_of, not_written};
use crate::words;

/// Consonants that are not mistaken for digits: no sheet is named by a word.
const LETTERS: &[u8] = b"BCDFGHJKLMNPQRTVWXZ";
const NAME: usize = 5;
const MOST_ROWS: u32 = 2_000;

/// An empty sheet. It holds nothing personal; its paper numbers are of no other sheet.
pub async fn write_paper_sheet(app: &App, command: WritePaperSheet) -> Result<SavedFileView, AppError> {
    app.session_for(Verb::Record).await?;
    let to = app.chosen(&command.to, "to")?;
    if !(1..=MOST_ROWS).contains(&command.rows) {
        let most = MOST_ROWS.to_string();
        return Err(AppError::with(ErrorCode::Input, "field-sheet-rows", &[("most", &most)]).at("rows"));
    }
    let mut rng = rand::rng();
    let sheet: String =
        (0..NAME).filter_map(|_| LETTERS.choose(&mut rng)).map(|&letter| char::from(letter)).collect();
    let mut file = WholeFile::create(&to)?;
    interchange::paper::write(&mut file, &sheet, command.rows).map_err(not_written)?;
    file.keep()?;
    Ok(SavedFileView {
        file: name_of(&to),
        count: command.rows.into(),
        line: words::with("paper-sheet-saved", &[("sheet", &sheet)]),
        serial: sheet,
    })
}
