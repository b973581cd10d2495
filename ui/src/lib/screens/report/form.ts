/**
 * A report as it is typed: what the draft keeps, and what becomes of it when it is saved.
 * Nothing in it is required (INV-6); the form never loses a word, the register says what it cannot take.
 */
import type { QuestionSet } from '$lib/questions.svelte';
import { unread, whenOf, type TimeTyped } from '$lib/time/told';
import type { Answer } from '$lib/types/Answer';
import type { Answered } from '$lib/types/Answered';
import type { Attribute } from '$lib/types/Attribute';
import type { Category } from '$lib/types/Category';
import type { DescriptionItem } from '$lib/types/DescriptionItem';
import type { HowKnown } from '$lib/types/HowKnown';
import type { PersonId } from '$lib/types/PersonId';
import type { Question } from '$lib/types/Question';
import type { Role } from '$lib/types/Role';
import type { Reference } from '$lib/types/Reference';
import type { Source } from '$lib/types/Source';
import type { System } from '$lib/types/System';
import type { TakeReport } from '$lib/types/TakeReport';
import { heightCm, readAge } from './measures';

/** What is said about the person in free text; age and birth share a field of their own. */
export const SAID = [
  'family_name', 'given_name', 'known_as', 'sex', 'height_cm', 'build', 'hair', 'clothing', 'marks',
  'medical_condition', 'medication', 'mobility', 'eyes', 'ethnic_appearance', 'language', 'carrying',
  'phone', 'vehicle', 'home_address', 'places_they_go', 'associates', 'looked_after_by',
] as const satisfies Attribute[];
export type Said = (typeof SAID)[number];

export const SYSTEMS = ['dispatch_log', 'rms', 'pnc_leds'] as const satisfies System[];
export type FormSystem = (typeof SYSTEMS)[number];

export interface AnswerTyped {
  answer: Answer;
  detail: string;
  saidBy: string;
}
export interface ReportForm {
  category: Category;
  said: Record<Said, string>;
  age: string;
  place: string;
  when: TimeTyped;
  howKnown: HowKnown | '';
  seenBy: string;
  informant: { name: string; relation: string; phone: string };
  /** What was typed to a question; nothing was, where one is not here. */
  answers: Partial<Record<Question, AnswerTyped>>;
  circumstances: string;
  references: Record<FormSystem, string>;
  reported: TimeTyped;
  fromPaper: boolean;
  /** Who is to take it on; empty: nobody is told. */
  assignTo: Role | '' | 'usual';
  /** The person of an earlier incident who this is, and their name as it was offered. */
  samePerson: { id: PersonId; name: string } | null;
  /** Fields that a pasted log filled and nobody has changed since. */
  fromLog: string[];
  /** Dangers that the log's words point at, to be confirmed by asking. */
  hints: { question: Question; because: string }[];
}

const blankTime = () => unread('');

function each<K extends string, V>(keys: readonly K[], value: () => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value()])) as Record<K, V>;
}

export function blank(): ReportForm {
  return {
    category: 'undecided',
    said: each(SAID, () => ''),
    age: '',
    place: '',
    when: blankTime(),
    howKnown: '',
    seenBy: '',
    informant: { name: '', relation: '', phone: '' },
    answers: {},
    circumstances: '',
    references: each(SYSTEMS, () => ''),
    reported: blankTime(),
    fromPaper: false,
    assignTo: 'usual',
    samePerson: null,
    fromLog: [],
    hints: [],
  };
}

/**
 * A form from what a draft kept, also of an earlier version: what is missing is blank. Every text comes back to the
 * letter (INV-7); “20 min ago” stands beside the time that it meant when it was typed.
 */
export function restored(kept: unknown): ReportForm {
  const form = over(blank(), kept);
  const answers = (kept as { answers?: unknown } | null)?.answers;
  if (typeof answers === 'object' && answers !== null) {
    form.answers = Object.fromEntries(Object.entries(answers).map(([question, typed]) => [question, over({ ...UNASKED }, typed)]));
  }
  return form;
}

const UNASKED: AnswerTyped = { answer: 'not_asked', detail: '', saidBy: '' };

/** What was typed to a question. */
export const answerTo = (form: ReportForm, question: Question): AnswerTyped => form.answers[question] ?? UNASKED;

/** Types an answer, its detail or who says so. */
export function typeAnswer(form: ReportForm, question: Question, typed: Partial<AnswerTyped>): void {
  form.answers[question] = { ...answerTo(form, question), ...typed };
}

function over<T>(base: T, kept: unknown): T {
  if (base === null || Array.isArray(base)) return (kept ?? base) as T;
  if (typeof base !== 'object') return typeof kept === typeof base ? (kept as T) : base;
  if (typeof kept !== 'object' || kept === null) return base;
  // What a time was understood as has a shape that depends on its kind.
  if ('kind' in base) return kept as T;
  return Object.fromEntries(Object.entries(base).map(([key, value]) => [key, over(value as unknown, (kept as Record<string, unknown>)[key])])) as T;
}

export function isBlank(form: ReportForm): boolean {
  const typed = Object.entries(form.answers).filter(([, answer]) => JSON.stringify(answer) !== JSON.stringify(UNASKED));
  return JSON.stringify({ ...form, answers: Object.fromEntries(typed) }) === JSON.stringify(blank());
}

