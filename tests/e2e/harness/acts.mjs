/** What an officer does on the first screens, said once for every journey. */
import { t } from './words.mjs';

/** The first officer of the registers that the journeys make. */
export const OFFICER = { name: 'PS Test-Rowan', collar: 'T4417', role: 'duty_inspector', passphrase: 'lantern gravel otter sundial plum' };

/** From the first screen to the recovery shares of a new register; `on` is called as each step is filled in. */
export async function createRegister(page, { force = '', code, officer = OFFICER, on = async () => {} } = {}) {
  await page.click({ role: 'button', name: t('start-create-act') });
  const words = code ? t('start-force-other') : force;
  await page.fill({ css: '#force' }, words);
  await page.click({ role: 'option', name: words });
  if (code) await page.fill({ css: '#force-code' }, code);
  await on('force');
  await page.click({ role: 'button', name: t('continue') });
  await page.fill({ css: '#officer-name' }, officer.name);
  await page.fill({ css: '#officer-collar' }, officer.collar);
  await page.choose({ css: '#officer-role' }, officer.role);
  await on('officer');
  await page.click({ role: 'button', name: t('continue') });
  await page.fill({ css: '#officer-passphrase' }, officer.passphrase);
  await page.fill({ css: '#officer-again' }, officer.passphrase);
  await page.see(t('strength-enough', { score: 4 }));
  await on('passphrase');
  await page.click({ role: 'button', name: t('start-create-now') });
  await page.see({ role: 'heading', name: t('shares-title') });
}

/** Past the recovery shares, which are shown once. Returns their words. */
export async function keepShares(page) {
  const shares = [await page.see({ css: '.share .code', nth: 0 }), await page.see({ css: '.share .code', nth: 1 })];
  await page.click({ css: '#shares-written' });
  await page.click({ css: '#shares-apart' });
  await page.click({ role: 'button', name: t('shares-go') });
  await page.see({ role: 'heading', name: t('nav-duty') });
  return shares;
}

/** Unlocks; `first` is the heading of the screen that the officer's role begins on. */
export async function unlock(page, { collar, passphrase } = OFFICER, first = t('nav-duty')) {
  await page.fill({ css: '#collar' }, collar);
  await page.fill({ css: '#passphrase' }, passphrase);
  await page.click({ role: 'button', name: t('unlock-act'), exact: true });
  await page.see({ role: 'heading', name: first });
}

/** The passphrase of the training register's officers, which its own screen shows. */
export const TRAINING = 'heron quarry lantern 58';

/** From the first screen into the making of the training register. */
export async function openTraining(page, { incidents = 16, seed = '' } = {}) {
  await page.click({ role: 'button', name: t('start-training-act') });
  const sizes = [16, 200, 2_000, 20_000, 200_000];
  if (sizes.includes(incidents)) {
    await page.click({ css: `input[type="radio"][value="${incidents}"]` });
  } else {
    await page.click({ css: 'input[type="radio"][value="other"]' });
    await page.fill({ css: '#training-other' }, String(incidents));
  }
  if (seed) await page.fill({ css: '#training-seed' }, seed);
  await page.click({ role: 'button', name: t('training-make') });
}

/** Makes the laptop known to a central service; the window is on the screen of sync then. */
export async function enrol(page, { address, code }) {
  await page.go('#/sync');
  await page.fill({ css: '#enrol-address' }, address);
  await page.fill({ css: '#enrol-code' }, code);
  await page.click({ role: 'button', name: t('sync-enrol-act') });
  await page.see({ css: '#sync-now' });
}

/** Waits until the bar above every screen says so, with nobody pressing anything. */
export async function bar(page, words, patience = 20_000) {
  await page.until(`“${words}” in the bar`, async () => (await page.see({ css: '.bar .sync' })).trim() === words, patience);
}

/** Another officer of the training register takes the keyboard. */
export async function handOver(page, collar, first) {
  await page.press('Control', 'l');
  await unlock(page, { collar, passphrase: TRAINING }, first);
}
