import { describe, expect, it } from 'vitest';
import { parseWhen, understood, type Moment } from './parse';
import { calendarDate, fromNow, fullTime, lengthOf, shortTime } from './show';
import { HOUR, MINUTE, instantOf } from './zone';

/** Monday 23 November 2026, 15:30 GMT. */
const now = Date.parse('2026-11-23T15:30:00Z');
const past = { now, towards: 'past', range: true } as const;
const due = { now, towards: 'future' } as const;

describe('a time in the past', () => {
  it.each([
    ['now', '2026-11-23T15:30'],
    ['15:10', '2026-11-23T15:10'],
    ['1510', '2026-11-23T15:10'],
    ['1510 hrs', '2026-11-23T15:10'],
    ['15.10', '2026-11-23T15:10'],
    ['3pm', '2026-11-23T15:00'],
    ['3.10 pm', '2026-11-23T15:10'],
    ['12am', '2026-11-23T00:00'],
    ['noon', '2026-11-23T12:00'],
    ['23:10', '2026-11-22T23:10'],
    ['yesterday 15:10', '2026-11-22T15:10'],
    ['yesterday at 3pm', '2026-11-22T15:00'],
    ['15:10 yesterday', '2026-11-22T15:10'],
    ['Sun 15:10', '2026-11-22T15:10'],
    ['Monday 09:00', '2026-11-23T09:00'],
    ['Tuesday 9am', '2026-11-17T09:00'],
    ['3 Mar 14:00', '2026-03-03T14:00'],
    ['3rd of March 2025, 1400', '2025-03-03T14:00'],
    ['25 Dec 14:00', '2025-12-25T14:00'],
    ['3/2/26 14:00', '2026-02-03T14:00'],
    ['03/02 14:00', '2026-02-03T14:00'],
    ['2026-02-03T14:00', '2026-02-03T14:00'],
    ['Sun 22 Nov 2026 15:10 GMT', '2026-11-22T15:10'],
    ['1 July 12:00', '2026-07-01T11:00'],
    ['20 min ago', '2026-11-23T15:10'],
    ['2 hours ago', '2026-11-23T13:30'],
    ['an hour ago', '2026-11-23T14:30'],
  ])('%s', (text, expected) => {
    expect(parseWhen(text, past)).toEqual({ kind: 'moment', from: `${expected}:00.000Z`, about: false });
  });

  it.each(['about 3pm', '~15:00', 'around 15:00', 'approx 1500'])('%s is about three', (text) => {
    expect(parseWhen(text, past)).toEqual({ kind: 'moment', from: '2026-11-23T15:00:00.000Z', about: true });
  });

  it.each([
    ['between 14:00 and 15:00', '2026-11-23T14:00', '2026-11-23T15:00'],
    ['14:00-15:00', '2026-11-23T14:00', '2026-11-23T15:00'],
    ['2pm to 3pm', '2026-11-23T14:00', '2026-11-23T15:00'],
    ['yesterday 23:30 - 00:30', '2026-11-22T23:30', '2026-11-23T00:30'],
    ['Sun 15:00 to Mon 09:00', '2026-11-22T15:00', '2026-11-23T09:00'],
    ['yesterday', '2026-11-22T00:00', '2026-11-22T23:59'],
    ['3 Mar', '2026-03-03T00:00', '2026-03-03T23:59'],
  ])('%s is a range', (text, from, to) => {
    expect(parseWhen(text, past)).toEqual({ kind: 'moment', from: `${from}:00.000Z`, to: `${to}:00.000Z`, about: false });
  });

  it.each(['25:00', '13pm', '31 Feb 14:00', 'when she left school', '3 Mar 14:00 or so maybe', '29/03/2026 01:30', '16:99', '15:10 15:20'])(
    '%s is not guessed at',
    (text) => expect(parseWhen(text, past).kind).toBe('unclear'),
  );

  it('nothing typed is blank, not an error', () => expect(parseWhen('  ', past)).toEqual({ kind: 'blank' }));
});

describe('a time that something is due', () => {
  it.each([
    ['16:00', '2026-11-23T16:00'],
    ['09:00', '2026-11-24T09:00'],
    ['in 30 min', '2026-11-23T16:00'],
    ['+2h', '2026-11-23T17:30'],
    ['tomorrow 8am', '2026-11-24T08:00'],
    ['Fri 10:00', '2026-11-27T10:00'],
    ['1 Jan 10:00', '2027-01-01T10:00'],
  ])('%s', (text, expected) => {
    expect(parseWhen(text, due)).toMatchObject({ from: `${expected}:00.000Z` });
  });
  it.each(['14:00-15:00', 'tomorrow'])('%s is refused: one time is asked for', (text) => {
    expect(parseWhen(text, due).kind).toBe('unclear');
  });
});

describe('what was understood', () => {
  it('carries the date and the zone', () => {
    expect(understood(parseWhen('yesterday 15:10', past) as Moment, now)).toBe('Sun 22 Nov 2026 15:10 GMT');
    expect(understood(parseWhen('about 1 July 12:00', past) as Moment, now)).toBe('About Wed 1 Jul 2026 12:00 BST');
  });
  it('can be read back as the same time', () => {
    const first = parseWhen('about 1 July 12:00', past) as Moment;
    expect(parseWhen(understood(first, now), past)).toEqual(first);
  });
});

describe('the hour that is lived twice and the hour that is skipped', () => {
  it('01:30 on 25 October 2026 is the first of the two', () => {
    expect(instantOf({ year: 2026, month: 10, day: 25, hour: 1, minute: 30 })).toBe(Date.parse('2026-10-25T00:30:00Z'));
  });
  it('01:30 on 29 March 2026 never was', () => {
    expect(instantOf({ year: 2026, month: 3, day: 29, hour: 1, minute: 30 })).toBeNull();
  });
});

describe('how times are written', () => {
  it.each([
    ['2026-11-23T14:02:00Z', '14:02'],
    ['2026-11-22T15:10:00Z', 'Sun 15:10'],
    ['2026-11-24T09:00:00Z', 'Tue 09:00'],
    ['2026-03-04T14:00:00Z', '4 Mar 14:00'],
    ['2024-03-04T14:00:00Z', '4 Mar 2024 14:00'],
    ['2025-09-04T14:00:00Z', '4 Sep 2025 15:00'],
    ['2026-11-23T00:00:00Z', '00:00'],
  ])('%s', (at, words) => expect(shortTime(at, now)).toBe(words));

  it('says the zone in full', () => expect(fullTime('2026-07-01T11:00:00Z')).toBe('Wed 1 Jul 2026 12:00 BST'));
  it.each([
    [18 * MINUTE, '18 min'],
    [12 * HOUR + 5 * MINUTE, '12 h 05'],
    [28 * HOUR, '1 d 04 h'],
  ])('%d ms', (ms, words) => expect(lengthOf(ms)).toBe(words));
  it('says which side of the present', () => {
    expect(fromNow(now + 18 * MINUTE, now)).toBe('in 18 min');
    expect(fromNow(now - 24 * MINUTE, now)).toBe('24 min ago');
    expect(fromNow(now, now)).toBe('now');
  });
  it.each([
    ['1945-03-04', '4 Mar 1945'],
    ['1945-03', 'Mar 1945'],
    ['1945', '1945'],
  ])('a date of birth known as %s', (date, words) => expect(calendarDate(date)).toBe(words));
});
