/** One incident: what stands on it, every form of its composer, photographs, and how it was known at a time. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { portrait } from '../e2e/harness/picture.mjs';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOneDesk } from './harness/steps.mjs';

describe('an incident', () => atOneDesk({}, (step) => {
  step('shows the danger strip, the old photograph, the contradiction and what is late', async (desk) => {
    await desk.incident('Test-Larkspur');
    await desk.see('Magnus');
    await holds(desk, 'incident', { focus: 'h1', snapshot: true });
    await desk.see(t('danger-heading'));
    await desk.see(/OLD PHOTO/);
    await desk.page.getByRole('heading', { name: new RegExp(t('incident-contradictions')) }).waitFor();
    await desk.see(/late/);
  });

  for (const name of ['contact', 'update', 'description', 'answers', 'medical', 'challenge', 'action', 'last-seen', 'reference', 'photograph', 'assign']) {
    step(`opens the form “${name}”, and Escape leaves it with the focus back`, async (desk) => {
      const opener = desk.page.locator(`[data-opens="${name}"]`);
      await opener.click();
      await desk.page.locator('form.shell').waitFor();
      await holds(desk, `form-${name}`);
      await desk.keys('Escape');
      await desk.until('the button again', () => opener.evaluate((button) => button === document.activeElement));
    });
  }

  step('opens what stands elsewhere: an action’s answer, the kind, a likeness, a danger, the person', async (desk) => {
    const opened = async (name) => {
      await desk.page.locator('form.shell h2').waitFor();
      await holds(desk, `form-${name}`);
      await desk.keys('Escape');
      await desk.settled();
    };
    await desk.press(/^Answer: Search garage/);
    await opened('answer-action');
    await desk.press(t('incident-category-change'));
    await opened('category');
    await desk.press(t('incident-likeness-confirm'));
    await opened('likeness');
    await desk.press(t('incident-do-clear-danger'));
    await opened('clear-danger');
    await desk.press(new RegExp(t('incident-references-page')));
    await holds(desk, 'incident-references');
    await desk.press(t('incident-link'));
    await opened('link');
  });

  step('shows its other pages', async (desk) => {
    for (const [page, word] of [['description', 'incident-description'], ['answers', 'incident-answers-page'], ['grades', 'incident-grades']]) {
      await desk.page.getByRole('group', { name: t('incident-pages') }).getByRole('button', { name: new RegExp(`^${t(word)}`) }).click();
      await holds(desk, `incident-${page}`);
    }
    await desk.press(new RegExp(`^${t('incident-log')}`));
  });

  step('refuses an empty note at its field and keeps what is written in the log', async (desk) => {
    await desk.press(t('incident-note-save'));
    await holds(desk, 'incident-note-refused');
    await desk.page.fill('#incident-note', 'Daughter rang: he has his bus pass with him.');
    await desk.press(t('incident-note-save'));
    await desk.page.locator('main').getByText('he has his bus pass').first().waitFor();
    await desk.see(t('incident-note-said'));
    await holds(desk, 'incident-noted');
  });

  step('takes a photograph, shows it large, and says whose word it is', async (desk) => {
    await desk.page.locator('[data-opens="photograph"]').click();
    await desk.press(t('incident-photograph-save'));
    await desk.see(t('incident-photograph-choose'));
    await holds(desk, 'form-photograph-refused');
    await desk.page.setInputFiles('#incident-file', { name: 'portrait.png', mimeType: 'image/png', buffer: portrait() });
    await desk.page.locator('form.shell input[type="radio"][value="not_known"]').check();
    await holds(desk, 'form-photograph-chosen');
    await desk.press(t('incident-photograph-save'));
    await desk.see(t('incident-photograph-said'));
    await desk.page.locator('.photo, [class*="photo"]').first().click();
    await desk.page.getByRole('dialog', { name: t('incident-photographs') }).locator('img').first().waitFor();
    await holds(desk, 'incident-photographs');
    await desk.keys('Escape');
  });

  step('shows its keys', async (desk) => {
    await desk.page.locator('h1').focus();
    await desk.keys('?');
    await desk.page.getByRole('dialog').waitFor();
    await holds(desk, 'incident-keys');
    await desk.keys('Escape');
  });

  step('goes back in time: the acts are off, and what came later is not shown', async (desk) => {
    const { page } = desk;
    const entries = page.getByRole('group', { name: t('incident-pages') }).getByRole('button', { name: new RegExp(`^${t('incident-log')}`) });
    const now = await entries.innerText();
    await desk.keys('t');
    await desk.keys('Home');
    await page.getByText(/As known at .*; read only/).waitFor();
    await desk.settled();
    assert.notEqual(await entries.innerText(), now);
    assert.equal(await page.locator('.composer').count(), 0, 'nothing can be written in the past');
    for (const act of ['incident-do-review', 'incident-do-located', 'incident-do-close']) assert.ok(await desk.button(t(act), { exact: false }).first().isDisabled(), `${t(act)} is off`);
    await holds(desk, 'incident-as-known');
    await desk.keys('a');
    assert.match(await page.evaluate(() => location.hash), /incident\/[^/]+$/, 'A does nothing in the past');
    await desk.press(t('incident-now'));
    await page.locator('.composer').waitFor();
  });

  step('stays as it was, under its own time, when it or another time cannot be read', async (desk) => {
    const { page } = desk;
    const broken = '**/use-case/incident';
    const id = (await page.evaluate(() => location.hash)).split('/').at(-1);
    await page.locator('[data-opens="contact"]').click();
    await page.fill('#incident-text', 'Rang to ask');
    await page.route(broken, (route) => route.fulfill({ status: 422, json: { code: 'fault', rule: null, message: 'The disk failed.', fields: [] } }));
    await desk.bridge.call('record_note', { incident_id: id, act: { basis: [], happened_at: null, source: null, from_paper: false }, text: 'By somebody else.' });
    await desk.see(t('incident-stale', { time: '03:05' }));
    await desk.until('the focus where it was', () => page.evaluate(() => document.activeElement?.id === 'incident-text'));
    await holds(desk, 'incident-stale');
    await desk.keys('Escape');
    await page.locator('h1').focus();
    await desk.keys('t');
    await desk.keys('Home');
    await page.getByRole('heading', { name: /^What was known at .* could not be read$/ }).waitFor();
    await desk.settled();
    assert.equal(await page.getByText(/As known at .*; read only/).count(), 0, 'what is shown is now');
    assert.equal(await page.locator('.as-known input[type="range"]').getAttribute('aria-valuetext'), t('incident-now-word'));
    await page.locator('.composer').waitFor();
    await holds(desk, 'incident-not-read');
    await page.unroute(broken);
    await desk.press(t('read-again'));
    await page.getByText(/As known at .*; read only/).waitFor();
    await desk.press(t('incident-now'));
    await page.locator('.composer').waitFor();
  });

  step('says a status conflict, and that a category is not decided', async (desk) => {
    await desk.incident('Test-Quickbeam');
    await desk.see(/STATUS CONFLICT/);
    await holds(desk, 'incident-status-conflict', { focus: 'h1' });
    await desk.incident('Test-Fenwick');
    await holds(desk, 'incident-undecided', { focus: 'h1' });
    await desk.incident('Unknown woman');
    await holds(desk, 'incident-unknown', { focus: 'h1' });
  });
}));
