//! What several tests need: bytes to rows, and texts that break programs.
#![allow(dead_code)]

pub mod said;

use chrono::{DateTime, Utc};
use interchange::{FileProblem, Guess, Limits, Mapping, Row, Sheet, Understander, Understood, guess, survey};
use register::force::ForceCode;

pub fn now() -> DateTime<Utc> {
    at("2026-03-01T12:00:00Z")
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn force() -> ForceCode {
    ForceCode::parse("NM").unwrap()
}

pub fn read(bytes: &[u8]) -> Result<(Vec<String>, Vec<Row>), FileProblem> {
    let survey = survey(bytes)?;
    let mut sheet = Sheet::new(bytes, &survey, Limits::default())?;
    let mut rows = Vec::new();
    while let Some(row) = sheet.next_row()? {
        rows.push(row);
    }
    Ok((sheet.headings().to_vec(), rows))
}

pub fn guessed(bytes: &[u8]) -> (Guess, Vec<String>, Vec<Row>) {
    let (headings, rows) = read(bytes).unwrap();
    (guess(&headings, &rows), headings, rows)
}

/// Every row of a file, by the mapping that is guessed for it.
pub fn understood(bytes: &[u8]) -> Vec<Understood> {
    let (guess, headings, rows) = guessed(bytes);
    understood_by(&guess.mapping, &headings, &rows)
}

pub fn understood_by(mapping: &Mapping, headings: &[String], rows: &[Row]) -> Vec<Understood> {
    let by = Understander::new(mapping, headings, force(), now()).unwrap();
    rows.iter().map(|row| by.row(row)).collect()
}

/// One row under headings of its own, each with its field.
pub fn one(cells: &[(&str, &str)]) -> Understood {
    let mapping = Mapping {
        columns: cells
            .iter()
            .map(|(field, _)| interchange::Column { heading: (*field).into(), field: field.parse().unwrap() })
            .collect(),
        ..Mapping::default()
    };
    let headings: Vec<String> = cells.iter().map(|(field, _)| (*field).to_owned()).collect();
    let row = Row { number: 2, cells: cells.iter().map(|(_, cell)| (*cell).to_owned()).collect() };
    understood_by(&mapping, &headings, &[row]).remove(0)
}

/// Texts that break programs which take a text for anything else.
pub fn naughty() -> Vec<String> {
    let mut texts: Vec<String> = [
        " ",
        "  two  ",
        "\t",
        "\u{a0}",
        "\u{3000}",
        "null",
        "NULL",
        "undefined",
        "None",
        "N/A",
        "NaN",
        "-1",
        "0",
        "1e309",
        "1/0",
        "'",
        "''",
        "\"",
        "\"\"",
        "\"quoted\"",
        "O'Test",
        "a,b;c\td",
        "a\rb",
        "a\nb",
        "a\r\nb",
        "\r",
        "\n",
        "\r\n",
        "Robert'); DROP TABLE incidents;--",
        "' OR '1'='1",
        "%s%n%d",
        "${7*7}",
        "{{7*7}}",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "&amp;&lt;",
        "<![CDATA[x]]>",
        "../../etc/passwd",
        "C:\\nul",
        "$(rm -rf ~)",
        "`id`",
        "|calc",
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+44 7700 900123",
        "-2",
        "@SUM(A1)",
        "'=1",
        "''=1",
        "\t=1",
        "\r=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "sep=;",
        "🙂",
        "👩‍👩‍👧‍👦",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "e\u{301}",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!",
        "مرحبا",
        "שלום",
        "\u{202e}txt.exe\u{202c}",
        "\u{200f}\u{200e}",
        "\u{2066}x\u{2069}",
        "x\u{feff}y",
        "\u{feff}",
        "\u{2028}",
        "\u{2029}",
        "\u{85}",
        "\0",
        "a\0b",
        "\u{1}\u{2}\u{1b}[31m",
        "\u{7f}",
        "\u{fffd}",
        "\u{fffe}",
        "\u{10ffff}",
        "ﬁ",
        "ß",
        "İstanbul",
        "ΑΣ",
        "Ⅷ",
        "٣",
        "１２",
        "Łódź",
        "Nguyễn",
        "李",
        "👍🏿",
        "\u{200b}",
        "\u{ad}soft",
        "x\u{0}\u{0}",
        "Ω≈ç√∫˜µ≤≥÷",
        "¯\\_(ツ)_/¯",
        "1,000.00",
        "1 000,00",
        "0x41",
        "\\x41",
        "\\u0041",
        "\\N",
        "\\",
        "\\\"",
        "\u{301}",
        "\u{1f1ec}\u{1f1e7}",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("long ".repeat(20_000));
    texts.push("\u{301}".repeat(3_000));
    texts.push("\"".repeat(2_001));
    texts
}
