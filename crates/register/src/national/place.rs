//! A place as far as the national index says it: an outward postcode, or words without a house number.

/// Characters of a place's words at most.
const LONGEST: usize = 60;

/// The outward part of the first full postcode in a text, in capitals: `NM1` of `Test-Street, NM1 2AB`. The inward
/// part is a digit and two letters; without it `M6` might be a motorway, so it is left among the words.
pub fn outward(text: &str) -> Option<String> {
    let words: Vec<String> = words(text);
    let parted = words.windows(2).find(|pair| is_outward(&pair[0]) && is_inward(&pair[1]));
    parted.map(|pair| pair[0].clone()).or_else(|| words.iter().find_map(|word| joined(word)))
}

/// The words of a place, short: without postcodes, and without what begins with a digit, so that no house number
/// leaves the force. Of an address the last part stands, which names the town; of other places the whole.
pub fn short(text: &str) -> String {
    let parts: Vec<String> = text.split([',', '\n', ';']).map(part).collect();
    let is_address = text.split_whitespace().any(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        || outward(text).is_some();
    let mut named = parts.into_iter().filter(|part| !part.is_empty());
    let place =
        if is_address { named.next_back().unwrap_or_default() } else { named.collect::<Vec<_>>().join(", ") };
    place.chars().take(LONGEST).collect::<String>().trim_end().to_owned()
}

fn part(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let upper: Vec<String> = words.iter().map(|word| plain(word)).collect();
    let kept = words.iter().enumerate().filter(|&(at, word)| {
        let before = at > 0 && is_outward(&upper[at - 1]) && is_inward(&upper[at]);
        let after = upper.get(at + 1).is_some_and(|next| is_outward(&upper[at]) && is_inward(next));
        !before && !after && joined(&upper[at]).is_none() && !word.starts_with(|c: char| c.is_ascii_digit())
    });
    kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(plain).collect()
}

fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase()
}

/// `NM12AB`: the outward part before the last three characters.
fn joined(word: &str) -> Option<String> {
    let at = word.len().checked_sub(3)?;
    let (out, inward) = (word.get(..at)?, word.get(at..)?);
    (is_outward(out) && is_inward(inward)).then(|| out.to_owned())
}

/// One or two letters, one or two digits or a digit and a letter: `B1`, `NM12`, `SW1A`.
fn is_outward(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = &word.as_bytes()[letters..];
    let digits = rest.first().is_some_and(u8::is_ascii_digit) && rest.iter().all(u8::is_ascii_alphanumeric);
    (1..=2).contains(&letters) && (1..=2).contains(&rest.len()) && digits
}

fn is_inward(word: &str) -> bool {
    match word.as_bytes() {
        [digit, rest @ ..] => {
            digit.is_ascii_digit() && rest.len() == 2 && rest.iter().all(u8::is_ascii_alphabetic)
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_postcode_gives_its_outward_part_however_it_is_written() {
        for text in ["14 Test-Street, Northmoor NM1 2AB", "nm1 2ab", "NM12AB", "near NM1 2AB, Test-Hall"] {
            assert_eq!(outward(text).as_deref(), Some("NM1"), "{text}");
        }
        assert_eq!(outward("SW1A 1AA").as_deref(), Some("SW1A"));
        for text in ["M6 northbound", "NM1", "", "Test-Street", "A1 services", "é1 2AB", "12AB"] {
            assert_eq!(outward(text), None, "{text}");
        }
    }

    #[test]
    fn no_house_number_and_no_street_of_an_address_leaves() {
        for (text, stands) in [
            ("14 Test-Street, Northmoor NM1 2AB", "Northmoor"),
            ("14a Test-Street, Northmoor", "Northmoor"),
            ("Bus station, Northmoor", "Bus station, Northmoor"),
            ("M6 services", "M6 services"),
            ("Flat 2, 14 Test-Street, NM12AB", "Test-Street"),
            ("NM1 2AB", ""),
            ("", ""),
        ] {
            assert_eq!(short(text), stands, "{text}");
        }
        assert!(short(&"Test-Wood ".repeat(40)).chars().count() <= LONGEST);
    }
}
