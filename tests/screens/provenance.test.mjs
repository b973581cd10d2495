/** Where an imported value stood, how it was given, who took it in and when: beside every value, with the keyboard alone, and as it was known. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe } from 'node:test';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOneDesk } from './harness/steps.mjs';

const HEADINGS = ['Misper Ref', 'Surname', 'Forenames', 'DOB', 'M/F', 'When reported', 'Left from', 'Risk', 'Why', 'CSE?', 'Worn', 'Ha\u202Eri', 'Returned on', 'Found at', 'Status'];
const WORN = `${'Long green coat with the hood up, brown boots, a knitted hat. '.repeat(3)}Carried nothing.`;
const IDA = ['AD/0811', 'TEST-HARROW', 'Ida May', '13/04/45', 'F', '05/11/2026 21:10', 'Fernhollow Lane bus stop', 'H', 'Left after supper and did not come home.', 'Y', WORN, 'grey', '', '', ''];
const BRAM = ['AD/0812', 'TEST-OSIER', 'Bram', '06/07/88', 'M', '07/11/2026 08:30', 'Alderby station', 'NAR', 'Late home from work.', 'N', '', '', '08/11/2026 07:15', 'Old mill', 'Found'];
const WREN = ['AD/0813', 'TEST-TEASEL', 'Wren', '01/02/2010', 'F', '23/11/2026 18:00', 'School gate, Mill Lane', 'M', 'Not home from school.', '', '', '', '23/11/2026 21:40', 'Old mill', ''];
const FIELDS = { Why: 'circumstances', Worn: 'attribute.clothing', 'Returned on': 'found_at', 'Found at': 'found_place', Status: 'status', 'Left from': 'last_seen_place', 'Ha\u202Eri': 'attribute.hair' };

const csv = (rows) => [HEADINGS, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n');

describe('an imported value', () => atOneDesk({}, (step) => {
  let folder;
  after(() => folder && rm(folder, { recursive: true, force: true }));

  /** Takes a file in, as the import screen does. */
  async function take({ bridge }, name, rows) {
    folder ??= await mkdtemp(join(tmpdir(), 'nrmp-provenance-'));
    const path = join(folder, name);
    await writeFile(path, csv(rows));
    await bridge.willChoose(path);
    const chosen = await fetch(`${bridge.url}/choose-file`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ purpose: 'import', suggested: null }) });
    const { file } = await chosen.json();
    const { mapping } = await bridge.call('read_import', { file });
    const columns = mapping.columns.map((column) => ({ ...column, field: FIELDS[column.heading] ?? column.field }));
    await bridge.call('run_import', { file, mapping: { ...mapping, columns, system: 'Alderby records', dates: 'day_first' } });
  }
  const onPage = (desk, word) => desk.page.getByRole('group', { name: t('incident-pages') }).getByRole('button', { name: new RegExp(`^${t(word)}`) }).click();
  const says = (desk, line) => desk.page.locator('summary').filter({ hasText: line }).first();

  step('says file, row and column beside it, and how it was given where that is something else', async (desk) => {
    await take(desk, 'alderby-2019.csv', [IDA, BRAM, WREN]);
    await desk.incident('Test-Harrow');
    await onPage(desk, 'incident-description');
    await desk.settled();
    await says(desk, 'alderby-2019.csv, row 2, column “DOB”: given “13/04/45”').waitFor();
    await says(desk, /row 2, column “Left from”$/).waitFor();
    await says(desk, 'column “Ha[U+202E]ri”').waitFor();
    await holds(desk, 'provenance-description', { snapshot: true });
  });

  step('says who imported it and when, with the keyboard alone', async (desk) => {
    const { page } = desk;
    const by = page.getByText(/^Imported by Insp Ruth Test-Hawthorn, Duty inspector, Tue 24 Nov 2026 03:05 GMT$/);
    assert.equal(await by.filter({ visible: true }).count(), 0, 'folded until somebody asks');
    await page.locator('h1').focus();
    await desk.tabTo('td details summary');
    await desk.keys('Enter');
    await by.filter({ visible: true }).waitFor();
    await holds(desk, 'provenance-who', { focus: 'td details[open] summary' });
    await desk.keys('Enter');
    assert.equal(await by.filter({ visible: true }).count(), 0);
  });

  step('says so of answers, grades and references too', async (desk) => {
    for (const [name, word, line] of [
      ['answers', 'incident-answers-page', 'column “CSE?”: given “Y”'],
      ['grades', 'incident-grades', 'column “Risk”: given “H”'],
      ['references', 'incident-references-page', 'column “Misper Ref”'],
    ]) {
      await onPage(desk, word);
      await desk.page.getByRole('region', { name: t('incident-main') }).locator('summary').filter({ hasText: line }).first().waitFor();
      await desk.page.locator('.scroll summary').filter({ hasText: line }).first().scrollIntoViewIfNeeded();
      await holds(desk, `provenance-${name}`);
    }
  });

  step('has the whole row in the log, with the hash of the file and the number of the import', async (desk) => {
    const { page } = desk;
    await onPage(desk, 'incident-log');
    await page.locator('summary', { hasText: t('incident-file-row') }).focus();
    await desk.keys('Enter');
    const row = page.getByRole('list', { name: t('incident-log') }).locator('details[open]');
    await row.getByText(/^[0-9a-f]{64}$/).waitFor();
    await row.getByText(/^[0-9a-f]{8}-[0-9a-f-]{27}$/).waitFor();
    await row.getByRole('row', { name: /DOB 13\/04\/45/ }).waitFor();
    await row.getByText(t('incident-file-hash')).scrollIntoViewIfNeeded();
    await holds(desk, 'provenance-row');
  });

  step('says so where somebody was located and the other system had closed it', async (desk) => {
    const { incidents } = await desk.bridge.call('find_people', { text: 'AD/0812' });
    await desk.go(`incident/${incidents[0].incident_id}`);
    await desk.page.getByRole('heading', { level: 1, name: 'Test-Osier' }).waitFor();
    await says(desk, /row 3, column “Status”/).waitFor();
    await holds(desk, 'provenance-closed', { focus: 'h1' });
    await desk.incident('Test-Teasel');
    await says(desk, /row 4, columns “Returned on”: given “23\/11\/2026 21:40”; “Found at”$/).waitFor();
    await holds(desk, 'provenance-located', { focus: 'h1' });
  });

  step('is as it was known: a later file answers from then on alone', async (desk) => {
    const { page } = desk;
    await desk.bridge.setClock('2026-11-24T04:05:00Z');
    await take(desk, 'alderby-2020.csv', [BRAM, WREN, IDA.with(6, 'Alderby market')]);
    await desk.incident('Test-Harrow');
    await onPage(desk, 'incident-description');
    await says(desk, 'alderby-2020.csv, row 4, column “Left from”').waitFor();
    await page.locator('h1').focus();
    await desk.keys('t', 'Home');
    await page.getByText(/As known at .*; read only/).waitFor();
    await desk.settled();
    await says(desk, 'alderby-2019.csv, row 2, column “Left from”').waitFor();
    assert.equal(await page.getByText(/alderby-2020/).count(), 0, 'what was not known then is not shown');
    await holds(desk, 'provenance-then');
  });

  step('stands beside the answers that a grade is rested on', async (desk) => {
    const id = await desk.incident('Test-Harrow');
    await desk.go(`incident/${id}/assess`);
    const row = desk.page.locator('tr[data-question="sexual_exploitation"]');
    await row.locator('input').first().focus();
    await row.getByText('column “CSE?”: given “Y”').filter({ visible: true }).waitFor();
    await holds(desk, 'provenance-assess');
  });
}));
