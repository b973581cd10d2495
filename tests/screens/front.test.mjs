/** Before the register is open: Start, the wizard, the training register, Unlock and Lock. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOneDesk } from './harness/steps.mjs';

const PASSPHRASE = 'lantern gravel otter sundial plum';

describe('a laptop without a register', () => atOneDesk({ training: false }, (step) => {
  step('starts with the three ways on', (desk) => holds(desk, 'start', { snapshot: true }));

  step('asks for the force, and says at the field that one is missing', async (desk) => {
    await desk.press(t('start-create-act'));
    await holds(desk, 'create-force', { focus: 'h1' });
    await desk.press(t('continue'));
    await desk.see(t('start-force-missing'));
    await holds(desk, 'create-force-refused');
    await desk.page.fill('#force', 'Wilt');
    await holds(desk, 'create-force-list');
    await desk.page.getByRole('listbox').getByRole('option').first().click();
  });

  step('asks for the first officer', async (desk) => {
    await desk.press(t('continue'));
    await holds(desk, 'create-officer', { focus: 'h1' });
    await desk.press(t('continue'));
    await desk.see(t('officer-name-missing'));
    await holds(desk, 'create-officer-refused');
    await desk.fill({ 'officer-name': 'PS Test-Rowan', 'officer-collar': 'T4417' });
    await desk.page.selectOption('#officer-role', 'duty_inspector');
  });

  step('asks for a passphrase and says how strong it is', async (desk) => {
    await desk.press(t('continue'));
    await holds(desk, 'create-passphrase', { focus: 'h1' });
    await desk.fill({ 'officer-passphrase': 'password1', 'officer-again': 'password1' });
    await desk.press(t('start-create-now'));
    await desk.see(t('officer-passphrase-weak'));
    await holds(desk, 'create-passphrase-weak');
    await desk.fill({ 'officer-passphrase': PASSPHRASE, 'officer-again': PASSPHRASE });
    await desk.see(t('strength-enough', { score: 4 }));
    await holds(desk, 'create-passphrase-strong');
  });

  step('shows two different shares once, and lets nobody by without a word on them', async (desk) => {
    await desk.press(t('start-create-now'));
    await desk.see(t('shares-title'));
    await holds(desk, 'create-shares', { focus: 'h1' });
    const [one, two] = await desk.page.locator('.share .code').allTextContents();
    assert.ok(one && two && one !== two);
    await desk.press(t('shares-go'));
    await desk.see(t('shares-apart-missing'));
    await holds(desk, 'create-shares-refused');
    await desk.page.check('#shares-written');
    await desk.page.check('#shares-apart');
    await desk.press(t('shares-connect'));
    await desk.page.waitForSelector('#enrol-address');
    await holds(desk, 'create-connect', { focus: 'h1' });
    await desk.go('duty');
    await holds(desk, 'duty-empty', { focus: 'h1' });
    await desk.see(t('duty-empty'));
    await desk.see(t('sync-not-enrolled'));
  });

  step('locks, counts down the tries of a wrong passphrase, and offers the shares and another register', async (desk) => {
    await desk.keys('Control+l');
    await desk.page.waitForSelector('#collar');
    await holds(desk, 'unlock', { focus: '#collar', snapshot: true });
    await desk.press(t('unlock-act'), { exact: true });
    await desk.see(t('unlock-collar-missing'));
    await holds(desk, 'unlock-refused');
    await desk.fill({ collar: 'T4417', passphrase: 'not the passphrase' });
    await desk.press(t('unlock-act'), { exact: true });
    await desk.see(/4 tries/);
    await holds(desk, 'unlock-wrong');
    await desk.press(t('unlock-recover'));
    await holds(desk, 'recover');
    await desk.press(t('back'));
    await desk.press(t('unlock-other'));
    await holds(desk, 'start-another');
  });
}));

describe('the training register', () => atOneDesk({ training: false }, (step) => {
  step('asks how many incidents and by which seed', async (desk) => {
    await desk.press(t('start-training-act'));
    await holds(desk, 'training', { focus: 'h1' });
    await desk.page.getByLabel(t('training-size-other')).check();
    await desk.fill({ 'training-other': '3', 'training-seed': 'x' });
    await desk.press(t('training-make'));
    await desk.see(t('training-seed-wrong'));
    await holds(desk, 'training-refused');
  });

  step('shows how far the making is and stops when asked', async (desk) => {
    await desk.fill({ 'training-other': '200000', 'training-seed': '1' });
    await desk.button(t('training-make')).click();
    await desk.page.locator('progress, [role="progressbar"]').waitFor();
    await desk.until('progress with a number', async () => /of 200,?000|\d+ of/.test(await desk.page.locator('main').innerText()));
    await holds(desk, 'training-progress', { moving: true });
    await desk.button(t('progress-cancel')).click();
    await desk.button(t('training-make')).waitFor();
    await holds(desk, 'training-stopped');
  });

  step('is made, and shows its officers with their passphrase', async (desk) => {
    await desk.fill({ 'training-other': '16' });
    await desk.press(t('training-make'));
    await desk.see(t('training-made'));
    await holds(desk, 'training-made', { focus: 'h1' });
    await desk.see('Test-Rushbrook');
    await desk.press(t('training-go'));
    await desk.see(t('training-banner'));
  });

  step('is unlocked by any of its officers', async (desk) => {
    await desk.press(t('lock'));
    await desk.page.waitForSelector('#collar');
    await holds(desk, 'unlock-training');
    await desk.unlock('T2', 'heron quarry lantern 58');
    await desk.see('Test-Rushbrook');
  });

  step('puts nobody in front of the record that another officer left, and says nothing of what they did', async (desk) => {
    const incident = await desk.incident('Test-Larkspur');
    const place = () => desk.page.evaluate(() => location.hash);
    await desk.keys('Control+l');
    await desk.page.waitForSelector('#collar');
    await desk.unlock('T1', 'heron quarry lantern 58');
    assert.equal(await place(), '#/duty');
    await desk.page.reload();
    await desk.go(`incident/${incident}`);
    await desk.keys('Control+l');
    await desk.page.waitForSelector('#collar');
    await desk.page.reload();
    await desk.page.waitForSelector('#collar');
    await desk.unlock('T2', 'heron quarry lantern 58');
    assert.equal(await place(), '#/duty', 'also where the window was loaded again while locked');
  });
}));
