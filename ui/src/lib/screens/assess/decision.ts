/** A grade being decided: what is typed, when it falls, and whether its words are somebody's earlier ones. Pure. */
import { unread, type TimeTyped } from '$lib/time/told';
import type { Answer } from '$lib/types/Answer';
import type { AnswerView } from '$lib/types/AnswerView';
import type { AssessmentView } from '$lib/types/AssessmentView';
import type { Grade } from '$lib/types/Grade';
import type { IncidentView } from '$lib/types/IncidentView';
import type { Question } from '$lib/types/Question';
import type { ResearchSigned } from '$lib/types/ResearchSigned';
import type { TimelineItem } from '$lib/types/TimelineItem';
import { t } from '$lib/words';

/** The answers to assess by, asked or not, in the order of the question set in use; what another set asked stands last. */
export function factorsOf(answers: AnswerView[]): AnswerView[] {
  return answers.filter((answer) => answer.factor).toSorted((a, b) => a.place - b.place);
}

/** The grades that may be given today, highest first. */
export const GRADES = ['high', 'medium', 'low', 'very_low'] as const satisfies Grade[];
export type GivenGrade = (typeof GRADES)[number];

const LOWEST_FIRST: Grade[] = ['absent', 'no_apparent_risk', 'very_low', 'low', 'medium', 'high'];

export interface Decision {
  grade: GivenGrade | '';
  factors: Question[];
  keyFacts: string;
  notKnown: string;
  wouldChange: string;
  lookAgain: TimeTyped;
  loweredBecause: string;
  /** Entries since the last grade that the officer has read, and why the others wait. */
  opened: string[];
  deferred: string;
  /** Why the grade is lower than suggested, by question. */
  below: Record<string, string>;
  /** Satisfied with the research; or what is said of its gaps. */
  satisfied: boolean;
  gapWords: string;
  /** Which earlier words the officer has said are still true. */
  stillTrue: string[];
  /** Who said the answers that are recorded from here, until somebody else is named. */
  source: { kind: string; name: string };
  /** An answer that was changed and neither recorded nor left as it was. */
  changing: { question: Question; answer: Answer; detail: string } | null;
}

export function undecided(): Decision {
  return { grade: '', factors: [], keyFacts: '', notKnown: '', wouldChange: '', lookAgain: unread(''), loweredBecause: '', opened: [], deferred: '', below: {}, satisfied: false, gapWords: '', stillTrue: [], source: { kind: 'informant', name: '' }, changing: null };
}

/** The highest grade that stands: of a conflict, the safer side. */
export function standing(view: Pick<IncidentView, 'grade' | 'assessments'>): Grade | null {
  const grades = [...view.assessments.filter((a) => a.live).map((a) => a.grade), ...(view.grade ? [view.grade.grade] : [])];
  return grades.reduce<Grade | null>((highest, grade) => (highest === null || rank(grade) > rank(highest) ? grade : highest), null);
}

/** Whether `grade` would lower what stands, which needs a reason (F17). */
export function falls(view: Pick<IncidentView, 'grade' | 'assessments'>, grade: Grade | ''): boolean {
  const now = standing(view);
  return grade !== '' && now !== null && rank(grade) < rank(now);
}

/** Entries of others since the last grade that are not read yet; none where the grade is raised, which is never gated. */
export function unopened(view: Pick<IncidentView, 'grade' | 'assessments' | 'to_open'>, decision: Pick<Decision, 'grade' | 'opened'>): string[] {
  const now = standing(view);
  if (decision.grade !== '' && now !== null && rank(decision.grade) > rank(now)) return [];
  return view.to_open.filter((id) => !decision.opened.includes(id));
}

/** In place of a question: the reason for the whole, where the suggestion rests on no single thing. */
export const WHOLE = 'whole';

/** In place of a question: the reason for a suggestion that rests on their age. */
export const AGE = 'age';

/** The control of the reason for one thing that the suggestion rests on. */
export function belowIds(question: string): string {
  return `assess-below-${question}`;
}

