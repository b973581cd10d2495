/**
 * Verifying the register and rebuilding its lists: work of minutes that goes on while its officer looks elsewhere.
 * It is held here, not in its screen, so that whoever comes back sees how far it is or what came of it. Gone at lock.
 */
import { acting } from '$lib/acting.svelte';
import { call, on, type ViewOf } from '$lib/platform';
import { onForget } from '$lib/session.svelte';

export type Check = 'verify' | 'rebuild';

export class Checking {
  running = $state<Check | null>(null);
  stopping = $state(false);
  progress = $state.raw({ what: '', done: 0, of: 0 });
  verified = $state.raw<ViewOf<'verify'> | null>(null);
  rebuilt = $state.raw<ViewOf<'rebuild'> | null>(null);
  readonly act = acting();

  /** Runs `which` unless one is running. */
  async run(which: Check): Promise<void> {
    if (this.running) return;
    this.running = which;
    this.stopping = false;
    this.progress = { what: '', done: 0, of: 0 };
    const stop = on('progress', (event) => (this.progress = event));
    try {
      await this.act.run(async () => {
        if (which === 'verify') this.verified = await call('verify', {});
        else this.rebuilt = await call('rebuild', {});
      });
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

let current = $state.raw(new Checking());
// What still runs then answers to nobody.
onForget(() => (current = new Checking()));

/** The work of this session. */
export function checking(): Checking {
  return current;
}
