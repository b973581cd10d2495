/** The duty list, the ways through it, the palette, finding, and the register's own screens. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { LAPTOP, t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOneDesk } from './harness/steps.mjs';

describe('the duty list', () => atOneDesk({}, (step) => {
  step('shows all sixteen open incidents without scrolling, in both densities of colour', async (desk) => {
    await desk.page.locator('tbody tr.row').nth(15).waitFor();
    await holds(desk, 'duty', { focus: 'h1', snapshot: true });
    const rows = await desk.page.locator('tbody tr.row').all();
    assert.equal(rows.length, 16);
    for (const row of rows) {
      const box = await row.boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= LAPTOP.height, `${await row.locator('a').innerText()} is within ${LAPTOP.height} px: ${JSON.stringify(box)}`);
    }
    const places = await desk.page.locator('tbody tr.row').evaluateAll((all) => all.map((row) => row.getBoundingClientRect().top));
    assert.equal(new Set(places).size, 16, 'each row has a place of its own');
  });

  step('says in words that nothing is sent (INV-5), and to whom nothing goes', async (desk) => {
    await desk.see(/This laptop only/);
  });

  step('follows the theme switch, and keeps to it on the next screen', async (desk) => {
    const theme = () => desk.page.evaluate(() => document.documentElement.dataset.theme);
    await desk.page.getByLabel(t('theme-label')).selectOption('dark');
    assert.equal(await theme(), 'dark');
    await desk.go('find');
    assert.equal(await theme(), 'dark');
    await desk.page.getByLabel(t('theme-label')).selectOption('light');
    await desk.go('duty');
    assert.equal(await theme(), 'light');
  });

  step('shows one urgency, one grade or one name by filter, and says why it is empty', async (desk) => {
    const rows = desk.page.locator('tbody tr.row');
    await desk.press(new RegExp(`^${t('duty-show-high')}`));
    await desk.until('the high ones', async () => (await rows.count()) === 2);
    await holds(desk, 'duty-high');
    await desk.press(new RegExp(`^${t('duty-show-all')}`));
    await desk.page.fill('input[type="search"]', 'larkspur');
    await desk.until('one row', async () => (await rows.count()) === 1);
    await holds(desk, 'duty-by-name');
    await desk.page.fill('input[type="search"]', 'nobody of this name');
    await desk.see(t('duty-none-chosen', { n: 16 }));
    await holds(desk, 'duty-none');
    await desk.press(t('duty-show-all-again'));
    await desk.until('all rows', async () => (await rows.count()) === 16);
  });

  step('sorts by grade with the grades in words', async (desk) => {
    await desk.page.getByLabel(t('duty-sort')).selectOption('grade');
    await desk.settled();
    await holds(desk, 'duty-by-grade');
    await desk.page.getByLabel(t('duty-sort')).selectOption('need');
    await desk.settled();
  });

  step('puts first whom harm may come to next, and says when', async (desk) => {
    const { incident_id } = await desk.row('Test-Moss');
    const act = { basis: [], happened_at: null, source: null, from_paper: false };
    await desk.bridge.call('give_medical_need', { incident_id, act, condition: 'diabetes-insulin', detail: '', treated_at: { is: 'at', at: '2026-11-24T01:00:00Z' }, ended_because: null });
    await desk.page.getByLabel(t('duty-sort')).selectOption('harm');
    await desk.settled();
    const { rows } = await desk.bridge.call('duty_list', { filter: { grade: null, not_assessed: false, children: false, category: null, now_only: false, text: '' }, sort: 'harm', offset: 0, limit: 200 });
    const shown = await desk.page.locator('tbody tr.row').evaluateAll((all) => all.map((row) => row.getAttribute('data-incident')));
    assert.deepEqual(shown, rows.map((row) => row.incident_id));
    const first = rows.findIndex((row) => row.next_harm === '');
    assert.ok(first > 0 && rows.slice(first).every((row) => row.next_harm === ''), 'those of whom no moment is known come last');
    const told = await desk.page.locator(`[data-incident="${incident_id}"] .needs p`).innerText();
    assert.match(told, /harm may/);
    await holds(desk, 'duty-next-harm');
    await desk.page.getByLabel(t('duty-sort')).selectOption('need');
    await desk.settled();
  });

  step('is walked with arrows, and Enter opens the row', async (desk) => {
    const { page } = desk;
    await desk.go('find');
    await desk.go('duty');
    await desk.until('the heading', () => page.evaluate(() => document.activeElement?.tagName === 'H1'));
    await desk.tabTo('tbody a');
    await desk.keys('End');
    await desk.keys('ArrowUp', 'Home', 'ArrowDown');
    const second = page.locator('tbody tr.row a').nth(1);
    assert.ok(await second.evaluate((link) => link === document.activeElement), 'the second row has the focus');
    const href = await second.getAttribute('href');
    await desk.keys('Enter');
    await desk.until('the incident', () => page.evaluate((to) => location.hash === to, href));
  });

  /** Something was recorded elsewhere: the list is read again. */
  const readAgain = async (desk) => {
    const { incident_id } = await desk.row('Test-Moss');
    const { basis } = await desk.bridge.call('incident', { incident_id, at: null, refresh: true });
    await desk.bridge.call('record_note', { incident_id, act: { basis, happened_at: null, source: null, from_paper: false }, text: 'Nothing new.' });
  };
  const focusedName = (desk) => desk.page.evaluate(() => document.activeElement?.closest('tr.row')?.querySelector('a').innerText ?? '');

  step('is gone into from its heading by Down, and no row that has the focus is under the heading of the table', async (desk) => {
    const { page } = desk;
    await desk.go('find');
    await desk.go('duty');
    await desk.until('the heading', () => page.evaluate(() => document.activeElement?.tagName === 'H1'));
    await desk.keys('ArrowDown');
    assert.ok(await page.locator('tbody tr.row a').first().evaluate((link) => link === document.activeElement), 'the first row has the focus');
    await page.setViewportSize({ width: LAPTOP.width, height: 420 });
    await desk.keys('End');
    for (let row = 15; row > 0; row -= 1) {
      await desk.keys('ArrowUp');
      const [top, under] = await page.evaluate(() => [document.activeElement.getBoundingClientRect().top, document.querySelector('thead th').getBoundingClientRect().bottom]);
      assert.ok(top >= under, `row ${row}: ${top} is below the heading's ${under}`);
    }
    await page.setViewportSize(LAPTOP);
  });

  step('marks every immediate danger with a word that is never cut, and an old photograph with two', async (desk) => {
    const rows = desk.page.locator('tbody tr.row');
    const { danger } = await desk.row('Test-Larkspur');
    const row = rows.filter({ hasText: 'Test-Larkspur' });
    const [mark, cell] = [await row.locator('.danger').boundingBox(), await row.locator('td.needs').boundingBox()];
    assert.ok(mark.y >= cell.y && mark.y + mark.height <= cell.y + cell.height && mark.x + mark.width <= cell.x + cell.width, 'the mark is whole');
    assert.match(await row.locator('td.needs').getAttribute('title'), new RegExp(danger));
    await row.getByText(t('duty-old-photograph')).waitFor();
    assert.equal(await rows.filter({ hasText: 'Test-Moss' }).locator('.danger').count(), 0);
  });

  step('keeps the focus on a row that a refresh moves to another section', async (desk) => {
    const { page } = desk;
    await page.locator('tbody tr.row', { hasText: 'Test-Alder, Jude' }).locator('a').focus();
    await page.route('**/use-case/duty_list', async (route) => {
      const answer = await route.fetch();
      const list = await answer.json();
      for (const row of list.rows) if (row.name.includes('Test-Alder, Jude')) row.section = 'needs_someone_now';
      await route.fulfill({ response: answer, json: list });
    });
    await readAgain(desk);
    await page.locator('tr.needs_someone_now', { hasText: 'Test-Alder, Jude' }).waitFor();
    await desk.until('the focus again', async () => /Test-Alder, Jude/.test(await focusedName(desk)));
    await page.unroute('**/use-case/duty_list');
    await readAgain(desk);
    await page.locator('tr.on_track', { hasText: 'Test-Alder, Jude' }).waitFor();
  });

  step('keeps the last list where it cannot be read again, says from when it is, and takes nobody’s focus', async (desk) => {
    const { page } = desk;
    await page.locator('tbody tr.row', { hasText: 'Test-Alder, Jude' }).locator('a').focus();
    await page.route('**/use-case/duty_list', (route) => route.fulfill({ status: 422, json: { code: 'fault', rule: null, message: 'The program failed at this.', fields: [] } }));
    await readAgain(desk);
    await desk.see(t('list-not-read-again', { why: 'The program failed at this.', time: '03:05' }));
    assert.match(await focusedName(desk), /Test-Alder, Jude/);
    assert.equal(await page.locator('tbody tr.row').count(), 16);
    await holds(desk, 'duty-not-read');
    await page.unroute('**/use-case/duty_list');
    await desk.press(t('read-again'));
    await desk.until('no more notice', async () => (await page.getByText(/could not be read again/).count()) === 0);
  });

  step('is filtered from the keyboard by /', async (desk) => {
    await desk.go('duty');
    await desk.keys('/');
    await desk.until('the filter', () => desk.page.evaluate(() => document.activeElement?.matches('input[type="search"]')));
  });
}));

