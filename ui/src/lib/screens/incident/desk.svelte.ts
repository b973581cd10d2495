/**
 * One incident on the desk: what the program says of it, at which time it is looked at, and which form is open.
 * A form keeps the basis that stood on the screen when it was opened: what arrives meanwhile is shown to its writer
 * and counts as seen only once they say so.
 */
import { createContext, tick, untrack } from 'svelte';
import { announce } from '$lib/announce.svelte';
import { setNow } from '$lib/clock.svelte';
import { asTyped, discard, kept } from '$lib/kept.svelte';
import { AppError, call } from '$lib/platform';
import { t } from '$lib/words';
import type { IncidentView } from '$lib/types/IncidentView';
import type { TimelineItem } from '$lib/types/TimelineItem';
import type { Verb } from '$lib/types/Verb';

export type FormName =
  | 'note'
  | 'contact'
  | 'partner'
  | 'update'
  | 'description'
  | 'answers'
  | 'medical'
  | 'research'
  | 'weather'
  | 'challenge'
  | 'answer-challenge'
  | 'action'
  | 'last-seen'
  | 'reference'
  | 'reference-status'
  | 'answer-action'
  | 'review'
  | 'located'
  | 'harm'
  | 'withdraw'
  | 'close'
  | 'reopen'
  | 'category'
  | 'clear-danger'
  | 'link'
  | 'photograph'
  | 'likeness'
  | 'assign'
  | 'phone'
  | 'hypothesis'
  | 'weigh'
  | 'policy';

export interface OpenForm {
  name: FormName;
  /** What the form is about: a question, an action's id, a photograph's id; empty where it is the whole incident. */
  subject: string;
  /** The safety entries that were on the screen when the form was opened. */
  basis: string[];
}

/** A reading that failed: why, and of which time. */
export interface Missed {
  error: AppError;
  at: string | null;
  /** Somebody waits for it: they asked for it, or nothing is shown. Otherwise the last view stays as it was. */
  awaited: boolean;
}

/** One stop a second, the last of it: what arrived together, as on an import, is one step of the time control. */
export function stopsOf(times: string[]): string[] {
  const last = new Map<number, string>();
  for (const time of times.toSorted((a, b) => Date.parse(a) - Date.parse(b) || a.localeCompare(b))) last.set(Math.floor(Date.parse(time) / 1000), time);
  return [...last.values()];
}

export class Desk {
  readonly id: string;
  view = $state.raw<IncidentView | null>(null);
  missed = $state.raw<Missed | null>(null);
  /** The instant that is asked for; null for now. What is shown may still be another. */
  at = $state<string | null>(null);
  /** Another instant was asked for and is not shown yet. */
  turning = $state(false);
  form = $state.raw<OpenForm | null>(null);
  /** A file dropped on the screen, waiting for the photograph form. */
  dropped = $state.raw<File | null>(null);
  /** Counts what was saved: a form that stays open starts afresh. */
  saved = $state(0);
  /** Stops of the time control as they are now: looking back must not shorten them. */
  stops = $state.raw<string[]>([]);

  #turn = 0;
  /** It was read since the last act, perhaps while the act was being answered: what was read may be the newer. */
  #read = false;
  #looked: string | null | undefined = undefined;
  #asked = false;
  #opener: HTMLElement | null = null;

  constructor(id: string) {
    this.id = id;
  }

  /** The instant of what is shown; null for now. */
  get shown(): string | null {
    return this.view?.as_known.at ?? null;
  }

  get readOnly(): boolean {
    return this.shown !== null;
  }

  /** Whether this officer may do this here: on the incident as it is now, and while no other time is on its way. */
  may(verb: Verb): boolean {
    return !this.readOnly && !this.turning && (this.view?.may.includes(verb) ?? false);
  }

  /** Entries that came after the open form was opened. */
  get news(): TimelineItem[] {
    const { form, view } = this;
    if (!form || !view) return [];
    const unseen = new Set(view.basis.filter((entry) => !form.basis.includes(entry)));
    return view.timeline.filter((item) => unseen.has(item.entry_id));
  }

