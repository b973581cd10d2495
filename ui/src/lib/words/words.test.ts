import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, type Entry, type Message } from '@fluent/syntax';
import { describe, expect, it } from 'vitest';
import { t } from '.';
import { asked, bareWords } from './scan';

const src = fileURLToPath(new URL('../../', import.meta.url));
const locales = fileURLToPath(new URL('../../../../locales/en-GB/', import.meta.url));

const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(svelte|ts)$/.test(name) && !/\.test\.ts$/.test(name) && !name.startsWith('lib/types/') && !name.endsWith('words/scan.ts'))
  .map((name) => ({ name, text: readFileSync(join(src, name), 'utf8') }));

const entriesOf = (names: string[]): Entry[] => names.flatMap((name) => parse(readFileSync(join(locales, name), 'utf8'), {}).body);
const idsOf = (entries: Entry[]) => entries.filter((e): e is Message => e.type === 'Message').map((m) => m.id.name);

const files = readdirSync(locales).filter((name) => name.endsWith('.ftl'));
const entries = entriesOf(files);
const catalogue = new Set(idsOf(entries));
/** core.ftl is shared with Rust, which asks for ids that no screen names; print.ftl is Rust's alone. */
const own = idsOf(entriesOf(files.filter((name) => !['core.ftl', 'print.ftl'].includes(name))));

const ids = new Map<string, string>();
const prefixes = new Map<string, string>();
for (const { name, text } of sources) {
  const found = asked(text);
  for (const id of found.ids) ids.set(id, name);
  for (const prefix of found.prefixes) prefixes.set(prefix, name);
}

describe('the catalogue', () => {
  it('can be parsed without a broken entry', () => {
    expect(entries.filter((e) => e.type === 'Junk').map((e) => ('content' in e ? e.content : ''))).toEqual([]);
  });

  it('has each id once', () => {
    const all = idsOf(entries);
    expect(all.filter((id, i) => all.indexOf(id) !== i)).toEqual([]);
  });

  it('has every id that the sources ask for', () => {
    expect([...ids].filter(([id]) => !catalogue.has(id))).toEqual([]);
  });

  it('has at least one id for every beginning that is completed at run time', () => {
    const empty = [...prefixes].filter(([prefix]) => ![...catalogue].some((id) => id.startsWith(prefix)));
    expect(empty).toEqual([]);
  });

  it('holds no id that nothing asks for', () => {
    const unused = own.filter((id) => !ids.has(id) && ![...prefixes.keys()].some((p) => id.startsWith(p)));
    expect(unused).toEqual([]);
  });

  it('writes a count as an English reader does', () => {
    expect(t('training-size', { n: 200000 })).toContain('200,000');
  });
});

describe.each(sources.filter((s) => s.name.endsWith('.svelte')))('$name', ({ text }) => {
  it('takes every word that a user reads from the catalogue', () => {
    expect(bareWords(text)).toEqual([]);
  });
  it('has no style attribute, which the content policy would refuse', () => {
    expect(text.match(/\sstyle=["'{][^>]*/g) ?? []).toEqual([]);
  });
});

describe('the scan itself', () => {
  it('finds words in text, labels and placeholders, and lets shapes and keys pass', () => {
    expect(bareWords(`<p>Hello</p><input placeholder="Name" aria-label={'Age'} class="wide" />{t('x')} · N`)).toEqual(['Hello', 'Name', 'Age']);
  });
  it('finds ids in calls, ternaries, templates and tables', () => {
    const found = asked("t('a-b', { n }) t(x ? 'c' : 'd') t(`e-${f}`) { word: 'g-h' } t(x === 'y' ? (z ? 'i' : 'j') : 'k')");
    expect([...found.ids].sort()).toEqual(['a-b', 'c', 'd', 'g-h', 'i', 'j', 'k']);
    expect([...found.prefixes]).toEqual(['e-']);
  });
});
