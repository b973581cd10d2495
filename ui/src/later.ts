/** Parts that the unlock screen does without: each is fetched once, when it is first asked for. */

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => (loading ??= load());
}

export const shell = once(() => import('./shell/Shell.svelte'));
export const start = once(() => import('$lib/screens/start/Start.svelte'));
