/** What a form of answers records: what changes, and of a factor that stands that it still applies (F17). */
import type { Answer } from '$lib/types/Answer';
import type { Answered } from '$lib/types/Answered';
import type { AnswerView } from '$lib/types/AnswerView';
import type { Question } from '$lib/types/Question';

/** What is typed at a question; an empty answer is the one that stands. */
export interface Given {
  answer: Answer | '';
  detail: string;
}

export function changed(answers: Pick<AnswerView, 'question' | 'answer' | 'detail' | 'stands'>[], given: Partial<Record<Question, Given>>): Answered[] {
  return answers.flatMap(({ question, answer, detail, stands }) => {
    const typed = given[question];
    if (!typed || (typed.answer === '' && typed.detail.trim() === '')) return [];
    const next = typed.answer === '' ? answer : typed.answer;
    const looked = stands && typed.answer === 'yes';
    if (!looked && next === answer && typed.detail.trim() === detail) return [];
    return [{ question, answer: next, detail: typed.detail.trim(), said_by: '' }];
  });
}
