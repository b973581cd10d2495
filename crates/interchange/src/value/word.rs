//! Values that are one of a few words: sexes, grades, answers, categories, how somebody was found.

use register::fact::{Category, Condition, FoundBy, Grade, HowKnown};
use register::question::Answer;

use super::{LONGEST, Remedy, plain, words};

fn one_of<T: Copy>(text: &str, table: &[(T, &[&str])], remedy: Remedy) -> Result<T, Remedy> {
    if text.len() > LONGEST {
        return Err(remedy);
    }
    let said = words(text);
    table.iter().find(|(_, names)| names.contains(&said.as_str())).map(|(value, _)| *value).ok_or(remedy)
}

/// A placeholder by which nothing is said: `N/A`, `-`, `None`, `Unknown`, `TBC`.
pub fn is_nothing(text: &str) -> bool {
    let nothing = [
        "",
        "n a",
        "na",
        "none",
        "nil",
        "null",
        "tbc",
        "tba",
        "unknown",
        "not known",
        "unk",
        "not applicable",
        "not recorded",
        "not stated",
        "not specified",
        "blank",
    ];
    text.len() <= LONGEST
        && nothing.contains(&words(text).as_str())
        && text.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || c.is_ascii_punctuation())
}

/// One of [`register::fact::SEX_VALUES`].
///
/// # Errors
/// The remedy where it is none of them.
pub fn sex(text: &str) -> Result<String, Remedy> {
    one_of(
        text,
        &[
            ("female", &["f", "female", "woman", "girl", "fem", "2"] as &[&str]),
            ("male", &["m", "male", "man", "boy", "1"]),
            ("other", &["x", "o", "other", "non binary", "nonbinary", "indeterminate", "intersex", "9"]),
            (
                "not known",
                &[
                    "u",
                    "unknown",
                    "not known",
                    "unk",
                    "unspecified",
                    "not specified",
                    "not stated",
                    "not recorded",
                    "n k",
                    "0",
                ],
            ),
        ],
        "import-problem-sex",
    )
    .map(str::to_owned)
}

/// # Errors
/// The remedy where it is no grade of today or of earlier policy.
pub fn grade(text: &str) -> Result<Grade, Remedy> {
    let said = words(text);
    let said = said.strip_suffix(" risk").unwrap_or(&said);
    let said = said.strip_prefix("risk ").unwrap_or(said);
    one_of(
        said,
        &[
            (Grade::High, &["h", "high", "hi", "1 high", "high h"] as &[&str]),
            (Grade::Medium, &["m", "medium", "med", "standard", "s", "std", "2 medium", "medium m"]),
            (Grade::Low, &["l", "low", "lo", "3 low", "low l"]),
            (Grade::VeryLow, &["vl", "very low", "v low", "verylow", "4 very low"]),
            (
                Grade::NoApparentRisk,
                &["nar", "no apparent", "no apparent risk", "no apparent risk nar", "none apparent", "n"],
            ),
            (Grade::Absent, &["a", "absent", "absence", "absent category"]),
        ],
        "import-problem-grade",
    )
}

/// # Errors
/// The remedy where it is no category. `Absent`, a label of earlier policy, is one of missing: the
/// grade tells.
pub fn category(text: &str) -> Result<Category, Remedy> {
    one_of(
        text,
        &[
            (
                Category::Missing,
                &[
                    "missing",
                    "missing person",
                    "misper",
                    "mp",
                    "m",
                    "mfh",
                    "missing from home",
                    "missing from care",
                    "mfc",
                    "absent",
                    "a",
                    "absence",
                ] as &[&str],
            ),
            (
                Category::ConcernForSafety,
                &[
                    "concern",
                    "concern for safety",
                    "concern for welfare",
                    "concern for",
                    "cfs",
                    "cfw",
                    "welfare",
                    "welfare check",
                ],
            ),
            (
                Category::AwayFromPlacement,
                &[
                    "away from placement",
                    "afp",
                    "away",
                    "away from placement without authorisation",
                    "unauthorised absence",
                ],
            ),
            (Category::Undecided, &["undecided", "not decided", "to be decided"]),
        ],
        "import-problem-category",
    )
}

/// # Errors
/// The remedy where it is neither yes nor no nor one of the ways to say neither.
pub fn answer(text: &str) -> Result<Answer, Remedy> {
    one_of(
        text,
        &[
            (Answer::Yes, &["y", "yes", "true", "t", "1", "x", "✓", "yes y"] as &[&str]),
            (Answer::No, &["n", "no", "false", "f", "0", "no n"]),
            (
                Answer::NotKnown,
                &["unknown", "not known", "u", "unk", "n k", "nk", "dont know", "don t know", "unsure"],
            ),
            (Answer::NotAsked, &["not asked", "na", "n a", "not applicable", "not recorded", "not answered"]),
        ],
        "import-problem-answer",
    )
}

/// An answer and what is said with it: `Yes`, `Yes - took tablets`, `No: never before`.
///
/// # Errors
/// The remedy where it does not begin with an answer.
pub fn answer_with_detail(text: &str) -> Result<(Answer, String), Remedy> {
    if let Ok(answer) = answer(text) {
        return Ok((answer, String::new()));
    }
    // Letters and digits alone might begin a sentence: `A` or `1` says nothing before a comma.
    let parts = [": ", " - ", " – ", " — ", ", ", "; ", ". "];
    let first = parts.iter().filter_map(|part| Some((text.find(part)?, part.len()))).min();
    let (at, length) = first.ok_or("import-problem-answer")?;
    let said = text.get(..at).unwrap_or_default();
    let detail = text.get(at + length..).unwrap_or_default();
    match answer(said)? {
        Answer::NotAsked => Err("import-problem-answer"),
        answer => Ok((answer, detail.to_owned())),
    }
}

