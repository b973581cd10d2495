/**
 * Reads a time as an officer writes it: `now`, `1510`, `yesterday 15:10`, `3 Mar 14:00`, `Sun 9am`, `20 min ago`,
 * `about 3pm`, `between 14:00 and 15:30`. Day comes before month, always. What was understood is shown to the writer
 * with date and zone (`understood`), so a guess is never silent. Pure: the present is an argument.
 */
import { t } from '$lib/words';
import { fullTime, shortTime } from './show';
import { DAY, HOUR, MINUTE, addDays, instantOf, isReal, sameDay, wallOf, weekday, type Wall } from './zone';

export interface Moment {
  kind: 'moment';
  /** ISO 8601, UTC. */
  from: string;
  /** The end of a range; absent for a single time. */
  to?: string;
  about: boolean;
}
export type Parsed = { kind: 'blank' } | { kind: 'unclear'; reason: string } | Moment;

export interface Reading {
  now: number;
  /** A time without a day is the last such time, or the next. */
  towards: 'past' | 'future';
  /** Whether a whole day or a range may be meant. Without it one time is asked for. */
  range?: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DASH = /\s+(?:-|–|—|to|until|till)\s+|(?<=\d(?:am|pm)?)\s*[–—-]\s*(?=\d{1,2}(?:[:.]\d{2}|am|pm))/;

const ABOUT = /^(about|around|approximately|approx\.?|roughly|circa|c\.|~)\s*/;

/** Whether the text itself says that the time is not exact. */
export function saysAbout(text: string): boolean {
  return ABOUT.test(text.trim().toLowerCase());
}

type Side = { instant: number; day: boolean } | { reason: string };

export function parseWhen(text: string, reading: Reading): Parsed {
  let rest = text.trim().toLowerCase().replace(/,/g, ' ').replace(/\s+/g, ' ');
  if (rest === '') return { kind: 'blank' };
  const isAbout = saysAbout(rest);
  rest = rest.replace(ABOUT, '');

  const between = rest.match(/^(?:between|from)\s+(.+?)\s+(?:and|to|until|till|-|–)\s+(.+)$/);
  const parts = between ? [between[1], between[2]] : rest.split(DASH);
  if (parts.length === 2 && parts[0] && parts[1] && !/^\d{4}-\d{2}-\d{2}/.test(rest)) {
    if (!reading.range) return { kind: 'unclear', reason: t('time-one-time') };
    return rangeOf(parts[0], parts[1], isAbout, reading);
  }
  const side = sideOf(rest, reading);
  if ('reason' in side) return { kind: 'unclear', reason: side.reason };
  if (side.day) {
    if (!reading.range) return { kind: 'unclear', reason: t('time-time-missing') };
    return { kind: 'moment', from: iso(side.instant), to: iso(endOfDay(side.instant)), about: isAbout };
  }
  return { kind: 'moment', from: iso(side.instant), about: isAbout };
}

/** What `parsed` means, for the reader to check. */
export function understood(parsed: Moment, now: number): string {
  if (!parsed.to) return t(parsed.about ? 'time-about' : 'time-at', { time: fullTime(parsed.from) });
  const [from, to] = [Date.parse(parsed.from), Date.parse(parsed.to)];
  if (sameDay(from, to)) return t('time-between-same-day', { from: shortTime(from, from), to: fullTime(to) });
  return t('time-between', { from: shortTime(from, now), to: fullTime(to) });
}

function rangeOf(a: string, b: string, about: boolean, reading: Reading): Parsed {
  const start = sideOf(a, reading);
  if ('reason' in start) return { kind: 'unclear', reason: start.reason };
  // The end takes the start's day unless it names its own.
  const own = dateIn(b, reading) !== null || /now|ago/.test(b);
  const end = own ? sideOf(b, reading) : sideOn(b, wallOf(start.instant));
  if ('reason' in end) return { kind: 'unclear', reason: end.reason };
  let to = end.day ? endOfDay(end.instant) : end.instant;
  if (to < start.instant && !own) to = to + DAY;
  if (to < start.instant) return { kind: 'unclear', reason: t('time-range-backwards') };
  return { kind: 'moment', from: iso(start.instant), to: iso(to), about };
}

function sideOf(text: string, reading: Reading): Side {
  const relative = relativeIn(text, reading.now);
  if (relative !== null) return { instant: relative, day: false };

  const found = dateIn(text, reading);
  const rest = found ? text.replace(found.text, ' ') : text;
  if (found) {
    if (!isReal(found.wall)) return { reason: t('time-no-such-day') };
    if (leftOver(rest) === '') return day(found.wall);
    return sideOn(rest, found.wall);
  }
  const today = wallOf(reading.now);
  const side = sideOn(rest, today);
  if ('reason' in side) return side;
  // A minute of grace, so that the present minute is neither yesterday nor tomorrow.
  if (reading.towards === 'past' && side.instant > reading.now + MINUTE) return sideOn(rest, addDays(today, -1));
  if (reading.towards === 'future' && side.instant < reading.now - MINUTE) return sideOn(rest, addDays(today, 1));
  return side;
}

function day(wall: Wall): Side {
  const instant = instantOf({ ...wall, hour: 0, minute: 0 });
  return instant === null ? { reason: t('time-clocks-forward') } : { instant, day: true };
}

function sideOn(text: string, date: Wall): Side {
  const time = timeIn(text);
  if (!time) return { reason: t('time-not-understood') };
  if (leftOver(text.replace(time.text, ' ')) !== '') return { reason: t('time-not-understood') };
  const wall = { ...date, hour: time.hour, minute: time.minute };
  if (!isReal(wall)) return { reason: t('time-no-such-time') };
  const instant = instantOf(wall);
  return instant === null ? { reason: t('time-clocks-forward') } : { instant, day: false };
}

function leftOver(text: string): string {
  return text.replace(/\b(at|on|the|of|gmt|bst|hrs?|hours|o'clock)\b/g, '').trim();
}

function relativeIn(text: string, now: number): number | null {
  const minute = Math.floor(now / MINUTE) * MINUTE;
  if (/^(just )?now$/.test(text)) return minute;
  const found = text.match(/^(?:(in|\+)\s*)?(an?|\d+(?:\.\d+)?)\s*(m|mins?|minutes?|h|hrs?|hours?|d|days?)(\s*ago)?$/);
  if (!found || Boolean(found[1]) === Boolean(found[4])) return null;
  const count = /^an?$/.test(found[2] ?? '') ? 1 : Number(found[2]);
  const unit = { m: MINUTE, h: HOUR, d: DAY }[(found[3] ?? 'm')[0] as 'm' | 'h' | 'd'];
  return minute + (found[1] ? 1 : -1) * Math.round(count * (unit / MINUTE)) * MINUTE;
}

interface FoundDate {
  wall: Wall;
  text: string | RegExp;
}

function dateIn(text: string, { now, towards }: Reading): FoundDate | null {
  const today = wallOf(now);
  const relative = text.match(/\b(today|yesterday|tomorrow)\b/);
  if (relative?.[0]) return { wall: addDays(today, { today: 0, yesterday: -1, tomorrow: 1 }[relative[0]] ?? 0), text: relative[0] };

  const standard = text.match(/\b(\d{4})-(\d{2})-(\d{2})t?/);
  if (standard) return { wall: dated(standard[3], standard[2], standard[1]), text: standard[0] };

  const weekdayName = /\b(sun|mon|tue|wed|thu|fri|sat)[a-z]*\b/;
  const named = text.match(/\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:\s+(\d{4})(?!\s*(?:hrs?|h)\b))?/);
  const slashed = text.match(/\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))\b|\b(\d{1,2})\/(\d{1,2})\b/);
  const spelt = named ?? slashed;
  if (spelt?.[0]) {
    const month = named ? String(MONTHS.indexOf(named[2] ?? '') + 1) : (spelt[2] ?? spelt[5]);
    const wall = dated(spelt[1] ?? spelt[4], month, spelt[3] ?? String(today.year));
    // `Sun 22 Nov`: the weekday goes with the date.
    const lead = text.match(new RegExp(`${weekdayName.source}\\s+${escaped(spelt[0])}`));
    return { wall: spelt[3] ? wall : nearestYear(wall, now, towards), text: lead?.[0] ?? spelt[0] };
  }

