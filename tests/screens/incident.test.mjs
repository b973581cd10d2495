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

  for (const name of ['contact', 'partner', 'update', 'description', 'answers', 'medical', 'weather', 'research', 'challenge', 'action', 'last-seen', 'hypothesis', 'policy', 'reference', 'photograph', 'assign']) {
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
    for (const [page, word] of [['description', 'incident-description'], ['answers', 'incident-answers-page'], ['grades', 'incident-grades'], ['hypotheses', 'incident-hypotheses'], ['policy', 'incident-policies']]) {
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

  const page = (desk, words) => desk.page.getByRole('group', { name: t('incident-pages') }).getByRole('button', { name: new RegExp(`^${t(words)}`) }).click();

  step('raises a hypothesis by the keyboard; a point without its source is refused at its field and stays', async (desk) => {
    await desk.page.locator('[data-opens="hypothesis"]').focus();
    await desk.keys('Enter');
    await desk.until('the focus in the form', () => desk.page.evaluate(() => document.activeElement?.id === 'incident-hypothesis'));
    await desk.page.keyboard.type('He walked to the house where he grew up');
    await desk.tabTo('#incident-point-bears-0');
    await desk.keys('ArrowDown');
    await desk.tabTo('#incident-point-what-0');
    await desk.page.keyboard.type('He asked for the bus to Fernhollow on Friday');
    await desk.keys('Control+Enter');
    await desk.see(t('field-point-source'));
    await holds(desk, 'form-hypothesis-refused');
    assert.equal(await desk.page.inputValue('#incident-point-what-0'), 'He asked for the bus to Fernhollow on Friday');
    await desk.page.fill('#incident-point-source-0', 'Ward sister');
    await desk.page.fill('#incident-next-enquiry', 'Ask the bus company for Friday’s cameras');
    await desk.keys('Control+Enter');
    await desk.see(t('incident-hypothesis-said'));
    await page(desk, 'incident-hypotheses');
    await desk.see('Ask the bus company');
    await holds(desk, 'incident-hypothesis-raised');
  });

  step('says what is new of it, and where it stands with the reason', async (desk) => {
    await desk.press(/^What is new: He walked/);
    await holds(desk, 'form-weigh');
    await desk.page.locator('form.shell input[type="radio"][value="ruled_out"]').check();
    await desk.press(t('incident-weigh-save'));
    await desk.see(t('field-standing-because'));
    await holds(desk, 'form-weigh-refused');
    await desk.page.fill('#incident-because', 'The house was searched, and the buses’ cameras do not show him');
    await desk.page.selectOption('#incident-point-bears-0', 'against');
    await desk.page.fill('#incident-point-what-0', 'The new owners have seen nobody');
    await desk.page.fill('#incident-point-source-0', 'PC Test-Rook, who called there');
    await desk.press(t('incident-weigh-save'));
    await desk.see(t('incident-weigh-said'));
    await desk.see(/Ruled out: The house was searched/);
    await holds(desk, 'incident-hypothesis-ruled-out');
  });

  step('records a policy decision, and another in its place', async (desk) => {
    await page(desk, 'incident-policies');
    await desk.page.locator('[data-opens="policy"]').click();
    await desk.page.fill('#incident-decision', 'No public appeal before morning');
    await desk.page.fill('#incident-option-what-0', 'An appeal on local radio tonight');
    await desk.press(t('incident-policy-save'));
    await holds(desk, 'form-policy-refused');
    assert.equal(await desk.page.inputValue('#incident-decision'), 'No public appeal before morning');
    await desk.page.fill('#incident-reasons', 'His daughter asks to wait; the ground search has not begun');
    await desk.page.fill('#incident-option-why-0', 'It would draw people to the river bank in the dark');
    await desk.page.fill('#incident-policy-review', 'in 4 h');
    await desk.press(t('incident-policy-save'));
    await desk.see(t('incident-policy-said'));
    await holds(desk, 'incident-policy-decided');
    await desk.press(t('incident-policy-replace-one', { number: '1' }));
    await desk.page.fill('#incident-decision', 'Appeal at first light');
    await desk.page.fill('#incident-reasons', 'His daughter agrees');
    await holds(desk, 'form-policy-in-place');
    await desk.press(t('incident-policy-save'));
    await desk.see(t('incident-policy-over', { numbers: '2' }));
    await holds(desk, 'incident-policy-superseded');
    await page(desk, 'incident-log');
    await desk.see(/Appeal at first light · Because/);
  });

  step('records checks of the research in one go; one without its result is refused at its field and stays (F20)', async (desk) => {
    await desk.page.locator('[data-opens="research"]').click();
    await desk.page.selectOption('#incident-research-is-custody', 'done');
    await desk.page.selectOption('#incident-research-is-social-care', 'not_done');
    await desk.page.fill('#incident-research-words-social-care', 'The duty team does not answer');
    await desk.press(t('incident-research-save'));
    await desk.see(t('field-research-result'));
    await holds(desk, 'form-research-refused');
    assert.equal(await desk.page.inputValue('#incident-research-words-social-care'), 'The duty team does not answer');
    await desk.page.fill('#incident-research-words-custody', 'Nothing found');
    await desk.press(t('incident-research-save'));
    await desk.see(t('incident-research-said'));
    await desk.see(/1 of 7 checks done/);
    await desk.see(/Not checked: social care/);
    await holds(desk, 'incident-researched');
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
