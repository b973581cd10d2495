/** Verifying the register and rebuilding its lists. Gone at lock. */
import { call, type ViewOf } from '$lib/platform';
import { onForget } from '$lib/session.svelte';
import { Work } from '$lib/work.svelte';

export type Check = 'verify' | 'rebuild';

export class Checking extends Work<Check> {
  verified = $state.raw<ViewOf<'verify'> | null>(null);
  rebuilt = $state.raw<ViewOf<'rebuild'> | null>(null);

  /** Runs `which` unless one is running. */
  async run(which: Check): Promise<void> {
    await this.working(which, async () => {
      if (which === 'verify') this.verified = await call('verify', {});
      else this.rebuilt = await call('rebuild', {});
    });
  }
}

let current = $state.raw(new Checking());
// What still runs then answers to nobody.
onForget(() => (current = new Checking()));

/** The work of this session. */
export function checking(): Checking {
  return current;
}
