import { expect, it } from 'vitest';
import type { ResearchCheck } from '$lib/types/ResearchCheck';
import { anyDone, blankCheck, checkControls, itemsOf, unsaid, type ChecksTyped } from './research';

const CHECKS: ResearchCheck[] = ['pnc_leds', 'custody', 'social_care'];
const AT = { is: 'at', at: '2026-11-23T01:30:00Z' } as const;
const typed: ChecksTyped = {
  pnc_leds: blankCheck(),
  custody: { is: 'done', words: 'nothing found' },
  social_care: { is: 'not_done', words: 'nobody answers' },
};

it('sends only the checks of which something is said, and finds the control of each', () => {
  expect(itemsOf(CHECKS, typed, AT, 'control room')).toEqual([
    { check: 'custody', outcome: { is: 'done', at: AT, by: 'control room', result: 'nothing found' } },
    { check: 'social_care', outcome: { is: 'not_done', because: 'nobody answers' } },
  ]);
  expect(checkControls(CHECKS, typed)).toMatchObject({
    'checks.0.outcome.result': 'incident-research-words-custody',
    'checks.0.outcome.at': 'incident-research-when',
    'checks.1.outcome.because': 'incident-research-words-social-care',
    'checks.1.check': 'incident-research-is-social-care',
  });
});

it('never drops words at a check of which nothing is chosen', () => {
  const half: ChecksTyped = { ...typed, pnc_leds: { is: '', words: 'wanted on warrant' } };
  expect(unsaid(CHECKS, half).map(({ field }) => field)).toEqual(['incident-research-is-pnc-leds']);
  expect(unsaid(CHECKS, typed)).toEqual([]);
});

it('has nothing to save where nothing is said', () => {
  const blank: ChecksTyped = { pnc_leds: blankCheck(), custody: blankCheck() };
  expect(unsaid(CHECKS, blank).map(({ field }) => field)).toEqual(['incident-research-is-pnc-leds']);
  expect(anyDone(blank)).toBe(false);
  expect(anyDone(typed)).toBe(true);
});
