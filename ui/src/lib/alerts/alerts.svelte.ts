/**
 * What interrupts the officer, on every screen. An assignment counts as delivered once it has stood on a screen that
 * somebody can see: that is said here, and nowhere else.
 */
import { announce } from '$lib/announce.svelte';
import { AppError, call } from '$lib/platform';
import { onForget } from '$lib/session.svelte';
import type { AlertView } from '$lib/types/AlertView';

/** So many are drawn; more are a list of their own: the duty list has them all, first. */
export const SHOWN = 3;
/** As often as the minutes in a sentence change; what is recorded is heard of at once. */
const LONGEST_MS = 60_000;

let alerts = $state.raw<AlertView[]>([]);
/** What came last, for a screen reader. */
let news = $state('');
let known = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;
let turn = 0;

export const alerting = {
  get alerts(): AlertView[] {
    return alerts;
  },
  get news(): string {
    return news;
  },
};

onForget(stopAlerts);

let reading = false;
let again = false;

/** Reads what interrupts, shows it, and says that it was shown. One reading at a time: what changes meanwhile is one more. */
export async function readAlerts(): Promise<void> {
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  try {
    do {
      again = false;
      await readOnce();
    } while (again);
  } finally {
    reading = false;
  }
}

async function readOnce(): Promise<void> {
  const mine = ++turn;
  clearTimeout(timer);
  let wait = LONGEST_MS;
  try {
    const view = await call('alerts', {});
    if (mine !== turn) return;
    show(view.alerts);
    if (view.next_at) wait = Math.min(wait, Math.max(0, Date.parse(view.next_at) - Date.parse(view.as_of)));
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    // What stands stays; a lock puts it away.
    if (mine !== turn) return;
  }
  timer = setTimeout(() => void readAlerts(), wait);
  await received(mine);
}

function show(next: AlertView[]): void {
  const fresh = next.filter(({ key, what }) => !known.has(`${key} ${what === 'not_delivered'}`));
  known = new Set(next.map(({ key, what }) => `${key} ${what === 'not_delivered'}`));
  alerts = next;
  const said = (some: AlertView[]) => some.map(({ line }) => line).join('. ');
  // What a check found waits for a pause; all else is said at once.
  const quiet = fresh.filter(({ what }) => what === 'wide_check_found');
  const loud = fresh.filter((alert) => !quiet.includes(alert));
  if (loud.length > 0) news = said(loud);
  if (quiet.length > 0) announce(said(quiet));
}

/** What is drawn now has been shown, unless the window shows nothing. */
async function received(mine: number): Promise<void> {
  for (const { what, incident_id, assignment } of alerts.slice(0, SHOWN)) {
    if (what !== 'new_to_accept' || !assignment || !incident_id || mine !== turn || document.visibilityState !== 'visible') continue;
    const act = { basis: [], happened_at: null, source: null, from_paper: false };
    try {
      const view = await call('receive_assignment', { incident_id, act, assignment });
      if (mine === turn) show(view.alerts);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
    }
  }
}

export function stopAlerts(): void {
  turn += 1;
  clearTimeout(timer);
  alerts = [];
  news = '';
  known = new Set();
}