describe('the lock of an unattended laptop', () => atOneDesk({}, (step) => {
  step('is announced a minute before, and a key puts it off', async (desk) => {
    const { page } = desk;
    await page.clock.install();
    await page.reload();
    await desk.settled();
    await page.clock.fastForward('08:55');
    assert.equal(await page.getByText(t('idle-warning')).count(), 0);
    await page.clock.fastForward('00:06');
    await desk.see(t('idle-warning'));
    await holds(desk, 'duty-idle');
    await desk.keys('Shift');
    await desk.until('no more warning', async () => (await page.getByText(t('idle-warning')).count()) === 0);
  });
}));

describe('going anywhere', () => atOneDesk({}, (step) => {
  step('opens the palette and goes to an incident by its letters and by its reference', async (desk) => {
    const { page } = desk;
    await desk.keys('Control+k');
    await page.getByRole('combobox', { name: t('palette-title') }).waitFor();
    await holds(desk, 'palette');
    await page.keyboard.type('larksp');
    await page.getByRole('option', { name: /Test-Larkspur/ }).waitFor();
    await holds(desk, 'palette-found');
    await desk.keys('Enter');
    await page.getByRole('heading', { level: 1, name: /Test-Larkspur/ }).waitFor();
    const { reference, incident_id } = await desk.row('Test-Vale');
    await desk.keys('Control+k');
    await page.keyboard.type(reference);
    await page.getByRole('option', { name: new RegExp(reference) }).waitFor();
    await desk.keys('Enter');
    await desk.until('the incident', () => page.evaluate((id) => location.hash.includes(id), incident_id));
    await desk.keys('Control+k');
    await page.keyboard.type('qqqq');
    await desk.see(t('palette-none'));
    await holds(desk, 'palette-none');
    await desk.keys('Escape');
  });

  step('goes to nobody by Enter before the register has answered for what is typed', async (desk) => {
    const { page } = desk;
    await desk.go('duty');
    await desk.keys('Control+k');
    await page.keyboard.type('larksp');
    await page.getByRole('option', { name: /Test-Larkspur/ }).waitFor();
    let answer = () => undefined;
    await page.route('**/use-case/find_people', async (route) => {
      await new Promise((told) => (answer = told));
      await route.continue();
    });
    await page.keyboard.type('q');
    await desk.keys('Enter');
    assert.equal(await page.getByRole('dialog').getByRole('option').count(), 0);
    assert.ok(await page.getByRole('combobox', { name: t('palette-title') }).isVisible(), 'the palette is still there');
    await page.unroute('**/use-case/find_people', { behavior: 'ignoreErrors' });
    answer();
    await page.route('**/use-case/find_people', (route) => route.fulfill({ status: 422, json: { code: 'fault', rule: null, message: 'The program failed at this.', fields: [] } }));
    await page.keyboard.type('q');
    await desk.see(t('palette-failed', { why: 'The program failed at this.' }));
    await holds(desk, 'palette-failed');
    await page.unroute('**/use-case/find_people');
    await desk.keys('Escape');
  });

  step('leaves the focus in the search box when a look fails, with no hits of an earlier text under it', async (desk) => {
    const { page } = desk;
    await desk.go('find');
    await page.fill('#find', 'Larkspurr');
    await page.getByRole('heading', { name: t('find-people') }).waitFor();
    await page.route('**/use-case/find_people', (route) => route.fulfill({ status: 422, json: { code: 'fault', rule: null, message: 'The program failed at this.', fields: [] } }));
    await page.fill('#find', 'Larkspurrr');
    await desk.see(t('find-failed'));
    assert.equal(await page.locator('.hits a').count(), 0);
    await holds(desk, 'find-failed', { focus: '#find' });
    await page.unroute('**/use-case/find_people');
    await page.fill('#find', 'Larkspurr');
    await page.locator('.hits[aria-busy="false"] a').first().waitFor();
    await desk.keys('ArrowDown');
    assert.ok(await page.locator('.hits a').first().evaluate((link) => link === document.activeElement), 'Down goes to the first hit');
    await page.fill('#find', '');
  });

  step('finds a misspelt name, and says when there is nobody', async (desk) => {
    await desk.go('find');
    await holds(desk, 'find', { focus: '#find' });
    await desk.page.fill('#find', 'Larkspurr');
    await desk.page.getByRole('heading', { name: t('find-people') }).waitFor();
    await holds(desk, 'find-found');
    await desk.page.fill('#find', 'qqqqq');
    await desk.see(t('find-none'));
    await holds(desk, 'find-none');
  });

  step('shows the officers and adds one', async (desk) => {
    await desk.go('register');
    await holds(desk, 'register-officers', { focus: 'h1' });
    await desk.press(t('officers-add'));
    await holds(desk, 'register-add');
    await desk.press(t('officers-add-act'));
    await desk.see(t('officer-role-missing'));
    await holds(desk, 'register-add-refused');
    await desk.fill({ 'officer-name': 'PC Test-Sedge', 'officer-collar': 'T9', 'officer-passphrase': 'lantern gravel otter sundial', 'officer-again': 'lantern gravel otter sundial' });
    await desk.page.selectOption('#officer-role', 'investigating_officer');
    await desk.see(/Strong enough/);
    await desk.press(t('officers-add-act'));
    await desk.see('PC Test-Sedge');
    await holds(desk, 'register-added');
    await desk.press(t('officers-remove-named', { name: 'PC Test-Sedge' }));
    await holds(desk, 'register-remove');
    await desk.keys('Escape');
  });

  step('verifies the register and names what was checked', async (desk) => {
    await desk.go('register/verify');
    await holds(desk, 'register-verify', { focus: 'h1' });
    await desk.press(t('verify-act'));
    await desk.page.getByRole('heading', { name: t('verify-checked') }).waitFor();
    await holds(desk, 'register-verified');
    await desk.see(t('verify-sound'));
    await desk.go('register/about');
    await desk.go('register/verify');
    await desk.see(t('verify-sound'));
  });

  step('explains recovery and the program, with the letter keys that can be turned off', async (desk) => {
    await desk.go('register/recovery');
    await holds(desk, 'register-recovery', { focus: 'h1' });
    await desk.go('register/about');
    await holds(desk, 'register-about', { focus: 'h1' });
    await desk.see(/This laptop only/);
  });
}));
