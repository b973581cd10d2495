import { describe, expect, it } from 'vitest';
import type { AnswerView } from '$lib/types/AnswerView';
import { changed } from './answers';

const stands = { question: 'self_harm', answer: 'yes', detail: 'said so', stands: true } as const satisfies Partial<AnswerView>;
const open = { question: 'dementia', answer: 'no', detail: '', stands: false } as const satisfies Partial<AnswerView>;

describe('what a form of answers records', () => {
  it('is nothing where nothing is chosen or typed', () => {
    expect(changed([stands, open], { self_harm: { answer: '', detail: ' ' }, dementia: { answer: '', detail: '' } })).toEqual([]);
  });

  it('is that a factor which stands still applies, though the answer is the same (F17)', () => {
    expect(changed([stands], { self_harm: { answer: 'yes', detail: '' } })).toEqual([{ question: 'self_harm', answer: 'yes', detail: '', said_by: '' }]);
    expect(changed([stands], { self_harm: { answer: 'yes', detail: 'said so' } })).toHaveLength(1);
  });

  it('is that it no longer does, with or without words: what is missing is refused where it is decided', () => {
    expect(changed([stands], { self_harm: { answer: 'no', detail: '' } })).toEqual([{ question: 'self_harm', answer: 'no', detail: '', said_by: '' }]);
    expect(changed([stands], { self_harm: { answer: 'no', detail: ' seen by his doctor ' } })[0]?.detail).toBe('seen by his doctor');
  });

  it('is not an answer that stands already and is no factor', () => {
    expect(changed([open], { dementia: { answer: 'no', detail: '' } })).toEqual([]);
    expect(changed([open], { dementia: { answer: 'not_known', detail: '' } })).toHaveLength(1);
  });
});
