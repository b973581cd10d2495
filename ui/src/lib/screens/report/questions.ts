/** The call handler's questions in the order in which they are asked: set APP-CH-12.1 of the register. */
import type { Question } from '$lib/types/Question';

export const CALL_HANDLER = [
  'why_worried',
  'tried_to_find',
  'out_of_character',
  'missing_before',
  'medical_needs',
  'victim_of_crime',
  'likely_hurt',
  'sexual_exploitation',
  'self_harm',
  'danger_to_others',
  'travelled_abroad',
  'anything_else',
] as const satisfies Question[];

export type CallQuestion = (typeof CALL_HANDLER)[number];

/** A yes to one of these raises the red strip (F18). */
export const IMMEDIATE_DANGER: readonly Question[] = [
  'medical_needs',
  'victim_of_crime',
  'likely_hurt',
  'sexual_exploitation',
  'self_harm',
  'danger_to_others',
];

/** The end of the word ids of a question. */
export const word = (name: string) => name.replaceAll('_', '-');
