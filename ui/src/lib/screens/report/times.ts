/** Times as the fields of a report write them: with day and year, so that they mean the same tomorrow. */
import type { Moment } from '$lib/time/parse';
import { dayOf, shortTime } from '$lib/time/show';
import { LOCALE, ZONE, wallOf } from '$lib/time/zone';

const clock = new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, hourCycle: 'h23', hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** `14:02:11` */
export function toTheSecond(at: string): string {
  return clock.format(Date.parse(at));
}

/** `22 Nov 2026 15:10` */
export function dated(at: string): string {
  return `${dayOf(at)} ${shortTime(at, Date.parse(at))}`;
}

/** A moment in words that are read back as the same moment. */
export function written({ from, to, about }: Moment): string {
  if (to) return `between ${dated(from)} and ${dated(to)}`;
  return about ? `about ${dated(from)}` : dated(from);
}

/** `2026-11-23` on the clocks of the United Kingdom. */
export function dateAt(now: number): string {
  const { year, month, day } = wallOf(now);
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
}
