//! How many tests ran, read from what the runners print.

use std::ops::AddAssign;

/// Tests that passed and tests that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Count {
    /// Adds up the summary lines of cargo, vitest, node and our own runners.
    pub(crate) fn read(printed: &str) -> Self {
        let mut total = Self::default();
        for line in printed.lines() {
            if let Some(count) = summary(plain(line).trim()) {
                total += count;
            }
        }
        total
    }
}

fn summary(line: &str) -> Option<Count> {
    // cargo: `test result: ok. 12 passed; 0 failed; 0 ignored; …`
    if let Some(rest) = line.strip_prefix("test result: ") {
        return Some(Count { passed: before(rest, "passed")?, failed: before(rest, "failed")? });
    }
    // vitest: `Tests  1 failed | 12 passed (13)`
    if let Some(rest) = line.strip_prefix("Tests ") {
        let passed = before(rest, "passed");
        let failed = before(rest, "failed");
        return (passed.is_some() || failed.is_some())
            .then(|| Count { passed: passed.unwrap_or(0), failed: failed.unwrap_or(0) });
    }
    // node --test: `ℹ pass 3` and `ℹ fail 0`, or `# pass 3` in TAP
    if let Some(rest) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) {
        if let Some(number) = rest.strip_prefix("pass ") {
            return Some(Count { passed: number.trim().parse().ok()?, failed: 0 });
        }
        // A cancelled test is one that its set-up kept from running.
        if let Some(number) = rest.strip_prefix("fail ").or_else(|| rest.strip_prefix("cancelled ")) {
            return Some(Count { passed: 0, failed: number.trim().parse().ok()? });
        }
        return None;
    }
    // our own: `12 passed, 0 failed` alone on a line
    let (passed, failed) = line.split_once(", ")?;
    Some(Count {
        passed: passed.strip_suffix(" passed")?.parse().ok()?,
        failed: failed.strip_suffix(" failed")?.parse().ok()?,
    })
}

/// The number that stands before a word.
fn before(text: &str, word: &str) -> Option<usize> {
    let words: Vec<&str> = text.split([' ', ';', '|']).filter(|word| !word.is_empty()).collect();
    let at = words.iter().position(|candidate| *candidate == word)?;
    words.get(at.checked_sub(1)?)?.parse().ok()
}

/// The line without terminal colours.
fn plain(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // From the escape to the letter that ends it.
            let _ = characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            kept.push(character);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_runner_is_understood() {
        let printed = "\
running 3 tests
test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
   Doc-tests register
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
 Test Files  2 passed (2)
      Tests  \u{1b}[32m7 passed\u{1b}[39m (7)
ℹ tests 4
ℹ pass 4
ℹ fail 0
11 passed, 0 failed
";
        assert_eq!(Count::read(printed), Count { passed: 27, failed: 0 });
    }

    #[test]
    fn failures_are_counted() {
        let printed = "test result: FAILED. 3 passed; 2 failed; 0 ignored\nTests  1 failed | 4 passed (5)\n# fail 1\nℹ cancelled 2\n";
        assert_eq!(Count::read(printed), Count { passed: 7, failed: 6 });
    }

    #[test]
    fn prose_is_no_summary() {
        assert_eq!(Count::read("all 12 passed, we think\nTests are good\n# passing 3\n"), Count::default());
    }
}
