/**
 * Every word that an officer reads comes from /locales, through `t`.
 * Every *.ftl there is loaded but print.ftl, the words on paper; core.ftl is shared with Rust, which makes sentences of
 * the log from it.
 * A missing id is shown as the id in brackets and fails words.test.ts, it never blanks a screen.
 */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import { LOCALE } from '$lib/time/zone';

export type WordArgs = Record<string, string | number | null | undefined>;

const catalogue = import.meta.glob<string>(['../../../../locales/en-GB/*.ftl', '!**/print.ftl'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

const bundle = new FluentBundle(LOCALE, { useIsolating: false });
// Read as they are needed, those of the unlock screen first: it waits for no others. Where two files have the same id
// the first stands; words.test.ts refuses such a pair.
const order = (path: string) => ['/front.ftl', '/ui.ftl'].findIndex((name) => path.endsWith(name)) + 1 || 3;
const unread = Object.entries(catalogue).toSorted(([a], [b]) => order(a) - order(b));

function has(id: string): boolean {
  while (!bundle.hasMessage(id)) {
    const next = unread.shift();
    if (!next) return false;
    bundle.addResource(new FluentResource(next[1]));
  }
  return true;
}

/** The words for `id`, with `args` set in. */
export function t(id: string, args?: WordArgs): string {
  const value = has(id) ? bundle.getMessage(id)?.value : null;
  if (!value) return `[${id}]`;
  const variables: Record<string, FluentVariable> = {};
  for (const [key, arg] of Object.entries(args ?? {})) variables[key] = arg ?? '';
  return bundle.formatPattern(value, variables, []);
}

/** Whether the catalogue has `id`: for words named by a code that a newer version may have added to. */
export function known(id: string): boolean {
  return has(id);
}