/** The name of a draft or of a heading; empty while none is known. */
export function nameOf({ said }: ReportForm): string {
  return [said.family_name.trim(), said.given_name.trim()].filter(Boolean).join(', ') || said.known_as.trim();
}

/** The control of each field of the form. */
export const idOf = (field: string) => `report-${field}`;

export interface Ready {
  report: TakeReport;
  /** Which control to go to for each field of the command that may be refused. */
  ids: Record<string, string>;
}

/** Whoever takes calls or reports hands them to a supervisor; supervisors and above have them already (F01). */
export function assignedTo({ assignTo }: ReportForm, role: Role): Role | '' {
  if (assignTo !== 'usual') return assignTo;
  return role === 'call_handler' || role === 'investigating_officer' ? 'supervisor' : '';
}

/** The command that saves `form`. `today` is `YYYY-MM-DD`, `role` that of whoever saves it, `set` what they were shown. */
export function reportOf(form: ReportForm, today: string, role: Role, set: QuestionSet): Ready {
  const ids: Record<string, string> = { description: idOf('family_name'), 'last_seen.when': idOf('when'), reported_at: idOf('reported'), assign_to: idOf('assign_to'), circumstances: idOf('circumstances') };
  const description: DescriptionItem[] = [];
  const describe = (attribute: Attribute, value: string, field: string) => {
    if (value.trim() === '') return;
    ids[`description.${description.length}.value`] = idOf(field);
    description.push({ attribute, value: value.trim() });
  };
  for (const attribute of SAID) {
    describe(attribute, attribute === 'height_cm' ? heightCm(form.said.height_cm) : form.said[attribute], attribute);
    if (attribute === 'known_as') {
      const age = readAge(form.age, today);
      describe(age.is === 'birth' ? 'date_of_birth' : 'age', 'value' in age ? age.value : form.age, 'age');
    }
  }

  const answers: Answered[] = [];
  const asked = set.ask.map(({ question }) => question);
  // A draft of an older set loses nothing that was typed.
  const others = (Object.keys(form.answers) as Question[]).filter((question) => !asked.includes(question));
  for (const question of [...asked, ...others]) {
    const { answer, detail, saidBy } = answerTo(form, question);
    if (answer === 'not_asked' && detail.trim() === '') continue;
    for (const part of ['question', 'answer', 'detail']) ids[`answers.${answers.length}.${part}`] = idOf(question);
    answers.push({ question, answer, detail: detail.trim(), said_by: saidBy.trim() });
  }

  const references: Reference[] = [];
  for (const system of SYSTEMS) {
    const reference = form.references[system].trim();
    if (reference === '') continue;
    ids[`references.${references.length}.reference`] = idOf(system);
    references.push({ system, reference });
  }

  const reportedAt = form.reported.told.kind === 'moment' ? form.reported.told.from : null;
  const seen = form.place.trim() !== '' || form.seenBy.trim() !== '' || form.howKnown !== '' || form.when.told.kind === 'moment';
  return {
    ids,
    report: {
      act: { basis: [], happened_at: reportedAt === null ? null : { is: 'at', at: reportedAt }, source: informant(form, reportedAt), from_paper: form.fromPaper },
      category: form.category,
      reported_at: reportedAt,
      same_person_as: form.samePerson?.id ?? null,
      description,
      last_seen: seen ? { place: form.place.trim(), when: whenOf(form.when.told) ?? { is: 'not_known' }, how_known: form.howKnown || 'not_known', by: form.seenBy.trim() } : null,
      circumstances: form.circumstances.trim(),
      answers,
      references,
      assign_to: assignedTo(form, role) || null,
      question_set: set.version,
    },
  };
}

function informant({ informant: { name, relation, phone } }: ReportForm, obtained_at: string | null): Source | null {
  if ([name, relation, phone].every((part) => part.trim() === '')) return null;
  return { kind: 'informant', name: name.trim(), relation: relation.trim(), contact: phone.trim(), obtained_at };
}

/** How complete it is: never a gate, only what is worth asking while the caller is there. */
export interface Completeness {
  /** A name or anything that describes: it can be saved. */
  enough: boolean;
  /** Ends of the word ids of what is not given yet, most useful first. */
  lacking: string[];
}

export function completeness(form: ReportForm): Completeness {
  const given = (text: string) => text.trim() !== '';
  const described = (['height_cm', 'build', 'hair', 'clothing', 'marks'] as const).some((a) => given(form.said[a]));
  const parts: [string, boolean][] = [
    ['name', given(nameOf(form))],
    ['age', given(form.age)],
    ['place', given(form.place)],
    ['when', form.when.told.kind !== 'blank'],
    ['description', described],
    ['informant', given(form.informant.name)],
    ['phone', given(form.informant.phone)],
    ['sex', given(form.said.sex)],
    ['circumstances', given(form.circumstances)],
    ['category', form.category !== 'undecided'],
  ];
  return {
    enough: given(form.age) || SAID.some((attribute) => given(form.said[attribute])),
    lacking: parts.filter(([, has]) => !has).map(([part]) => part),
  };
}
