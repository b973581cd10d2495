/** The question set in use in this force (F37), and the words for questions, also those that a force added. */
import { call, type ViewOf } from '$lib/platform';
import { onForget } from '$lib/session.svelte';
import type { Question } from '$lib/types/Question';
import { t } from '$lib/words';

export type QuestionSet = ViewOf<'questions_in_use'>;
export type Ask = QuestionSet['ask'][number];

let inUse = $state.raw<QuestionSet | null>(null);
onForget(() => (inUse = null));

export const questions = {
  /** The set as it was last read; null until then. */
  get inUse(): QuestionSet | null {
    return inUse;
  },
};

export async function readQuestions(): Promise<QuestionSet> {
  const read = await call('questions_in_use', {});
  // The same set again moves nothing on a form that is being filled in.
  if (JSON.stringify(read) !== JSON.stringify(inUse)) inUse = read;
  return read;
}

const ADDED = 'added_';

/** A question's short name; one that a force added is named by its own. */
export function questionWords(question: Question): string {
  if (!question.startsWith(ADDED)) return t(`question-${question.replaceAll('_', '-')}`);
  const words = question.slice(ADDED.length).replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
