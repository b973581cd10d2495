import { expect, it } from 'vitest';
import type { ImportPreviewView } from '$lib/types/ImportPreviewView';
import { blank, mappingOf, taken, typedOf, unready } from './mapping';

const preview = (over: Partial<ImportPreviewView> = {}): ImportPreviewView => ({
  file: 'northmoor.csv',
  bytes: 900,
  rows: 2,
  written: 'UTF-8, commas',
  mapping: { name: '', system: '', dates: 'day_first', columns: [] },
  saved: [],
  problem: '',
  dates_ambiguous: true,
  columns: [{ heading: 'Ref', examples: ['1'], field: 'key', as_note: false }],
  fields: [],
  new: 2,
  held: 0,
  changed: 0,
  same_person: 0,
  rejected: 0,
  not_understood: 0,
  problems: [],
  ...over,
});

it('asks how dates are read only where nothing tells, and once', () => {
  const form = { ...blank(), system: 'Northmoor' };
  expect({ ...form, ...taken(form, preview()) }.dates).toBe('');
  expect(unready({ ...form, ...taken(form, preview()) }, preview()).map(({ field }) => field)).toEqual(['exchange-dates']);
  const told = { ...form, dates: 'month_first' as const };
  expect({ ...told, ...taken(told, preview()) }.dates).toBe('month_first');
  expect(taken(form, preview({ dates_ambiguous: false })).dates).toBe('day_first');
});

it('takes the word of a saved mapping for it', () => {
  const mapping = { name: 'Northmoor', system: 'Northmoor', dates: 'month_first' as const, columns: [] };
  expect(taken(blank(), preview({ mapping, saved: ['Northmoor'] }))).toMatchObject({ dates: 'month_first', system: 'Northmoor', name: 'Northmoor' });
});

it('keeps what was typed where the file says nothing', () => {
  expect(taken({ ...blank(), system: 'Northmoor', name: 'Ours' }, preview())).toMatchObject({ system: 'Northmoor', name: 'Ours' });
});

it('wants the system named', () => {
  expect(unready({ ...blank(), dates: 'day_first', system: ' ' }, preview()).map(({ field }) => field)).toEqual(['exchange-system']);
});

it('knows a changed column, system or order of dates from a changed name', () => {
  const form = { ...blank(), columns: [{ heading: 'Ref', field: 'key' }] };
  expect(typedOf({ ...form, name: 'Ours' })).toBe(typedOf(form));
  expect(typedOf({ ...form, dates: 'day_first' }), 'what is not said is read day first').toBe(typedOf(form));
  for (const other of [{ system: 'Northmoor' }, { dates: 'month_first' as const }, { columns: [{ heading: 'Ref', field: 'note' }] }]) expect(typedOf({ ...form, ...other })).not.toBe(typedOf(form));
  expect(mappingOf(form).columns).toEqual(form.columns);
});