/** What has to be answered for a grade that is lower than suggested; nothing where the grade is raised, which is never gated. */
export function askedBelow(view: Pick<IncidentView, 'grade' | 'assessments' | 'opinion'>, grade: Grade | ''): string[] {
  if (grade === '' || !view.opinion || rank(grade) >= rank(view.opinion.suggested)) return [];
  const now = standing(view);
  if (now !== null && rank(grade) > rank(now)) return [];
  const asked = [...view.opinion.rests_on, ...(view.opinion.rests_on_age ? [AGE] : [])];
  return asked.length > 0 ? asked : [WHOLE];
}

/** The controls of what is signed of the research. */
export const RESEARCH = { box: 'assess-research', words: 'assess-research-words' };

/** The gaps on the screen are signed as gaps without a press; that nothing is missing is signed by ticking it, and else nothing is. */
export function signedOf(view: Pick<IncidentView, 'research'>, decision: Pick<Decision, 'satisfied' | 'gapWords'>): ResearchSigned | null {
  const { gaps } = view.research;
  if (gaps.length > 0) return { is: 'gaps', checks: gaps, words: decision.gapWords.trim() };
  return decision.satisfied ? { is: 'satisfied' } : null;
}

/** The control of each check that a refusal may name. */
export function researchIds(view: Pick<IncidentView, 'research'>): Record<string, string> {
  return { 'beside.research.words': RESEARCH.words, ...Object.fromEntries(view.research.checks.map(({ check }) => [`beside.research.${check}`, RESEARCH.box])) };
}

function rank(grade: Grade): number {
  return LOWEST_FIRST.indexOf(grade);
}

/**
 * Entries made after the grade in effect was given, and those that its officer did not know of, whenever they were made elsewhere.
 * Ids are of the time of entry, and settle what the clock does not.
 */
export function enteredSince(view: Pick<IncidentView, 'assessments' | 'timeline' | 'to_open'>): TimelineItem[] {
  const grade = view.assessments.find((assessment) => assessment.in_effect);
  if (!grade) return [];
  const later = (item: TimelineItem) => item.recorded_at > grade.at || (item.recorded_at === grade.at && item.entry_id > grade.entry_id);
  return view.timeline.filter((item) => later(item) || view.to_open.includes(item.entry_id));
}

export const PROMPTS = ['key_facts', 'not_known', 'would_change'] as const;
export type Prompt = (typeof PROMPTS)[number];

export function textOf(decision: Decision, prompt: Prompt): string {
  return { key_facts: decision.keyFacts, not_known: decision.notKnown, would_change: decision.wouldChange }[prompt];
}

/** The earlier assessment whose words `text` repeats, nearly or wholly; the latest where there are several. */
export function copiedFrom(text: string, prompt: Prompt, assessments: AssessmentView[]): AssessmentView | null {
  const own = wordsOf(text);
  if (own.length < 3) return null;
  const latestFirst = assessments.toSorted((a, b) => b.at.localeCompare(a.at));
  return latestFirst.find((earlier) => alike(own, wordsOf(earlier[prompt])) >= COPIED) ?? null;
}

/** Share of words in common from which a text counts as the earlier one, moved or touched up. */
const COPIED = 0.85;

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Dice's coefficient over the words with their counts: 0 nothing in common, 1 the same. */
function alike(a: string[], b: string[]): number {
  const left = new Map<string, number>();
  for (const word of b) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of a) {
    const n = left.get(word) ?? 0;
    if (n > 0) {
      common += 1;
      left.set(word, n - 1);
    }
  }
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length);
}

/** Longest time to the next look, in hours: the shipped values of config/thresholds.toml. The register decides. */
const LONGEST_HOURS: Record<GivenGrade, number> = { high: 4, medium: 24, low: 72, very_low: 168 };

/** Offered times to look again, those that the grade allows: on the button, and as written into the field. */
export function quickLooks(grade: GivenGrade | ''): { words: string; text: string }[] {
  const longest = grade === '' ? LONGEST_HOURS.high : LONGEST_HOURS[grade];
  const lengths = [t('assess-look-minutes', { n: 30 }), ...[1, 2, 4, 8, 24].filter((n) => n <= longest).map((n) => t('assess-look-hours', { n }))];
  return lengths.map((words) => ({ words, text: t('assess-look-in', { length: words }) }));
}
