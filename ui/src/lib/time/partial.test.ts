import { expect, it } from 'vitest';
import { partialDate, partsOf } from './partial';

it.each([
  [{ day: '4', month: '3', year: '1945' }, '1945-03-04'],
  [{ day: '29', month: 'February', year: '2024' }, '2024-02-29'],
  [{ day: '', month: '3', year: '1945' }, '1945-03'],
  [{ day: '', month: '', year: '1945' }, '1945'],
])('%j is a date as far as it is known', (parts, value) => {
  expect(partialDate(parts)).toEqual({ kind: 'date', value });
  expect(partialDate(partsOf(value))).toEqual({ kind: 'date', value });
});

it.each([
  [{ day: '29', month: '2', year: '2025' }, 'day'],
  [{ day: '4', month: '13', year: '1945' }, 'month'],
  [{ day: '4', month: '', year: '1945' }, 'month'],
  [{ day: '4', month: '3', year: '45' }, 'year'],
])('%j says which part is wrong', (parts, wrong) => expect(partialDate(parts)).toEqual({ kind: 'unclear', wrong }));

it('nothing typed is blank', () => expect(partialDate({ day: '', month: ' ', year: '' })).toEqual({ kind: 'blank' }));
