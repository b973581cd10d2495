//! Heights, ages and postcodes.

use register::fact::{Attribute, Described};

use super::{LONGEST, Remedy, plain};

const HEIGHT: Remedy = "import-problem-height";
const AGE: Remedy = "import-problem-age";
const POSTCODE: Remedy = "import-problem-postcode";

/// Whole centimetres, one number or a range, of `5'9"`, `5ft 9in`, `5 foot 9`, `1.75m`, `175`, `175cm`,
/// `5'8"-5'10"`.
///
/// # Errors
/// The remedy where it is no height, or none of a person.
pub fn height(text: &str) -> Result<String, Remedy> {
    if text.len() > LONGEST {
        return Err(HEIGHT);
    }
    let text = plain(text).replace(" to ", "-").replace(['–', '—'], "-");
    let text = text.trim_start_matches("approx").trim_start_matches(['.', '~']);
    let text = ["about ", "circa ", "c. ", "c "]
        .iter()
        .fold(text.trim(), |text, word| text.trim_start_matches(word));
    let ends: Vec<&str> = text.split('-').map(str::trim).collect();
    let cm = match ends.as_slice() {
        [one] => centimetres(one).map(|cm| cm.to_string()),
        [from, to] => {
            // `170-175cm`, `5'8-10` is not guessed at.
            centimetres(from).zip(centimetres(to)).map(|(from, to)| format!("{from}-{to}"))
        }
        _ => None,
    };
    let described = Described::parse(Attribute::HeightCm, &cm.ok_or(HEIGHT)?);
    described.map(|described| described.value).map_err(|_| HEIGHT)
}

fn centimetres(text: &str) -> Option<u32> {
    if let Some(cm) = text.strip_suffix("cms").or_else(|| text.strip_suffix("cm")) {
        return rounded(cm.trim().parse().ok()?);
    }
    let feet = ["feet", "foot", "ft", "'", "’", "′", "`"];
    if let Some((at, mark)) = feet.iter().filter_map(|mark| Some((text.find(mark)?, mark))).min() {
        let whole: f64 = digits(text.get(..at)?.trim())?;
        let rest = text.get(at + mark.len()..)?.trim_start_matches('.').trim();
        let rest = ["inches", "inch", "ins", "in", "\"", "”", "″", "''"]
            .iter()
            .find_map(|mark| rest.strip_suffix(mark))
            .unwrap_or(rest)
            .trim();
        let inches = if rest.is_empty() { 0.0 } else { inches(rest)? };
        return if inches < 12.0 { rounded((whole * 12.0 + inches) * 2.54) } else { None };
    }
    let metres = ["metres", "metre", "mtrs", "m"].iter().find_map(|mark| text.strip_suffix(mark));
    if let Some(metres) = metres {
        return rounded(decimal(metres.trim())? * 100.0);
    }
    let number = decimal(text)?;
    match number {
        // Nobody is three centimetres tall, nor 5.9 metres: `5.9` may be feet and is not guessed at.
        _ if (0.3..=2.6).contains(&number) => rounded(number * 100.0),
        _ => rounded(number),
    }
}

fn digits(text: &str) -> Option<f64> {
    let whole = !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole { text.parse().ok() } else { None }
}

fn decimal(text: &str) -> Option<f64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain { text.parse().ok() } else { None }
}

fn inches(text: &str) -> Option<f64> {
    let half = text.trim_end_matches('½').trim_end_matches(" 1/2");
    let extra = if half.len() < text.len() { 0.5 } else { 0.0 };
    decimal(half.trim()).map(|whole| whole + extra)
}

fn rounded(cm: f64) -> Option<u32> {
    let within = cm.is_finite() && (0.0..10_000.0).contains(&cm);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within bounds")]
    within.then(|| cm.round() as u32)
}

/// Years, one number or a range, of `15`, `15 years`, `15yrs`, `20-30`, `20s`, `about 25`, `6 months`.
///
/// # Errors
/// The remedy where it is no age.
pub fn age(text: &str) -> Result<String, Remedy> {
    if text.len() > LONGEST {
        return Err(AGE);
    }
    let text = plain(text);
    let marks = ["years old", "year old", "yrs old", "years", "year", "yrs", "yr", "yo", "y/o"];
    let body = marks.iter().find_map(|mark| text.strip_suffix(mark)).unwrap_or(&text).trim();
    let body = ["approximately", "approx.", "approx", "circa", "c.", "aged", "age"]
        .iter()
        .fold(body, |body, mark| body.strip_prefix(mark).unwrap_or(body).trim());
    let small = ["months", "month", "mths", "weeks", "week", "days"];
    if let Some(part) = small.iter().find_map(|mark| body.strip_suffix(mark)) {
        let number = digits(part.trim()).ok_or(AGE)?;
        let most = if text.contains('m') { 12.0 } else { 52.0 };
        return if number < most { Ok("0".into()) } else { Err(AGE) };
    }
    let decade = body.strip_suffix("'s").or_else(|| body.strip_suffix('s'));
    let range = match decade.map(|decade| (decade, digits(decade))) {
        Some((decade, Some(_))) if decade.len() == 2 && decade.ends_with('0') => {
            format!("{decade}-{}9", decade.get(..1).unwrap_or_default())
        }
        Some((_, Some(_))) => return Err(AGE),
        _ => body.to_owned(),
    };
    Described::parse(Attribute::Age, &range).map(|described| described.value).map_err(|_| AGE)
}

/// A postcode in capitals with one space, of `ab1 2cd`, `AB12CD`; or its first half alone.
///
/// # Errors
/// The remedy where its form is none of a UK postcode's.
pub fn postcode(text: &str) -> Result<String, Remedy> {
    if text.len() > LONGEST {
        return Err(POSTCODE);
    }
    let all: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    if !all.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(POSTCODE);
    }
    let inward = |half: &str| {
        matches!(half.as_bytes(), [a, b, c]
            if a.is_ascii_digit() && b.is_ascii_alphabetic() && c.is_ascii_alphabetic())
    };
    if let Some((first, last)) = all.len().checked_sub(3).and_then(|at| all.split_at_checked(at))
        && inward(last)
        && outward(first)
    {
        return Ok(format!("{first} {last}"));
    }
    if outward(&all) { Ok(all) } else { Err(POSTCODE) }
}

/// One letter or two, a digit, and perhaps another digit or letter.
fn outward(half: &str) -> bool {
    let letters = half.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = half.as_bytes().get(letters..).unwrap_or_default();
    (1..=2).contains(&letters) && matches!(rest, [a] if a.is_ascii_digit())
        || (1..=2).contains(&letters)
            && matches!(rest, [a, b] if a.is_ascii_digit() && b.is_ascii_alphanumeric())
}
