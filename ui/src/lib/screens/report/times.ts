/** Times as the fields of a report write them: with day and year, so that they mean the same tomorrow. */
import { dayOf, shortTime } from '$lib/time/show';
import { format, wallOf } from '$lib/time/zone';

const clock = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** `14:02:11` */
export function toTheSecond(at: string): string {
  return clock().format(Date.parse(at));
}

/** `22 Nov 2026 15:10` */
export function dated(at: string): string {
  return `${dayOf(at)} ${shortTime(at, Date.parse(at))}`;
}

/** `2026-11-23` on the clocks of the United Kingdom. */
export function dateAt(now: number): string {
  const { year, month, day } = wallOf(now);
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
}
