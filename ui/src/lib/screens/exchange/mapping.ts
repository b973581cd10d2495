/** What an officer says of a file: which system wrote it, what stands in its columns, how its dates are read. */
import type { Problem } from '$lib/components/ErrorSummary.svelte';
import { t } from '$lib/words';
import type { Column } from '$lib/types/Column';
import type { DateOrder } from '$lib/types/DateOrder';
import type { ImportPreviewView } from '$lib/types/ImportPreviewView';
import type { Mapping } from '$lib/types/Mapping';

export interface ImportForm {
  /** The name by which the program knows the chosen file; empty before one is chosen. */
  file: string;
  fileName: string;
  system: string;
  name: string;
  /** Empty where nothing in the file tells days from months, until the officer has said it. */
  dates: DateOrder | '';
  /** Written by a register such as this one. */
  escaped: boolean;
  /** A paper sheet of this register: what its columns are is not for anybody to say. */
  paper: boolean;
  columns: Column[];
}

export function blank(): ImportForm {
  return { file: '', fileName: '', system: '', name: '', dates: '', escaped: false, paper: false, columns: [] };
}

export function mappingOf(form: ImportForm): Mapping {
  return {
    name: form.name.trim(),
    system: form.system.trim(),
    dates: form.dates || 'day_first',
    escaped: form.escaped,
    paper: form.paper,
    columns: form.columns.map(({ heading, field }) => ({ heading, field })),
  };
}

/** All that a reading of the file depends on; what the mapping is called is not of it. */
export function typedOf(form: ImportForm): string {
  return JSON.stringify({ ...mappingOf(form), name: '' });
}

/** The form after the file was read as `preview` says: what the officer has said stays said. */
export function taken(form: ImportForm, preview: ImportPreviewView): Partial<ImportForm> {
  const { mapping } = preview;
  const saved = mapping.name !== '' && preview.saved.includes(mapping.name);
  return {
    fileName: preview.file,
    system: mapping.system || form.system,
    name: mapping.name || form.name,
    dates: preview.dates_ambiguous && !saved ? form.dates : mapping.dates,
    escaped: mapping.escaped ?? false,
    paper: mapping.paper ?? false,
    columns: preview.columns.map(({ heading, field }) => ({ heading, field })),
  };
}

/** What has to be said before the file can be taken in. */
export function unready(form: ImportForm, preview: ImportPreviewView): Problem[] {
  return [
    ...(preview.dates_ambiguous && form.dates === '' ? [{ message: t('exchange-dates-missing'), field: 'exchange-dates' }] : []),
    ...(form.system.trim() === '' ? [{ message: t('exchange-system-missing'), field: 'exchange-system' }] : []),
  ];
}
