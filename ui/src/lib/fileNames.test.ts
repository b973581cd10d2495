import { expect, it } from 'vitest';
import { fileBeside, fileName } from './fileNames';

it('makes of a reference a name that every system takes', () => {
  expect(fileName('NM/26/000123', 'json')).toBe('NM-26-000123.json');
  expect(fileName('evidence NM/26/1', 'pdf')).toBe('evidence-NM-26-1.pdf');
  expect(fileName('..\\..\\x', 'csv')).toBe('x.csv');
});

it('names a file beside another', () => {
  expect(fileBeside('Northmoor 2026.tsv', '-not-taken')).toBe('Northmoor-2026-not-taken.csv');
  expect(fileBeside('plain', '-not-taken')).toBe('plain-not-taken.csv');
});
