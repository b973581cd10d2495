/** Review, located, the closing gate with its exception, reopening, and a contact on a closed incident. */
import { describe } from 'node:test';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOneDesk } from './harness/steps.mjs';

describe('how an incident ends', () => atOneDesk({}, (step) => {
  step('reviews with every open action answered in words', async (desk) => {
    await desk.incident('Test-Larkspur');
    await desk.keys('r');
    await desk.page.locator('#incident-summary').waitFor();
    await holds(desk, 'form-review');
    await desk.keys('Control+Enter');
    await desk.see(t('incident-review-said'));
    await holds(desk, 'incident-reviewed');
  });

  step('records that somebody has seen them, which does not close', async (desk) => {
    await desk.incident('Test-Vale');
    await desk.keys('l');
    await desk.page.locator('#incident-by').waitFor();
    await desk.keys('Control+Enter');
    await desk.see(t('incident-condition-needed'));
    await holds(desk, 'form-located-refused');
    await desk.fill({ 'incident-by': 'PC Test-Aldous', 'incident-place': 'Bus shelter, Mill Lane', 'incident-identity': 'Photograph and date of birth' });
    await desk.page.locator('form.shell input[value="police"]').check();
    await desk.page.locator('form.shell input[value="unharmed"]').check();
    await holds(desk, 'form-located');
    await desk.keys('Control+Enter');
    await desk.see(t('incident-located-banner'));
    await holds(desk, 'incident-located');
    await desk.press(t('incident-do-withdraw'));
    await holds(desk, 'form-withdraw');
    await desk.keys('Escape');
  });

  step('takes in what harm came to light, and says so above the log', async (desk) => {
    await desk.page.locator('[data-opens="harm"]').click();
    await desk.press(t('incident-harm-save'));
    await desk.see(t('incident-harm-needed'));
    await holds(desk, 'form-harm-refused');
    await desk.page.getByLabel(t('incident-harm-none')).check();
    await desk.page.getByLabel(t('incident-harm-crime')).check();
    await desk.fill({ 'incident-harm-rests': 'She told the officer who spoke to her at home.' });
    await holds(desk, 'form-harm');
    await desk.keys('Control+Enter');
    await desk.see(t('incident-harm-said'));
    await holds(desk, 'incident-harm');
  });

  step('closes nobody who was not seen: the gate says what it takes', async (desk) => {
    await desk.incident('Test-Moss');
    await desk.press(t('incident-do-close'), { exact: true });
    await desk.see(t('incident-close-gate'));
    await desk.keys('Control+Enter');
    await desk.see(t('incident-exception-needed'));
    await holds(desk, 'form-close-refused');
  });

  const exception = async (desk, collar, passphrase) => {
    await desk.fill({ 'incident-summary': 'Reported twice; the other incident goes on.', 'incident-reason': 'The same report was taken a minute before.', 'incident-collar': collar, 'incident-passphrase': passphrase });
    await desk.page.locator('form.shell input[value="duplicate_of_another"]').check();
    await desk.keys('Control+Enter');
    await desk.settled();
  };

  step('takes nobody’s own word twice, nor a wrong passphrase, for the second officer’s', async (desk) => {
    await exception(desk, 'T1', desk.training.passphrase);
    await desk.page.getByText(t('error-summary-title')).waitFor();
    await holds(desk, 'form-close-own-word');
    await exception(desk, 'T2', 'not the passphrase');
    await holds(desk, 'form-close-wrong-passphrase');
    await desk.see(t('incident-close-gate'));
  });

  step('closes by exception with a supervisor’s own passphrase', async (desk) => {
    await exception(desk, 'T2', desk.training.passphrase);
    await desk.see(t('incident-close-said'));
    await holds(desk, 'incident-closed');
  });

  step('takes a contact on a closed incident, which opens a review', async (desk) => {
    await desk.keys('c');
    await desk.see(t('incident-contact-closed'));
    await holds(desk, 'form-contact-closed');
    await desk.fill({ 'incident-caller': 'bus driver', 'incident-text': 'Saw him at the terminus an hour ago.' });
    await desk.keys('Control+Enter');
    await desk.see(t('incident-contact-said'));
    await holds(desk, 'incident-closed-contact');
  });

  step('reopens with a reason, and the incident is back with its clocks', async (desk) => {
    await desk.press(t('incident-do-reopen'));
    await desk.keys('Control+Enter');
    await desk.page.getByText(t('error-summary-title')).waitFor();
    await holds(desk, 'form-reopen-refused');
    await desk.page.locator('form.shell textarea, form.shell input[type="text"]').first().fill('The driver’s sighting does not fit the duplicate.');
    await desk.keys('Control+Enter');
    await desk.see(t('incident-reopen-said'));
    await holds(desk, 'incident-reopened');
    await desk.row('Test-Moss');
  });
}));
