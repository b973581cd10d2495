//! The national index of the fake: folded from the entries as the real one's, and searched as simply as can be.

use std::collections::BTreeMap;

use ed25519_dalek::Signer;
use register::entry::Stream;
use register::force::ForceCode;
use register::national::{Extract, Field, Hit, How, Looks, Reason, Sought};
use register::{Entry, Incident, IncidentFact, IncidentId};

use super::State;
use crate::{
    Changed, Failure, Find, Found, LookByOther, LookKind, LooksAtOurs, LooksByOthers, National, NationalForm,
    NationalPage, Open, Opened, PICTURES, Pictures, PicturesGiven, Positioned, check_reason,
};

/// Rows by incident, each with the number of its last change.
#[derive(Debug, Default)]
pub(super) struct Index {
    rows: BTreeMap<IncidentId, (u64, Option<Extract>)>,
    head: u64,
    /// Each with the force that is told of it.
    looks: Vec<(ForceCode, LookByOther)>,
}

impl Index {
    /// Fold every incident of the ledgers, and number what is another than it was.
    fn refresh<'a>(&mut self, ledgers: impl Iterator<Item = &'a Vec<Positioned>>) {
        let mut streams: BTreeMap<IncidentId, Vec<Entry<IncidentFact>>> = BTreeMap::new();
        for positioned in ledgers.flatten() {
            let Some(entry) = positioned.sealed.open_or_altered() else { continue };
            if let Stream::Incident(id) = entry.header.stream {
                streams.entry(id).or_default().push(entry);
            }
        }
        for (id, entries) in streams {
            let extract = Incident::fold(&entries).and_then(|incident| Extract::of(&incident));
            let held = self.rows.get(&id).and_then(|(_, held)| held.clone());
            if extract != held {
                self.head += 1;
                self.rows.insert(id, (self.head, extract));
            }
        }
    }

    fn open(&self) -> impl Iterator<Item = &Extract> {
        self.rows.values().filter_map(|(_, extract)| extract.as_ref())
    }
}

impl State {
    /// Only when it is asked: most tests of laptops never do.
    fn refresh(&mut self) {
        self.index.refresh(self.ledgers.values());
    }

    pub(super) fn national(&mut self, asked: &National) -> NationalPage {
        self.refresh();
        let mut changes: Vec<Changed> = self
            .index
            .rows
            .iter()
            .map(|(&incident_id, (change, extract))| Changed {
                change: *change,
                incident_id,
                extract: extract.clone(),
            })
            .filter(|changed| changed.change > asked.after)
            .filter(|changed| changed.extract.is_some() || changed.change > asked.begun)
            .collect();
        changes.sort_by_key(|changed| changed.change);
        let limit = asked.limit.clamp(1, self.page_entries) as usize;
        let all = changes.len() <= limit;
        changes.truncate(limit);
        let last = changes.last().map_or(asked.after, |changed| changed.change);
        let form = NationalForm {
            after: asked.after,
            next: if all { self.index.head.max(asked.after) } else { last },
            head: self.index.head,
            era: self.era,
            as_of: self.time,
            begun: asked.begun,
        };
        NationalPage::signed(form, changes, |payload| self.key.sign(payload).to_bytes())
    }

    pub(super) fn find(&mut self, force: &ForceCode, find: &Find) -> Result<Found, Failure> {
        check_reason(&find.reason)?;
        self.refresh();
        let hits: Vec<Hit> = self.index.open().filter_map(|extract| hit(&find.sought, extract)).collect();
        for hit in &hits {
            self.look(force, find.officer_id, &hit.extract, LookKind::Listed, &find.reason);
        }
        Ok(Found { hits, as_of: self.time, complete: true })
    }

    pub(super) fn opened(&mut self, force: &ForceCode, open: &Open) -> Result<Opened, Failure> {
        check_reason(&open.reason)?;
        self.refresh();
        let row = self.index.rows.get(&open.incident_id).and_then(|(_, extract)| extract.clone());
        let extract = row.ok_or(Failure::NotFound)?;
        self.look(force, open.officer_id, &extract, LookKind::Opened, &open.reason);
        Ok(Opened { extract, as_of: self.time, thumbnail: None })
    }

    fn look(
        &mut self,
        force: &ForceCode,
        officer_id: register::OfficerId,
        extract: &Extract,
        kind: LookKind,
        reason: &str,
    ) {
        if *force != extract.force {
            let look = LookByOther {
                number: self.index.looks.len() as u64 + 1,
                at: self.time,
                force: force.clone(),
                officer_id,
                incident_id: extract.incident_id,
                kind,
                reason: reason.to_owned(),
            };
            self.index.looks.push((extract.force.clone(), look));
        }
    }

    pub(super) fn looks_at(&self, force: &ForceCode, asked: &LooksAtOurs) -> LooksByOthers {
        let ours =
            self.index.looks.iter().filter(|(owner, look)| owner == force && look.number > asked.since);
        let looks: Vec<LookByOther> = ours
            .map(|(_, look)| look.clone())
            .take(asked.limit.clamp(1, self.page_entries) as usize)
            .collect();
        let next = looks.last().map_or(asked.since, |look| look.number);
        LooksByOthers { looks, next, era: self.era }
    }
}

/// The fake has no small photographs to give.
pub(super) fn pictures(asked: &Pictures) -> Result<PicturesGiven, Failure> {
    if asked.incidents.len() > PICTURES {
        return Err(Failure::TooLarge { limit: PICTURES as u64 });
    }
    Ok(PicturesGiven { pictures: Vec::new(), answered: asked.incidents.len() as u32 })
}

/// By a word that stands in a name, or by the sex and the place.
fn hit(sought: &Sought, extract: &Extract) -> Option<Hit> {
    let (field, words) = match sought {
        Sought::Name(name) => {
            let asked: Vec<String> = name.to_lowercase().split_whitespace().map(str::to_owned).collect();
            let known = extract.names().collect::<Vec<_>>().join(" ").to_lowercase();
            let met = !asked.is_empty() && asked.iter().all(|word| known.contains(word.as_str()));
            met.then_some((Field::Name, asked))?
        }
        Sought::Looks(Looks { sex, place, .. }) => {
            let known = format!("{} {}", extract.outward, extract.place).to_lowercase();
            let asked = place.to_lowercase();
            let met = !asked.is_empty() && known.contains(&asked) && (sex.is_empty() || *sex == extract.sex);
            met.then_some((Field::Place, vec![asked]))?
        }
    };
    let reasons = vec![Reason { field, how: How::Same, words }];
    Some(Hit { extract: extract.clone(), score: 1_000, reasons })
}
