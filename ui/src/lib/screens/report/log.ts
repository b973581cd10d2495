/**
 * Sets what could be read from a pasted dispatch log into a form: empty fields only, each marked, so that what the
 * caller said stays and what the log said can be checked. Dangers are hints: a person confirms each. Pure.
 */
import type { DispatchLogView } from '$lib/types/DispatchLogView';
import { type ReportForm, type Said } from './form';
import { heightCm, readAge } from './measures';
import { dated } from './times';

export interface Filled {
  filled: number;
  /** Fields that already said something else, left as they were, with what the log says. */
  kept: { field: string; log: string }[];
  hints: number;
}

/** `today` is `YYYY-MM-DD`. */
export function fill(form: ReportForm, log: DispatchLogView, today: string): Filled {
  const kept: Filled['kept'] = [];
  const marks: string[] = [];
  const put = (field: string, value: string | null, now: string, set: (value: string) => void, same = (text: string) => text.trim().toLowerCase()) => {
    if (!value) return;
    if (now.trim() === '') {
      set(value);
      marks.push(field);
    } else if (same(now) !== same(value)) kept.push({ field, log: value });
  };
  const said = (attribute: Said, value: string | null, same?: (text: string) => string) => put(attribute, value, form.said[attribute], (v) => (form.said[attribute] = v), same);
  const time = (field: 'when' | 'reported', at: string | null) =>
    put(field, at, timeOf(form, field), (from) => {
      form[field].text = dated(from);
      form[field].told = { kind: 'moment', from, about: false };
    }, (text) => (Number.isNaN(Date.parse(text)) ? text : dated(text)));

  said('family_name', log.family_name);
  said('given_name', log.given_name);
  put('age', log.date_of_birth ?? log.age, form.age, (v) => (form.age = v), (text) => JSON.stringify(readAge(text, today)));
  said('sex', log.sex);
  said('height_cm', log.height_cm, heightCm);
  said('clothing', log.clothing);
  said('medical_condition', log.medical);
  put('place', log.last_seen_place, form.place, (v) => (form.place = v));
  time('when', log.last_seen_at);
  time('reported', log.reported_at);
  put('informant_name', log.informant_name, form.informant.name, (v) => (form.informant.name = v));
  put('informant_relation', log.informant_relation, form.informant.relation, (v) => (form.informant.relation = v));
  put('informant_phone', log.informant_phone, form.informant.phone, (v) => (form.informant.phone = v));
  put('circumstances', log.circumstances, form.circumstances, (v) => (form.circumstances = v));
  put('dispatch_log', log.reference, form.references.dispatch_log, (v) => (form.references.dispatch_log = v));

  form.fromLog = [...new Set([...form.fromLog, ...marks])];
  const fresh = log.hints.filter((hint) => !form.hints.some((h) => h.question === hint.question));
  form.hints = [...form.hints, ...fresh];
  return { filled: marks.length, kept, hints: fresh.length };
}

function timeOf(form: ReportForm, field: 'when' | 'reported'): string {
  const { told, text } = form[field];
  return told.kind === 'moment' ? told.from : text;
}
