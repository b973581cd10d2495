/**
 * Seen by another force before anybody has visited: a call handler of one force saves a stub; an officer of another
 * speaks to a woman who gives no name, finds the stub by what she looks like, and tells its force. Two real windows of
 * two forces, one real central service, one clock.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { bar, TRAINING, unlock } from './harness/acts.mjs';
import { Cable, Central, Clock } from './harness/central.mjs';
import { Laptop } from './harness/laptop.mjs';
import { Program } from './harness/program.mjs';
import { steps } from './harness/steps.mjs';
import { t } from './harness/words.mjs';

const LIVE_MS = 10_000;
/** A laptop that lost its service looks for it again after so long at most, of its own accord. */
const AGAIN_MS = 90_000;
const CALL_HANDLER = 'T4';
const PATROL = 'T3';
const THEIRS = 'Northmoor Police';

describe('a stub, seen by another force before anybody has visited', () => {
  let clock;
  let central;
  const control = { force: 'NM', seed: 1, collar: CALL_HANDLER };
  const patrol = { force: 'WX', seed: 2, collar: PATROL };

  const step = steps();

  before(async () => {
    clock = await Clock.at('2026-11-24T12:50:00Z');
    central = await Central.start({ clock, forces: ['NM', 'WX'] });
    for (const desk of [control, patrol]) {
      desk.laptop = await Laptop.training({ seed: desk.seed, force: desk.force, clock });
      desk.cable = await Cable.to(central);
      await desk.laptop.enrol(desk.cable.address, await central.code(desk.force));
      desk.program = await Program.start({ dataDir: desk.laptop.path, env: { NRMP_CLOCK: clock.file } });
      desk.page = desk.program.page;
      await unlock(desk.page, { collar: desk.collar, passphrase: TRAINING });
    }
  });

  after(async () => {
    for (const desk of [control, patrol]) {
      await desk.program?.close();
      await desk.cable?.cut();
      await desk.laptop?.remove();
    }
    await central?.close();
    await clock?.remove();
  });

  step('12:50: the stub is saved with what is known, and no field blocks it', async () => {
    const { page } = control;
    await page.go('#/report');
    for (const [field, words] of Object.entries({ family_name: 'Test-Juniper', given_name: 'Odile', age: '24', place: 'Market cross, Alderby', clothing: 'Took no coat' })) {
      await page.fill({ css: `#report-${field}` }, words);
    }
    await page.choose({ css: '#report-sex' }, 'female');
    await page.click({ role: 'button', name: t('report-save') });
    await page.see(t('incident-not-assessed'));
    await page.until('the report to be sent', async () => !/to send/.test(await page.see({ css: '.bar .sync' })));
    await page.go('#/find');
  });

  step('13:05: the other force finds it with no name, in the first five, with the reasons, and opens it with one', async () => {
    await clock.set('2026-11-24T13:05:00Z');
    const { page } = patrol;
    // The duty list brings the program's time, which a file sets, to the screens.
    await page.go('#/find');
    await page.see({ css: '#find' });
    await page.go('#/duty');
    await page.see({ css: 'main a[href*="incident/"]' });
    await page.go('#/national');
    await page.choose({ css: '#national-sex' }, 'female');
    for (const [field, words] of Object.entries({ 'age-from': '20', 'age-to': '30', clothing: 'no coat', place: 'Alderby', reason: 'Spoken to at the canal lock' })) {
      await page.fill({ css: `#national-${field}` }, words);
    }
    await page.click({ role: 'button', name: t('national-search') });
    await page.see('Test-Juniper, Odile');
    const first = { css: 'ol li', nth: 0 };
    assert.match(await page.see(first), /Test-Juniper, Odile[\s\S]*clothing/);
    await page.click({ css: 'ol li button', nth: 0 });
    await page.fill({ css: '#national-open-reason' }, 'She is in front of me');
    await page.click({ role: 'button', name: t('national-open'), exact: true, within: { css: 'dialog' } });
    await page.see(t('national-telephone', { force: THEIRS }));
  });

  step('a possible sighting is told; with nobody pressing anything it interrupts the force whose incident it is', async () => {
    const { page } = patrol;
    await page.click({ role: 'button', name: t('tell'), within: { css: 'dialog' } });
    await page.fill({ css: '#tell-place' }, 'Canal lock, Southfold');
    await page.fill({ css: '#tell-seen' }, 'now');
    await page.fill({ css: '#tell-what' }, 'A woman of about 24 without a coat. She gave no name.');
    await page.fill({ css: '#tell-contact' }, '07700 900321');
    await page.click({ css: 'dialog input[value="likely"]' });
    await page.click({ role: 'button', name: t('tell-send', { force: THEIRS }) });
    await control.page.see({ css: '.alerts li', name: 'Possible sighting told by WX, 13:05, Canal lock, Southfold' }, LIVE_MS);
    await page.see(`Delivered to ${THEIRS}`, LIVE_MS);
  });

  step('it is taken into the record with the time of the event, and whoever told it reads by whom', async () => {
    const { page } = control;
    await page.click({ css: 'a', within: { css: '.alerts li', name: 'Possible sighting' } });
    await page.see('She gave no name.');
    await page.click({ role: 'button', name: t('told-take') });
    await page.seeNoMore({ css: '.alerts li', name: 'Possible sighting' });
    await page.see('Possible sighting told by Westwick Police');
    await patrol.page.see('Accepted by Mair Test-Teasel', LIVE_MS);
  });

  step('the force can read who of the other looked, and why', async () => {
    const { page } = control;
    await page.go('#/national');
    await page.see('She is in front of me');
    await page.see('Westwick Police');
    assert.equal(JSON.parse(await central.administer('verify')).findings?.length ?? 0, 0);
  });

  step('the other day, out of contact since 11:00: the list held there answers, says its age and that the check was NOT made, and a sighting is NOT SENT', async () => {
    await clock.set('2026-11-25T11:00:00Z');
    for (const { page } of [control, patrol]) {
      await page.go('#/sync');
      await page.click({ css: '#sync-now' });
      // The index of all forces comes behind the entries.
      await page.until('the exchange to end', () => page.call(() => document.querySelector('#sync-now:not([aria-disabled])') !== null));
      await bar(page, t('sync-up-to-date', { at: '11:00' }));
    }
    await patrol.cable.cut();
    await clock.set('2026-11-25T12:50:00Z');
    await control.page.go('#/report');
    for (const [field, words] of Object.entries({ family_name: 'Test-Hazel', given_name: 'Bryony', age: '26', place: 'Market cross, Alderby', clothing: 'No coat, green dress' })) {
      await control.page.fill({ css: `#report-${field}` }, words);
    }
    await control.page.choose({ css: '#report-sex' }, 'female');
    await control.page.click({ role: 'button', name: t('report-save') });
    await control.page.see(t('incident-not-assessed'));
    await clock.set('2026-11-25T13:05:00Z');
    const { page } = patrol;
    await page.go('#/duty');
    await page.see({ css: 'main a[href*="incident/"]' });
    await page.go('#/national');
    await page.choose({ css: '#national-sex' }, 'female');
    for (const [field, words] of Object.entries({ 'age-from': '20', 'age-to': '30', clothing: 'no coat', place: 'Alderby', reason: 'Spoken to at the canal lock' })) {
      await page.fill({ css: `#national-${field}` }, words);
    }
    await page.click({ role: 'button', name: t('national-search') });
    assert.match(await page.see({ css: '[role="alert"]', name: 'OFFLINE' }), /OFFLINE[\s\S]*11:00[\s\S]*NOT made/);
    await page.see('Force-wide check of 13:05 waits: NOT made yet');
    const found = await page.see({ css: 'ol li', nth: 0 });
    assert.match(found, /Test-Juniper, Odile/);
    await page.click({ css: 'ol li button', nth: 0 });
    await page.fill({ css: '#national-open-reason' }, 'She is in front of me');
    await page.click({ role: 'button', name: t('national-open'), exact: true, within: { css: 'dialog' } });
    await page.click({ role: 'button', name: t('tell'), within: { css: 'dialog' } });
    await page.fill({ css: '#tell-place' }, 'Canal lock, Southfold');
    await page.fill({ css: '#tell-seen' }, 'now');
    await page.fill({ css: '#tell-what' }, 'The same woman, still without a coat.');
    await page.fill({ css: '#tell-contact' }, '07700 900321');
    await page.click({ css: 'dialog input[value="likely"]' });
    await page.click({ role: 'button', name: t('tell-send', { force: THEIRS }) });
    await page.see(t('telling-not-sent', { force: THEIRS }));
  });

  step('back in contact at 14:00 the sighting comes by itself with its own time, and the check is made and says what it found', async () => {
    await clock.set('2026-11-25T14:00:00Z');
    await patrol.cable.join();
    await control.page.see({ css: '.alerts li', name: 'Possible sighting told by WX, 13:05, Canal lock, Southfold' }, AGAIN_MS);
    await control.page.click({ css: 'a', within: { css: '.alerts li', name: 'Possible sighting' } });
    await control.page.see('still without a coat');
    await control.page.click({ role: 'button', name: t('told-take') });
    await control.page.seeNoMore({ css: '.alerts li', name: 'Possible sighting' });
    const { page } = patrol;
    await page.see({ css: '.alerts li', name: 'Force-wide check of 13:05 made 14:00: 1 that the local list did not have' }, AGAIN_MS);
    await page.see(`Accepted by Mair Test-Teasel`, LIVE_MS);
    await page.go('#/duty');
    await page.click({ css: 'a', within: { css: '.alerts li', name: 'Force-wide check' } });
    await page.click({ role: 'button', name: 'Open the list' });
    await page.see('Test-Hazel, Bryony');
  });

  step('names nobody in what the programs wrote to their logs (INV-8)', () => {
    for (const { program } of [control, patrol]) {
      for (const secret of ['Juniper', 'Hazel', 'Southfold', 'Alderby', '900321', TRAINING]) assert.equal(program.log.join('').includes(secret), false, secret);
    }
  });
});
