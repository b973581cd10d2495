import { describe, expect, it } from 'vitest';
import { parseWhen } from '$lib/time/parse';
import type { ActionView } from '$lib/types/ActionView';
import type { GradeView } from '$lib/types/GradeView';
import { answerOf, nextReview, stillNeeded, unanswered } from './answering';

const now = Date.parse('2026-11-23T03:15:00Z');
const action = (due_at: string) => ({ action_id: 'a-1', due_at }) as ActionView;
const read = (text: string) => {
  const parsed = parseWhen(text, { now, towards: 'future' });
  return parsed.kind === 'moment' ? parsed.from : parsed.kind;
};

describe('the answer of no change', () => {
  it.each([
    ['later today', '2026-11-23T04:00:00Z', '2026-11-23T04:00:00.000Z'],
    ['tomorrow', '2026-11-24T02:00:00Z', '2026-11-24T02:00:00.000Z'],
    ['next month', '2026-12-21T09:30:00Z', '2026-12-21T09:30:00.000Z'],
    ['next year', '2027-01-04T09:30:00Z', '2027-01-04T09:30:00.000Z'],
  ])('keeps the time of an action that is due %s', (_when, due, expected) => {
    expect(read(stillNeeded(action(due), now).until.text)).toBe(expected);
  });

  it.each(['2026-11-23T02:35:00Z', '2026-11-23T03:15:00Z', '2026-11-23T03:15:59Z'])('asks for an action that was due %s within the hour', (due) => {
    expect(read(stillNeeded(action(due), now).until.text)).toBe('2026-11-23T04:15:00.000Z');
  });
});

describe('the next review', () => {
  const grade = (kind: GradeView['grade'], at: string, next: string | null) => ({ grade: kind, at, next_review_at: next }) as GradeView;

  it.each([
    ['as far off as the grade set it', grade('medium', '2026-11-23T01:00:00Z', '2026-11-23T05:00:00Z'), 'in 4 h'],
    ['in quarters of an hour', grade('high', '2026-11-23T01:00:00Z', '2026-11-23T02:31:00Z'), 'in 90 min'],
    ['never nearer than a quarter', grade('high', '2026-11-23T01:00:00Z', '2026-11-23T01:01:00Z'), 'in 15 min'],
    ['no further off than a high grade allows', grade('high', '2026-11-23T01:00:00Z', '2026-11-24T01:00:00Z'), 'in 4 h'],
    ['no further off than a low grade allows', grade('low', '2026-11-01T01:00:00Z', '2026-11-24T01:00:00Z'), 'in 72 h'],
    ['in an hour where nobody has assessed', null, 'in 1 h'],
  ])('is proposed %s', (_what, given, expected) => {
    expect(nextReview(given)).toBe(expected);
    expect(read(expected)).toMatch(/^2026-/);
  });
});

describe('an answer', () => {
  const base = stillNeeded(action('2026-11-23T04:00:00Z'), now);
  const until = { ...base.until, told: parseWhen('04:30', { now, towards: 'future' }) };

  it.each([
    ['done', { ...base, is: 'done' as const, result: 'searched' }, { is: 'done', result: 'searched' }],
    ['stopped', { ...base, is: 'stopped' as const, because: 'seen elsewhere' }, { is: 'stopped', because: 'seen elsewhere' }],
    ['still needed', { ...base, until }, { is: 'still_needed', until: '2026-11-23T04:30:00.000Z' }],
  ])('%s says only what belongs to it', (_is, answering, expected) => {
    expect(answerOf(answering)).toEqual(expected);
  });

  it('that says still needed without a time is not sent', () => {
    expect(unanswered({ ...base, until: { ...base.until, told: { kind: 'blank' } } }, 'x').map(({ field }) => field)).toEqual(['x-until']);
    expect(unanswered({ ...base, until }, 'x')).toEqual([]);
    expect(unanswered({ ...base, is: 'done', until: { ...base.until, told: { kind: 'blank' } } }, 'x')).toEqual([]);
  });
});
