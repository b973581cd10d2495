import { beforeAll, expect, it, vi } from 'vitest';
import type { NationalHitView } from '$lib/types/NationalHitView';

let smallPictures: typeof import('./pictures.svelte').smallPictures;
let AT_ONCE: number;
let AppError: typeof import('$lib/platform').AppError;

beforeAll(async () => {
  vi.stubGlobal('window', {});
  ({ smallPictures, AT_ONCE } = await import('./pictures.svelte'));
  ({ AppError } = await import('$lib/platform'));
});

const hit = (incident_id: string, pictured = true) => ({ record: { incident_id }, pictured }) as NationalHitView;
const turns = async () => {
  for (let at = 0; at < 10; at += 1) await Promise.resolve();
};

it('asks for those that have one, some at a time, in the order of the list', async () => {
  const asked: string[][] = [];
  const pictures = smallPictures((incidents) => {
    asked.push(incidents);
    return Promise.resolve({ pictures: [{ incident_id: incidents[0] ?? '', base64: 'AA==' }] });
  });
  const hits = Array.from({ length: AT_ONCE + 1 }, (_, at) => hit(`i${at}`));
  pictures.show([hit('none', false), ...hits]);
  await turns();
  expect(asked.map((some) => some.length)).toEqual([AT_ONCE, 1]);
  expect(asked.flat()).not.toContain('none');
  expect(pictures.of('i0')).toBe('data:image/jpeg;base64,AA==');
  expect(pictures.of('i1')).toBeUndefined();
  expect(pictures.asked).toBe(true);
});

it('shows nothing of a list that stands no more', async () => {
  let answer: (view: { pictures: { incident_id: string; base64: string }[] }) => void = () => undefined;
  const pictures = smallPictures(() => new Promise((done) => (answer = done)));
  const stop = pictures.show([hit('one')]);
  stop();
  answer({ pictures: [{ incident_id: 'one', base64: 'AA==' }] });
  await turns();
  expect(pictures.of('one')).toBeUndefined();
  expect(pictures.asked).toBe(false);
});

it('leaves the list as it is where the pictures cannot be had', async () => {
  const pictures = smallPictures(() => Promise.reject(new AppError('central', 'The central service was not reached.')));
  pictures.show([hit('one')]);
  await turns();
  expect(pictures.of('one')).toBeUndefined();
  expect(pictures.asked).toBe(true);
});
