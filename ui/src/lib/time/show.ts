/** How times are written: with the day when it is not today, and in full with the zone on request. */
import { t } from '$lib/words';
import { DAY, HOUR, MINUTE, daysBetween, format, wallOf } from './zone';

const weekdayShort = format({ weekday: 'short' });
const dayMonth = format({ day: 'numeric', month: 'short' });
const dayMonthYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
const monthYear = format({ month: 'short', year: 'numeric' });
const clock = format({ hour: '2-digit', minute: '2-digit' });
const long = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const zoned = format({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });

/** ICU writes commas, and `Sept`; the program writes neither. */
const plain = (text: string) => text.replaceAll(',', '').replace('Sept', 'Sep');

const instant = (at: string | number) => (typeof at === 'number' ? at : Date.parse(at));

/** `15:10`, `Sun 15:10` within six days, `4 Mar 15:10`, `4 Mar 2024 15:10`. */
export function shortTime(at: string | number, now: number): string {
  const when = instant(at);
  const time = clock().format(when);
  const days = Math.abs(daysBetween(when, now));
  if (days === 0) return time;
  if (days < 7) return `${weekdayShort().format(when)} ${time}`;
  const sameYear = wallOf(when).year === wallOf(now).year;
  return `${plain((sameYear ? dayMonth : dayMonthYear)().format(when))} ${time}`;
}

/** `Sun 22 Nov 2026 15:10 GMT` */
export function fullTime(at: string | number): string {
  const when = instant(at);
  return plain(`${long().format(when)} ${zoned().format(when)}`);
}

/** `22 Nov 2026` in the United Kingdom on that instant. */
export function dayOf(at: string | number): string {
  return plain(dayMonthYear().format(instant(at)));
}

/** A calendar date without a time, as `4 Mar 1945`, from `1945-03-04`, `1945-03` or `1945`. */
export function calendarDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  if (!year) return date;
  if (!month) return String(year);
  const at = Date.UTC(year, month - 1, day ?? 1, 12);
  return plain((day ? dayMonthYear : monthYear)().format(at));
}

/** A length of time in words: `18 min`, `12 h 05`, `1 d 04 h`. Negative lengths are shown by their size. */
export function lengthOf(ms: number): string {
  const size = Math.abs(ms);
  if (size < HOUR) return t('length-minutes', { m: Math.floor(size / MINUTE) });
  if (size < DAY) return t('length-hours', { h: Math.floor(size / HOUR), mm: two(Math.floor((size % HOUR) / MINUTE)) });
  return t('length-days', { d: Math.floor(size / DAY), hh: two(Math.floor((size % DAY) / HOUR)) });
}

/** `in 18 min`, `24 min ago`, `now`. */
export function fromNow(at: string | number, now: number): string {
  const away = instant(at) - now;
  if (Math.abs(away) < MINUTE) return t('from-now-now');
  return away > 0 ? t('from-now-in', { length: lengthOf(away) }) : t('from-now-ago', { length: lengthOf(away) });
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
