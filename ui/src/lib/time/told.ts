/**
 * A time as it is being told: the text, its boxes, and what they were understood as when they were typed.
 * “20 min ago” is fixed at that moment: a later minute, another box or a look elsewhere does not move it. Pure.
 */
import type { When } from '$lib/types/When';
import { parseWhen, saysAbout, type Parsed, type Reading } from './parse';

/** `blank` beside a text that is not: nobody has read it yet. `but` is what stands again once the box is cleared. */
export type Told = Parsed | { kind: 'not-known'; but?: Parsed };

/** A text and its meaning, kept together so that the meaning outlives the field. */
export interface TimeTyped {
  text: string;
  told: Told;
}

/** A text that is read, as of then, by the field that shows it. */
export function unread(text: string): TimeTyped {
  return { text, told: { kind: 'blank' } };
}

export interface Boxes {
  about: boolean;
  notKnown: boolean;
}

/** What `text` and its boxes tell. `before` is what the same text was told as; null where the text is another. */
export function tell(text: string, { about, notKnown }: Boxes, before: Told | null, reading: Reading): Told {
  const base = (before && standing(before)) ?? parseWhen(text, reading);
  const read = base.kind === 'moment' ? { ...base, about: about || saysAbout(text) } : base;
  if (!notKnown) return read;
  return read.kind === 'blank' ? { kind: 'not-known' } : { kind: 'not-known', but: read };
}

function standing(told: Told): Parsed | null {
  const parsed = told.kind === 'not-known' ? (told.but ?? null) : told;
  return parsed?.kind === 'blank' ? null : parsed;
}

/** Whether both mean the same. */
export function same(a: Told, b: Told): boolean {
  if (a.kind === 'not-known') return b.kind === 'not-known' && same(a.but ?? { kind: 'blank' }, b.but ?? { kind: 'blank' });
  if (a.kind === 'moment') return b.kind === 'moment' && a.from === b.from && a.to === b.to && a.about === b.about;
  return a.kind === b.kind && (a.kind === 'blank' || (b.kind === 'unclear' && a.reason === b.reason));
}

/** What was told, as a fact holds it; null while it is blank or unclear. */
export function whenOf(told: Told): When | null {
  if (told.kind === 'not-known') return { is: 'not_known' };
  if (told.kind !== 'moment') return null;
  if (told.to) return { is: 'between', from: told.from, to: told.to };
  return { is: told.about ? 'about' : 'at', at: told.from };
}
