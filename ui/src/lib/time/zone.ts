/**
 * Wall-clock time in the United Kingdom. Instants are ISO 8601 strings in UTC everywhere else.
 * The machine's own zone and locale are never asked: a laptop may be set to anything.
 */
export const ZONE = 'Europe/London';
export const LOCALE = 'en-GB';

export interface Wall {
  year: number;
  /** 1 to 12 */
  month: number;
  day: number;
  hour: number;
  minute: number;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A format of UK time. Made when it is first used: the tables that each needs would hold up the first screen. */
export function format(options: Intl.DateTimeFormatOptions): () => Intl.DateTimeFormat {
  let made: Intl.DateTimeFormat | undefined;
  return () => (made ??= new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, hourCycle: 'h23', ...options }));
}

const clock = format({
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
});

export function wallOf(instant: number): Wall {
  const at: Record<string, number> = {};
  for (const { type, value } of clock().formatToParts(instant)) at[type] = Number(value);
  return { year: at.year ?? 0, month: at.month ?? 1, day: at.day ?? 1, hour: at.hour ?? 0, minute: at.minute ?? 0 };
}

/** Minutes since 1970 if the wall clock showed UTC: wall times compare and add by this. */
function asUtc(wall: Wall): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
}

export function addDays(wall: Wall, days: number): Wall {
  const moved = new Date(asUtc(wall) + days * DAY);
  return { ...wall, year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** 0 is Sunday. */
export function weekday(wall: Wall): number {
  return new Date(asUtc({ ...wall, hour: 12, minute: 0 })).getUTCDay();
}

export function isReal(wall: Wall): boolean {
  const made = new Date(asUtc(wall));
  return made.getUTCMonth() + 1 === wall.month && made.getUTCDate() === wall.day && wall.hour < 24 && wall.minute < 60;
}

/**
 * The instant at which UK clocks show `wall`. In the hour that is lived twice in October the first is meant;
 * in the hour that is skipped in March there is none, and the answer is `null`.
 */
export function instantOf(wall: Wall): number | null {
  const utc = asUtc(wall);
  for (const offset of [HOUR, 0]) {
    const instant = utc - offset;
    if (asUtc(wallOf(instant)) === utc) return instant;
  }
  return null;
}

export function sameDay(a: number, b: number): boolean {
  const [x, y] = [wallOf(a), wallOf(b)];
  return x.year === y.year && x.month === y.month && x.day === y.day;
}

/** Whole days from the day of `a` to the day of `b`, by the calendar. */
export function daysBetween(a: number, b: number): number {
  const midnight = (instant: number) => asUtc({ ...wallOf(instant), hour: 0, minute: 0 });
  return Math.round((midnight(b) - midnight(a)) / DAY);
}
