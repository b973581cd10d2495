import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseWhen } from '$lib/time/parse';
import { HOUR } from '$lib/time/zone';
import type { AssessmentView } from '$lib/types/AssessmentView';
import type { Grade } from '$lib/types/Grade';
import type { AnswerView } from '$lib/types/AnswerView';
import type { Question } from '$lib/types/Question';
import type { ResearchCheck } from '$lib/types/ResearchCheck';
import type { TimelineItem } from '$lib/types/TimelineItem';
import type { OpinionView } from '$lib/types/OpinionView';
import { AGE, GRADES, RESEARCH, WHOLE, askedBelow, copiedFrom, enteredSince, factorsOf, falls, quickLooks, researchIds, signedOf, standing, unopened } from './decision';

const said = (grade: Grade, o: Partial<AssessmentView> = {}): AssessmentView => ({
  entry_id: grade, grade, by: 'Sgt Test-Rook', role: 'supervisor', at: '2026-11-23T01:30:00Z', factors: [], key_facts: '', not_known: '', would_change: '',
  next_review_at: '2026-11-23T03:30:00Z', lowered_because: null, opinion: null, stood: [], below: [], research: null, in_effect: false, live: true, saw: '', from_file: null, ...o,
});
const view = (...assessments: AssessmentView[]) => ({ grade: null, assessments });

describe('lowering', () => {
  it('is below the safer side of a conflict, not only below the latest', () => {
    const conflict = view(said('high'), said('medium'));
    expect(standing(conflict)).toBe('high');
    expect(falls(conflict, 'medium')).toBe(true);
    expect(falls(conflict, 'high')).toBe(false);
  });
  it('does not count assessments that no longer stand', () => {
    expect(falls(view(said('high', { live: false }), said('low')), 'medium')).toBe(false);
  });
  it('is nothing where nothing was graded', () => expect(falls(view(), 'very_low')).toBe(false));
  it('of a legacy grade is nothing: every grade of today is above it', () => {
    for (const grade of GRADES) expect(falls(view(said('absent')), grade)).toBe(false);
  });
});

describe('a grade below the suggestion', () => {
  const beside = (suggested: Grade, rests_on: Question[], ...assessments: AssessmentView[]) => ({ ...view(...assessments), opinion: { suggested, rests_on } as OpinionView });
  it('asks why of each thing that the suggestion rests on', () => {
    expect(askedBelow(beside('high', ['self_harm', 'dementia']), 'medium')).toEqual(['self_harm', 'dementia']);
  });
  it('asks of their age as of a question, and then for no reason of the whole', () => {
    const aged = (...rests_on: Question[]) => ({ ...beside('high', rests_on), opinion: { suggested: 'high', rests_on, rests_on_age: true } as OpinionView });
    expect(askedBelow(aged('self_harm'), 'medium')).toEqual(['self_harm', AGE]);
    expect(askedBelow(aged(), 'medium')).toEqual([AGE]);
  });
  it('asks once where it rests on no single thing', () => expect(askedBelow(beside('medium', []), 'low')).toEqual([WHOLE]));
  it.each(['high', ''] as const)('is not “%s” where high is suggested', (grade) => expect(askedBelow(beside('high', ['self_harm']), grade)).toEqual([]));
  it('asks nothing where the grade is raised', () => expect(askedBelow(beside('high', ['self_harm'], said('low')), 'medium')).toEqual([]));
  it('asks where the grade stays or falls', () => expect(askedBelow(beside('high', ['self_harm'], said('medium')), 'medium')).toEqual(['self_harm']));
  it('is nothing where no opinion is formed', () => expect(askedBelow({ ...view(), opinion: null }, 'low')).toEqual([]));
});

describe('the research', () => {
  const research = (...gaps: ResearchCheck[]) => ({ research: { line: '', gaps, checks: [{ check: 'custody' as const, done: gaps.length === 0, said: [] }] } });
  it('is signed with its gaps though nobody pressed anything', () => {
    expect(signedOf(research('custody'), { satisfied: false, gapWords: ' cannot wait ' })).toEqual({ is: 'gaps', checks: ['custody'], words: 'cannot wait' });
  });
  it('is never signed as satisfied while a gap is on the screen, whatever was ticked before', () => {
    expect(signedOf(research('custody'), { satisfied: true, gapWords: '' })).toEqual({ is: 'gaps', checks: ['custody'], words: '' });
  });
  it('that is all done is signed by a tick, and by nothing else', () => {
    expect(signedOf(research(), { satisfied: true, gapWords: '' })).toEqual({ is: 'satisfied' });
    expect(signedOf(research(), { satisfied: false, gapWords: 'typed before it was done' })).toBeNull();
  });
  it('shows a check that a refusal names at its box', () => expect(researchIds(research())['beside.research.custody']).toBe(RESEARCH.box));
});

