//! What comes in: pages of the ledger, what was set apart, and a central service that was put back.

use std::collections::HashSet;

use protocol::{Central, Failure, HeadsAsked, Page, PageForm, Positioned, Pull, Push, Pushed};
use register::entry::Stream;
use store::{Lists, Unfit};

use super::{Device, Exchange, Step};
use crate::error::SyncError;
use crate::judge::Judge;

/// Lists of open incidents are made again when this many times as many entries have come as when they were made last.
const SELDOM: u64 = 20;

/// A page that has come, each entry with what is wrong with it, and the page after it as far as that was asked for.
struct Coming {
    form: PageForm,
    entries: Vec<(Positioned, Option<Unfit>)>,
    ahead: Option<Result<Fetched, SyncError>>,
}

/// A page as central gave it, its entries not looked at yet.
struct Fetched {
    form: PageForm,
    entries: Vec<Positioned>,
}

/// What came with the open incidents, before the ledger itself: where it follows without a gap, it is not asked for again.
#[derive(Default)]
struct Early {
    /// The central service's count in which these positions are meant; 0 where nothing came early.
    era: u64,
    /// Of a field laptop: what stands later it goes through, for each incident that is touched then is asked for.
    until: Option<u64>,
    /// First and last position of each run, ascending.
    runs: Vec<(u64, u64)>,
}

impl Early {
    /// Later than all before it.
    fn add(&mut self, position: u64) {
        match self.runs.last_mut() {
            Some((_, last)) if *last + 1 == position => *last = position,
            _ => self.runs.push((position, position)),
        }
    }

    /// The last position up to which everything after `after` is here.
    fn through(&self, after: u64) -> u64 {
        let behind = self.runs.partition_point(|(first, _)| *first <= after + 1);
        let run = behind.checked_sub(1).and_then(|last| self.runs.get(last));
        let through = run.map_or(after, |(_, last)| *last);
        through.min(self.until.unwrap_or(u64::MAX)).max(after)
    }
}

