//! Names of people.

/// Words that belong to the family name after them.
const PARTICLES: [&str; 16] = [
    "de", "da", "di", "du", "del", "della", "van", "von", "der", "den", "bin", "ibn", "al", "el", "le", "ap",
];
const TITLES: [&str; 8] = ["mr", "mrs", "ms", "miss", "mx", "dr", "rev", "master"];

/// Family name and given names, of `LARKSPUR, Ida May`, `Ida May LARKSPUR` and `Ida May Larkspur`; the
/// given names may be missing. Capitals are put right as by [`name`]. `None` where nothing is written.
pub fn full_name(text: &str) -> Option<(String, String)> {
    if let Some((family, given)) = text.split_once(',') {
        let given = without_title(given.split_whitespace().collect());
        let (family, given) = (name(family), name(&given.join(" ")));
        return match (family.is_empty(), given.is_empty()) {
            (true, true) => None,
            (true, false) => Some((given, String::new())),
            _ => Some((family, given)),
        };
    }
    let words = without_title(text.split_whitespace().collect());
    let last = words.len().checked_sub(1)?;
    let capitals = |word: &&str| word.chars().any(char::is_alphabetic) && is_capitals(word);
    let shouted = words.iter().rev().take_while(|word| capitals(word)).count();
    let mut from = if shouted > 0 && shouted < words.len() { words.len() - shouted } else { last };
    while from > 1
        && words.get(from - 1).is_some_and(|word| PARTICLES.contains(&word.to_lowercase().as_str()))
    {
        from -= 1;
    }
    let (given, family) = words.split_at_checked(from)?;
    Some((name(&family.join(" ")), name(&given.join(" "))))
}

fn without_title(mut words: Vec<&str>) -> Vec<&str> {
    let titled = words.len() > 1
        && words
            .first()
            .is_some_and(|first| TITLES.contains(&first.trim_end_matches('.').to_lowercase().as_str()));
    if titled {
        words.remove(0);
    }
    words
}

/// A name without spaces around it; one all in capitals gets capitals where names have them. `McKay`,
/// `O'Dell`, `Test-Larkspur` come of capitals; `Mackay` keeps its small k, as most who bear it do.
pub fn name(text: &str) -> String {
    let text = text.trim();
    if !is_capitals(text) || text.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_alphabetic() || is_mark(c) {
            word.push(c);
            continue;
        }
        // `Larkspur's`.
        let owned = word == "S" && out.ends_with(['\'', '’']);
        out.push_str(&if owned { word.to_lowercase() } else { capitalised(&word) });
        word.clear();
        out.push(c);
    }
    out.pop();
    out
}

/// Accents written apart from their letter.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

fn capitalised(word: &str) -> String {
    let lower = word.to_lowercase();
    let first = |text: &str| {
        let mut chars = text.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    match lower.strip_prefix("mc") {
        Some(rest) if rest.chars().count() >= 2 => format!("Mc{}", first(rest)),
        _ => first(&lower),
    }
}