describe('entries of others since the grade', () => {
  const since = (...assessments: AssessmentView[]) => ({ ...view(...assessments), to_open: ['a', 'b'] });
  it('are read one by one', () => expect(unopened(since(said('medium')), { grade: 'medium', opened: ['a'] })).toEqual(['b']));
  it('hold up no raise', () => expect(unopened(since(said('medium')), { grade: 'high', opened: [] })).toEqual([]));
  it('are all asked for where no grade is chosen yet', () => expect(unopened(since(said('medium')), { grade: '', opened: [] })).toEqual(['a', 'b']));
});

describe('entries since the grade', () => {
  const item = (entry_id: string, recorded_at: string) => ({ entry_id, recorded_at }) as TimelineItem;
  it('are those recorded later, and at the same instant those with a later id', () => {
    const grade = said('high', { entry_id: 'b', at: '2026-11-23T01:30:00Z', in_effect: true });
    const timeline = [item('d', '2026-11-23T02:00:00Z'), item('c', '2026-11-23T01:30:00Z'), item('b', '2026-11-23T01:30:00Z'), item('a', '2026-11-23T01:30:00Z'), item('e', '2026-11-23T01:00:00Z')];
    expect(enteredSince({ assessments: [said('low'), grade], timeline, to_open: [] }).map((i) => i.entry_id)).toEqual(['d', 'c']);
    // Made on another laptop before the grade, and unknown to its officer.
    expect(enteredSince({ assessments: [said('low'), grade], timeline, to_open: ['e'] }).map((i) => i.entry_id)).toEqual(['d', 'c', 'e']);
  });
  it('are none where nothing is graded', () => expect(enteredSince({ assessments: [], timeline: [item('a', '2026-11-23T01:00:00Z')], to_open: [] })).toEqual([]));
});

describe('words of an earlier assessment', () => {
  const earlier = [
    said('medium', { by: 'old', at: '2026-11-22T20:00:00Z', key_facts: 'Dementia, no coat, found by water last time.' }),
    said('high', { by: 'new', at: '2026-11-23T01:30:00Z', key_facts: 'Dementia, no coat, found by water last time, 3 °C.' }),
  ];
  it.each(['Dementia, no coat, found by water last time, 3 °C.', '  dementia no coat; found by WATER last time, 3 C', 'Found by water last time. Dementia, no coat.'])('%s', (text) => {
    expect(copiedFrom(text, 'key_facts', earlier)).not.toBeNull();
  });
  it('are those of the latest who wrote them', () => {
    expect(copiedFrom('Dementia, no coat, found by water last time.', 'key_facts', earlier)?.by).toBe('new');
  });
  it.each(['', 'no coat', 'Dementia; seen at the canal at 02:05 by a bus driver who knows him.'])('are not in “%s”', (text) => {
    expect(copiedFrom(text, 'key_facts', earlier)).toBeNull();
  });
  it('of another prompt do not count', () => expect(copiedFrom('Dementia, no coat, found by water last time.', 'not_known', earlier)).toBeNull());
});

describe('factors', () => {
  const answer = (question: string, place: number, factor = true) => ({ question: question as Question, place, factor }) as AnswerView;
  it('stand in the order of the question set, asked or not, and leave out what is none', () => {
    const given = [answer('asked_elsewhere', 18), answer('self_harm', 1), answer('added_veteran', 0), answer('why_worried', 18, false)];
    expect(factorsOf(given).map((a) => a.question)).toEqual(['added_veteran', 'self_harm', 'asked_elsewhere']);
  });
});

describe('times to look again', () => {
  const thresholds = readFileSync(new URL('../../../../../config/thresholds.toml', import.meta.url), 'utf8');
  it.each(GRADES)('offered for %s are within what the register allows', (grade) => {
    const longest = Number(thresholds.match(new RegExp(`longest_review_hours_${grade} = (\\d+)`))?.[1]);
    const now = Date.parse('2026-11-23T03:15:00Z');
    const hours = quickLooks(grade).map(({ text }) => {
      const read = parseWhen(text, { now, towards: 'future' });
      return read.kind === 'moment' ? (Date.parse(read.from) - now) / HOUR : NaN;
    });
    expect(Math.max(...hours)).toBe(Math.min(24, longest));
    expect(hours[0]).toBe(0.5);
  });
  it('are those of High while no grade is chosen', () => expect(quickLooks('')).toEqual(quickLooks('high')));
});
