/**
 * One quiet line that screen readers speak and the shell shows: what was just done. Errors never go here.
 * It belongs to the screen and the act that it was said of: the next screen, the next act or twenty seconds put it away.
 */
const STANDS_MS = 20_000;

let line = $state('');
let timer: ReturnType<typeof setTimeout> | undefined;
/** Said in this very turn: a change of screen that begins now is part of what was done. */
let fresh = false;
let leaving = false;
let carried = false;

export function announced(): string {
  return line;
}

export function announce(words: string): void {
  // The same words twice are still two events to a screen reader.
  line = line === words ? `${words}\u00a0` : words;
  if (leaving) carried = true;
  fresh = true;
  queueMicrotask(() => (fresh = false));
  clearTimeout(timer);
  timer = setTimeout(forgetAnnounced, STANDS_MS);
}

export function forgetAnnounced(): void {
  clearTimeout(timer);
  line = '';
}

/** The program itself goes to another screen: what was said in this turn, or is said before it arrives, goes along. */
export function leavesScreen(): void {
  leaving = true;
  carried = fresh;
}

/** Another screen is shown. */
export function arrivesAtScreen(): void {
  if (!carried) forgetAnnounced();
  leaving = false;
  carried = false;
}
