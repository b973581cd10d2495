/**
 * The program locks by itself when nobody is at the keyboard; a minute before, this says so. It counts from what the
 * program was told, so the warning comes in time: the program may count from something later, never from earlier.
 */
import { MINUTE } from '$lib/time/zone';

let warned = $state(false);
let timer: ReturnType<typeof setTimeout> | undefined;

export const idle = {
  /** True for the last minute before the lock. */
  get warned(): boolean {
    return warned;
  },
};

/** The program knows that somebody is there, and locks in `minutes` unless it is told again. */
export function idleFrom(minutes: number): void {
  stopIdle();
  const limit = minutes * MINUTE;
  timer = setTimeout(() => (warned = true), limit - Math.min(MINUTE, limit / 2));
}

/** At lock. */
export function stopIdle(): void {
  clearTimeout(timer);
  warned = false;
}