impl<C, N, T> Exchange<'_, C, N, T>
where
    C: Central,
    N: Fn() -> chrono::DateTime<chrono::Utc> + Send + Sync,
    T: FnMut(Step) + Send,
{
    /// Pages after the cursor, up to the head, and what came before to the incidents that they touch.
    pub(super) async fn receive(&mut self) -> Result<(), SyncError> {
        self.pages().await?;
        self.back_fill().await
    }

    /// Pages after the cursor. While one is taken in, the signatures of the next are checked, and central makes the one
    /// after that.
    async fn pages(&mut self) -> Result<(), SyncError> {
        let vault = self.device.vault;
        let (mut judge, mut early) = (None, Early::default());
        if self.enrolment.era == 0 && self.enrolment.cursor == 0 {
            early = self.open_first(&mut judge).await?;
        }
        let mut coming = self.first_page(early.through(self.enrolment.cursor), &mut judge).await?;
        let mut unlisted = 0;
        loop {
            let Coming { mut form, entries, ahead } = coming;
            let known = if early.era == 0 { self.enrolment.era } else { early.era };
            if form.head < form.after || (known != 0 && form.era != known) {
                early = Early::default();
                self.begin_era(form.era).await?;
                judge = None;
                coming = self.page_of(self.asking(self.enrolment.cursor), &mut judge).await?;
                continue;
            }
            if self.gives_more(&form) {
                vault.take_the_rest(form.whole_from).await?;
                (self.enrolment.cursor, self.enrolment.filling) = (0, true);
                self.enrolment.whole_from = form.whole_from;
                judge = None;
                coming = self.page_of(self.asking(0), &mut judge).await?;
                continue;
            }
            let says_nothing = form.next == form.after && form.whole_from == self.enrolment.whole_from;
            if entries.is_empty() && says_nothing && self.enrolment.era != 0 {
                return self.filled().await;
            }
            (self.tell)(Step::Receiving { left: form.head.saturating_sub(form.after) });
            form.next = early.through(form.next);
            let (now, ahead_ms) = ((self.now)(), self.bounds.ahead_ms);
            let lists = self.lists(&mut unlisted, entries.len(), form.next == form.head);
            let taking = vault.take_page(Some(&form), &entries, lists, now, ahead_ms);
            let (taken, next) = if form.next == form.head {
                (taking.await?, None)
            } else {
                let asked = self.asking(form.next);
                let after = |next: u64| Pull { after: early.through(next), ..asked.clone() };
                let next = self.next_page(ahead, asked.clone(), after, &mut judge);
                let (taken, next) = tokio::join!(taking, next);
                (taken?, Some(next))
            };
            self.done.received += taken.new;
            self.done.set_apart += taken.set_apart;
            self.touched.extend(taken.incidents.iter().map(|incident_id| Stream::Incident(*incident_id)));
            self.officers_came |= taken.officers_changed;
            (self.tell)(Step::Took { incidents: taken.incidents, officers_changed: taken.officers_changed });
            (self.enrolment.cursor, self.enrolment.era) = (form.next, form.era);
            self.enrolment.whole_from = form.whole_from;
            match next {
                Some(next) => coming = next?,
                None => return self.filled().await,
            }
        }
    }

    /// Whether this device is given more of what it has passed than it was: it was a field laptop.
    fn gives_more(&self, form: &PageForm) -> bool {
        let (before, now) = (self.enrolment.whole_from.unwrap_or(0), form.whole_from.unwrap_or(0));
        self.enrolment.era != 0 && now < before && now < self.enrolment.cursor
    }

    /// On a field laptop: what came before to incidents that something came to since it is given all, and to others of the
    /// same people; and what its officers asked for. Each is asked for until it is here.
    async fn back_fill(&mut self) -> Result<(), SyncError> {
        let until = self.enrolment.whole_from.unwrap_or(0);
        for incident_id in self.device.vault.to_back_fill().await? {
            let stream = Stream::Incident(incident_id);
            if !self.take_stream(stream, Some(until)).await? {
                return Ok(());
            }
            self.device.vault.back_filled(incident_id).await?;
        }
        Ok(())
    }

    /// A stream from its beginning, taken in at once, so that no incident lacks what closed it; or of an incident and of
    /// others of the same person what stands up to a position. False where central was put back meanwhile.
    pub(super) async fn take_stream(
        &mut self,
        stream: Stream,
        with_person_until: Option<u64>,
    ) -> Result<bool, SyncError> {
        let (mut after, mut judge, mut all) = (0, None, Vec::new());
        let until = with_person_until.unwrap_or(u64::MAX);
        loop {
            let with_person = with_person_until.is_some();
            let asked = Pull { stream: Some(stream), with_person, ..self.asking(after) };
            let Coming { form, entries, .. } = self.page_of(asked, &mut judge).await?;
            if form.era != self.enrolment.era {
                return Ok(false);
            }
            all.extend(entries);
            if form.next >= form.head.min(until) {
                break;
            }
            after = form.next;
        }
        if !all.is_empty() {
            let (now, ahead_ms) = ((self.now)(), self.bounds.ahead_ms);
            let taken = self.device.vault.take_page(None, &all, Lists::Now, now, ahead_ms).await?;
            self.done.received += taken.new;
            self.done.set_apart += taken.set_apart;
            self.touched.extend(taken.incidents.iter().map(|incident_id| Stream::Incident(*incident_id)));
            self.officers_came |= taken.officers_changed;
            (self.tell)(Step::Took { incidents: taken.incidents, officers_changed: taken.officers_changed });
        }
        Ok(true)
    }

    /// Whether the lists are made with a page: with the last of those that follow each other, and after so many
    /// entries.
    fn lists(&self, unlisted: &mut u64, entries: usize, last: bool) -> Lists {
        *unlisted += entries as u64;
        if !last && *unlisted < self.bounds.list_every {
            return Lists::Later;
        }
        *unlisted = 0;
        Lists::Now
    }

    /// A long ledger that is taken in from its beginning: whole streams of what is open come first and are listed at
    /// once. What comes then, oldest first, is listed when all of it is here: until then an incident may lack what
    /// closed it. Gives what need not come again; who judged them knows what comes again.
    async fn open_first(&mut self, judge: &mut Option<Judge>) -> Result<Early, SyncError> {
        let heads = ask!(self, heads, HeadsAsked {});
        let head =
            heads.heads.iter().find(|head| head.force == self.enrolment.force).map_or(0, |head| head.head);
        if head < self.bounds.fill_from {
            return Ok(Early::default());
        }
        let mut coming = self.page_of(self.asking_open(0), judge).await?;
        // How many had come when lists were last made. The first page is listed as it comes; then ever more seldom, for
        // listing reads all that has come of an incident, as far as it has come.
        let mut listed: Option<u64> = None;
        let (mut all, mut early) = (HashSet::new(), Early::default());
        let head = loop {
            let Coming { form, entries, ahead } = coming;
            if early.era == 0 {
                (early.era, early.until) = (form.era, form.whole_from);
            }
            // Put back meanwhile: positions of both would stand side by side. The first page of the ledger finds it so too.
            if form.era != early.era {
                break form.head;
            }
            for (positioned, _) in entries.iter().filter(|(_, unfit)| unfit.is_none()) {
                all.insert(positioned.sealed.hash());
                early.add(positioned.position);
            }
            (self.tell)(Step::Receiving { left: head });
            let (come, last) = (all.len() as u64, form.next >= form.head);
            let due =
                listed.is_none_or(|listed| come - listed >= self.bounds.list_every.max(SELDOM * listed));
            let lists = if due || last { Lists::Now } else { Lists::Later };
            if due {
                listed = Some(come);
            }
            let (now, ahead_ms, vault) = ((self.now)(), self.bounds.ahead_ms, self.device.vault);
            let taking = vault.take_page(None, &entries, lists, now, ahead_ms);
            let (taken, next) = if last {
                (taking.await?, None)
            } else {
                let asked = self.asking_open(form.next);
                let after = |next| Pull { after: next, ..asked.clone() };
                let next = self.next_page(ahead, asked.clone(), after, judge);
                let (taken, next) = tokio::join!(taking, next);
                (taken?, Some(next))
            };
            self.done.received += taken.new;
            self.touched.extend(taken.incidents.iter().map(|incident_id| Stream::Incident(*incident_id)));
            self.officers_came |= taken.officers_changed;
            (self.tell)(Step::Took { incidents: taken.incidents, officers_changed: taken.officers_changed });
            match next {
                Some(next) => coming = next?,
                None => break form.head,
            }
        };
        // Where all of it is open, all of it is listed.
        if early.through(0) < head {
            self.device.vault.begin_filling().await?;
            self.enrolment.filling = true;
        }
        if let Some(judge) = judge {
            judge.took(all);
        }
        Ok(early)
    }

    /// The cursor is at the head.
    async fn filled(&mut self) -> Result<(), SyncError> {
        if self.enrolment.filling {
            self.device.vault.end_filling().await?;
            self.enrolment.filling = false;
            (self.tell)(Step::Filled);
        }
        Ok(())
    }

    /// The first page after the cursor. With it central is told what is held last, and tells whether its database was put
    /// back by somebody who copied its files: others may have brought its ledger beyond the cursor since.
    async fn first_page(&mut self, after: u64, judge: &mut Option<Judge>) -> Result<Coming, SyncError> {
        let (held, era) = (self.held.take(), self.enrolment.era);
        match self.page_of(Pull { held, ..self.asking(after) }, judge).await {
            Err(SyncError::Central(Failure::PutBack)) => {
                self.begin_era(era).await?;
                *judge = None;
                self.page_of(self.asking(0), judge).await
            }
            page => page,
        }
    }

    fn asking(&self, after: u64) -> Pull {
        Pull::after(self.enrolment.force.clone(), after, self.bounds.page_entries)
    }

    fn asking_open(&self, after: u64) -> Pull {
        Pull { open_only: true, ..self.asking(after) }
    }

    /// A page, its entries judged by what is known from the pages before it.
    async fn page_of(&mut self, asked: Pull, judge: &mut Option<Judge>) -> Result<Coming, SyncError> {
        let Fetched { form, entries } = self.fetch(asked).await?;
        let entries = judged(judge, self.device, entries).await?;
        Ok(Coming { form, entries, ahead: None })
    }

    /// The next page, which may have come, its entries judged; meanwhile the one after it is fetched. That this one could
    /// not be had is said when its turn comes.
    async fn next_page(
        &mut self,
        ahead: Option<Result<Fetched, SyncError>>,
        asked: Pull,
        after: impl Fn(u64) -> Pull,
        judge: &mut Option<Judge>,
    ) -> Result<Coming, SyncError> {
        let Fetched { form, entries } = match ahead {
            Some(fetched) => fetched?,
            None => self.fetch(asked).await?,
        };
        let judging = judged(judge, self.device, entries);
        let asked = Some(after(form.next)).filter(|asked| asked.after < form.head);
        let (entries, ahead) = match asked {
            None => (judging.await, None),
            Some(asked) => {
                let (entries, fetched) = tokio::join!(judging, self.fetch(asked));
                (entries, Some(fetched))
            }
        };
        Ok(Coming { form, entries: entries?, ahead })
    }

    async fn fetch(&mut self, asked: Pull) -> Result<Fetched, SyncError> {
        let page = ask!(self, pull, asked.clone());
        page.verify(&asked, &self.enrolment.central_key)?;
        let Page { form, entries, .. } = page;
        if entries.is_empty() && form.next < form.head {
            // It would be asked for again without end.
            return Err(Failure::NotCentral.into());
        }
        Ok(Fetched { form, entries })
    }

    /// Central was put back. What it has of this device's chain it says itself; all else is asked for anew.
    pub(super) async fn begin_era(&mut self, era: u64) -> Result<(), SyncError> {
        self.device.vault.begin_era(era).await?;
        self.done.new_era = true;
        // What central had been told is lost with the rest, also where this exchange is cut off.
        (self.memory.checkpoint, self.memory.swept, self.memory.relay_again) = (None, false, None);
        (self.enrolment.era, self.enrolment.cursor, self.enrolment.sent_through) = (era, 0, 0);
        let pushed: Pushed = ask!(self, push, Push { entries: Vec::new() });
        self.same_chain(pushed.chain).await?;
        let through = pushed.chain.device_seq;
        self.device.vault.answered(&[], Some(through), (self.now)()).await?;
        self.enrolment.sent_through = through;
        Ok(())
    }

    /// Entries that were set apart for want of a key may be known by now.
    pub(super) async fn judge_again(&mut self) -> Result<(), SyncError> {
        let vault = self.device.vault;
        if vault.set_apart_count().await? == 0 {
            return Ok(());
        }
        let apart = vault.set_apart().await?.into_iter();
        let unknown = apart.filter(|apart| apart.unfit == Unfit::UnknownSigner).map(|apart| apart.entry);
        let mut good = judged(&mut None, self.device, unknown.collect()).await?;
        good.retain(|(_, unfit)| unfit.is_none());
        if !good.is_empty() {
            let taken = vault.take_page(None, &good, Lists::Now, (self.now)(), self.bounds.ahead_ms).await?;
            self.done.received += taken.new;
            self.officers_came |= taken.officers_changed;
            (self.tell)(Step::Took { incidents: taken.incidents, officers_changed: taken.officers_changed });
        }
        Ok(())
    }
}

/// What is wrong with each entry, by what is known from the pages before. Who may sign is read when the first entry comes.
async fn judged(
    judge: &mut Option<Judge>,
    device: Device<'_>,
    entries: Vec<Positioned>,
) -> Result<Vec<(Positioned, Option<Unfit>)>, SyncError> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let judge = match judge {
        Some(judge) => judge,
        None => judge.insert(Judge::of(device.vault, device.register_id).await?),
    };
    Ok(judge.page(entries, device.vault.device_id()).await?)
}
