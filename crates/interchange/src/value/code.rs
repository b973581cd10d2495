//! Ethnicity codes: IC (6+1), as an officer perceives it, and 16+1 and 18+1, as the person defines it.

use super::{LONGEST, Remedy, words};

const APPEARANCE: Remedy = "import-problem-ethnic-appearance";
const SELF_DEFINED: Remedy = "import-problem-self-defined-ethnicity";

const IC: &[(&str, &[&str])] = &[
    (
        "IC1",
        &["white north european", "white northern european", "northern european", "north european", "white"],
    ),
    (
        "IC2",
        &[
            "white south european",
            "white southern european",
            "southern european",
            "south european",
            "mediterranean",
            "dark european",
        ],
    ),
    ("IC3", &["black", "afro caribbean", "african caribbean"]),
    (
        "IC4",
        &["asian", "south asian", "asian indian subcontinent", "indian subcontinent", "indian sub continent"],
    ),
    (
        "IC5",
        &[
            "chinese japanese or south east asian",
            "chinese japanese korean or se asian",
            "chinese japanese or other south east asian",
            "chinese japanese",
            "chinese",
            "japanese",
            "korean",
            "south east asian",
            "se asian",
            "oriental",
        ],
    ),
    (
        "IC6",
        &[
            "arab",
            "north african",
            "arab or north african",
            "arabic or north african",
            "middle eastern",
            "arab north african",
            "middle eastern or north african",
        ],
    ),
    ("IC9", &["unknown", "not known", "unidentified"]),
];

/// `IC1` of `IC1`, `ic 1`, `1`, `IC1 - White North European` and `White North European`. Nought, in some
/// forces' lists, is nine in others.
///
/// # Errors
/// The remedy where it is no IC code.
pub fn ethnic_appearance(text: &str) -> Result<String, Remedy> {
    if text.len() > LONGEST {
        return Err(APPEARANCE);
    }
    let text = words(text);
    let rest = text.strip_prefix("ic").map_or(text.as_str(), str::trim_start);
    let (first, name) = rest.split_once(' ').unwrap_or((rest, ""));
    let code = match first {
        "0" | "9" => Some("IC9"),
        digit => IC.iter().map(|(code, _)| *code).find(|code| code.strip_prefix("IC") == Some(digit)),
    };
    let named = |name: &str| IC.iter().find(|(_, names)| names.contains(&name)).map(|(code, _)| *code);
    let found = match code {
        // A name beside the code has to be its own, else one of the two is wrong.
        Some(code) if name.is_empty() || named(name).is_none_or(|named| named == code) => Some(code),
        Some(_) => None,
        None => named(&text),
    };
    found.map(str::to_owned).ok_or(APPEARANCE)
}

/// Codes of 18+1, with O1 of 16+1, whose Chinese is A4 now.
const SDE: &[(&str, &[&str])] = &[
    (
        "W1",
        &[
            "british",
            "white british",
            "english",
            "welsh",
            "scottish",
            "northern irish",
            "english welsh scottish northern irish or british",
            "white english welsh scottish northern irish british",
            "english welsh scottish northern irish british",
        ],
    ),
    ("W2", &["irish", "white irish"]),
    (
        "W3",
        &[
            "gypsy or irish traveller",
            "gypsy irish traveller",
            "white gypsy or irish traveller",
            "gypsy",
            "irish traveller",
            "white gypsy irish traveller",
        ],
    ),
    (
        "W9",
        &[
            "other white",
            "white other",
            "any other white background",
            "any other white",
            "white any other white background",
        ],
    ),
    ("M1", &["white and black caribbean", "white black caribbean", "mixed white and black caribbean"]),
    ("M2", &["white and black african", "white black african", "mixed white and black african"]),
    ("M3", &["white and asian", "white asian", "mixed white and asian"]),
    (
        "M9",
        &[
            "other mixed",
            "mixed other",
            "any other mixed background",
            "any other mixed",
            "any other mixed or multiple ethnic background",
            "mixed any other mixed background",
        ],
    ),
    ("A1", &["indian", "asian indian", "asian or asian british indian"]),
    ("A2", &["pakistani", "asian pakistani", "asian or asian british pakistani"]),
    ("A3", &["bangladeshi", "asian bangladeshi", "asian or asian british bangladeshi"]),
    ("A4", &["chinese", "asian chinese", "asian or asian british chinese"]),
    ("A9", &["other asian", "asian other", "any other asian background", "any other asian"]),
    ("B1", &["caribbean", "black caribbean", "black or black british caribbean"]),
    ("B2", &["african", "black african", "black or black british african"]),
    ("B9", &["other black", "black other", "any other black background", "any other black"]),
    ("O2", &["arab"]),
    ("O9", &["other", "any other ethnic group", "other ethnic group", "any other ethnic background"]),
    (
        "NS",
        &[
            "not stated",
            "ns",
            "refused",
            "prefer not to say",
            "declined",
            "officer s presence required elsewhere",
            "n1",
            "n2",
            "n3",
        ],
    ),
];

/// `W1` of `W1`, `w1 - British` and `White British`; of `O1`, the Chinese of 16+1, `A4`.
///
/// # Errors
/// The remedy where it is no such code.
pub fn self_defined_ethnicity(text: &str) -> Result<String, Remedy> {
    if text.len() > LONGEST {
        return Err(SELF_DEFINED);
    }
    let text = words(text);
    let (first, name) = text.split_once(' ').unwrap_or((&text, ""));
    let code = match first {
        "o1" => Some("A4"),
        first => SDE.iter().map(|(code, _)| *code).find(|code| code.eq_ignore_ascii_case(first)),
    };
    let named = |name: &str| SDE.iter().find(|(_, names)| names.contains(&name)).map(|(code, _)| *code);
    let found = match code {
        Some(code) if name.is_empty() || named(name).is_none_or(|named| named == code) => Some(code),
        Some(_) => None,
        None => named(&text),
    };
    found.map(str::to_owned).ok_or(SELF_DEFINED)
}
