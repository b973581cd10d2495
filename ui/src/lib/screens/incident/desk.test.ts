import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IncidentView } from '$lib/types/IncidentView';
import type { TimelineItem } from '$lib/types/TimelineItem';
import { blankTime } from './act';
import type { Desk as DeskType } from './desk.svelte';

type Answer = { status: number; body: unknown };

const entry = (entry_id: string) => ({ entry_id, headline: `entry ${entry_id}` }) as TimelineItem;
const view = (basis: string[], stops: string[] = [], at: string | null = null) =>
  ({ basis, timeline: basis.map(entry), as_known: { at, stops, until: '2026-11-23T03:15:00Z' }, may: ['record'] }) as unknown as IncidentView;

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

const shows = (found: IncidentView) => ({ at }: { at: string | null }) => ({ status: 200, body: { ...found, as_known: { ...found.as_known, at } } });
const fails = (message: string) => () => ({ status: 409, body: { code: 'fault', message, fields: [] } });
const THEN = '2026-11-23T02:13:00Z';

describe('reading', () => {
  it('counts the first reading of a time as a look and the later ones as refreshes (INV-9)', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a'])), shows(view(['a'])), shows(view(['a'])), shows(view(['a']))];
    await desk.read();
    await desk.read();
    await desk.lookAt(THEN);
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
    const slow = desk.lookAt(THEN);
    await desk.lookAt(null);
    late({ status: 200, body: view(['then'], [], THEN) });
    await slow;
    expect(desk.view?.basis).toEqual(['now']);
    expect(desk.turning).toBe(false);
  });

  it('does not let the answer of an act hide what came by itself while it was being answered', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a'])), shows(view(['a', 'own', 'from elsewhere'])), shows(view(['a', 'own', 'from elsewhere']))];
    await desk.read();
    const told = desk.read();
    desk.done(view(['a', 'own']), 'saved');
    await told;
    await vi.waitFor(() => expect(desk.view?.basis).toEqual(['a', 'own', 'from elsewhere']));
    expect(asked.length).toBe(3);
    desk.done(view(['a', 'own', 'from elsewhere', 'more']), 'saved');
    expect(asked.length).toBe(3);
  });

  it('keeps the last view beside the reason why it could not be read, and looks again as a look', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a'])), fails('The disk failed.'), shows(view(['a']))];
    await desk.read();
    await desk.read();
    expect(desk.missed?.error.message).toBe('The disk failed.');
    expect(desk.view?.basis).toEqual(['a']);
    await desk.read();
    expect(desk.missed).toBeNull();
    expect(asked.at(-1)?.refresh).toBe(false);
  });

  it('that fails is awaited where somebody asked for it or nothing is shown, and only said where nobody did', async () => {
    const desk = new Desk('i-1');
    answers = [fails('no'), shows(view(['a'])), fails('no'), fails('no'), fails('no'), fails('no')];
    await desk.read();
    expect(desk.missed?.awaited).toBe(true);
    await desk.again();
    await desk.read();
    expect(desk.missed?.awaited).toBe(false);
    const said = desk.missed;
    await desk.read();
    expect(desk.missed).toBe(said);
    await desk.again();
    expect(desk.missed?.awaited).toBe(true);
    const asking = desk.missed;
    await desk.read();
    expect(desk.missed).toBe(asking);
  });

  it('of another time that fails leaves what is shown under its own time, with its acts', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a'])), fails('The disk failed.'), shows(view(['then']))];
    await desk.read();
    const turning = desk.lookAt(THEN);
    expect([desk.shown, desk.readOnly, desk.may('record')]).toEqual([null, false, false]);
    desk.open('close');
    expect(desk.form).toBeNull();
    await turning;
    expect([desk.at, desk.shown, desk.readOnly, desk.may('record')]).toEqual([null, null, false, true]);
    expect(desk.missed).toMatchObject({ at: THEN, awaited: true });
    await desk.again();
    expect([desk.shown, desk.readOnly, desk.may('record')]).toEqual([THEN, true, false]);
    expect(desk.missed).toBeNull();
  });

  it('of now that fails leaves the past read-only', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a'])), shows(view(['then'])), fails('The disk failed.')];
    await desk.read();
    await desk.lookAt(THEN);
    await desk.lookAt(null);
    expect([desk.at, desk.shown, desk.may('record')]).toEqual([THEN, THEN, false]);
    desk.open('close');
    expect(desk.form).toBeNull();
  });

  it('keeps every stop of the time control while the incident is looked at as it stood', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a'], ['2026-11-23T02:00:00Z', '2026-11-23T01:00:00Z', '2026-11-23T02:30:00.2Z', '2026-11-23T02:30:00.1Z'])), shows(view(['a'], ['2026-11-23T01:00:00Z']))];
    await desk.read();
    await desk.lookAt('2026-11-23T01:00:00Z');
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
    answers = [shows(view(['a'])), shows(view(['then']))];
    await desk.read();
    desk.open('review');
    await desk.lookAt(THEN);
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

  it('keeps what was typed when the screen is left for another and opened again', () => {
    const start = () => ({ text: '' });
    new Desk('i-1').typed('contact', start).text = 'bus driver';
    expect(new Desk('i-2').typed('contact', start).text).toBe('');
    expect(new Desk('i-1').typed('contact', start).text).toBe('bus driver');
  });

  it('proposes its times anew while nothing is typed in it, and keeps their moment once something is', () => {
    const desk = new Desk('i-1');
    const start = () => ({ by: '', when: blankTime('now') });
    const read = { kind: 'moment' as const, from: '2026-11-23T03:15:00.000Z', about: false };
    desk.typed('located', start).when.told = read;
    const again = desk.typed('located', start);
    expect(again.when).toEqual(blankTime('now'));
    again.when.told = read;
    again.by = 'PC Test-Aldous';
    expect(desk.typed('located', start).when.told).toEqual(read);
  });

  it('answered late does not stand over another time that was asked for since', async () => {
    const desk = new Desk('i-1');
    answers = [shows(view(['a'])), shows(view(['then']))];
    await desk.read();
    desk.open('close');
    const from = desk.form;
    await desk.lookAt(THEN);
    desk.done(view(['a', 'b']), 'saved', from);
    expect(desk.shown).toBe(THEN);
    expect(desk.view?.basis).toEqual(['then']);
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