  /** Reads the incident. The first reading of a time is a look by the officer; the others are refreshes. */
  async read(): Promise<void> {
    const { at } = this;
    this.#read = true;
    const turn = ++this.#turn;
    const refresh = this.#looked === at;
    this.#looked = at;
    try {
      const view = await call('incident', { incident_id: this.id, at, refresh });
      if (turn !== this.#turn) return;
      const back = this.turning && at === null;
      this.#show(view);
      if (back) announce(t('incident-back-to-now'));
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      if (turn === this.#turn) this.#miss(thrown);
    }
  }

  #show(view: IncidentView): void {
    this.view = view;
    this.missed = null;
    this.turning = this.#asked = false;
    if (this.readOnly) return;
    setNow(view.as_known.until);
    this.stops = stopsOf(view.as_known.stops);
  }

  /** What is shown stays, under its own time. */
  #miss(error: AppError): void {
    const { at } = this;
    const awaited = this.#asked || this.turning || this.view === null;
    this.#looked = undefined;
    if (this.turning) this.at = this.shown;
    // The same once more, unasked, is no news.
    if (this.#asked || this.turning || this.missed?.error.message !== error.message) this.missed = { error, at, awaited };
    this.turning = this.#asked = false;
  }

  /** Reads again what could not be read. */
  again(): Promise<void> {
    if (this.missed && this.missed.at !== this.at) return this.lookAt(this.missed.at);
    this.#asked = true;
    return this.read();
  }

  open(name: FormName, subject = ''): void {
    if (this.readOnly || this.turning || !this.view) return;
    const from = document.activeElement;
    if (!this.form && from instanceof HTMLElement) this.#opener = from;
    this.form = { name, subject, basis: this.view.basis };
  }

  /** Leaves the form; what was typed in it is kept. */
  leave(): void {
    const { form } = this;
    const back = this.#opener;
    this.form = null;
    this.#opener = null;
    // The button that opened it may have been drawn anew; where it is gone, reading starts at the top.
    void tick().then(() => {
      const again = form && document.querySelector<HTMLElement>(`[data-opens="${form.name}"]`);
      (back?.isConnected ? back : (again ?? document.querySelector<HTMLElement>('h1')))?.focus();
    });
  }

  /** The officer has read what arrived since the form was opened. */
  informed(): void {
    if (this.form && this.view) this.form = { ...this.form, basis: this.view.basis };
  }

  /** After an act of the form `from`: its answer is the incident as it stands. A form opened since stays open. */
  done(view: IncidentView, said: string, from: OpenForm | null = this.form): void {
    // Whoever has asked for another time since sees that.
    if (this.at === null) {
      this.#turn += 1;
      this.#show(view);
      // What came by itself while the act was being answered told of itself once, and is read with this.
      if (this.#read) void this.read();
      this.#read = false;
    }
    this.saved += 1;
    announce(said);
    if (from && this.form?.name === from.name && this.form.subject === from.subject) this.leave();
  }

  /** What is being typed in the form `name` of this incident. A form in which nothing was typed starts afresh. */
  typed<T extends object>(name: string, start: () => T): T {
    const begin = () => {
      const draft = start();
      return { draft, began: asTyped(draft) };
    };
    const found = kept(this.#key(name), begin);
    if (untrack(() => asTyped(found.draft)) !== found.began) return found.draft;
    this.forget(name);
    return kept(this.#key(name), begin).draft;
  }

  forget(name: string): void {
    discard(this.#key(name));
  }

  #key(name: string): string {
    return `incident/${this.id}/${name}`;
  }

  /** Asks for the incident as it was known at `at`; null for now. */
  async lookAt(at: string | null): Promise<void> {
    if (at === this.at) return;
    this.form = null;
    this.at = at;
    this.turning = true;
    await this.read();
  }
}

/** The desk of the screen that is shown: set once by the screen, read by its panels and forms. */
export const [getDesk, setDesk] = createContext<Desk>();
