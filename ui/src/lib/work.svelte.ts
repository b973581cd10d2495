/**
 * Work of minutes: one at a time, with how far it is, and a way to stop it. It is held outside its screen, so that
 * whoever comes back sees how far it is or what came of it; its owner drops it at lock.
 */
import { acting, type Acting } from '$lib/acting.svelte';
import { call, on } from '$lib/platform';

const NOTHING_YET = { what: '', done: 0, of: 0 };

export class Work<Name extends string> {
  running = $state<Name | null>(null);
  stopping = $state(false);
  progress = $state.raw(NOTHING_YET);
  readonly act = acting();

  /** Does `work` unless something is being done. True when it went through. */
  protected async working(name: Name, work: () => Promise<void>, { act = this.act, ids = {} }: { act?: Acting; ids?: Record<string, string> } = {}): Promise<boolean> {
    if (this.running) return false;
    this.running = name;
    this.stopping = false;
    this.progress = NOTHING_YET;
    const stop = on('progress', (event) => (this.progress = event));
    try {
      return await act.run(work, ids);
    } finally {
      stop();
      this.running = null;
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await call('cancel_progress', {}).catch(() => (this.stopping = false));
  }
}
