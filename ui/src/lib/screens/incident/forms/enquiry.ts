/** Rows of the forms of hypotheses and of the policy log: what of them is sent, and which control each field of it has. */
import type { Problem } from '$lib/components/ErrorSummary.svelte';
import { t } from '$lib/words';
import type { Bears } from '$lib/types/Bears';
import type { Point } from '$lib/types/Point';
import type { PolicyOption } from '$lib/types/PolicyOption';

export type PointTyped = { bears: Bears | ''; what: string; source: string };
export type OptionTyped = { what: string; why: string };

export const blankPoint = (): PointTyped => ({ bears: '', what: '', source: '' });
export const blankOption = (): OptionTyped => ({ what: '', why: '' });

export const pointIds = (row: number) => ({ bears: `incident-point-bears-${row}`, what: `incident-point-what-${row}`, source: `incident-point-source-${row}` });
export const optionIds = (row: number) => ({ what: `incident-option-what-${row}`, why: `incident-option-why-${row}` });

/** A row in which something was written, with its place in the form. */
function written<T extends Record<string, string>>(rows: T[], keys: (keyof T)[]): { row: T; at: number }[] {
  return rows.map((row, at) => ({ row, at })).filter(({ row }) => keys.some((key) => row[key]?.trim() !== ''));
}
const pointsWritten = (rows: PointTyped[]) => written(rows, ['what', 'source']);
const optionsWritten = (rows: OptionTyped[]) => written(rows, ['what', 'why']);

export const pointsOf = (rows: PointTyped[]): Point[] => pointsWritten(rows).map(({ row }) => ({ bears: row.bears === '' ? 'for' : row.bears, what: row.what, source: row.source }));
export const optionsOf = (rows: OptionTyped[]): PolicyOption[] => optionsWritten(rows).map(({ row }) => ({ what: row.what, why_not: row.why }));

/** For or against is never guessed. */
export const undecidedPoints = (rows: PointTyped[]): Problem[] => pointsWritten(rows).flatMap(({ row, at }) => (row.bears === '' ? [{ message: t('incident-point-choose'), field: pointIds(at).bears }] : []));

/** The control of each field that is sent, by its path in the command. */
export function pointControls(rows: PointTyped[]): Record<string, string> {
  const sent = pointsWritten(rows).flatMap(({ at }, n) => [
    [`points.${n}.what`, pointIds(at).what],
    [`points.${n}.source`, pointIds(at).source],
  ]);
  return Object.fromEntries([['points', pointIds(0).what], ...sent]);
}
export function optionControls(rows: OptionTyped[]): Record<string, string> {
  return Object.fromEntries(
    optionsWritten(rows).flatMap(({ at }, n) => [
      [`options.${n}.what`, optionIds(at).what],
      [`options.${n}.why_not`, optionIds(at).why],
    ]),
  );
}
