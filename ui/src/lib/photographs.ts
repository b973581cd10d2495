/**
 * Photographs as data: addresses. Thumbnails that a list wants together are asked for together; all are kept until
 * lock and then forgotten.
 */
import { call } from '$lib/platform';
import { onForget } from '$lib/session.svelte';

const MOST = 400;
const kept = new Map<string, Promise<string>>();
let wanted: { hash: string; done: (address: string) => void }[] = [];

onForget(() => {
  kept.clear();
  wanted = [];
});

/** The thumbnail with this hash, or an empty address where it cannot be had. */
export function thumbnail(hash: string): Promise<string> {
  return keep(hash, () => {
    if (wanted.length === 0) queueMicrotask(() => void fetchWanted());
    return new Promise((done) => wanted.push({ hash, done }));
  });
}

/** The photograph of an incident at the size of a screen. Rejects with AppError. */
export function photograph(incident_id: string, photograph_id: string): Promise<string> {
  return keep(photograph_id, async () => {
    const { media_type, base64 } = await call('photograph', { incident_id, photograph_id, size: 'display' });
    return `data:${media_type};base64,${base64}`;
  });
}

async function fetchWanted(): Promise<void> {
  const batch = wanted;
  wanted = [];
  const found = new Map<string, string>();
  try {
    const { pictures } = await call('thumbnails', { hashes: batch.map(({ hash }) => hash) });
    // Every thumbnail is made as JPEG when its photograph is taken in.
    for (const { hash, base64 } of pictures) found.set(hash, `data:image/jpeg;base64,${base64}`);
  } catch {
    // A list is read without its pictures; the photograph's own screen says what is wrong.
    for (const { hash } of batch) kept.delete(hash);
  }
  for (const { hash, done } of batch) done(found.get(hash) ?? '');
}

function keep(key: string, ask: () => Promise<string>): Promise<string> {
  const found = kept.get(key);
  if (found) return found;
  const oldest = kept.keys().next();
  if (kept.size >= MOST && !oldest.done) kept.delete(oldest.value);
  const asked = ask();
  kept.set(key, asked);
  asked.catch(() => kept.delete(key));
  return asked;
}
