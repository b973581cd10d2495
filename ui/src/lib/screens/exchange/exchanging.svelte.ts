/**
 * Files in and out of this session: the file that is looked at, the import or export that runs, and what came of it.
 * It goes on while its officer looks elsewhere, one work at a time. Gone at lock; what was typed comes back (`kept`).
 */
import { acting } from '$lib/acting.svelte';
import { kept } from '$lib/kept.svelte';
import { call, choose, type CommandOf, type ViewOf } from '$lib/platform';
import { onForget } from '$lib/session.svelte';
import { t } from '$lib/words';
import { Work } from '$lib/work.svelte';
import type { FolderRunView } from '$lib/types/FolderRunView';
import type { FolderView } from '$lib/types/FolderView';
import type { ImportPreviewView } from '$lib/types/ImportPreviewView';
import type { ImportRunView } from '$lib/types/ImportRunView';
import type { LogView } from '$lib/types/LogView';
import type { Mapping } from '$lib/types/Mapping';
import { fileBeside } from '$lib/fileNames';
import { blank, mappingOf, taken, typedOf, unready, type ImportForm } from './mapping';

export type Task = 'read' | 'run' | 'resume' | 'rejected' | 'sheet' | 'folder' | 'photographs' | 'export' | 'print';

/** Controls of the fields of the import's commands. */
const IDS = {
  file: 'exchange-choose',
  mapping: 'exchange-column-0',
  'mapping.system': 'exchange-system',
  'mapping.name': 'exchange-mapping-name',
  'mapping.dates': 'exchange-dates',
  recovered_keys: 'log-recovered',
};
const FOLDER_IDS = { folder: 'folder-choose', list: 'folder-list' };
export const EXPORT_IDS = { reason: 'exchange-reason', to: 'exchange-save', incidents: 'exchange-which' };

/** The complete log is JSON; everything else is taken for a table. */
const isLog = (name: string) => name.toLowerCase().endsWith('.json');

export class Exchanging extends Work<Task> {
  preview = $state.raw<ImportPreviewView | null>(null);
  /** What was typed when the preview was read: another mapping makes its counts those of before. */
  #read = $state.raw('');
  /** The last import of this session, with what its rejected rows are saved from. */
  result = $state.raw<{ run: ImportRunView; of: { file: string; name: string; mapping: Mapping } | null } | null>(null);
  /** The complete log of another register that is looked at. */
  log = $state.raw<{ file: string; view: LogView } | null>(null);
  /** The force has said that keys which nobody vouches for are from recovery. */
  recoveredKeys = $state(false);
  /** What was saved last, in words. */
  rejectedSaved = $state('');
  given = $state.raw<ViewOf<'export_incidents'> | null>(null);
  /** The paper sheet that was saved last, in words. */
  sheetSaved = $state('');
  /** The folder of photographs that is looked at, the list that came with it, and what came of taking it in. */
  folder = $state.raw<{ file: string; list: { file: string; name: string } | null; view: FolderView } | null>(null);
  taken = $state.raw<FolderRunView | null>(null);
  readonly photographs = acting();
  readonly sheet = acting();
  readonly history = acting();
  readonly exporting = acting();

  /** Taken up again after a lock: the file has its name in this program for as long as that runs. */
  get form(): ImportForm {
    return kept('exchange-import', blank);
  }

  get changed(): boolean {
    return this.preview !== null && typedOf(this.form) !== this.#read;
  }

  /** Has a file chosen and reads it. What is typed about columns stays where the file has the same name. */
  async chooseFile(): Promise<void> {
    await this.working('read', async () => {
      const chosen = await choose('import');
      if (!chosen) return;
      this.log = null;
      this.recoveredKeys = false;
      this.result = null;
      if (isLog(chosen.name)) {
        this.preview = null;
        Object.assign(this.form, blank());
        this.log = { file: chosen.file, view: await call('read_log', { file: chosen.file }) };
        return;
      }
      const same = this.form.fileName === chosen.name && this.form.columns.length > 0;
      if (!same) Object.assign(this.form, blank());
      Object.assign(this.form, { file: chosen.file, fileName: chosen.name });
      this.preview = null;
      await this.#readAs(same ? mappingOf(this.form) : null);
    }, { ids: IDS });
  }

  /** Reads the chosen file again, with the columns as they are typed or as `mapping` has them. */
  async read(mapping = mappingOf(this.form)): Promise<boolean> {
    return this.working('read', () => this.#readAs(mapping), { ids: IDS });
  }

  async #readAs(mapping: Mapping | null): Promise<void> {
    this.rejectedSaved = '';
    const preview = await call('read_import', { file: this.form.file, mapping });
    Object.assign(this.form, taken(this.form, preview));
    this.preview = preview;
    this.#read = typedOf(this.form);
  }

