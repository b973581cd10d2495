import { describe, expect, it } from 'vitest';
import type { Ask, QuestionSet } from '$lib/questions.svelte';
import type { DispatchLogView } from '$lib/types/DispatchLogView';
import type { Question } from '$lib/types/Question';
import { answerTo, blank, completeness, isBlank, reportOf, restored, typeAnswer } from './form';
import { fill } from './log';

const today = '2026-11-23';
const ask = (question: Question): Ask => ({ question, label: '', ask: '', immediate_danger: false });
const set: QuestionSet = { version: 'TST-2026.2', ask: [ask('medical_needs'), ask('self_harm'), ask('added_veteran')] };

describe('a report', () => {
  it('of a name alone is a whole command (INV-6)', () => {
    const form = blank();
    form.said.family_name = ' Test-Larkspur ';
    expect(reportOf(form, today, 'duty_inspector', set).report).toEqual({
      act: { basis: [], happened_at: null, source: null, from_paper: false },
      category: 'undecided',
      reported_at: null,
      same_person_as: null,
      description: [{ attribute: 'family_name', value: 'Test-Larkspur' }],
      last_seen: null,
      circumstances: '',
      answers: [],
      references: [],
      assign_to: null,
      question_set: 'TST-2026.2',
    });
    expect(completeness(form).enough).toBe(true);
  });

  it('of a description alone is enough too (INV-6), and of nothing is not', () => {
    const form = blank();
    expect(completeness(form).enough).toBe(false);
    form.said.clothing = 'no coat';
    expect(completeness(form).enough).toBe(true);
  });

  it('keeps what a force asks of its own, in the order of its set, and what only an older set asked behind it (F37)', () => {
    const form = blank();
    typeAnswer(form, 'dementia', { answer: 'no' });
    typeAnswer(form, 'added_veteran', { answer: 'yes', detail: 'two tours' });
    typeAnswer(form, 'medical_needs', { answer: 'no' });
    const kept = restored(JSON.parse(JSON.stringify(form)));
    expect(kept).toEqual(form);
    expect(reportOf(kept, today, 'call_handler', set).report.answers.map(({ question }) => question)).toEqual(['medical_needs', 'added_veteran', 'dementia']);
  });

  it('is blank again where an answer was taken back', () => {
    const form = blank();
    typeAnswer(form, 'self_harm', { answer: 'yes' });
    expect(isBlank(form)).toBe(false);
    typeAnswer(form, 'self_harm', { answer: 'not_asked' });
    expect(isBlank(form)).toBe(true);
  });

  it('names the informant as the source of the whole act', () => {
    const form = blank();
    form.informant = { name: 'Test-Larkspur, Ada', relation: 'daughter', phone: '07700 900123' };
    expect(reportOf(form, today, 'duty_inspector', set).report.act.source).toEqual({ kind: 'informant', name: 'Test-Larkspur, Ada', relation: 'daughter', contact: '07700 900123', obtained_at: null });
  });

  it('keeps a date of birth apart from an age, and turns feet into centimetres', () => {
    const form = blank();
    form.age = '4/3/45';
    form.said.height_cm = "5'10";
    expect(reportOf(form, today, 'duty_inspector', set).report.description).toEqual([
      { attribute: 'date_of_birth', value: '1945-03-04' },
      { attribute: 'height_cm', value: '178' },
    ]);
    form.age = 'in her thirties';
    expect(reportOf(form, today, 'duty_inspector', set).report.description[0]).toEqual({ attribute: 'age', value: 'in her thirties' });
  });

  it('leads each field that may be refused to its control', () => {
    const form = blank();
    form.said.given_name = 'Magnus';
    form.age = '300';
    form.answers.self_harm = { answer: 'yes', detail: 'said so', saidBy: '' };
    form.references.rms = '42';
    const { ids } = reportOf(form, today, 'duty_inspector', set);
    expect(ids['description.1.value']).toBe('report-age');
    expect(ids['answers.0.detail']).toBe('report-self_harm');
    expect(ids['references.0.reference']).toBe('report-rms');
  });

  it('sends what was asked and not what was not', () => {
    const form = blank();
    typeAnswer(form, 'medical_needs', { answer: 'not_known' });
    expect(reportOf(form, today, 'duty_inspector', set).report.answers).toEqual([{ question: 'medical_needs', answer: 'not_known', detail: '', said_by: '' }]);
    typeAnswer(form, 'self_harm', { detail: 'typed, then not asked after all' });
    expect(reportOf(form, today, 'duty_inspector', set).report.answers).toHaveLength(2);
  });

  it('of a time not known is still a place', () => {
    const form = blank();
    form.place = 'Canal Bridge';
    expect(reportOf(form, today, 'duty_inspector', set).report.last_seen).toEqual({ place: 'Canal Bridge', when: { is: 'not_known' }, how_known: 'not_known', by: '' });
  });

  it('back-filled from paper happened when it was reported', () => {
    const form = blank();
    form.fromPaper = true;
    form.reported = { text: '09:10', told: { kind: 'moment', from: '2026-11-23T09:10:00.000Z', about: false } };
    const { report } = reportOf(form, today, 'duty_inspector', set);
    expect(report.reported_at).toBe('2026-11-23T09:10:00.000Z');
    expect(report.act).toMatchObject({ from_paper: true, happened_at: { is: 'at', at: '2026-11-23T09:10:00.000Z' } });
  });
});

