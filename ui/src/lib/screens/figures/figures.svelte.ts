/** Making figures may read every incident that has ended: the work goes on while its reader is elsewhere. */
import { choose, call } from '$lib/platform';
import { onForget } from '$lib/session.svelte';
import { Work } from '$lib/work.svelte';
import type { FiguresView } from '$lib/types/FiguresView';

class Figuring extends Work<'figures' | 'save'> {
  view = $state.raw<FiguresView | null>(null);
  saved = $state('');

  async read(): Promise<void> {
    await this.working('figures', async () => {
      this.view = await call('figures', {});
    });
  }

  async save(name: string): Promise<void> {
    await this.working('save', async () => {
      const to = await choose('save', name);
      if (!to) return;
      this.saved = '';
      this.saved = (await call('save_figures', { to: to.file })).line;
    });
  }
}

let current = $state.raw(new Figuring());
onForget(() => (current = new Figuring()));

export function figuring(): Figuring {
  return current;
}