  async run(): Promise<void> {
    const { form, preview } = this;
    if (!preview || this.running) return;
    this.act.problems = unready(form, preview);
    if (this.act.problems.length > 0) return;
    const of = { file: form.file, name: form.fileName, mapping: mappingOf(form) };
    await this.working('run', async () => {
      const run = await call('run_import', { file: of.file, mapping: of.mapping });
      this.rejectedSaved = '';
      this.result = { run, of };
      this.preview = null;
      Object.assign(form, blank());
    }, { ids: IDS });
  }

  /** Takes in the complete log that is looked at. */
  async takeLog(): Promise<void> {
    const { log } = this;
    if (!log) return;
    await this.working('run', async () => {
      const run = await call('take_log', { file: log.file, recovered_keys: this.recoveredKeys });
      this.result = { run, of: null };
      this.log = null;
    }, { ids: IDS });
  }

  async resume(import_id: string, file: string | null = null): Promise<boolean> {
    return this.working('resume', async () => {
      const run = await call('resume_import', { import_id, file });
      const of = this.result?.run.import_id === import_id ? this.result.of : null;
      this.result = { run, of };
    }, { act: this.history, ids: { file: 'history-choose' } });
  }

  /** The rows of `of` that are not taken, as a file to correct. */
  async saveRejected(of: { file: string; name: string; mapping: Mapping }): Promise<void> {
    await this.working('rejected', async () => {
      const to = await choose('save', fileBeside(of.name, t('exchange-name-rejected')));
      if (!to) return;
      const saved = await call('save_rejected', { file: of.file, mapping: of.mapping, to: to.file });
      this.rejectedSaved = t('exchange-saved-as', { line: saved.line, file: saved.file });
    }, { ids: { ...IDS, to: 'exchange-rejected' } });
  }

  /** An empty paper sheet of so many rows. */
  async saveSheet(name: string, rows: number): Promise<void> {
    await this.working('sheet', async () => {
      const to = await choose('save', name);
      if (!to) return;
      const saved = await call('write_paper_sheet', { to: to.file, rows });
      this.sheetSaved = t('exchange-saved-as', { line: saved.line, file: saved.file });
    }, { act: this.sheet, ids: { to: 'exchange-sheet' } });
  }

  /** Has a folder of photographs chosen and looks whose they are. */
  async chooseFolder(): Promise<void> {
    await this.working('folder', async () => {
      const chosen = await choose('folder');
      if (!chosen) return;
      this.taken = null;
      await this.#readFolder(chosen.file, null);
    }, { act: this.photographs, ids: FOLDER_IDS });
  }

  /** Has the list chosen that names the photographs of the folder. */
  async chooseList(): Promise<void> {
    const { folder } = this;
    if (!folder) return;
    await this.working('folder', async () => {
      const list = await choose('import');
      if (list) await this.#readFolder(folder.file, list);
    }, { act: this.photographs, ids: FOLDER_IDS });
  }

  async #readFolder(file: string, list: { file: string; name: string } | null): Promise<void> {
    const view = await call('read_photographs', { folder: file, list: list?.file ?? null, mapping: null });
    this.folder = { file, list, view };
  }

  async takeFolder(): Promise<void> {
    const { folder } = this;
    if (!folder) return;
    await this.working('photographs', async () => {
      this.taken = await call('run_photographs', { folder: folder.file, list: folder.list?.file ?? null, mapping: null });
      this.folder = null;
    }, { act: this.photographs, ids: FOLDER_IDS });
  }

  /** Gives incidents out under `name`. */
  async giveOut(name: string, what: Omit<CommandOf<'export_incidents'>, 'to' | 'incidents'>, which: () => Promise<string[] | null>): Promise<boolean> {
    return this.working('export', async () => {
      const to = await choose('save', name);
      if (!to) return;
      this.given = null;
      this.given = await call('export_incidents', { ...what, incidents: await which(), to: to.file });
    }, { act: this.exporting, ids: EXPORT_IDS });
  }

  async print(name: string): Promise<void> {
    await this.working('print', async () => {
      const to = await choose('save', name);
      if (!to) return;
      this.given = null;
      this.given = await call('print_open_incidents', { to: to.file });
    }, { act: this.exporting, ids: { to: 'exchange-print' } });
  }
}

let current = $state.raw(new Exchanging());
// What still runs then answers to nobody.
onForget(() => (current = new Exchanging()));

export function exchanging(): Exchanging {
  return current;
}
