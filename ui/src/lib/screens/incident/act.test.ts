import { describe, expect, it } from 'vitest';
import { parseWhen } from '$lib/time/parse';
import { actOf, blankDetails, blankTime, needed, unclear, type Time } from './act';
import { dayWithin } from './photographFile';

const now = Date.parse('2026-11-23T03:15:00Z');
const time = (text: string, extra: Partial<Time> = {}): Time => ({ ...blankTime(text), told: parseWhen(text, { now, towards: 'past', range: true }), ...extra });

describe('an act', () => {
  it('of which nothing more is said happened now and was said by the officer', () => {
    expect(actOf(blankDetails(), ['e-1'])).toEqual({ basis: ['e-1'], happened_at: null, source: null, from_paper: false });
  });

  it.each([
    ['02:05', { is: 'at', at: '2026-11-23T02:05:00.000Z' }],
    ['about 02:05', { is: 'about', at: '2026-11-23T02:05:00.000Z' }],
    ['between 01:00 and 02:30', { is: 'between', from: '2026-11-23T01:00:00.000Z', to: '2026-11-23T02:30:00.000Z' }],
  ])('that happened %s says so', (text, happened_at) => {
    expect(actOf({ ...blankDetails(), happened: time(text) }, []).happened_at).toEqual(happened_at);
  });

  it('whose time is not known says that, which is not the same as now', () => {
    const happened = time('', { told: { kind: 'not-known' }, notKnown: true });
    expect(actOf({ ...blankDetails(), happened }, []).happened_at).toEqual({ is: 'not_known' });
  });

  it('carries who said it, how they know the person, and when they said it', () => {
    const details = { ...blankDetails(), kind: 'family' as const, name: ' Test-Larkspur, Anna ', relation: 'daughter', contact: '07700 900112', obtained: time('00:50'), fromPaper: true };
    expect(actOf(details, [])).toMatchObject({
      source: { kind: 'family', name: 'Test-Larkspur, Anna', relation: 'daughter', contact: '07700 900112', obtained_at: '2026-11-23T00:50:00.000Z' },
      from_paper: true,
    });
  });
});

describe('a time', () => {
  it('that cannot be read stops the act at its field', () => {
    expect(unclear(time('half past'), 'when').map(({ field }) => field)).toEqual(['when']);
    expect(unclear(time('02:05'), 'when')).toEqual([]);
    expect(unclear(time(''), 'when')).toEqual([]);
  });

  it('that has to be given stops the act while it is blank', () => {
    expect(needed(time(''), 'when', 'Say when.')).toEqual([{ message: 'Say when.', field: 'when' }]);
    expect(needed(time('02:05'), 'when', 'Say when.')).toEqual([]);
  });
});

it.each([
  ['2024', '2024-07-01'],
  ['2024-03', '2024-03-15'],
  ['2024-03-12', '2024-03-12'],
])('a photograph taken about %s is dated within it', (given, day) => {
  expect(dayWithin(given)).toBe(day);
});
