/**
 * The life of one incident in the real program: a register is made, a report taken, a photograph added, the risk
 * assessed, the person located and the incident closed; the program is killed, and it is all found again.
 */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { OFFICER, createRegister, keepShares, unlock } from './harness/acts.mjs';
import { portrait } from './harness/picture.mjs';
import { Program, dataFolder } from './harness/program.mjs';
import { steps } from './harness/steps.mjs';
import { t } from './harness/words.mjs';

const NAME = 'Test-Larkspur, Magnus';

describe('one incident, from the report to finding it again', () => {
  let folder;
  let files;
  let program;
  let page;
  let incident;
  let reference;

  const step = steps();

  const start = async () => {
    program = await Program.start({ dataDir: folder.path, env: { NRMP_CHOOSE: join(files.path, 'northwick.csv') } });
    page = program.page;
  };

  before(async () => {
    folder = await dataFolder();
    files = await dataFolder();
    await start();
  });

  after(async () => {
    await program?.close();
    await folder?.remove();
    await files?.remove();
  });

  step('makes a register and shows the two recovery shares once', async () => {
    await createRegister(page, { code: 'ZTEST' });
    const [one, two] = await keepShares(page);
    assert.notEqual(one, two);
    await page.see(t('duty-empty').slice(0, 40));
  });

  step('keeps a draft that was being typed when the program was killed (INV-7)', async () => {
    await page.click({ role: 'link', name: t('nav-report') });
    await page.fill({ css: '#report-family_name' }, 'Test-Larkspur');
    await page.fill({ css: '#report-given_name' }, 'Magnus');
    const typed = performance.now();
    await page.until('two seconds', () => performance.now() - typed > 2_000);
    await program.kill();
    await start();
    await unlock(page);
    await page.click({ role: 'link', name: t('nav-report') });
    await page.see(t('report-drafts'));
    await page.click({ role: 'link', name: 'Test-Larkspur' });
    await page.until('the draft in the form', () =>
      page.call(() => document.getElementById('report-given_name')?.value === 'Magnus'),
    );
  });

  step('takes the report, and an immediate danger raises the red strip', async () => {
    await page.fill({ css: '#report-age' }, '81');
    await page.choose({ css: '#report-sex' }, 'male');
    await page.fill({ css: '#report-clothing' }, 'Green waxed jacket, brown cord trousers');
    await page.fill({ css: '#report-place' }, 'Fernhollow Care Home, garden door');
    await page.fill({ css: '#report-informant_name' }, 'Ida Test-Fenwick');
    await page.fill({ css: '#report-informant_phone' }, '07700 900123');
    await page.fill({ css: '#report-circumstances' }, 'Left by the garden door before supper. Walks with a stick.');
    assert.equal(await page.has({ text: t('danger-heading') }), false);
    const selfHarm = { css: 'fieldset', name: t('question-self-harm') };
    await page.click({ css: 'input[type="radio"][value="yes"]', within: selfHarm });
    await page.see({ text: t('danger-heading') });
    await page.click({ role: 'button', name: t('report-save') });
    await page.see(NAME);
    incident = await page.until('the incident', () => page.call(() => /^#\/?incident\/([^/]+)/.exec(location.hash)?.[1]));
    await page.see(t('incident-not-assessed'));
    reference = (await page.see({ css: 'main' })).match(/[A-Z]{2,8}[-/ ][\w/-]*\d+/)?.[0];
    assert.ok(reference, 'the incident has a reference');
    assert.equal(await program.title(), t('window-title', { screen: t('incident-title') }), 'the title names nobody (INV-8)');
  });

  step('adds a photograph', async () => {
    const path = join(files.path, 'portrait.png');
    await writeFile(path, portrait());
    await page.click({ role: 'button', name: t('incident-do-photograph'), within: { css: '.offered' } });
    await page.attach({ css: '#incident-file' }, path);
    await page.click({ css: 'input[type="radio"][value="not_known"]' });
    await page.click({ role: 'button', name: t('incident-photograph-save') });
    await page.until('the photograph in the header', () =>
      page.call(() => [...document.images].some((image) => image.complete && image.naturalWidth > 0)),
    );
  });

  step('keeps a note that was being typed when the program was killed (INV-7)', async () => {
    await page.fill({ css: '#incident-note' }, 'Neighbour at number 4 heard the gate');
    const typed = performance.now();
    await page.until('two seconds', () => performance.now() - typed > 2_000);
    await program.kill();
    await start();
    await unlock(page);
    await page.go(`#/incident/${incident}`);
    await page.until('the note in its field', () =>
      page.call(() => document.getElementById('incident-note')?.value === 'Neighbour at number 4 heard the gate'),
    );
    await page.click({ role: 'button', name: t('incident-note-save') });
    await page.until('an empty field again', () => page.call(() => document.getElementById('incident-note')?.value === ''));
  });

  step('assesses the risk', async () => {
    await page.click({ role: 'link', name: t('incident-do-assess') });
    await page.click({ css: '#assess-form input[type="radio"][value="high"]' });
    await page.fill({ css: '#assess-key-facts' }, 'Aged 81, without a coat, cold night, walks with a stick.');
    await page.fill({ css: '#assess-not-known' }, 'Whether he took his tablets.');
    await page.fill({ css: '#assess-would-change' }, 'A sighting on a bus.');
    await page.fill({ css: '#assess-look-again' }, 'in 1 h');
    await page.click({ role: 'button', name: t('assess-save', { grade: t('grade-high') }) });
    await page.seeNoMore(t('incident-not-assessed'));
    await page.see({ role: 'button', name: t('incident-do-located') });
  });

  step('records that he was seen, and closes', async () => {
    await page.click({ role: 'button', name: t('incident-do-located') });
    await page.fill({ css: '#incident-by' }, 'PC Test-Aldous');
    await page.fill({ css: '#incident-place' }, 'Bus shelter, Mill Lane');
    await page.fill({ css: '#incident-identity' }, 'Photograph and date of birth');
    await page.click({ css: 'input[type="radio"][value="police"]' });
    await page.click({ css: 'input[type="radio"][value="unharmed"]' });
    await page.click({ role: 'button', name: t('incident-located-save') });
    await page.see(t('incident-located-banner'));
    await page.click({ role: 'button', name: t('incident-do-close'), exact: true });
    await page.fill({ css: '#incident-summary' }, 'Back at Fernhollow at 21:40; daughter told.');
    await page.click({ role: 'button', name: t('incident-close-save') });
    await page.see({ role: 'button', name: t('incident-do-reopen') });
  });

  step('takes in a file that was chosen in the system’s dialog, whose place the page is not told (INV-11)', async () => {
    const rows = ['Incident No,Surname,Forename,DOB,Reported,Circumstances', 'NW-1,Test-Harrow,Ida,13/04/1945,05/01/2026 21:10,Left the house after supper.'];
    await writeFile(join(files.path, 'northwick.csv'), rows.join('\r\n'));
    await page.click({ role: 'link', name: t('nav-exchange') });
    await page.click({ css: '#exchange-choose' });
    await page.see({ role: 'heading', name: 'northwick.csv' });
    assert.equal(await page.call((place) => document.documentElement.outerHTML.includes(place), files.path), false);
    await page.fill({ css: '#exchange-system' }, 'Northwick RMS');
    await page.click({ role: 'button', name: t('exchange-read-again') });
    await page.click({ role: 'button', name: t('exchange-import', { n: 1 }) });
    await page.see({ role: 'heading', name: t('exchange-done') });
    await page.go('#/duty');
    await page.click({ css: 'main a[href*="incident/"]', name: 'Test-Harrow' });
    await page.see('Left the house after supper.');
    await page.see('Northwick RMS');
  });

  step('finds it again after it was killed and unlocked', async () => {
    await program.kill();
    await start();
    await unlock(page);
    await page.click({ role: 'link', name: t('nav-find') });
    await page.fill({ css: '#find' }, 'Larkspurr');
    await page.click({ css: `a[href*="${incident}"]` });
    await page.see(NAME);
    await page.see(reference);
    await page.see('Bus shelter, Mill Lane');
    await page.see({ role: 'button', name: t('incident-do-reopen') });
  });

  step('left nothing that can be read in its folder (INV-8)', async () => {
    const secrets = ['Larkspur', 'Magnus', 'Fernhollow', 'Mill Lane', 'Fenwick', 'Harrow', '900123', 'Test-Rowan', OFFICER.passphrase];
    for (const path of await filesBelow(folder.path)) {
      const bytes = await readFile(path);
      for (const encoding of ['utf8', 'utf16le']) {
        for (const secret of secrets) {
          assert.equal(bytes.includes(Buffer.from(secret, encoding)), false, `${secret} stands in ${path}`);
        }
      }
    }
    const log = program.log.join('');
    for (const secret of secrets) assert.equal(log.includes(secret), false, `${secret} stands in the log`);
  });
});

async function filesBelow(path) {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