/// Who found them; [`FoundBy::NotKnown`] where the words do not say.
pub fn found_by(text: &str) -> FoundBy {
    if text.len() > LONGEST {
        return FoundBy::NotKnown;
    }
    let said = words(text);
    let is =
        |names: &[&str]| names.iter().any(|name| said == *name || said.split(' ').any(|word| word == *name));
    let has = |names: &[&str]| names.iter().any(|name| said.contains(name));
    // Who found them may have been somebody's officer: the longer words decide first.
    if is(&["self", "themselves", "themself", "himself", "herself", "mp"])
        || has(&[
            "own accord",
            "of own",
            "by themselves",
            "returned home",
            "returned themselves",
            "own volition",
            "returned to placement",
        ])
    {
        FoundBy::ReturnedThemselves
    } else if is(&["police", "officer", "officers", "pc", "btp", "polsa", "nptt", "npas", "pcso"]) {
        FoundBy::Police
    } else if is(&[
        "family",
        "mother",
        "father",
        "mum",
        "dad",
        "parent",
        "parents",
        "sister",
        "brother",
        "son",
        "daughter",
        "wife",
        "husband",
        "relative",
        "carer",
        "foster",
        "friend",
        "aunt",
        "uncle",
        "grandmother",
        "grandfather",
        "partner",
    ]) && !said.starts_with("partner agency")
    {
        FoundBy::Family
    } else if is(&[
        "hospital",
        "ambulance",
        "nhs",
        "social",
        "school",
        "staff",
        "agency",
        "coastguard",
        "fire",
        "council",
        "charity",
        "mountain",
    ]) {
        FoundBy::Partner
    } else if is(&["public", "mop", "passer", "passerby", "neighbour", "stranger", "walker"]) {
        FoundBy::Public
    } else {
        FoundBy::NotKnown
    }
}

/// # Errors
/// The remedy where the words do not say how they were.
pub fn condition(text: &str) -> Result<Condition, Remedy> {
    one_of(
        text,
        &[
            (
                Condition::Unharmed,
                &[
                    "unharmed",
                    "safe and well",
                    "safe well",
                    "safe",
                    "well",
                    "no harm",
                    "no",
                    "n",
                    "none",
                    "uninjured",
                    "not harmed",
                    "no harm identified",
                    "alive and well",
                    "fit and well",
                ] as &[&str],
            ),
            (
                Condition::Harmed,
                &[
                    "harmed",
                    "injured",
                    "hurt",
                    "yes",
                    "y",
                    "harm",
                    "minor injury",
                    "minor injuries",
                    "serious injury",
                    "serious injuries",
                    "hospitalised",
                    "assaulted",
                    "victim of crime",
                    "self harmed",
                    "self harm",
                ],
            ),
            (
                Condition::Died,
                &["died", "dead", "deceased", "fatal", "death", "found deceased", "found dead", "suicide"],
            ),
            (Condition::NotKnown, &["not known", "unknown", "unk", "n k", "u", "not recorded"]),
        ],
        "import-problem-condition",
    )
}

/// How it is known where they were last seen; [`HowKnown::NotKnown`] where the words do not say.
pub fn how_known(text: &str) -> HowKnown {
    match plain(text).as_str() {
        "seen" | "seen in person" | "sighting" | "cctv" => HowKnown::Seen,
        "heard from" | "phone call" | "text message" => HowKnown::HeardFrom,
        "assumed" => HowKnown::Assumed,
        _ => HowKnown::NotKnown,
    }
}

/// What another system's status says of the incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Open,
    /// Open, and said in so many words: not found.
    StillMissing,
    /// Found, so over.
    Found,
    FoundDead,
    /// Over, whether or not they were found.
    Closed,
}

/// # Errors
/// The remedy where the words do not say.
pub fn standing(text: &str) -> Result<Standing, Remedy> {
    let remedy = "import-problem-status";
    if text.len() > LONGEST {
        return Err(remedy);
    }
    let said = words(text);
    let has = |names: &[&str]| said.split(' ').any(|word| names.contains(&word));
    let closed = has(&[
        "closed",
        "filed",
        "cancelled",
        "canceled",
        "finalised",
        "complete",
        "completed",
        "resolved",
        "nfa",
        "archived",
        "concluded",
        "c",
    ]) || said.contains("no further action");
    let reopened = has(&["reopened"]) || said.starts_with("re open");
    let negated = has(&["not", "still", "unfound", "untraced", "unlocated", "outstanding", "never"])
        || said.contains("no trace");
    if reopened || negated {
        // `Closed - not found` is over all the same.
        let over = closed && !reopened && !said.contains("not closed") && !said.contains("not yet");
        return Ok(match (over, reopened || closed) {
            (true, _) => Standing::Closed,
            (false, true) => Standing::Open,
            (false, false) => Standing::StillMissing,
        });
    }
    if has(&["dead", "deceased", "died", "body", "fatal"]) {
        return Ok(Standing::FoundDead);
    }
    if has(&["found", "returned", "located", "traced", "safe", "recovered", "home"])
        && !said.contains("from home")
    {
        return Ok(Standing::Found);
    }
    if closed {
        return Ok(Standing::Closed);
    }
    if has(&["missing", "absent"]) {
        return Ok(Standing::StillMissing);
    }
    if has(&["open", "active", "live", "ongoing", "current", "new", "o", "pending", "investigation"]) {
        return Ok(Standing::Open);
    }
    Err(remedy)
}
