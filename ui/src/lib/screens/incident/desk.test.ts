import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IncidentView } from '$lib/types/IncidentView';
import type { TimelineItem } from '$lib/types/TimelineItem';
import type { Desk as DeskType } from './desk.svelte';

type Answer = { status: number; body: unknown };

const entry = (entry_id: string) => ({ entry_id, headline: `entry ${entry_id}` }) as TimelineItem;
const view = (basis: string[], stops: string[] = []) =>
  ({ basis, timeline: basis.map(entry), as_known: { stops, until: '2026-11-23T03:15:00Z' }, may: ['record'] }) as unknown as IncidentView;

let answers: ((command: { at: string | null; refresh: boolean }) => Answer | Promise<Answer>)[];
let asked: { at: string | null; refresh: boolean }[];
let Desk: typeof DeskType;

beforeEach(async () => {
  vi.resetModules();
  answers = [];
  asked = [];
  vi.stubGlobal('window', { addEventListener: () => undefined });
  vi.stubGlobal('document', { activeElement: null, querySelector: () => null });
  vi.stubGlobal('HTMLElement', Object);
  vi.stubGlobal('fetch', async (_path: string, init: { body: string }) => {
    const command = JSON.parse(init.body);
    asked.push(command);
    const { status, body } = (await answers.shift()?.(command)) ?? { status: 500, body: { code: 'fault', message: 'nobody answers', fields: [] } };
    return { ok: status === 200, json: async () => body };
  });
  Desk = (await import('./desk.svelte')).Desk;
});

const shows = (found: IncidentView) => () => ({ status: 200, body: found });

describe('reading', () => {
  it('counts the first reading of a time as a look and the later ones as refreshes (INV-9)', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a'])), shows(view(['a'])), shows(view(['a'])), shows(view(['a']))];
    await desk.read();
    await desk.read();
    desk.lookAt('2026-11-23T02:13:00Z');
    await desk.read();
    await desk.read();
    expect(asked.map(({ at, refresh }) => [at, refresh])).toEqual([
      [null, false],
      [null, true],
      ['2026-11-23T02:13:00Z', false],
      ['2026-11-23T02:13:00Z', true],
    ]);
  });

  it('does not let a slow answer about one time stand on the screen of another', async () => {
    const desk = new Desk('i-1');
    let late: (answer: Answer) => void = () => undefined;
    answers = [() => new Promise((done) => (late = done)), shows(view(['now']))];
    desk.lookAt('2026-11-23T02:13:00Z');
    const slow = desk.read();
    desk.lookAt(null);
    await desk.read();
    late({ status: 200, body: view(['then']) });
    await slow;
    expect(desk.view?.basis).toEqual(['now']);
  });

  it('keeps the last view beside the reason why it could not be read, and looks again as a look', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a'])), () => ({ status: 409, body: { code: 'fault', message: 'The disk failed.', fields: [] } }), shows(view(['a']))];
    await desk.read();
    await desk.read();
    expect(desk.error?.message).toBe('The disk failed.');
    expect(desk.view?.basis).toEqual(['a']);
    await desk.read();
    expect(desk.error).toBeNull();
    expect(asked.at(-1)?.refresh).toBe(false);
  });

  it('keeps every stop of the time control while the incident is looked at as it stood', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a'], ['2026-11-23T02:00:00Z', '2026-11-23T01:00:00Z', '2026-11-23T02:30:00.2Z', '2026-11-23T02:30:00.1Z'])), shows(view(['a'], ['2026-11-23T01:00:00Z']))];
    await desk.read();
    desk.lookAt('2026-11-23T01:00:00Z');
    await desk.read();
    expect(desk.stops).toEqual(['2026-11-23T01:00:00Z', '2026-11-23T02:00:00Z', '2026-11-23T02:30:00.2Z']);
  });
});

describe('a form', () => {
  it('acts on what its writer saw when it was opened, until they say that they have read what is new', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a'])), shows(view(['a', 'b']))];
    await desk.read();
    desk.open('close');
    await desk.read();
    expect(desk.form?.basis).toEqual(['a']);
    expect(desk.news.map((item) => item.entry_id)).toEqual(['b']);
    desk.informed();
    expect(desk.form?.basis).toEqual(['a', 'b']);
    expect(desk.news).toEqual([]);
  });

  it('cannot be opened on the incident as it stood, and is left when looking back', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a']))];
    await desk.read();
    desk.open('review');
    desk.lookAt('2026-11-23T02:13:00Z');
    expect(desk.form).toBeNull();
    desk.open('review');
    expect(desk.form).toBeNull();
    expect(desk.may('record')).toBe(false);
  });

  it('keeps what was typed when it is left, and starts afresh once it was saved', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a']))];
    await desk.read();
    const start = () => ({ text: '' });
    desk.open('contact');
    desk.typed('contact', start).text = 'bus driver';
    desk.leave();
    expect(desk.typed('contact', start).text).toBe('bus driver');
    desk.forget('contact');
    desk.done(view(['a', 'b']), 'saved');
    expect(desk.typed('contact', start).text).toBe('');
    expect(desk.view?.basis).toEqual(['a', 'b']);
  });

  it('stays open when the answer to another act comes late', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a']))];
    await desk.read();
    desk.open('withdraw');
    const from = desk.form;
    desk.leave();
    desk.open('located');
    desk.done(view(['a', 'b']), 'saved', from);
    expect(desk.form?.name).toBe('located');
  });

  it('does not let a reading that began before the act stand above its answer', async () => {
    const desk = new Desk('i-1');
    let late: (answer: Answer) => void = () => undefined;
    answers = [shows(view(['a'])), () => new Promise((done) => (late = done))];
    await desk.read();
    const slow = desk.read();
    desk.done(view(['a', 'b']), 'saved');
    late({ status: 200, body: view(['a']) });
    await slow;
    expect(desk.view?.basis).toEqual(['a', 'b']);
  });
});
