import { afterAll, beforeEach, expect, it, vi } from 'vitest';

let checking: typeof import('./checking.svelte').checking;
let forget: () => void;
let progress: ((event: unknown) => void) | null;
let asked: { name: string; answer: (view: unknown) => void; refuse: (error: unknown) => void }[];

const sound = { verdict: 'Sound.', sound: true };
const settled = () => new Promise((done) => setTimeout(done, 0));

beforeEach(async () => {
  vi.resetModules();
  vi.stubGlobal('window', {});
  asked = [];
  progress = null;
  vi.doMock('$lib/platform', async (original) => ({
    ...(await original<typeof import('./platform')>()),
    call: (name: string) => new Promise((answer, refuse) => asked.push({ name, answer, refuse })),
    on: (_event: string, fn: (event: unknown) => void) => {
      progress = fn;
      return () => (progress = null);
    },
  }));
  vi.doMock('$lib/session.svelte', () => ({ onForget: (fn: () => void) => (forget = fn) }));
  ({ checking } = await import('./checking.svelte'));
});
afterAll(() => {
  vi.doUnmock('$lib/platform');
  vi.doUnmock('$lib/session.svelte');
  vi.unstubAllGlobals();
});

it('goes on without its screen, and whoever comes back sees how far it is and what came of it', async () => {
  const work = checking().run('verify');
  progress?.({ what: 'Entries', done: 3, of: 9 });
  expect(checking().running).toBe('verify');
  expect(checking().progress).toMatchObject({ done: 3, of: 9 });
  asked[0]?.answer(sound);
  await work;
  expect(checking().running).toBeNull();
  expect(checking().verified).toEqual(sound);
  expect(progress).toBeNull();
});

it('is not started twice, from whichever screen', async () => {
  void checking().run('verify');
  progress?.({ what: 'Entries', done: 3, of: 9 });
  await checking().run('rebuild');
  expect(asked.map(({ name }) => name)).toEqual(['verify']);
  expect(checking().running).toBe('verify');
  expect(checking().progress.done).toBe(3);
});

it('can be stopped, and says when that could not be told', async () => {
  void checking().run('verify');
  void checking().stop();
  expect(checking().stopping).toBe(true);
  asked[1]?.refuse(new Error('not heard'));
  await settled();
  expect(checking().stopping).toBe(false);
});

it('is forgotten at lock, and what still runs does not show its result to the next officer', async () => {
  const work = checking().run('verify');
  forget();
  expect(checking().running).toBeNull();
  void checking().run('rebuild');
  asked[0]?.answer(sound);
  await work;
  expect(checking().verified).toBeNull();
  expect(checking().running).toBe('rebuild');
});
