/**
 * Who is at the keyboard, and whether a register is open. At lock every screen leaves the page and everything
 * that was read or typed leaves memory: whoever keeps state outside a component registers it with `onForget`.
 */
import { forgetAnnounced } from '$lib/announce.svelte';
import { setNow } from '$lib/clock.svelte';
import { idleFrom, stopIdle } from '$lib/idle.svelte';
import { forgetTyped, keepTyped, saveTyped } from '$lib/kept.svelte';
import { AppError, call, on, onLockedAnswer, statusAtStart, type ViewOf } from '$lib/platform';
import { t } from '$lib/words';

export type SessionView = ViewOf<'session'>;
export type StatusView = ViewOf<'register_status'>;
export type Phase = 'starting' | 'unreachable' | 'no-register' | 'locked' | 'open';

let view = $state.raw<SessionView | null>(null);
// What the program handed to its page is painted at once, and asked again behind it.
let status = $state.raw<StatusView | null>(statusAtStart);
let phase = $state<Phase>(statusAtStart ? shut(statusAtStart) : 'starting');
let fault = $state('');
let lockedBecause = $state('');
let lockFailed = $state('');
/** Counts the changes that this window and others made: screens read again when it moves. */
let changes = $state(0);
/** Moves with every question and every opening and leaving: an answer of an earlier turn is no longer true. */
let turn = 0;

const forgetting: (() => void)[] = [forgetTyped, forgetAnnounced, stopIdle];

export const session = {
  get phase(): Phase {
    return phase;
  },
  /** The officer and the register; null unless open. */
  get view(): SessionView | null {
    return view;
  },
  /** The registers on this laptop. */
  get status(): StatusView | null {
    return status;
  },
  /** What stopped the program from answering at start. */
  get fault(): string {
    return fault;
  },
  /** Why it was locked, where the program said so. */
  get lockedBecause(): string {
    return lockedBecause;
  },
  /** Why the register is perhaps still open although it was to be locked. */
  get lockFailed(): string {
    return lockFailed;
  },
  get changes(): number {
    return changes;
  },
};

/** Runs `forget` at every lock. */
export function onForget(forget: () => void): void {
  forgetting.push(forget);
}

/** What is shown while no register is open. */
function shut(known: StatusView): Phase {
  return known.registers.length === 0 ? 'no-register' : 'locked';
}

/** Asks the program which registers there are and which is open, and shows that. */
export async function refreshStatus(): Promise<void> {
  const mine = ++turn;
  try {
    const next = await call('register_status', {});
    if (mine !== turn) return;
    status = next;
    if (next.session) {
      if (phase !== 'open') {
        await keepTyped();
        if (mine !== turn) return;
        idleFrom(next.session.idle_lock_minutes);
      }
      view = next.session;
    } else if (phase === 'open') forget();
    phase = next.session ? 'open' : shut(next);
  } catch (error) {
    if (mine !== turn) return;
    fault = error instanceof AppError ? error.message : '';
    if (phase === 'starting') phase = 'unreachable';
  }
}

/** Shows the register that `opened` opened just now, with what its officer was typing when they were last here. */
export async function open(opened: SessionView): Promise<void> {
  const mine = ++turn;
  await keepTyped();
  if (mine !== turn) return;
  setNow(opened.unlocked_at);
  view = opened;
  lockedBecause = '';
  lockFailed = '';
  phase = 'open';
  idleFrom(opened.idle_lock_minutes);
  // The clock's note and the list of registers follow; nothing waits for them.
  void refreshStatus();
}

const saving = new Set<() => Promise<void>>();
const LONGEST_SAVE_MS = 1000;

/** Runs `save` before this window locks the register, until the returned function is called. */
export function beforeLock(save: () => Promise<void>): () => void {
  saving.add(save);
  return () => saving.delete(save);
}

export async function lock(): Promise<void> {
  const saved = Promise.allSettled([saveTyped, ...saving].map((save) => save()));
  // The page is emptied first: nothing is seen while what was typed is saved.
  leave('');
  await Promise.race([saved, new Promise((late) => setTimeout(late, LONGEST_SAVE_MS))]);
  try {
    await call('lock', {});
  } catch (error) {
    lockFailed = t('lock-failed', { why: error instanceof AppError ? error.message : '' });
  }
  await refreshStatus();
}

function leave(why: string): void {
  turn += 1;
  forget();
  lockedBecause = why;
  lockFailed = '';
  phase = 'locked';
}

function forget(): void {
  view = null;
  for (const each of forgetting) each();
}

/** Listens to the program for as long as the page lives. */
export function followSession(): () => void {
  const stops = [
    on('locked', ({ why }) => {
      // Making a training register closes what was open: the start screen stays where it is.
      if (phase !== 'open') return;
      leave(why);
      void refreshStatus();
    }),
    on('changed', recorded),
    on('sync', ({ line }) => {
      saidOfSync += 1;
      if (phase === 'open' && view) view = { ...view, sync: line };
    }),
    reportActivity(),
  ];
  onLockedAnswer(() => {
    if (phase !== 'open') return;
    leave('');
    void refreshStatus();
  });
  void refreshStatus();
  return () => stops.forEach((stop) => stop());
}

let counting = false;
/** Something more was recorded while it was being counted. */
let countAgain = false;
/** How often the program has said how sync stands: what it says later is the newer, whatever answer comes after it. */
let saidOfSync = 0;

/** After something was recorded: lists and counts are read again. */
export function recorded(): void {
  if (phase !== 'open') return;
  changes += 1;
  if (counting) countAgain = true;
  else count();
}

function count(): void {
  counting = true;
  const [mine, said] = [turn, saidOfSync];
  call('session', {})
    .then((next) => {
      if (mine === turn) view = view && said !== saidOfSync ? { ...next, sync: view.sync } : next;
    })
    // A lock in between shows itself by its own event.
    .catch(() => undefined)
    .finally(() => {
      counting = false;
      if (countAgain && phase === 'open') count();
      countAgain = false;
    });
}

const REPORT_EVERY_MS = 20_000;

/** Tells the program that somebody is at the keyboard, at most every twenty seconds: the idle lock counts from it. */
function reportActivity(): () => void {
  let reported = -Infinity;
  const active = (event: Event) => {
    if (phase !== 'open' || !event.isTrusted || event.timeStamp - reported < REPORT_EVERY_MS) return;
    reported = event.timeStamp;
    call('session_active', {})
      .then(() => view && idleFrom(view.idle_lock_minutes))
      // A failure shows itself at the next use-case; the report is not worth a message, but the next key reports again.
      .catch(() => (reported = -Infinity));
  };
  const kinds = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
  for (const kind of kinds) window.addEventListener(kind, active, { passive: true, capture: true });
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, active, { capture: true });
  };
}
