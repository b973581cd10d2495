import { describe, expect, it } from 'vitest';
import type { Reading } from './parse';
import { same, tell, whenOf, type Told } from './told';
import { MINUTE } from './zone';

/** Monday 23 November 2026, 15:30 GMT, and fifty minutes later. */
const first = Date.parse('2026-11-23T15:30:00Z');
const reading: Reading = { now: first, towards: 'past', range: true };
const later: Reading = { ...reading, now: first + 50 * MINUTE };
const none = { about: false, notKnown: false };
const ago = tell('20 min ago', none, null, reading);

describe('a time that was told', () => {
  it('stays the moment that it meant when its field is drawn again later', () => {
    expect(ago).toEqual({ kind: 'moment', from: '2026-11-23T15:10:00.000Z', about: false });
    expect(tell('20 min ago', none, ago, later)).toEqual(ago);
  });

  it('is read anew where the text is another, or where it is set to be unread', () => {
    expect(tell('30 min ago', none, null, later)).toMatchObject({ from: '2026-11-23T15:50:00.000Z' });
    expect(tell('in 1 h', none, { kind: 'blank' }, { ...later, towards: 'future' })).toMatchObject({ from: '2026-11-23T17:20:00.000Z' });
  });

  it('is about the same moment when “about” is ticked, and exactly it when it is cleared', () => {
    const about = tell('20 min ago', { ...none, about: true }, ago, later);
    expect(about).toEqual({ ...ago, about: true });
    expect(tell('20 min ago', none, about, later)).toEqual(ago);
  });

  it('that says “about” itself stays so without the box', () => {
    const said = tell('about 3pm', none, null, reading);
    expect(tell('about 3pm', none, tell('about 3pm', { ...none, about: true }, said, later), later)).toEqual(said);
    expect(said).toMatchObject({ about: true });
  });

  it('comes back as it was when “not known” is ticked and cleared', () => {
    const notKnown = tell('20 min ago', { ...none, notKnown: true }, ago, later);
    expect(whenOf(notKnown)).toEqual({ is: 'not_known' });
    expect(tell('20 min ago', none, notKnown, later)).toEqual(ago);
  });

  it('that could not be read stays so', () => {
    const unclear = tell('when she left', none, null, reading);
    expect(unclear.kind).toBe('unclear');
    expect(tell('when she left', none, unclear, later)).toEqual(unclear);
  });

  it('of which nothing is typed is blank', () => {
    expect(tell(' ', none, null, reading)).toEqual({ kind: 'blank' });
    expect(tell('', { ...none, notKnown: true }, null, reading)).toEqual({ kind: 'not-known' });
  });
});

describe('what a fact holds', () => {
  it.each([
    ['15:10', { is: 'at', at: '2026-11-23T15:10:00.000Z' }],
    ['about 15:10', { is: 'about', at: '2026-11-23T15:10:00.000Z' }],
    ['14:00-15:00', { is: 'between', from: '2026-11-23T14:00:00.000Z', to: '2026-11-23T15:00:00.000Z' }],
    ['', null],
    ['half past', null],
  ])('of “%s”', (text, when) => expect(whenOf(tell(text, none, null, reading))).toEqual(when));
});

it('tells apart what does not mean the same', () => {
  const told: Told[] = [{ kind: 'blank' }, { kind: 'not-known' }, { kind: 'not-known', but: ago as never }, ago, { ...ago, about: true } as Told, { kind: 'unclear', reason: 'a' }, { kind: 'unclear', reason: 'b' }];
  for (const [i, a] of told.entries()) for (const [j, b] of told.entries()) expect(same(a, structuredClone(b))).toBe(i === j);
});
