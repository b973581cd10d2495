/** Files in and out: another system's file read, put right, taken in and taken back; records given out. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOneDesk } from './harness/steps.mjs';

const HEADINGS = ['Incident No', 'Surname', 'Forename', 'DOB', 'Sex', 'Reported', 'Last seen at', 'Risk level', 'Circumstances', 'Worn'];
const LONG = `Left the house after supper and was heard on the stairs. ${'Neighbours were asked, nobody saw which way. '.repeat(6)}Rang 07700 900321.`;
const ROWS = [
  ['NW-1001', 'Test-Harrow', 'Ida', '03/04/1945', 'F', '05/11/2026 21:10', 'Fernhollow Lane bus stop', 'High', LONG, 'Green coat'],
  ['NW-1002', 'Test-Osier', 'Bram', '06/07/1988', 'M', '07/11/2026 08:30', 'Alderby station', 'Medium', 'Did not come home from work.', 'Blue overalls'],
  ['NW-1003', 'Test-Teasel', 'Wren', '01/02/2010', 'F', '08/11/2026 18:00', 'School gate, Mill Lane', 'Purple', 'Not home from school.', 'Uniform\u202Edna tac'],
  ['NW-1004', 'Test-Sorrel', 'Noor', '09/10/1999', 'M', 'not known', 'Market Square', 'Low', 'Row without a date.', 'Red scarf'],
];

const csv = (rows) => [HEADINGS, ...rows].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');

describe('files in and out', () => {
  let folder;
  const at = (name) => join(folder, name);
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'nrmp-exchange-'))));
  after(() => rm(folder, { recursive: true, force: true }));

  const choose = async (desk, path, button) => {
    await desk.bridge.willChoose(path);
    await desk.press(button);
  };
  const column = (heading) => HEADINGS.indexOf(heading);
  const counts = (desk) => desk.page.getByRole('list', { name: t('exchange-counts') }).innerText();

  atOneDesk({}, (step) => {
    step('stand in the navigation, and say what to do before a file is chosen', async (desk) => {
      await writeFile(at('northwick.csv'), csv(ROWS));
      await desk.page.getByRole('link', { name: t('nav-exchange') }).click();
      await desk.settled();
      await holds(desk, 'exchange-none', { focus: 'h1', snapshot: true });
      await desk.press(t('exchange-choose'));
      await desk.see(t('exchange-none'));
    });

    step('reads a file without taking anything in', async (desk) => {
      const before = await desk.bridge.call('session');
      await choose(desk, at('northwick.csv'), t('exchange-choose'));
      await desk.page.getByRole('heading', { name: 'northwick.csv' }).waitFor();
      await holds(desk, 'exchange-preview', { snapshot: true });
      assert.match(await counts(desk), /3 new/);
      assert.match(await counts(desk), /1 row rejected/);
      assert.equal((await desk.bridge.call('session')).open_incidents, before.open_incidents, 'nothing is taken in');
    });

    step('shows a value that would turn the screen round as what it is, and all of a long one', async (desk) => {
      await desk.page.getByText('Uniform[U+202E]dna tac').first().waitFor();
      await desk.page.locator('summary', { hasText: /^Left the house/ }).click();
      await desk.see(/Rang 07700 900321/);
    });

    step('asks for what it cannot know, at the fields, and keeps what was typed', async (desk) => {
      await desk.page.selectOption(`#exchange-column-${column('Worn')}`, 'attribute.clothing');
      await desk.page.selectOption(`#exchange-column-${column('Last seen at')}`, 'last_seen_place');
      await desk.see(t('exchange-counts-stale'));
      await holds(desk, 'exchange-changed');
      await desk.press(t('exchange-read-again'));
      await desk.until('the new counts', async () => /1 value not understood/.test(await counts(desk)));
      await desk.press(/^Import 3/);
      await desk.see(t('exchange-dates-missing'));
      await holds(desk, 'exchange-refused', { focus: '[role="alert"]' });
      await desk.page.getByLabel(t('exchange-dates-day-first')).check();
      await desk.fill({ 'exchange-system': 'Northwick RMS', 'exchange-mapping-name': 'Northwick' });
      await desk.press(t('exchange-read-again'));
    });

    step('still has all of it after a lock', async (desk) => {
      await desk.keys('Control+l');
      await desk.page.waitForSelector('#collar');
      await desk.fill({ collar: 'T1', passphrase: desk.training.passphrase });
      await desk.press(t('unlock-act'), { exact: true });
      await desk.page.getByRole('heading', { name: 'northwick.csv' }).waitFor();
      assert.equal(await desk.page.inputValue('#exchange-system'), 'Northwick RMS');
      assert.equal(await desk.page.inputValue(`#exchange-column-${column('Worn')}`), 'attribute.clothing');
      assert.ok(await desk.page.getByLabel(t('exchange-dates-day-first')).isChecked());
    });

    step('saves the columns, and the rejected rows with the reason in each', async (desk) => {
      await desk.press(t('exchange-mapping-save'));
      await desk.see(t('exchange-mapping-saved', { name: 'Northwick' }));
      await choose(desk, at('northwick-not-taken.csv'), t('exchange-rejected-save', { n: 1 }));
      await desk.see(/northwick-not-taken\.csv/);
      const rejected = await readFile(at('northwick-not-taken.csv'), 'utf8');
      assert.match(rejected, /Why it was not taken/);
      assert.match(rejected, /NW-1004/);
      assert.doesNotMatch(rejected, /NW-1001/);
      await holds(desk, 'exchange-ready');
    });

    step('takes the rows in, and says what came of it', async (desk) => {
      await desk.press(/^Import 3/);
      await desk.page.getByRole('heading', { name: t('exchange-done') }).waitFor();
      await holds(desk, 'exchange-done', { focus: '#exchange-result' });
      assert.equal((await desk.bridge.call('session')).open_incidents, 19);
    });

    step('opens an imported incident with its values, and what was given in its log', async (desk) => {
      await desk.incident('Test-Harrow');
      await desk.see(/Fernhollow Lane bus stop/);
      await desk.see(/Northwick RMS/);
      await desk.page.locator('summary', { hasText: t('incident-file-row') }).last().click();
      await desk.see(/05\/11\/2026 21:10/);
      await desk.page.getByRole('group', { name: t('incident-pages') }).getByRole('button', { name: new RegExp(`^${t('incident-description')}`) }).click();
      await desk.see('Green coat');
      await holds(desk, 'incident-imported');
    });

    step('knows the same file again', async (desk) => {
      await desk.go('exchange');
      await choose(desk, at('northwick.csv'), t('exchange-choose'));
      await desk.until('the counts', async () => /3 here already/.test(await counts(desk)));
      assert.equal(await desk.page.getAttribute('#exchange-act', 'aria-disabled'), 'true');
      await desk.see(t('exchange-will-nothing'));
      await holds(desk, 'exchange-again');
    });

    step('takes what has changed in a later file', async (desk) => {
      const later = ROWS.map((row) => (row[0] === 'NW-1002' ? row.with(column('Last seen at'), 'Alderby station, platform 2') : row));
      await writeFile(at('northwick-later.csv'), csv(later));
      await choose(desk, at('northwick-later.csv'), t('exchange-choose-other'));
      await desk.until('the counts', async () => /1 changed/.test(await counts(desk)));
      await desk.press(t('exchange-import', { n: 1 }));
      await desk.page.getByRole('heading', { name: t('exchange-done') }).waitFor();
      await desk.incident('Test-Osier');
      await desk.see(/platform 2/);
    });

    step('takes an import back, with a reason', async (desk) => {
      await desk.go('exchange/history');
      await desk.see('northwick-later.csv');
      await holds(desk, 'exchange-history', { focus: 'h1', snapshot: true });
      await desk.press(t('history-take-back-named', { file: 'northwick-later.csv' }));
      await holds(desk, 'exchange-take-back', { focus: '#history-reason' });
      await desk.press(t('history-take-back-act'));
      await desk.see(t('history-reason-missing'));
      await holds(desk, 'exchange-take-back-refused');
      await desk.fill({ 'history-reason': 'Wrong file' });
      await desk.press(t('history-take-back-act'));
      await desk.see(/Taken back by .*Wrong file/);
    });

    step('does not take back what somebody has written on, and says who', async (desk) => {
      await desk.incident('Test-Harrow');
      await desk.page.fill('#incident-note', 'Neighbour rang: seen at the bus stop.');
      await desk.press(t('incident-note-save'));
      await desk.go('exchange/history');
      await desk.press(t('history-take-back-named', { file: 'northwick.csv' }));
      await desk.fill({ 'history-reason': 'Wrong system' });
      await desk.press(t('history-take-back-act'));
      await desk.page.getByRole('dialog').getByText(/Test-Hawthorn/).first().waitFor();
      assert.equal(await desk.page.inputValue('#history-reason'), 'Wrong system');
      await holds(desk, 'exchange-built-on');
      await desk.keys('Escape');
    });

    step('gives the register out as a complete log and as a table, with the reason', async (desk) => {
      await desk.go('exchange/export');
      await holds(desk, 'exchange-export', { focus: 'h1', snapshot: true });
      await desk.press(t('export-save'));
      await desk.see(t('export-reason-missing'));
      await holds(desk, 'exchange-export-refused', { focus: '[role="alert"]' });
      await desk.fill({ 'exchange-reason': 'Weekly figures' });
      await choose(desk, at('all.json'), t('export-save'));
      await desk.see(/serial/);
      await holds(desk, 'exchange-exported');
      const log = await readFile(at('all.json'), 'utf8');
      JSON.parse(log);
      assert.match(log, /Weekly figures/);
      await desk.page.getByLabel(t('export-open')).check();
      await desk.page.getByLabel(t('export-format-csv')).check();
      await desk.fill({ 'exchange-reason': 'Weekly figures' });
      await choose(desk, at('open.csv'), t('export-save'));
      await desk.see(/open\.csv/);
      const table = await readFile(at('open.csv'), 'utf8');
      for (const name of ['Test-Larkspur', 'Test-Harrow']) assert.match(table, new RegExp(name));
    });

    step('prints the open incidents', async (desk) => {
      await choose(desk, at('open.pdf'), t('export-paper-act'));
      await desk.see(/open\.pdf/);
      assert.equal((await readFile(at('open.pdf'))).subarray(0, 5).toString('latin1'), '%PDF-');
    });

    step('takes the complete log of a register, verified first, and refuses one that was changed', async (desk) => {
      const log = JSON.parse(await readFile(at('all.json'), 'utf8'));
      log.given_out.reason = 'another reason';
      await writeFile(at('changed.json'), JSON.stringify(log));
      await desk.go('exchange/import');
      await choose(desk, at('changed.json'), t('exchange-choose'));
      await desk.see(t('log-not-sound'));
      assert.equal(await desk.page.getAttribute('#exchange-act', 'aria-disabled'), 'true');
      await holds(desk, 'log-not-sound');
      await choose(desk, at('all.json'), t('exchange-choose-other'));
      await desk.see(t('log-sound'));
      await holds(desk, 'log-sound', { snapshot: true });
      await desk.press(t('log-take', { n: log.incidents.length }));
      await desk.see(/0 entries taken in as they were signed, \d+ here already/);
      await holds(desk, 'log-taken', { focus: '#exchange-result' });
    });

    step('saves an empty paper sheet, and enters it filled in with the time each thing happened', async (desk) => {
      await desk.go('exchange/import');
      await choose(desk, at('sheet.csv'), t('paper-save'));
      await desk.see(/sheet\.csv/);
      await holds(desk, 'paper-saved');
      const [headings, first, second, ...others] = (await readFile(at('sheet.csv'), 'utf8')).split('\r\n');
      const names = headings.replace(/^\ufeff/, '').slice(1, -1).split('","');
      const fill = (row, cells) => {
        const [number] = row.slice(1).split('"');
        return names.map((name, i) => `"${i === 0 ? number : (Object.entries(cells).find(([beginning]) => name.startsWith(beginning))?.[1] ?? '')}"`).join(',');
      };
      const when = { 'Date it happened': '24/11/2026', 'Written down by': 'PC Test-Marsh 4411' };
      const reported = fill(first, { ...when, 'Time it happened': '01:10', 'What happened': 'Left by the back door.', 'Family name': 'Test-Papermill', Grade: 'H' });
      const told = fill(second, { ...when, 'About incident': 'NM/26/999999', 'Time it happened': '01:40', 'What happened': 'Neighbour rang.' });
      await writeFile(at('night.csv'), [headings, reported, told, ...others].join('\r\n'));
      await choose(desk, at('night.csv'), t('exchange-choose'));
      await desk.page.getByRole('heading', { name: 'night.csv' }).waitFor();
      await desk.see(t('paper-read'));
      assert.match(await counts(desk), /1 new/);
      await desk.see(/NM\/26\/999999/);
      await holds(desk, 'paper-preview', { snapshot: true });
      await desk.press(t('exchange-import', { n: 1 }));
      await desk.page.getByRole('heading', { name: t('exchange-done') }).waitFor();
      await desk.incident('Test-Papermill');
      await desk.see(new RegExp(t('incident-from-paper')));
      await holds(desk, 'incident-from-paper');
    });

    step('puts a folder of photographs to the incidents whose references stand in their names', async (desk) => {
      const { page } = desk;
      const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
      await mkdir(at('pictures/NW 1001'), { recursive: true });
      await writeFile(at('pictures/NW 1001/portrait.png'), pixel);
      await writeFile(at('pictures/IMG_4411.png'), pixel);
      await writeFile(at('pictures/NW-1002 letter.jpg'), 'no picture');
      await desk.go('exchange/photographs');
      await holds(desk, 'folder-none', { focus: 'h1' });
      await choose(desk, at('pictures'), t('folder-choose'));
      await page.getByRole('heading', { name: 'pictures' }).waitFor();
      await desk.see(/Test-Harrow/);
      await holds(desk, 'folder-read', { snapshot: true });
      await choose(desk, at('northwick.csv'), t('folder-list-choose'));
      await desk.see(/No column of this list names photographs/);
      await holds(desk, 'folder-list-refused', { focus: '[role="alert"]' });
      await desk.press(t('folder-take', { n: 1 }));
      await page.getByRole('heading', { name: t('folder-done') }).waitFor();
      await holds(desk, 'folder-taken', { focus: '#folder-result' });
      await desk.go('exchange/history');
      await desk.see('pictures');
    });

    step('gives one incident out, as it is and as it was known', async (desk) => {
      const { page } = desk;
      await desk.incident('Test-Harrow');
      await desk.press(t('give-out'));
      await page.getByRole('dialog', { name: t('give-out-title') }).waitFor();
      await holds(desk, 'give-out');
      await desk.press(t('export-save'));
      await desk.see(t('export-reason-missing'));
      await holds(desk, 'give-out-refused');
      await desk.fill({ 'give-out-reason': 'For the coroner' });
      await choose(desk, at('one.json'), t('export-save'));
      await desk.see(/one\.json/);
      JSON.parse(await readFile(at('one.json'), 'utf8'));
      await page.locator('h1').focus();
      await desk.keys('t', 'Home');
      await page.getByText(/As known at .*; read only/).waitFor();
      await desk.settled();
      await desk.press(t('give-out'));
      await page.getByLabel(t('give-out-evidence')).check();
      await desk.fill({ 'give-out-reason': 'For the coroner' });
      await holds(desk, 'give-out-then');
      await choose(desk, at('one.pdf'), t('export-save'));
      await desk.see(/one\.pdf/);
      assert.equal((await readFile(at('one.pdf'))).subarray(0, 5).toString('latin1'), '%PDF-');
    });

    step('shows a supervisor the export alone, and a call handler nothing of it', async (desk) => {
      for (const [collar, shown] of [['T2', 1], ['T4', 0]]) {
        await desk.keys('Control+l');
        await desk.page.waitForSelector('#collar');
        await desk.unlock(collar);
        assert.equal(await desk.page.getByRole('link', { name: t('nav-exchange') }).count(), shown, collar);
        await desk.go('exchange/import');
        if (shown) {
          await desk.page.getByRole('heading', { name: t('export-file') }).waitFor();
          await holds(desk, 'exchange-supervisor');
        } else await desk.see(t('exchange-may-not'));
      }
      await holds(desk, 'exchange-may-not');
    });
  });
});

describe('a file whose columns nobody knows', () => atOneDesk({}, (step) => {
  let folder;
  after(() => folder && rm(folder, { recursive: true, force: true }));

  step('says what has to be set before it can be counted', async (desk) => {
    folder = await mkdtemp(join(tmpdir(), 'nrmp-exchange-'));
    await writeFile(join(folder, 'odd.csv'), 'Aaa,Bbb\r\n13/01/2026 21:10,Test-Harrow\r\n');
    await desk.go('exchange');
    await desk.bridge.willChoose(join(folder, 'odd.csv'));
    await desk.press(t('exchange-choose'));
    await desk.page.getByRole('heading', { name: 'odd.csv' }).waitFor();
    assert.equal(await desk.page.getByRole('list', { name: t('exchange-counts') }).count(), 0);
    assert.equal(await desk.page.getAttribute('#exchange-act', 'aria-disabled'), 'true');
    await holds(desk, 'exchange-unknown');
    await desk.page.selectOption('#exchange-column-0', 'reported_at');
    await desk.page.selectOption('#exchange-column-1', 'attribute.family_name');
    await desk.press(t('exchange-read-again'));
    await desk.page.getByRole('list', { name: t('exchange-counts') }).getByText('1 new').waitFor();
  });
}));

describe('a log of a register that was recovered', () => atOneDesk({ training: false }, (step) => {
  let folder;
  after(() => folder && rm(folder, { recursive: true, force: true }));

  step('says that a key is vouched for by nobody, and is taken only where its force was asked', async (desk) => {
    const { bridge } = desk;
    const passphrase = 'orchard lantern heron 92 quill';
    folder = await mkdtemp(join(tmpdir(), 'nrmp-exchange-'));
    const officer = (name, collar) => ({ name, collar, role: 'duty_inspector' });
    const { share_1, share_2 } = await bridge.call('create_register', { force: 'OTH', officer: officer('Insp Test-Larch', 'L1'), passphrase });
    await bridge.call('recover', { register: 'live', share_1, share_2, officer: officer('Insp Test-Heron', 'L2'), passphrase });
    await desk.window();
    await desk.go('exchange/export');
    await desk.fill({ 'exchange-reason': 'Review' });
    await bridge.willChoose(join(folder, 'log.json'));
    await desk.press(t('export-save'));
    await desk.see(/log\.json/);
    await desk.go('exchange/import');
    await bridge.willChoose(join(folder, 'log.json'));
    await desk.press(t('exchange-choose'));
    await desk.see(/KEY FROM RECOVERY/);
    await holds(desk, 'log-recovered');
    await desk.page.click('#exchange-act');
    await desk.settled();
    await holds(desk, 'log-recovered-refused', { focus: '[role="alert"]' });
    await desk.page.getByLabel(t('log-recovered')).check();
    await desk.page.click('#exchange-act');
    await desk.page.getByRole('heading', { name: t('exchange-done') }).waitFor();
  });
}));

describe('a long import', () => atOneDesk({}, (step) => {
  let folder;
  after(() => folder && rm(folder, { recursive: true, force: true }));

  step('is stopped, gone on with later, and leaves no row out', async (desk) => {
    const { page } = desk;
    folder = await mkdtemp(join(tmpdir(), 'nrmp-exchange-'));
    const many = Array.from({ length: 12_000 }, (_, n) => [`NW-${n}`, `Test-Row${n}`, 'Ida', '13/04/1945', 'F', '05/11/2026 21:10', '', 'Low', 'Left after supper.', 'Green coat']);
    await writeFile(join(folder, 'many.csv'), csv(many));
    await desk.go('exchange');
    await desk.bridge.willChoose(join(folder, 'many.csv'));
    await desk.press(t('exchange-choose'));
    await page.getByRole('heading', { name: 'many.csv' }).waitFor();
    assert.equal(await page.locator('#exchange-dates').count(), 0, 'a 13th tells days from months');
    await desk.fill({ 'exchange-system': 'Northwick RMS' });
    await desk.press(t('exchange-read-again'));
    let begin;
    const begun = new Promise((done) => (begin = done));
    await page.route('**/use-case/run_import', (route) => begun.then(() => route.continue()));
    await page.getByRole('button', { name: t('exchange-import', { n: 12_000 }) }).click();
    await page.getByRole('progressbar').waitFor();
    await holds(desk, 'exchange-running', { moving: true });
    begin();
    await page.locator('progress[value]').waitFor();
    await page.getByRole('button', { name: t('progress-cancel'), exact: true }).click();
    await page.getByRole('heading', { name: t('exchange-stopped') }).waitFor({ timeout: 60_000 });
    await desk.see(/^Stopped after \d+000 rows/);
    await holds(desk, 'exchange-stopped', { focus: '#exchange-result' });
    await desk.go('exchange/history');
    await holds(desk, 'exchange-part-done', { focus: 'h1' });
    await page.getByRole('button', { name: t('history-go-on-named', { file: 'many.csv' }) }).click();
    await page.getByRole('cell', { name: 'Complete', exact: true }).waitFor({ timeout: 60_000 });
    await desk.settled();
    assert.equal((await desk.bridge.call('session')).open_incidents, 12_016);
  });
}));

