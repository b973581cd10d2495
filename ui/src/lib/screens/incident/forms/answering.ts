/** An answer to one action as it is being typed, and as the fact holds it. */
import type { Problem } from '$lib/components/ErrorSummary.svelte';
import { HOUR, MINUTE } from '$lib/time/zone';
import { shortTime } from '$lib/time/show';
import { t } from '$lib/words';
import type { ActionAnswer } from '$lib/types/ActionAnswer';
import type { ActionView } from '$lib/types/ActionView';
import type { Grade } from '$lib/types/Grade';
import type { GradeView } from '$lib/types/GradeView';
import { blankTime, instantOf, needed, type Time } from '../act';

export interface Answering {
  is: ActionAnswer['is'];
  result: string;
  because: string;
  until: Time;
}

/** "Still needed" until its own time, or within the hour where that is past: the answer that changes least. */
export function stillNeeded(action: ActionView, now: number): Answering {
  const due = Date.parse(action.due_at);
  return { is: 'still_needed', result: '', because: '', until: blankTime(due > now + MINUTE ? shortTime(due, now) : t('incident-in-hours', { n: 1 })) };
}

export function answerOf(answering: Answering): ActionAnswer {
  if (answering.is === 'done') return { is: 'done', result: answering.result };
  if (answering.is === 'stopped') return { is: 'stopped', because: answering.because };
  return { is: 'still_needed', until: instantOf(answering.until) ?? '' };
}

export function unanswered(answering: Answering, id: string): Problem[] {
  return answering.is === 'still_needed' ? needed(answering.until, `${id}-until`, t('incident-until-needed')) : [];
}

/** The controls of an answer at `path` of the command, under `id`. */
export function answerIds(path: string, id: string): Record<string, string> {
  return { [`${path}.result`]: `${id}-result`, [`${path}.because`]: `${id}-because`, [`${path}.until`]: `${id}-until` };
}

/** Hours to the next review where the last assessor set none; the longest are those of config/thresholds.toml. */
const usual: Record<Grade, number> = { high: 1, medium: 4, low: 24, very_low: 72, no_apparent_risk: 24, absent: 24 };
const longest: Record<Grade, number> = { high: 4, medium: 24, low: 72, very_low: 168, no_apparent_risk: 168, absent: 168 };

/** The next review as far off as the grade's own was, in words that a time field reads: `in 90 min`. */
export function nextReview(grade: GradeView | null): string {
  if (!grade) return t('incident-in-hours', { n: 1 });
  const set = grade.next_review_at ? Date.parse(grade.next_review_at) - Date.parse(grade.at) : usual[grade.grade] * HOUR;
  const quarters = Math.max(1, Math.min(Math.round(set / (15 * MINUTE)), longest[grade.grade] * 4));
  return quarters % 4 === 0 ? t('incident-in-hours', { n: quarters / 4 }) : t('incident-in-minutes', { n: quarters * 15 });
}
