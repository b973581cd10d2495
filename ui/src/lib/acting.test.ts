import { beforeAll, expect, it, vi } from 'vitest';

let acting: typeof import('./acting.svelte').acting;
let AppError: typeof import('./platform').AppError;

beforeAll(async () => {
  vi.stubGlobal('window', {});
  ({ acting } = await import('./acting.svelte'));
  ({ AppError } = await import('./platform'));
});

it('turns a refusal into lines that lead to their controls', async () => {
  const act = acting();
  const went = await act.run(
    () => Promise.reject(new AppError('refused', 'Some fields need attention.', [{ field: 'rationale.key_facts', message: 'Say which facts.' }])),
    { 'rationale.key_facts': 'key-facts' },
  );
  expect(went).toBe(false);
  expect(act.problems).toEqual([{ field: 'key-facts', message: 'Say which facts.' }]);
  expect(act.busy).toBe(false);
});

it('shows the refusal itself where no field is named', async () => {
  const act = acting();
  await act.run(() => Promise.reject(new AppError('refused', 'Your role does not close incidents.')));
  expect(act.problems).toEqual([{ message: 'Your role does not close incidents.', code: 'refused' }]);
});

it('does not call it a problem when the officer stopped it', async () => {
  const act = acting();
  expect(await act.run(() => Promise.reject(new AppError('cancelled', 'Stopped.')))).toBe(false);
  expect(act.problems).toEqual([]);
  expect(act.stopped).toBe('Stopped.');
});

it('puts away what was said of the act before', async () => {
  const { announce, announced } = await import('./announce.svelte');
  announce('Note saved.');
  let meanwhile = '';
  await acting().run(async () => {
    meanwhile = announced();
    announce('Review saved.');
  });
  expect(meanwhile).toBe('');
  expect(announced()).toBe('Review saved.');
});

it('does not start a second act while one is running', async () => {
  const act = acting();
  let finish = (): void => undefined;
  const first = act.run(() => new Promise<void>((done) => (finish = done)));
  const second = vi.fn();
  expect(await act.run(second)).toBe(false);
  expect(second).not.toHaveBeenCalled();
  finish();
  expect(await first).toBe(true);
});

it('lets what is no refusal through, to be seen as a fault', async () => {
  const act = acting();
  await expect(act.run(() => Promise.reject(new TypeError('broken')))).rejects.toThrow('broken');
  expect(act.busy).toBe(false);
});
