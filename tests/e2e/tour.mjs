/**
 * Leaves a picture of every screen of the real program, light and dark, in a folder: `node tour.mjs FOLDER [INCIDENTS]`.
 * The people in the pictures are invented: a training register, and a new register of a made-up force.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { createRegister, keepShares, openTraining } from './harness/acts.mjs';
import { Program, dataFolder } from './harness/program.mjs';
import { throughSync } from './harness/synced.mjs';
import { t } from './harness/words.mjs';

const [folder, incidents = '16'] = process.argv.slice(2);
if (!folder) {
  console.error('node tour.mjs FOLDER [INCIDENTS]');
  process.exit(2);
}
const into = resolve(folder);
await mkdir(into, { recursive: true });

let page;
let number = 0;

/** One screen, in both colours. */
async function picture(name) {
  number += 1;
  const own = await page.call(() => document.documentElement.dataset.theme);
  for (const theme of ['light', 'dark']) {
    await page.call((wanted) => { document.documentElement.dataset.theme = wanted; }, theme);
    const file = `${String(number).padStart(2, '0')}-${name}-${theme}.png`;
    await page.screenshot(join(into, file));
    console.log(file);
  }
  await page.call((before) => { document.documentElement.dataset.theme = before; }, own);
}

async function newRegister() {
  await page.see({ role: 'button', name: t('start-create-act') });
  await picture('start');
  await createRegister(page, { code: 'ZTEST', on: (step) => picture(`create-${step}`) });
  await picture('recovery-shares');
  await keepShares(page);
  await picture('duty-list-empty');
  await page.press('Control', 'l');
  await page.see({ role: 'button', name: t('unlock-act'), exact: true });
  await picture('unlock');
  await page.click({ role: 'button', name: t('unlock-recover') });
  await page.see({ role: 'heading', name: t('recover-title') });
  await picture('recover');
  await page.click({ role: 'button', name: t('back') });
  await page.click({ role: 'button', name: t('unlock-other') });
}

async function training() {
  await page.click({ role: 'button', name: t('start-training-act') });
  await page.see({ role: 'button', name: t('training-make') });
  await picture('training');
  await page.click({ role: 'button', name: t('back') });
  await openTraining(page, { incidents: Number(incidents) });
  await page.see({ role: 'button', name: t('training-go') }, 600_000);
  await picture('training-ready');
  await page.click({ role: 'button', name: t('training-go') });
  await page.see({ css: 'main a[href*="incident/"]' });
  await picture('duty-list');
  await page.click({ role: 'link', name: t('nav-review') });
  await page.see({ css: 'main tbody a' });
  await picture('review-queue');
  await page.click({ role: 'link', name: t('nav-duty') });
  await page.see({ css: 'main tbody a' });
  await page.press('Control', 'k');
  await page.see({ role: 'dialog' });
  await picture('palette');
  await page.press('Escape');
}

async function report() {
  await page.click({ role: 'link', name: t('nav-report') });
  await page.see({ css: '#report-family_name' });
  await picture('report');
  await page.fill({ css: '#report-family_name' }, 'Test-Larkspur');
  await page.fill({ css: '#report-given_name' }, 'Magnus');
  await page.fill({ css: '#report-age' }, '81');
  await page.fill({ css: '#report-place' }, 'Fernhollow Care Home, garden door');
  const selfHarm = { css: 'fieldset', name: t('question-self-harm') };
  await page.click({ css: 'input[type="radio"][value="yes"]', within: selfHarm });
  await page.see({ text: t('danger-heading') });
  await picture('report-danger');
  await page.click({ role: 'button', name: t('report-log-paste') });
  await page.see({ role: 'dialog' });
  await picture('report-dispatch-log');
  await page.press('Escape');
}

async function incident() {
  await page.click({ role: 'link', name: t('nav-duty') });
  // One graded High shows the most; which one is there depends on the number of incidents.
  const address = await page.until('a row of the list', () =>
    page.call((high) => {
      const links = [...document.querySelectorAll('main a[href*="incident/"]')];
      const chosen = links.find((link) => link.closest('tr, li')?.textContent.includes(high)) ?? links[0];
      return chosen?.getAttribute('href');
    }, t('grade-high')),
  );
  await page.go(address);
  await page.see({ css: '.composer' });
  await picture('incident');
  for (const [name, words] of [
    ['description', 'incident-description'],
    ['answers', 'incident-answers-page'],
    ['grades', 'incident-grades'],
    ['hypotheses', 'incident-hypotheses'],
    ['policy', 'incident-policies'],
    ['references', 'incident-references-page'],
  ]) {
    await page.click({ css: '.pages button, .pages label', name: t(words) });
    await picture(`incident-${name}`);
  }
  await page.click({ css: '.pages button, .pages label', name: t('incident-log') });
  await forms();
  await asKnown();
  await page.go(`${address}/assess`);
  await page.see({ css: '#assess-form' });
  await picture('assess');
}

