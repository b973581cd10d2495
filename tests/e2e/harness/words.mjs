/** The words that the screens show, from the same catalogue, so that a test follows when a word is bettered. */
import { readdirSync, readFileSync } from 'node:fs';
import { FluentBundle, FluentResource } from '@fluent/bundle';

const folder = new URL('../../../locales/en-GB/', import.meta.url);
const bundle = new FluentBundle('en-GB', { useIsolating: false });
for (const name of readdirSync(folder).filter((file) => file.endsWith('.ftl'))) {
  bundle.addResource(new FluentResource(readFileSync(new URL(name, folder), 'utf8')));
}

export function t(id, values = {}) {
  const pattern = bundle.getMessage(id)?.value;
  if (!pattern) throw new Error(`the catalogue has no ${id}`);
  return bundle.formatPattern(pattern, values);
}
