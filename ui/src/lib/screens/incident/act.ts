/** What every act says beside its own content: when it happened, who said it, whether it was on paper first. */
import type { Problem } from '$lib/components/ErrorSummary.svelte';
import { unread, whenOf, type Boxes, type TimeTyped } from '$lib/time/told';
import type { Act } from '$lib/types/Act';
import type { Source } from '$lib/types/Source';
import type { SourceKind } from '$lib/types/SourceKind';

/** A time with its boxes, as it outlives its form. */
export type Time = TimeTyped & Boxes;

export interface Details {
  /** Unfolded by its writer. */
  open: boolean;
  happened: Time;
  /** Empty: the officer who records it. */
  kind: SourceKind | '';
  name: string;
  relation: string;
  contact: string;
  obtained: Time;
  fromPaper: boolean;
}

export function blankTime(text = ''): Time {
  return { ...unread(text), about: false, notKnown: false };
}

export function blankDetails(): Details {
  return { open: false, happened: blankTime(), kind: '', name: '', relation: '', contact: '', obtained: blankTime(), fromPaper: false };
}

/** The one instant that was told; null while it is blank, unclear or a range. */
export function instantOf(time: Time): string | null {
  return time.told.kind === 'moment' && !time.told.to ? time.told.from : null;
}

export function sourceOf(details: Details): Source | null {
  if (details.kind === '') return null;
  return {
    kind: details.kind,
    name: details.name.trim(),
    relation: details.relation.trim(),
    contact: details.contact.trim(),
    obtained_at: instantOf(details.obtained),
  };
}

export function actOf(details: Details, basis: string[]): Act {
  return { basis, happened_at: whenOf(details.happened.told), source: sourceOf(details), from_paper: details.fromPaper };
}

/** A time that cannot be read stops the act here: what is sent must be what was meant. */
export function unclear(time: Time, field: string): Problem[] {
  return time.told.kind === 'unclear' ? [{ message: time.told.reason, field }] : [];
}

/** As `unclear`, and a time has to be given. */
export function needed(time: Time, field: string, message: string): Problem[] {
  return time.told.kind === 'blank' ? [{ message, field }] : unclear(time, field);
}

export const detailIds = {
  'act.happened_at': 'incident-happened',
  'act.source.name': 'incident-source-name',
  source: 'incident-source-kind',
};
