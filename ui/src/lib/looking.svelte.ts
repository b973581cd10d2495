/**
 * Looking something up while it is typed. What was found belongs to the text that it was found by: an answer to an
 * earlier text is dropped, and a failed look leaves nothing on the screen that could be taken for its result.
 */
import { AppError } from '$lib/platform';

export interface Looking<V> {
  /** What was found last; while `busy`, by an earlier text. Null where too little is typed, and after an error. */
  readonly found: V | null;
  readonly error: AppError | null;
  /** From the first letter until the answer. */
  readonly busy: boolean;
  /** The text as it stands now. */
  ask(text: string): void;
  /** Nothing is asked any more. */
  stop(): void;
}

const LEAST = 2;

/** Calls `search` once typing pauses for `pauseMs`. */
export function looking<V>(search: (text: string) => Promise<V>, pauseMs: number): Looking<V> {
  let found = $state.raw<V | null>(null);
  let error = $state.raw<AppError | null>(null);
  let busy = $state(false);
  let turn = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    turn += 1;
    clearTimeout(pause);
    busy = false;
  }

  async function look(text: string): Promise<void> {
    const mine = turn;
    try {
      const view = await search(text);
      if (mine !== turn) return;
      found = view;
      error = null;
    } catch (thrown) {
      if (mine !== turn) return;
      found = null;
      if (!(thrown instanceof AppError)) throw thrown;
      error = thrown;
    } finally {
      if (mine === turn) busy = false;
    }
  }

  return {
    get found() {
      return found;
    },
    get error() {
      return error;
    },
    get busy() {
      return busy;
    },
    ask(text) {
      stop();
      const asked = text.trim();
      if (asked.length < LEAST) {
        found = null;
        error = null;
        return;
      }
      busy = true;
      pause = setTimeout(() => void look(asked), pauseMs);
    },
    stop,
  };
}
