/** Making figures may read every incident that has ended: the work goes on while its reader is elsewhere. */
import { choose, call } from '$lib/platform';
import { onForget } from '$lib/session.svelte';
import { Work } from '$lib/work.svelte';
import type { FiguresView } from '$lib/types/FiguresView';

class Figuring extends Work<'figures' | 'save' | 'print'> {
  view = $state.raw<FiguresView | null>(null);
  saved = $state('');

  async read(): Promise<void> {
    await this.working('figures', async () => {
      this.view = await call('figures', {});
    });
  }

  /** The tables for a spreadsheet, or the page on paper. */
  async save(as: 'save' | 'print', name: string): Promise<void> {
    await this.working(as, async () => {
      const to = await choose('save', name);
      if (!to) return;
      this.saved = '';
      this.saved = (await call(as === 'save' ? 'save_figures' : 'print_figures', { to: to.file })).line;
    });
  }
}

let current = $state.raw(new Figuring());
onForget(() => (current = new Figuring()));

export function figuring(): Figuring {
  return current;
}
