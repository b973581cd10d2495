/** Names that the program suggests for files: day and reference, never a person. */
import { now } from '$lib/clock.svelte';
import { wallOf } from '$lib/time/zone';

const two = (n: number) => String(n).padStart(2, '0');

/** Today in the United Kingdom, as names of files sort by it: `2026-11-24`. */
export function fileDay(): string {
  const { year, month, day } = wallOf(now());
  return `${year}-${two(month)}-${two(day)}`;
}

/** `words` as every system takes it for the name of a file. */
export function fileName(words: string, ending: string): string {
  return `${words.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '')}.${ending}`;
}

/** `north.csv` becomes `north-not-taken.csv` with `-not-taken`; the ending is that of a table. */
export function fileBeside(name: string, added: string): string {
  return fileName(`${name.replace(/\.[^.]*$/, '')}${added}`, 'csv');
}
