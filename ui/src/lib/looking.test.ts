import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';

let looking: typeof import('./looking.svelte').looking;
let AppError: typeof import('./platform').AppError;

beforeAll(async () => {
  vi.stubGlobal('window', {});
  ({ looking } = await import('./looking.svelte'));
  ({ AppError } = await import('./platform'));
});
afterAll(() => vi.unstubAllGlobals());
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const PAUSE = 100;

/** A register that answers when it is told to. */
function register() {
  const asked: { text: string; find: (hits: string[]) => void; fail: (error: unknown) => void }[] = [];
  const look = looking((text) => new Promise<string[]>((find, fail) => asked.push({ text, find, fail })), PAUSE);
  const type = async (text: string) => {
    look.ask(text);
    await vi.advanceTimersByTimeAsync(PAUSE);
    return asked.at(-1) ?? expect.fail('nothing was asked');
  };
  const settled = () => vi.advanceTimersByTimeAsync(0);
  return { asked, look, type, settled };
}

it('asks once typing pauses', async () => {
  const { asked, look, type } = register();
  look.ask('la');
  look.ask('lar');
  await type('lark');
  expect(asked.map(({ text }) => text)).toEqual(['lark']);
});

it('is busy from the first letter, so that nobody takes what an earlier text found', async () => {
  const { look, type, settled } = register();
  (await type('larkspur')).find(['Test-Larkspur']);
  await settled();
  expect(look.busy).toBe(false);
  look.ask('larkspurr');
  expect(look.busy).toBe(true);
});

it('drops an answer that comes after the text has changed', async () => {
  const { look, type, settled } = register();
  const first = await type('larkspur');
  const second = await type('hollis');
  second.find(['Test-Hollis']);
  await settled();
  first.find(['Test-Larkspur']);
  await settled();
  expect(look.found).toEqual(['Test-Hollis']);
});

it('leaves no hits under an error, and is no longer busy', async () => {
  const { look, type, settled } = register();
  (await type('larkspur')).find(['Test-Larkspur']);
  await settled();
  (await type('hollis')).fail(new AppError('fault', 'The program did not answer.'));
  await settled();
  expect(look.found).toBeNull();
  expect(look.error?.message).toBe('The program did not answer.');
  expect(look.busy).toBe(false);
  (await type('hollis ')).find(['Test-Hollis']);
  await settled();
  expect(look.error).toBeNull();
  expect(look.found).toEqual(['Test-Hollis']);
});

it.each(['', ' l '])('finds nothing by “%s” and forgets what it found and what failed', async (text) => {
  const { look, type, settled } = register();
  (await type('larkspur')).find(['Test-Larkspur']);
  await settled();
  look.ask(text);
  expect(look.found).toBeNull();
  expect(look.error).toBeNull();
  expect(look.busy).toBe(false);
});

it('is not busy for ever when the text is taken back while it is asked', async () => {
  const { look, type, settled } = register();
  const asking = await type('larkspur');
  look.ask('');
  asking.find(['Test-Larkspur']);
  await settled();
  expect(look.busy).toBe(false);
  expect(look.found).toBeNull();
});

it('asks nothing any more once it is stopped', async () => {
  const { asked, look } = register();
  look.ask('larkspur');
  look.stop();
  await vi.advanceTimersByTimeAsync(PAUSE);
  expect(asked).toEqual([]);
});
