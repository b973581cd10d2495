import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokensOf(selector: RegExp): Record<string, string> {
  const block = css.match(selector)?.[1];
  if (!block) throw new Error(`no block for ${selector}`);
  return Object.fromEntries([...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]));
}

const themes = {
  light: tokensOf(/:root,\s*:root\[data-theme='light'\] \{([^}]*)\}/),
  dark: tokensOf(/\/\* dark \*\/\s*:root\[data-theme='dark'\] \{([^}]*)\}/),
};

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const grounds = ['ground', 'sheet', 'sunk', 'selected'];
const on = (inks: string[], over: string[]) => inks.flatMap((ink) => over.map((g) => [ink, g] as const));

const text = [
  ...on(['ink', 'ink-2', 'accent', 'danger', 'due', 'settled'], grounds),
  ...on(['ink', 'danger'], ['danger-ground']),
  ...on(['ink', 'due'], ['due-ground']),
  ...on(['ink', 'settled'], ['settled-ground']),
  ['accent-ink', 'accent'],
  ['high-ink', 'high'],
  ['medium', 'medium-ground'],
  ['low', 'low-ground'],
  ['very-low', 'very-low-ground'],
  ['sheet', 'ink'],
] as const;

const shapes = [
  ...on(['line-strong', 'accent', 'high', 'medium', 'low', 'very-low', 'danger', 'due'], grounds),
  ['danger', 'danger-ground'],
  ['due', 'due-ground'],
  ['focus', 'focus-edge'],
] as const;

describe.each(Object.entries(themes))('%s theme', (_name, tokens) => {
  const colour = (token: string) => tokens[token] ?? expect.fail(`--${token} is not a colour of this theme`);

  it.each(text)('text --%s can be read on --%s (4.5:1)', (ink, ground) => {
    expect(contrast(colour(ink), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });
  it.each(shapes)('shape --%s can be seen on --%s (3:1)', (edge, ground) => {
    expect(contrast(colour(edge), colour(ground))).toBeGreaterThanOrEqual(3);
  });
});

it('both themes give a value to the same colours', () => {
  expect(Object.keys(themes.dark).sort()).toEqual(Object.keys(themes.light).sort());
});

it('nothing is set smaller than 12.5 px', () => {
  const sizes = [...css.matchAll(/--text[a-z-]*:\s*([\d.]+)rem/g)].map((m) => Number(m[1]) * 16);
  expect(sizes.length).toBeGreaterThan(3);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12.5);
});

it('contrast is 21 for black on white and 1 for a colour on itself', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#8b95a1', '#8b95a1')).toBe(1);
});
