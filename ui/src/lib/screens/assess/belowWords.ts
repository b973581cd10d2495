/** What a reason is asked for below the suggestion, in words: a question, their age, or the whole. */
import { questionWords } from '$lib/questions.svelte';
import type { Question } from '$lib/types/Question';
import { t } from '$lib/words';
import { AGE, WHOLE } from './decision';

export function belowWords(asked: string): string {
  if (asked === WHOLE) return t('assess-below-whole');
  return asked === AGE ? t('assess-below-age') : questionWords(asked as Question);
}
