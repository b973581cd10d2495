import { describe, expect, it } from 'vitest';
import { celsiusOf } from './celsius';

describe('degrees as they are typed', () => {
  it.each([
    ['', null],
    ['  ', null],
    ['4', 4],
    ['+4', 4],
    ['-2', -2],
    ['−2', -2],
    ['– 2', -2],
    ['-0', 0],
    ['12 °C', 12],
    ['12°', 12],
    ['-3 C', -3],
  ])('%j is %j', (text, degrees) => {
    expect(celsiusOf(text)).toBe(degrees);
  });

  it.each(['4.5', 'cold', '4 to 6', '--2', '12 F', '1234'])('%j is no whole number of degrees', (text) => {
    expect(celsiusOf(text)).toBeUndefined();
  });
});
