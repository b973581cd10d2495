//! Which entry was written in sight of which: canonical order and the *informed of* relation.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::entry::{Content, Entry};
use crate::id::Hash;

/// Entries of one stream in canonical order: topological by `seen`, then stamp, then id.
/// The order of arrival changes nothing.
pub(crate) struct Graph<'a, F> {
    pub ordered: Vec<&'a Entry<F>>,
    /// `ancestors[i]` is the set of positions that entry `i` is informed of, one bit each.
    ancestors: Vec<Vec<u64>>,
    sight: Sight,
}

/// What the next entry is written in sight of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Entries that no other has seen, in order of hash.
    pub heads: Vec<Hash>,
    /// Entries that others name as seen by them, and that are not here, in order of hash.
    pub absent: Vec<Hash>,
}

/// The entries that one was written in sight of, in no order, and whether nothing of them is missing: what its author
/// did not have is passed over.
pub(crate) fn seen_by<'a, F>(
    entry: &Entry<F>,
    by_hash: &HashMap<Hash, &'a Entry<F>>,
) -> (Vec<&'a Entry<F>>, bool) {
    let mut asked: HashSet<Hash> = entry.header.absent.iter().copied().collect();
    let mut waiting: Vec<Hash> = entry.header.seen.clone();
    let (mut seen, mut whole) = (Vec::new(), true);
    while let Some(hash) = waiting.pop() {
        if !asked.insert(hash) {
            continue;
        }
        if let Some(&found) = by_hash.get(&hash) {
            waiting.extend(&found.header.seen);
            seen.push(found);
        } else {
            whole = false;
        }
    }
    (seen, whole)
}

impl<'a, F> Graph<'a, F> {
    pub fn of(entries: impl IntoIterator<Item = &'a Entry<F>>) -> Self {
        let mut unique: HashMap<Hash, &Entry<F>> = HashMap::new();
        for entry in entries {
            // Of two copies the one without its body counts: what is disposed of does not come back.
            let kept = unique.entry(entry.hash).or_insert(entry);
            if matches!(entry.content, Content::Disposed) {
                *kept = entry;
            }
        }
        let mut waiting: HashMap<Hash, usize> = HashMap::with_capacity(unique.len());
        let mut children: HashMap<Hash, Vec<Hash>> = HashMap::new();
        let mut ready = BTreeSet::new();
        for (hash, entry) in &unique {
            let parents: BTreeSet<&Hash> =
                entry.header.seen.iter().filter(|h| unique.contains_key(h)).collect();
            for &&parent in &parents {
                children.entry(parent).or_default().push(*hash);
            }
            waiting.insert(*hash, parents.len());
            if parents.is_empty() {
                ready.insert((entry.header.recorded_at, entry.header.entry_id, *hash));
            }
        }
        let heads = unique.keys().filter(|h| !children.contains_key(h)).copied().collect::<BTreeSet<_>>();
        let named = unique.values().flat_map(|entry| &entry.header.seen);
        let absent = named.filter(|h| !unique.contains_key(h)).copied().collect::<BTreeSet<_>>();
        let sight = Sight { heads: heads.into_iter().collect(), absent: absent.into_iter().collect() };

        let mut ordered = Vec::with_capacity(unique.len());
        let mut position = HashMap::with_capacity(unique.len());
        while let Some((_, _, hash)) = ready.pop_first() {
            position.insert(hash, ordered.len());
            ordered.push(unique[&hash]);
            for child in children.remove(&hash).unwrap_or_default() {
                let Some(left) = waiting.get_mut(&child) else { continue };
                *left -= 1;
                if *left == 0 {
                    let entry = unique[&child];
                    ready.insert((entry.header.recorded_at, entry.header.entry_id, child));
                }
            }
        }

        let words = ordered.len().div_ceil(64);
        let mut ancestors: Vec<Vec<u64>> = Vec::with_capacity(ordered.len());
        let mut narrowed = Vec::new();
        for entry in &ordered {
            let mut set = vec![0u64; words];
            for parent in entry.header.seen.iter().filter_map(|hash| position.get(hash).copied()) {
                // A hash cannot name an entry that names it back, so parents stand before.
                if let Some(theirs) = ancestors.get(parent) {
                    for (word, more) in set.iter_mut().zip(theirs) {
                        *word |= more;
                    }
                    set[parent / 64] |= 1 << (parent % 64);
                }
            }
            if entry.header.absent.iter().any(|hash| unique.contains_key(hash)) {
                let mut narrow = vec![0u64; words];
                for seen in seen_by(entry, &unique).0.iter().filter_map(|seen| position.get(&seen.hash)) {
                    narrow[seen / 64] |= 1 << (seen % 64);
                }
                narrowed.push((ancestors.len(), narrow));
            }
            ancestors.push(set);
        }
        // Only now: whoever came after had by then what one before them had not.
        for (at, narrow) in narrowed {
            ancestors[at] = narrow;
        }
        Self { ordered, ancestors, sight }
    }

    /// Was the entry at `later` written in sight of the one at `earlier`?
    pub fn informed(&self, later: usize, earlier: usize) -> bool {
        self.ancestors[later][earlier / 64] & (1 << (earlier % 64)) != 0
    }

    pub fn sight(&self) -> &Sight {
        &self.sight
    }
}
