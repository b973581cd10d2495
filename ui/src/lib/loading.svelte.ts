/**
 * What a screen reads from the program: its view, or why there is none, read again whenever the register changes.
 * While it is read again the last view stays on the screen.
 */
import { untrack } from 'svelte';
import { AppError } from '$lib/platform';
import { session } from '$lib/session.svelte';

export interface Loading<V> {
  readonly view: V | null;
  readonly error: AppError | null;
  /** True until the first answer, and while a command that changed is being answered. */
  readonly busy: boolean;
  again(): void;
}

/** Runs `read` at once, when anything it uses changes, and after every change of the register. */
export function loading<V>(read: () => Promise<V>): Loading<V> {
  let view = $state.raw<V | null>(null);
  let error = $state.raw<AppError | null>(null);
  let busy = $state(true);
  let round = $state(0);

  $effect(() => {
    void session.changes;
    void round;
    let stale = false;
    const reading = read();
    untrack(() => {
      busy = true;
    });
    reading.then(
      (next) => {
        if (stale) return;
        view = next;
        error = null;
        busy = false;
      },
      (thrown: unknown) => {
        if (stale) return;
        error = thrown instanceof AppError ? thrown : null;
        busy = false;
        if (!(thrown instanceof AppError)) throw thrown;
      },
    );
    return () => {
      stale = true;
    };
  });

  return {
    get view() {
      return view;
    },
    get error() {
      return error;
    },
    get busy() {
      return busy;
    },
    again() {
      round += 1;
    },
  };
}
