/** Small photographs of the answers on the screen: asked for after the list is there, some at a time, the likeliest first. */
import { SvelteMap } from 'svelte/reactivity';
import { AppError, call, type ViewOf } from '$lib/platform';
import type { NationalHitView } from '$lib/types/NationalHitView';

/** What one question to the central service answers at once. */
export const AT_ONCE = 12;

export interface SmallPictures {
  /** The address of one, once it is here. */
  of(incident: string): string | undefined;
  /** Whether all that can be had are here. */
  readonly asked: boolean;
  /** These are the answers now. Gives what stops the asking. */
  show(hits: NationalHitView[]): () => void;
}

type Ask = (incidents: string[]) => Promise<ViewOf<'national_pictures'>>;

export function smallPictures(ask: Ask = (incidents) => call('national_pictures', { incidents })): SmallPictures {
  const addresses = new SvelteMap<string, string>();
  let asked = $state(false);

  async function fetch(incidents: string[], stale: () => boolean): Promise<void> {
    for (let at = 0; at < incidents.length; at += AT_ONCE) {
      const { pictures } = await ask(incidents.slice(at, at + AT_ONCE));
      if (stale()) return;
      // Every small photograph is made as JPEG when the photograph is taken in.
      for (const { incident_id, base64 } of pictures) addresses.set(incident_id, `data:image/jpeg;base64,${base64}`);
    }
  }

  return {
    of: (incident) => addresses.get(incident),
    get asked() {
      return asked;
    },
    show(hits) {
      let over = false;
      addresses.clear();
      asked = false;
      const wanted = hits.filter(({ pictured }) => pictured).map(({ record }) => record.incident_id);
      fetch(wanted, () => over)
        .catch((thrown: unknown) => {
          // A list is read without its pictures.
          if (!(thrown instanceof AppError)) throw thrown;
        })
        .finally(() => {
          if (!over) asked = true;
        });
      return () => {
        over = true;
      };
    },
  };
}
