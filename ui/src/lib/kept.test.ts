import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const asked = vi.hoisted(() => ({ kept: [] as Record<string, unknown>[], before: {} as Record<string, unknown>, fail: false }));
vi.mock('$lib/platform', () => ({
  call: async (name: string, command: { forms: Record<string, unknown> }) => {
    if (name === 'typed') return { forms: structuredClone(asked.before) };
    if (asked.fail) throw new Error('the program does not answer');
    asked.kept.push(command.forms);
    return {};
  },
}));

import { discard, forgetTyped, kept, keepTyped, saveTyped } from './kept.svelte';

const note = () => ({ draft: { text: '', when: { text: 'now', told: 1 } }, began: '{"text":"","when":{"text":"now"}}' });
const second = () => vi.advanceTimersByTimeAsync(1_000);

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(asked, { kept: [], before: {}, fail: false });
  forgetTyped();
});
afterEach(() => vi.useRealTimers());

describe('what is typed in a form', () => {
  it('is in the vault within a second, once for all letters of it (INV-7)', async () => {
    await keepTyped();
    const form = kept('incident/1/note', note);
    for (const text of ['H', 'Ha', 'Half']) form.draft.text = text;
    await second();
    expect(asked.kept).toEqual([{ 'incident/1/note': { ...note(), draft: { ...note().draft, text: 'Half' } } }]);
    await second();
    expect(asked.kept).toHaveLength(1);
  });

  it('is taken up again after a lock, and a field that the form has gained is there', async () => {
    asked.before = { 'assess-1': { keyFacts: 'Frail' } };
    await keepTyped();
    expect(kept('assess-1', () => ({ keyFacts: '', notKnown: '' }))).toEqual({ keyFacts: 'Frail', notKnown: '' });
    expect(kept('assess-2', () => ({ keyFacts: '' }))).toEqual({ keyFacts: '' });
  });

  it('stays in the vault while no screen has taken it up, and goes when it was saved', async () => {
    asked.before = { 'assess-1': { keyFacts: 'Frail' } };
    await keepTyped();
    kept('assess-2', () => ({ keyFacts: '' })).keyFacts = 'Cold';
    await second();
    expect(asked.kept.at(-1)).toEqual({ 'assess-1': { keyFacts: 'Frail' }, 'assess-2': { keyFacts: 'Cold' } });
    discard('assess-1');
    discard('assess-2');
    await second();
    expect(asked.kept.at(-1)).toEqual({});
  });

  it('is not worth keeping where nothing was typed, nor where it is a report or a search', async () => {
    await keepTyped();
    kept('incident/1/note', note);
    kept('assess-1', () => ({ keyFacts: '', factors: [] }));
    kept('report-1', () => ({ name: '' })).name = 'Test-Larkspur';
    kept('find', () => ({ text: '' })).text = 'Test-Larkspur';
    await second();
    expect(asked.kept).toEqual([]);
  });

  it('is saved before this window locks, and nothing after it', async () => {
    await keepTyped();
    const form = kept('assess-1', () => ({ keyFacts: '' }));
    form.keyFacts = 'Frail';
    const saved = saveTyped();
    forgetTyped();
    await saved;
    expect(asked.kept).toEqual([{ 'assess-1': { keyFacts: 'Frail' } }]);
    form.keyFacts = 'Later';
    await second();
    expect(asked.kept).toHaveLength(1);
    expect(kept('assess-1', () => ({ keyFacts: '' })).keyFacts).toBe('');
  });

  it('is tried again with the next letter where it could not be kept', async () => {
    await keepTyped();
    asked.fail = true;
    const form = kept('assess-1', () => ({ keyFacts: '' }));
    form.keyFacts = 'F';
    await second();
    asked.fail = false;
    form.keyFacts = 'Fr';
    await second();
    expect(asked.kept).toEqual([{ 'assess-1': { keyFacts: 'Fr' } }]);
  });
});
