/**
 * What the assessor looks at, and what they have seen of it. What arrives while they type is shown beside the form and
 * counts as seen only once they say so: a grade is signed with what it rests on, not with what lay unread.
 */
import { setNow } from '$lib/clock.svelte';
import { AppError, call } from '$lib/platform';
import type { HistoryView } from '$lib/types/HistoryView';
import type { IncidentView } from '$lib/types/IncidentView';
import type { TimelineItem } from '$lib/types/TimelineItem';

export class Sight {
  readonly id: string;
  view = $state.raw<IncidentView | null>(null);
  /** What is known of the person from before. */
  history = $state.raw<HistoryView | null>(null);
  historyTrouble = $state('');
  /** Why the last reading failed; the view before it stays. */
  trouble = $state('');
  /** Safety entries that the assessor has seen: those of the opening, their own, and what they said they had read. */
  basis = $state.raw<string[]>([]);

  #seen = $state.raw(new Set<string>());
  #turn = 0;

  constructor(id: string) {
    this.id = id;
  }

  /** Entries that arrived since, and that nobody here has said they have read. */
  get news(): TimelineItem[] {
    return this.view?.timeline.filter((item) => !this.#seen.has(item.entry_id)) ?? [];
  }

  async read(): Promise<void> {
    const turn = ++this.#turn;
    const first = this.view === null;
    try {
      const view = await call('incident', { incident_id: this.id, at: null, refresh: !first });
      if (turn !== this.#turn) return;
      this.#show(view);
      if (first) this.informed();
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      if (turn === this.#turn) this.trouble = thrown.message;
    }
  }

  /** What is known from before is read beside it; what was read stays where the next reading fails. */
  async readHistory(): Promise<void> {
    try {
      this.history = await call('person_history', { incident_id: this.id, refresh: this.history !== null });
      this.historyTrouble = '';
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      this.historyTrouble = thrown.message;
    }
  }

  /** The assessor has read what arrived. */
  informed(): void {
    if (!this.view) return;
    this.basis = this.view.basis;
    this.#seen = new Set(this.view.timeline.map((item) => item.entry_id));
  }

  /** After an act from here: its answer stands above readings that began before. Of what is new in it only the own entry is seen. */
  acted(view: IncidentView): void {
    const before = new Set(this.view?.timeline.map((item) => item.entry_id));
    this.#turn += 1;
    this.#show(view);
    const own = view.timeline.filter((item) => !before.has(item.entry_id)).reduce<TimelineItem | null>((last, item) => (last && !later(item, last) ? last : item), null);
    if (!own) return;
    this.#seen = new Set([...this.#seen, own.entry_id]);
    if (view.basis.includes(own.entry_id)) this.basis = [...this.basis, own.entry_id];
  }

  /** The register knew of more than was seen: it is shown. Where it shows nothing new, everything was seen. */
  async stale(): Promise<void> {
    await this.read();
    if (this.trouble === '' && this.news.length === 0) this.informed();
  }

  #show(view: IncidentView): void {
    this.view = view;
    this.trouble = '';
    setNow(view.as_known.until);
  }
}

/** The own entry is written last, after whatever else its answer brings. */
function later(a: TimelineItem, b: TimelineItem): boolean {
  return a.recorded_at > b.recorded_at || (a.recorded_at === b.recorded_at && a.entry_id > b.entry_id);
}
