import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IncidentView } from '$lib/types/IncidentView';
import type { TimelineItem } from '$lib/types/TimelineItem';
import type { Sight as SightType } from './sight.svelte';

type Answer = { status: number; body: unknown };

/** Of entries `a1`, `b2` … the figure is the minute at which they were recorded; those in capitals are no safety facts. */
const entry = (entry_id: string) => ({ entry_id, recorded_at: `2026-11-23T03:0${entry_id.slice(1)}:00Z` }) as TimelineItem;
const view = (...entries: string[]) =>
  ({ basis: entries.filter((id) => id === id.toLowerCase()), timeline: entries.map(entry), as_known: { at: null, until: '2026-11-23T03:15:00Z' } }) as unknown as IncidentView;

let answers: (() => Answer | Promise<Answer>)[];
let Sight: typeof SightType;
const shows = (found: IncidentView) => () => ({ status: 200, body: found });
const news = (sight: SightType) => sight.news.map((item) => item.entry_id);

beforeEach(async () => {
  answers = [];
  vi.stubGlobal('window', { addEventListener: () => undefined });
  vi.stubGlobal('fetch', async () => {
    const { status, body } = (await answers.shift()?.()) ?? { status: 500, body: { code: 'fault', message: 'nobody answers', fields: [] } };
    return { ok: status === 200, json: async () => body };
  });
  Sight = (await import('./sight.svelte')).Sight;
});

describe('a grade', () => {
  it('rests on what stood there at the opening, until its writer says that they have read what came', async () => {
    const sight = new Sight('i-1');
    answers = [shows(view('a1')), shows(view('a1', 'b2', 'N3'))];
    await sight.read();
    await sight.read();
    expect(sight.basis).toEqual(['a1']);
    expect(news(sight)).toEqual(['b2', 'N3']);
    sight.informed();
    expect(sight.basis).toEqual(['a1', 'b2']);
    expect(news(sight)).toEqual([]);
  });

  it('rests on an answer that was recorded from here, and not on what others had entered before it', async () => {
    const sight = new Sight('i-1');
    answers = [shows(view('a1'))];
    await sight.read();
    sight.acted(view('a1', 'o4', 'b2'));
    expect(sight.basis).toEqual(['a1', 'o4']);
    expect(news(sight)).toEqual(['b2']);
  });

  it('that was refused for want of sight shows what is new, and where nothing is, may be sent again', async () => {
    const sight = new Sight('i-1');
    answers = [shows(view('a1')), shows(view('a1', 'b2'))];
    await sight.read();
    await sight.stale();
    expect(sight.basis).toEqual(['a1']);
    sight.informed();
    answers = [shows({ ...view('a1', 'b2'), basis: ['a1', 'b2', 'c3'] })];
    await sight.stale();
    expect(sight.basis).toEqual(['a1', 'b2', 'c3']);
  });
});

describe('an older answer', () => {
  it('does not stand above a newer one', async () => {
    const sight = new Sight('i-1');
    let late: (answer: Answer) => void = () => undefined;
    answers = [shows(view('a1')), () => new Promise((done) => (late = done)), shows(view('a1', 'b2'))];
    await sight.read();
    const slow = sight.read();
    await sight.read();
    late({ status: 200, body: view('a1') });
    await slow;
    expect(sight.view?.basis).toEqual(['a1', 'b2']);
  });

  it('does not stand above the answer of an act', async () => {
    const sight = new Sight('i-1');
    let late: (answer: Answer) => void = () => undefined;
    answers = [shows(view('a1')), () => new Promise((done) => (late = done))];
    await sight.read();
    const slow = sight.read();
    sight.acted(view('a1', 'o2'));
    late({ status: 200, body: view('a1') });
    await slow;
    expect(sight.view?.basis).toEqual(['a1', 'o2']);
  });
});

it('keeps the last view beside the reason why it could not be read again', async () => {
  const sight = new Sight('i-1');
  answers = [shows(view('a1')), () => ({ status: 409, body: { code: 'fault', message: 'The disk failed.', fields: [] } }), shows(view('a1'))];
  await sight.read();
  await sight.read();
  expect(sight.trouble).toBe('The disk failed.');
  expect(sight.view?.basis).toEqual(['a1']);
  await sight.read();
  expect(sight.trouble).toBe('');
});
