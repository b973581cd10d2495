/**
 * Keeps what is being typed: within a second of every change, at once when asked. One save at a time, so that an
 * older form never arrives after a newer one. A save that fails is said and tried again.
 */
const PAUSE_MS = 400;
/** Someone who never pauses is saved all the same. */
const LONGEST_MS = 900;
const AGAIN_MS = 2000;

export interface Autosave {
  /** When the last save went through, as the program said. */
  readonly savedAt: string | null;
  /** Something has changed since. */
  readonly waiting: boolean;
  /** What stopped the last attempt; empty when none did. */
  readonly trouble: string;
  changed(): void;
  /** Saves now what is unsaved, and waits until nothing is under way. */
  flush(): Promise<void>;
  /** Saves nothing more, whoever asks; waits for what is under way and leaves nothing waiting. */
  stop(): Promise<void>;
  /** After a stop that came to nothing: what is there now is saved. */
  resume(): void;
}

/** `save` keeps the present state and answers with the time at which it was kept. */
export function autosave(save: () => Promise<string>): Autosave {
  let savedAt = $state<string | null>(null);
  let waiting = $state(false);
  let trouble = $state('');
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = Infinity;
  let busy = false;
  let running: Promise<void> = Promise.resolve();

  function plan(wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), wait);
  }

  function run(): Promise<void> {
    clearTimeout(timer);
    latest = Infinity;
    if (!busy && waiting) running = saveAll();
    return running;
  }

  async function saveAll(): Promise<void> {
    busy = true;
    try {
      while (waiting && !stopped) {
        waiting = false;
        savedAt = await save();
        trouble = '';
      }
    } catch (thrown) {
      waiting = !stopped;
      trouble = thrown instanceof Error ? thrown.message : String(thrown);
      if (!stopped) plan(AGAIN_MS);
    } finally {
      busy = false;
    }
  }

  function changed(): void {
    if (stopped) return;
    waiting = true;
    const now = performance.now();
    if (latest === Infinity) latest = now + LONGEST_MS;
    plan(Math.max(0, Math.min(PAUSE_MS, latest - now)));
  }

  return {
    get savedAt() {
      return savedAt;
    },
    get waiting() {
      return waiting;
    },
    get trouble() {
      return trouble;
    },
    changed,
    flush: run,
    async stop() {
      stopped = true;
      waiting = false;
      latest = Infinity;
      clearTimeout(timer);
      await running;
    },
    resume() {
      stopped = false;
      changed();
    },
  };
}
