/**
 * One act at a time: busy while it runs, and what stopped it as lines of an ErrorSummary. What was typed is not touched.
 */
import { forgetAnnounced } from '$lib/announce.svelte';
import type { Problem } from '$lib/components/ErrorSummary.svelte';
import { problemsOf } from '$lib/components/problems';
import { AppError } from '$lib/platform';

export interface Acting {
  readonly busy: boolean;
  problems: Problem[];
  /** What the program said when the act was stopped on request: that is no problem. */
  readonly stopped: string;
  /** Runs `act` unless one is running. True when it went through. */
  run(act: () => Promise<void>, ids?: Record<string, string>): Promise<boolean>;
}

/** `ids` given to `run` name the control of each field of the command. */
export function acting(): Acting {
  let busy = $state(false);
  let problems = $state.raw<Problem[]>([]);
  let stopped = $state('');
  return {
    get busy() {
      return busy;
    },
    get problems() {
      return problems;
    },
    set problems(next: Problem[]) {
      problems = next;
    },
    get stopped() {
      return stopped;
    },
    async run(act, ids) {
      if (busy) return false;
      busy = true;
      problems = [];
      stopped = '';
      forgetAnnounced();
      try {
        await act();
        return true;
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown;
        if (thrown.code === 'cancelled') stopped = thrown.message;
        else problems = problemsOf(thrown, ids);
        return false;
      } finally {
        busy = false;
      }
    },
  };
}