  const onDay = text.match(weekdayName);
  if (onDay?.[1]) {
    const ahead = (DAYS.indexOf(onDay[1]) - weekday(today) + 7) % 7;
    return { wall: addDays(today, towards === 'future' ? ahead : ahead === 0 ? 0 : ahead - 7), text: onDay[0] };
  }
  return null;
}

function dated(day = '', month = '', year = ''): Wall {
  const y = Number(year);
  return { year: year.length === 2 ? 2000 + y : y, month: Number(month), day: Number(day), hour: 0, minute: 0 };
}

/** A day and month without a year is the last one, or the next. */
function nearestYear(wall: Wall, now: number, towards: 'past' | 'future'): Wall {
  const at = Date.UTC(wall.year, wall.month - 1, wall.day);
  if (towards === 'past' && at > now + DAY) return { ...wall, year: wall.year - 1 };
  if (towards === 'future' && at < now - DAY) return { ...wall, year: wall.year + 1 };
  return wall;
}

function timeIn(text: string): { hour: number; minute: number; text: string } | null {
  const word = text.match(/\b(noon|midday|midnight)\b/);
  if (word?.[0]) return { hour: word[0] === 'midnight' ? 0 : 12, minute: 0, text: word[0] };
  const clock = text.match(/\b(\d{1,2})(?:[:.](\d{2})(?::\d{2}(?:\.\d+)?z?)?)?\s*(am|pm)\b|\b(\d{1,2})[:.](\d{2})\b|\b(\d{2})(\d{2})\s*(?:hrs?|hours|h)?\b/);
  if (!clock) return null;
  let hour = Number(clock[1] ?? clock[4] ?? clock[6]);
  const minute = Number(clock[2] ?? clock[5] ?? clock[7] ?? 0);
  if (clock[3] && (hour < 1 || hour > 12)) hour = 99;
  else if (clock[3]) hour = (hour % 12) + (clock[3] === 'pm' ? 12 : 0);
  return { hour, minute, text: clock[0] };
}

function endOfDay(start: number): number {
  const last = instantOf({ ...wallOf(start), hour: 23, minute: 59 });
  return last ?? start + DAY - MINUTE;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
