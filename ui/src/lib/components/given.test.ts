import { expect, it } from 'vitest';
import { beginning, visible } from './given';

it('leaves what can be read as it is, in any script', () => {
  for (const text of ['Test-Larkspur, Ida', 'Ólöf Test-Ægir', 'שרה', '07700 900123', '']) expect(visible(text)).toBe(text);
});

it('shows what cannot be seen, and takes from marks the power to turn the text round', () => {
  expect(visible('Ida\u202Egnp.exe')).toBe('Ida[U+202E]gnp.exe');
  expect(visible('a\u0000b\u001Bc')).toBe('a[U+0000]b[U+001B]c');
  expect(visible('zero\u200Bwidth\uFEFF')).toBe('zero[U+200B]width[U+FEFF]');
  expect(visible('one\r\ntwo\nthree\tfour')).toBe('one ↵ two ↵ three ⇥ four');
});

it('clips by signs and never through one', () => {
  expect(beginning('short', 10)).toBeNull();
  expect(beginning('exactly 10', 10)).toBeNull();
  expect(beginning('a long value indeed', 7)).toBe('a long…');
  expect(beginning('😀😀😀😀', 3)).toBe('😀😀…');
});
