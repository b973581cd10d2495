import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { autosave } from './autosave.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A place to save to, which answers when told. */
function vault() {
  const kept: string[] = [];
  const pending: (() => void)[] = [];
  const form = { text: '' };
  const saver = autosave(() => {
    const text = form.text;
    return new Promise((answer) =>
      pending.push(() => {
        kept.push(text);
        answer(`saved ${text}`);
      }),
    );
  });
  return {
    kept,
    saver,
    pending,
    type(text: string) {
      form.text = text;
      saver.changed();
    },
    async answer() {
      pending.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

it('saves within a second although nobody pauses', async () => {
  const { pending, type } = vault();
  for (let i = 0; i < 10; i++) {
    type('x'.repeat(i));
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(pending).toHaveLength(1);
});

it('never lets an older form arrive after a newer one', async () => {
  const { kept, pending, saver, type, answer } = vault();
  type('a');
  await vi.advanceTimersByTimeAsync(1000);
  type('ab');
  await vi.advanceTimersByTimeAsync(1000);
  expect(pending).toHaveLength(1);
  await answer();
  await answer();
  expect(kept).toEqual(['a', 'ab']);
  expect(saver.waiting).toBe(false);
  expect(saver.savedAt).toBe('saved ab');
});

it('saves at once when asked, and nothing where nothing changed', async () => {
  const { pending, saver, type } = vault();
  void saver.flush();
  expect(pending).toHaveLength(0);
  type('a');
  void saver.flush();
  expect(pending).toHaveLength(1);
});

it('says that a save failed and tries again', async () => {
  let fail = true;
  const saver = autosave(() => (fail ? Promise.reject(new Error('The disk is full.')) : Promise.resolve('12:00')));
  saver.changed();
  await vi.advanceTimersByTimeAsync(1000);
  expect(saver.trouble).toBe('The disk is full.');
  expect(saver.waiting).toBe(true);
  fail = false;
  await vi.advanceTimersByTimeAsync(2000);
  expect(saver.trouble).toBe('');
  expect(saver.savedAt).toBe('12:00');
});

it('does not bring a draft back after its report was saved', async () => {
  const { pending, saver, type } = vault();
  type('a');
  await saver.stop();
  type('ab');
  expect(saver.waiting).toBe(false);
  await saver.flush();
  await vi.advanceTimersByTimeAsync(5000);
  expect(pending).toHaveLength(0);
});

it('saves what is there now when its report could not be saved after all', async () => {
  const { kept, pending, saver, type, answer } = vault();
  type('a');
  await saver.stop();
  type('ab');
  saver.resume();
  await vi.advanceTimersByTimeAsync(1000);
  expect(pending).toHaveLength(1);
  await answer();
  expect(kept).toEqual(['ab']);
});