describe('a draft', () => {
  it('comes back exactly as it was typed', () => {
    const form = blank();
    form.said.marks = 'heron on left wrist';
    form.answers.self_harm = { answer: 'yes', detail: 'last walk', saidBy: 'neighbour' };
    form.samePerson = { id: '0190', name: 'Test-Larkspur, Magnus' };
    form.hints = [{ question: 'self_harm', because: 'last walk' }];
    expect(restored(JSON.parse(JSON.stringify(form)))).toEqual(form);
  });

  it('brings “20 min ago” back to the letter, with the time that it meant', () => {
    const form = blank();
    form.when = { text: '20 min ago', told: { kind: 'moment', from: '2026-11-23T15:10:00.000Z', about: false } };
    expect(restored(JSON.parse(JSON.stringify(form))).when).toEqual(form.when);
  });

  it('of another version keeps what is known and blanks the rest', () => {
    const form = restored({ said: { family_name: 'Test-Larkspur' }, informant: 7, gone: true });
    expect(form).toEqual({ ...blank(), said: { ...blank().said, family_name: 'Test-Larkspur' } });
    expect(isBlank(restored(null))).toBe(true);
  });
});

describe('a dispatch log', () => {
  const log: DispatchLogView = {
    reference: '118-221126', family_name: 'Test-Larkspur', given_name: 'Magnus', date_of_birth: null, age: '81', sex: 'male', height_cm: null,
    clothing: 'slippers', medical: null, last_seen_place: 'Alder Road', last_seen_at: '2026-11-22T15:10:00Z', reported_at: null,
    informant_name: 'Ada', informant_relation: 'daughter', informant_phone: null, circumstances: 'Left on foot.',
    hints: [{ question: 'medical_needs', because: 'warfarin' }],
  };

  it('fills empty fields only, and marks those', () => {
    const form = blank();
    form.said.given_name = 'Mac';
    const result = fill(form, log, today);
    expect(form.said.given_name).toBe('Mac');
    expect(form.said.family_name).toBe('Test-Larkspur');
    expect(form.when).toEqual({ text: '22 Nov 2026 15:10', told: { kind: 'moment', from: '2026-11-22T15:10:00Z', about: false } });
    expect(form.fromLog).not.toContain('given_name');
    expect(form.fromLog).toContain('family_name');
    expect(result).toEqual({ filled: 10, kept: [{ field: 'given_name', log: 'Magnus' }], hints: 1 });
  });

  it('agrees with the same said in other words', () => {
    const form = blank();
    form.age = 'about 81';
    form.said.height_cm = '5 ft 10';
    expect(fill(form, { ...log, height_cm: '178' }, today).kept).toEqual([]);
  });

  it('answers no danger question by itself', () => {
    const form = blank();
    fill(form, log, today);
    expect(answerTo(form, 'medical_needs').answer).toBe('not_asked');
    expect(form.hints).toEqual([{ question: 'medical_needs', because: 'warfarin' }]);
  });

  it('read twice changes nothing more', () => {
    const form = blank();
    fill(form, log, today);
    expect(fill(form, log, today)).toEqual({ filled: 0, kept: [], hints: 0 });
  });

  it('is handed to a supervisor by whoever takes calls or reports, unless they choose otherwise (F01)', () => {
    const form = blank();
    expect(reportOf(form, today, 'call_handler', set).report.assign_to).toBe('supervisor');
    expect(reportOf(form, today, 'investigating_officer', set).report.assign_to).toBe('supervisor');
    expect(reportOf(form, today, 'supervisor', set).report.assign_to).toBeNull();
    form.assignTo = '';
    expect(reportOf(form, today, 'call_handler', set).report.assign_to).toBeNull();
    form.assignTo = 'duty_inspector';
    expect(reportOf(form, today, 'supervisor', set).report.assign_to).toBe('duty_inspector');
    expect(isBlank(blank())).toBe(true);
  });
});
