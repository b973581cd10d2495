import { expect, it } from 'vitest';
import { grouped, groupOf } from './fields';

it.each([
  ['attribute.family_name', 'who'],
  ['full_name', 'who'],
  ['reported_time', 'when'],
  ['last_seen_place', 'when'],
  ['found_by', 'found'],
  ['question.self_harm', 'risk'],
  ['grade', 'risk'],
  ['reference.rms', 'reference'],
  ['key', 'reference'],
  ['circumstances', 'words'],
  ['note', 'words'],
  ['something.newer', 'words'],
])('%s stands with %s', (field, group) => expect(groupOf(field)).toBe(group));

it('leaves no group empty and no field out', () => {
  const fields = ['note', 'key', 'attribute.age'].map((field) => ({ field, label: field }));
  expect(grouped(fields).map(({ group, fields: some }) => [group, some.length])).toEqual([['who', 1], ['reference', 1], ['words', 1]]);
});
