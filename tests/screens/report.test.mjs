/** A new report: empty, filled, refused, from a dispatch log, of somebody known, and its draft after a power cut. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOneDesk } from './harness/steps.mjs';

const LOG = `LOG NM-20261124-0042  24/11/2026 02:41
MISPER: TEST-SAMPHIRE, Nell  DOB 04/03/1991  F
LAST SEEN: 23/11/2026 22:15 Alderby bus station, stand 4
INF: Test-Samphire, Owen (brother) 07700 900456
Circs: left home after an argument, said she did not want to be here any more. Has taken tablets before. Wearing red coat, jeans.`;

describe('a new report', () => atOneDesk({}, (step) => {
  step('stands empty with the first field ready, and says that nothing is typed', async (desk) => {
    await desk.keys('n');
    await holds(desk, 'report', { focus: '#report-family_name', snapshot: true });
    await desk.see(t('report-draft-none'));
  });

  step('refuses what says nobody at all, at the field', async (desk) => {
    await desk.keys('Control+Enter');
    await desk.page.getByText(t('error-summary-title')).waitFor();
    await holds(desk, 'report-refused');
  });

  step('offers people who were reported before, and links one', async (desk) => {
    await desk.fill({ 'report-family_name': 'Test-Larkspurr', 'report-given_name': 'Magnus' });
    await desk.page.getByRole('heading', { name: new RegExp(t('report-similar').replace('?', '\\?')) }).waitFor();
    await holds(desk, 'report-similar');
    await desk.press(t('report-same-person-as', { name: 'Test-Larkspur, Magnus' }));
    await desk.see(t('report-same-linked'));
    await desk.press(t('report-same-undo'));
  });

  step('says that a time is not understood once its writer leaves the field, not at each letter', async (desk) => {
    await desk.page.locator('#report-when').pressSequentially('half past');
    assert.equal(await desk.page.locator('#report-when-understood').innerText(), '');
    await desk.keys('Tab');
    await desk.page.locator('#report-when-understood').getByText(t('time-not-understood')).waitFor();
    await desk.page.fill('#report-when', '');
  });

  step('takes everything the caller has, and raises the strip for an immediate danger', async (desk) => {
    await desk.fill({
      'report-family_name': 'Test-Samphire',
      'report-given_name': 'Nell',
      'report-age': '4/3/1991',
      'report-height_cm': "5'6",
      'report-clothing': 'Red coat, jeans, white trainers',
      'report-hair': 'Dark, tied back',
      'report-place': 'Alderby bus station, stand 4',
      'report-when': 'yesterday 22:15',
      'report-informant_name': 'Owen Test-Samphire',
      'report-informant_relation': 'brother',
      'report-informant_phone': '07700 900456',
      'report-circumstances': 'Left home after an argument. Said she did not want to be here any more.',
    });
    await desk.page.selectOption('#report-sex', 'female');
    await desk.page.selectOption('#report-how_known', 'seen');
    await desk.page.getByRole('group', { name: t('question-self-harm') }).locator('input[value="yes"]').check({ force: true });
    await desk.see(t('danger-heading'));
    await desk.page.fill('#report-self_harm', 'said so to her brother');
    await desk.page.locator('.strip').getByText('said so to her brother').waitFor();
    assert.equal(await desk.page.getByRole('alert').filter({ hasText: t('danger-heading') }).innerText(), t('report-danger', { what: t('question-self-harm') }), 'the danger is spoken, not what is typed of it');
    await desk.see(/Draft saved 03:05/);
    await holds(desk, 'report-filled');
  });

  step('keeps the draft through a power cut, to the letter (INV-7)', async (desk) => {
    const typed = () => desk.page.evaluate(() => [...document.querySelectorAll('form input:not([type="radio"]):not([type="checkbox"]), form textarea, form select')].map((field) => [field.id, field.value]));
    await desk.page.fill('#report-marks', 'Scar over the left eyebrow');
    await desk.page.locator('#report-marks').blur();
    await desk.settled();
    await desk.see(/Draft saved 03:05/);
    const before = await typed();
    assert.ok(before.some(([id, value]) => id === 'report-marks' && value !== ''));
    await desk.context.close();
    await desk.bridge.kill();
    await desk.bridge.setClock('2026-11-24T03:11:00Z');
    await desk.bridge.run();
    await desk.window();
    desk.complaints.length = 0;
    await holds(desk, 'unlock-after-power-cut');
    await desk.unlock();
    await desk.page.getByRole('link', { name: /1 report begun and NOT SAVED/ }).waitFor();
    await desk.go('report');
    await desk.page.getByRole('heading', { name: new RegExp(t('report-drafts')) }).waitFor();
    await holds(desk, 'report-draft-offered');
    await desk.page.getByRole('link', { name: /Test-Samphire/ }).click();
    await desk.until('the draft', () => desk.page.evaluate(() => document.getElementById('report-marks')?.value !== ''));
    await desk.settled();
    assert.deepEqual(await typed(), before);
    await holds(desk, 'report-draft-restored');
  });

  step('asks before a draft is thrown away', async (desk) => {
    await desk.press(t('report-discard'));
    await holds(desk, 'report-discard');
    await desk.press(t('report-discard-not'));
  });

  step('is saved, and the incident says what is next', async (desk) => {
    // The second press comes while the first is under way.
    await desk.page.route('**/use-case/take_report', async (route) => {
      await desk.keys('Control+Enter');
      await route.continue();
    });
    await desk.keys('Control+Enter');
    await desk.page.getByRole('heading', { level: 1, name: /Test-Samphire/ }).waitFor();
    await desk.see(t('incident-not-assessed'));
    await desk.settled();
    assert.deepEqual((await desk.bridge.call('list_drafts')).drafts, [], 'saving twice at once leaves no draft behind');
    await holds(desk, 'incident-new', { focus: 'h1' });
  });

  step('is filled from a pasted dispatch log, which only points at dangers', async (desk) => {
    await desk.go('report');
    await desk.press(t('report-log-paste'));
    await holds(desk, 'report-log');
    await desk.press(t('report-log-read'));
    await desk.see(t('report-log-empty'));
    await desk.page.fill('#report-log-text', LOG);
    await desk.press(t('report-log-read'));
    await desk.page.getByText(/The log filled/).waitFor();
    assert.notEqual(await desk.page.inputValue('#report-family_name'), '');
    assert.equal(await desk.page.getByText(t('danger-heading')).count(), 0, 'the log alone raises no danger');
    await holds(desk, 'report-from-log');
  });

  step('keeps what was typed a moment before the screen is left', async (desk) => {
    await desk.page.fill('#report-marks', 'Heron on the left wrist');
    await desk.go('duty');
    assert.deepEqual((await desk.bridge.call('list_drafts')).drafts.map(({ form }) => form.said.marks), ['Heron on the left wrist']);
  });
}));