async function forms() {
  const offered = { css: '.offered' };
  for (const [name, wish] of [
    ['contact', { role: 'button', name: t('incident-do-contact'), within: offered }],
    ['partner', { role: 'button', name: t('incident-do-partner'), within: offered }],
    ['update', { role: 'button', name: t('incident-do-update'), within: offered }],
    ['describe', { role: 'button', name: t('incident-do-describe'), within: offered }],
    ['ask', { role: 'button', name: t('incident-do-answers'), within: offered }],
    ['action', { css: '[data-opens="action"]' }],
    ['challenge', { role: 'button', name: t('incident-do-challenge'), within: offered }],
    ['medical', { role: 'button', name: t('incident-do-medical'), within: offered }],
    ['research', { css: '[data-opens="research"]' }],
    ['weather', { role: 'button', name: t('incident-do-weather'), within: offered }],
    ['last-seen', { role: 'button', name: t('incident-do-last-seen'), within: offered }],
    ['hypothesis', { role: 'button', name: t('incident-do-hypothesis'), within: offered }],
    ['policy', { role: 'button', name: t('incident-do-policy'), within: offered }],
    ['reference', { role: 'button', name: t('incident-do-reference'), within: offered }],
    ['photograph', { role: 'button', name: t('incident-do-photograph'), within: offered }],
    ['review', { role: 'button', name: t('incident-do-review') }],
    ['located', { role: 'button', name: t('incident-do-located') }],
    ['close', { role: 'button', name: t('incident-do-close') }],
  ]) {
    await page.click(wish);
    await page.see({ role: 'button', name: t('incident-leave-form') });
    await picture(`incident-form-${name}`);
    await page.click({ role: 'button', name: t('incident-leave-form') });
    await page.see(offered);
  }
}

async function asKnown() {
  const moved = await page.call(() => {
    const slider = document.querySelector('.as-known input[type="range"]');
    if (!slider) return false;
    slider.value = String(Math.floor((Number(slider.min) + Number(slider.max)) / 2));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    slider.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  });
  if (!moved) throw new Error('the incident has no time control');
  await page.see({ role: 'button', name: t('incident-now') });
  await picture('incident-as-known');
  await page.click({ role: 'button', name: t('incident-now') });
}

const TABLE = [
  'Incident No,Surname,Forename,DOB,Sex,Reported,Last seen place,Risk level,Circumstances,Worn',
  'NW-1001,Test-Harrow,Ida,03/04/1945,F,05/11/2026 21:10,Fernhollow Lane bus stop,High,Left the house after supper and was not seen again by the neighbours whom the patrol asked.,Green coat',
  'NW-1002,Test-Osier,Bram,06/07/1988,M,07/11/2026 08:30,Alderby station,Medium,Did not come home from work.,Blue overalls',
  'NW-1003,Test-Teasel,Wren,01/02/2010,F,08/11/2026 18:00,"School gate, Mill Lane",Purple,Not home from school.,Uniform',
  'NW-1004,Test-Sorrel,Noor,09/10/1999,M,not known,Market Square,Low,Row without a date.,Red scarf',
];

async function exchange() {
  await page.go('#/exchange');
  await page.see({ css: '#exchange-choose' });
  await picture('exchange');
  await page.click({ css: '#exchange-choose' });
  await page.see({ role: 'heading', name: 'northwick.csv' });
  await picture('exchange-preview');
  await page.click({ css: '#exchange-act' });
  await page.see({ role: 'alert' });
  await picture('exchange-refused');
  await page.click({ css: '#exchange-dates' });
  await page.fill({ css: '#exchange-system' }, 'Northwick RMS');
  await page.choose({ css: '#exchange-column-9' }, 'attribute.clothing');
  await picture('exchange-changed');
  await page.click({ role: 'button', name: t('exchange-read-again') });
  await page.click({ role: 'button', name: t('exchange-import', { n: 3 }) });
  await page.see({ role: 'heading', name: t('exchange-done') });
  await picture('exchange-done');
  await page.go('#/exchange/photographs');
  await page.see({ css: '#folder-choose' });
  await picture('photographs');
  await page.go('#/exchange/history');
  await page.see('northwick.csv');
  await picture('exchange-history');
  await page.click({ role: 'button', name: t('history-take-back') });
  await page.see({ css: '#history-reason' });
  await picture('exchange-take-back');
  await page.press('Escape');
  await page.go('#/exchange/export');
  await page.fill({ css: '#exchange-reason' }, 'Weekly figures');
  await picture('exchange-export');
  await page.click({ css: '#exchange-save' });
  await page.see('serial');
  await picture('exchange-exported');
  await page.go('#/duty');
  await page.click({ css: 'main a[href*="incident/"]', name: 'Test-Harrow' });
  await page.see({ css: '.composer' });
  await picture('incident-imported');
  await page.click({ role: 'button', name: t('give-out') });
  await page.see({ css: '#give-out-reason' });
  await picture('incident-give-out');
  await page.press('Escape');
}

async function findAndRegister() {
  await page.go('#/find');
  await page.fill({ css: '#find' }, 'Test');
  await page.see({ css: '.hits a' });
  await picture('find');
  for (const part of ['officers', 'verify', 'recovery', 'about']) {
    await page.go(`#/register/${part}`);
    await page.see({ role: 'heading', name: t('nav-register') });
    if (part === 'verify') {
      await page.click({ role: 'button', name: t('verify-act') });
      await page.see(t('verify-checked'));
    }
    await picture(`register-${part}`);
  }
}

const data = await dataFolder();
const files = await dataFolder();
const [table, log] = [join(files.path, 'northwick.csv'), join(files.path, 'incidents.json')];
await writeFile(table, TABLE.join('\r\n'));
const program = await Program.start({ dataDir: data.path, env: { NRMP_CHOOSE: [table, log].join(delimiter) } });
try {
  page = program.page;
  await newRegister();
  await training();
  await report();
  await incident();
  await exchange();
  await throughSync(page, (name) => picture(`sync-${name}`));
  await findAndRegister();
  console.log(`${number * 2} pictures in ${into}`);
} finally {
  await program.close();
  await data.remove();
  await files.remove();
}
