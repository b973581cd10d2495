/**
 * The present, as the program has it. A training register may run on a clock of its own, so screens never ask the
 * machine: each view that carries the program's time sets it, and it moves on by the machine's steady clock.
 */
import { MINUTE } from '$lib/time/zone';

let offset = 0;
let shown = $state(Date.now());

/** The present to the minute or better; a screen that reads it is drawn again as time goes on. */
export function now(): number {
  return shown;
}

/** Sets the present from a view. */
export function setNow(iso: string): void {
  const told = Date.parse(iso);
  if (Number.isNaN(told)) return;
  offset = told - Date.now();
  shown = told;
}

export function startClock(): () => void {
  const timer = setInterval(() => (shown = Date.now() + offset), MINUTE / 4);
  return () => clearInterval(timer);
}
