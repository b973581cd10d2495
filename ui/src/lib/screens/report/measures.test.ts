import { expect, it } from 'vitest';
import { heightCm, readAge } from './measures';

const today = '2026-11-23';

it.each([
  ['81', '81'],
  ['about 25', '25'],
  ['20-30', '20-30'],
  ['20 to 30 years', '20-30'],
  ['14 yo', '14'],
  ['0', '0'],
])('%s is an age', (text, value) => expect(readAge(text, today)).toEqual({ is: 'age', value }));

it.each([
  ['4/3/1945', '1945-03-04', 81],
  ['04.03.45', '1945-03-04', 81],
  ['born 24 Nov 2010', '2010-11-24', 15],
  ['23/11/2010', '2010-11-23', 16],
  ['1st of March 2012', '2012-03-01', 14],
  ['2012-03-01', '2012-03-01', 14],
  ['01/02/09', '2009-02-01', 17],
  ['March 1945', '1945-03', null],
  ['1945', '1945', null],
])('%s is a birth', (text, value, years) => expect(readAge(text, today)).toEqual({ is: 'birth', value, years }));

it.each(['30-20', '31/2/1990', '130', 'in her thirties', '24/11/2026', '4/13/1990'])('%s is not guessed at', (text) => {
  expect(readAge(text, today)).toEqual({ is: 'unclear' });
});

it('nothing typed is blank', () => expect(readAge('  ', today)).toEqual({ is: 'blank' }));

it.each([
  ['178', '178'],
  ['178 cm', '178'],
  ['1.78 m', '178'],
  ["5'10", '178'],
  ['5 ft 10', '178'],
  ['about 6 foot', '183'],
  ["5'8-5'10", '173-178'],
  ['170 to 180', '170-180'],
  ['tall', 'tall'],
  ["5'14", "5'14"],
])('%s in height is %s', (text, value) => expect(heightCm(text)).toBe(value));
