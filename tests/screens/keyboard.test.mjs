/** A whole incident without a mouse, from the lock to the closing. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { t } from './harness/desk.mjs';
import { atOneDesk } from './harness/steps.mjs';

describe('with the keyboard alone', () => atOneDesk({}, (step) => {
  const type = (desk, text) => desk.page.keyboard.type(text);
  const focused = (desk, css) => desk.until(`the focus on ${css}`, () => desk.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, css));
  let reference = '';

  step('unlocks', async (desk) => {
    await desk.keys('Control+l');
    await focused(desk, '#collar');
    await type(desk, 'T1');
    await desk.tabTo('#passphrase', 3);
    await type(desk, desk.training.passphrase);
    await desk.keys('Enter');
    await focused(desk, 'h1');
  });

  step('takes a stub: N, a name, Ctrl+Enter', async (desk) => {
    await desk.keys('n');
    await focused(desk, '#report-family_name');
    await type(desk, 'Test-Bulrush');
    await desk.keys('Control+Enter');
    await desk.page.getByRole('heading', { level: 1, name: 'Test-Bulrush' }).waitFor();
    await focused(desk, 'h1');
    ({ reference } = await desk.row('Test-Bulrush'));
  });

  step('assesses it High: A, the grade by arrows, the reasons, Ctrl+Enter', async (desk) => {
    await desk.keys('a');
    await desk.page.locator('#assess-form').waitFor();
    await focused(desk, 'h1');
    await desk.tabTo('#assess-form input[type="radio"]');
    await desk.keys('Space');
    for (let turn = 0; turn < 4; turn += 1) {
      if (await desk.page.locator('#assess-form input[value="high"]').isChecked()) break;
      await desk.keys('ArrowRight');
    }
    await desk.tabTo('#assess-key-facts');
    await type(desk, 'A name and nothing else; caller in tears.');
    await desk.tabTo('#assess-not-known');
    await type(desk, 'Everything else.');
    await desk.tabTo('#assess-would-change');
    await type(desk, 'A second call.');
    await desk.tabTo('#assess-look-again');
    await type(desk, 'in 1 h');
    await desk.keys('Control+Enter');
    await desk.page.getByRole('heading', { level: 1, name: 'Test-Bulrush' }).waitFor();
    await focused(desk, 'h1');
    assert.equal((await desk.row('Test-Bulrush')).grade, 'high');
  });

  step('reviews without change in six keystrokes or fewer (F04)', async (desk) => {
    let strokes = 0;
    const stroke = async (key) => {
      strokes += 1;
      await desk.keys(key);
    };
    await stroke('r');
    await desk.page.locator('#incident-summary').waitFor();
    await stroke('Control+Enter');
    await desk.see(t('incident-review-said'));
    assert.ok(strokes <= 6);
    await desk.settled();
  });

  step('records that she was seen: L', async (desk) => {
    await desk.until('a free keyboard', () => desk.page.evaluate(() => !document.activeElement?.matches('input, textarea, select')));
    await desk.keys('l');
    await focused(desk, '#incident-by');
    await type(desk, 'PC Test-Aldous');
    await desk.tabTo('#incident-place');
    await type(desk, 'Front desk, Alderby');
    await desk.tabTo('#incident-identity');
    await type(desk, 'Known to the officer');
    await desk.tabTo('form.shell input[value="returned_themselves"]');
    await desk.keys('Space');
    await desk.tabTo('form.shell input[value="unharmed"]');
    await desk.keys('Space');
    await desk.keys('Control+Enter');
    await desk.see(t('incident-located-banner'));
  });

  step('closes', async (desk) => {
    const { page } = desk;
    await page.evaluate(() => document.querySelector('main .composer') && undefined);
    await desk.settled();
    for (let presses = 0; ; presses += 1) {
      assert.ok(presses < 120, 'Tab reaches Close');
      await desk.keys('Tab');
      if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === t('incident-do-close')) break;
    }
    await desk.keys('Enter');
    await focused(desk, '#incident-summary');
    await type(desk, 'Came to the front desk at 03:00. Caller told.');
    await desk.keys('Control+Enter');
    await desk.see(t('incident-close-said'));
  });

  step('comes back to it through the palette by its reference', async (desk) => {
    await desk.go('duty');
    await desk.keys('Control+k');
    await type(desk, reference);
    await desk.page.getByRole('option', { name: new RegExp(reference) }).waitFor();
    await desk.keys('Enter');
    await desk.page.getByRole('heading', { level: 1, name: 'Test-Bulrush' }).waitFor();
    await desk.page.getByRole('button', { name: t('incident-do-reopen') }).waitFor();
  });
}));
