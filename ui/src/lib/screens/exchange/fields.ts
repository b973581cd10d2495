/** What a column may be, in the groups in which people look for it. */
import type { ImportFieldView } from '$lib/types/ImportFieldView';

export const GROUPS = ['who', 'when', 'found', 'risk', 'reference', 'words'] as const;
export type Group = (typeof GROUPS)[number];

const BEGINNINGS: [string, Group][] = [
  ['attribute.', 'who'],
  ['full_name', 'who'],
  ['reported_', 'when'],
  ['last_seen_', 'when'],
  ['postcode', 'when'],
  ['found_', 'found'],
  ['condition', 'found'],
  ['status', 'found'],
  ['question.', 'risk'],
  ['grade', 'risk'],
  ['category', 'risk'],
  ['reference.', 'reference'],
  ['key', 'reference'],
  ['person_key', 'reference'],
  ['about', 'reference'],
  ['photograph', 'who'],
];

/** A field of a newer version stands with the words. */
export function groupOf(field: string): Group {
  return BEGINNINGS.find(([beginning]) => field.startsWith(beginning))?.[1] ?? 'words';
}

export function grouped(fields: ImportFieldView[]): { group: Group; fields: ImportFieldView[] }[] {
  return GROUPS.map((group) => ({ group, fields: fields.filter(({ field }) => groupOf(field) === group) })).filter(({ fields: some }) => some.length > 0);
}