describe('an import with the keyboard alone', () => atOneDesk({}, (step) => {
  let folder;
  after(() => folder && rm(folder, { recursive: true, force: true }));

  step('goes from the palette to the incident', async (desk) => {
    const { page } = desk;
    folder = await mkdtemp(join(tmpdir(), 'nrmp-exchange-'));
    await writeFile(join(folder, 'keys.csv'), csv(ROWS.slice(0, 1)));
    await desk.bridge.willChoose(join(folder, 'keys.csv'));
    await desk.keys('Control+k');
    await page.keyboard.type(t('exchange-part-import'));
    await desk.keys('Enter');
    await page.waitForSelector('#exchange-choose');
    await desk.tabTo('#exchange-choose');
    await desk.keys('Enter');
    await page.getByRole('heading', { name: 'keys.csv' }).waitFor();
    await desk.settled();
    await desk.tabTo('#exchange-dates');
    await desk.keys('Space');
    await desk.tabTo('#exchange-system');
    await page.keyboard.type('Northwick RMS');
    await desk.tabTo('#exchange-act');
    await desk.keys('Enter');
    await desk.settled();
    await desk.until('the file to be read again', () => page.evaluate(() => document.activeElement?.id === 'exchange-act'));
    assert.equal(await page.innerText('#exchange-act'), t('exchange-import', { n: 1 }));
    await desk.keys('Enter');
    await desk.until('what came of it', () => page.evaluate(() => document.activeElement?.id === 'exchange-result'));
    await desk.row('Test-Harrow');
  });
}));
