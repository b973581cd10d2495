/**
 * Seen elsewhere before anybody has visited: a call handler saves a stub on one laptop, a patrol officer hears of the
 * woman on another, once in contact and once out of it. Two real windows, one real central service, one clock.
 * Both laptops are of one force; `forces.mjs` plays it between two.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { bar, enrol, handOver, openTraining, TRAINING, unlock } from './harness/acts.mjs';
import { Cable, Central, Clock } from './harness/central.mjs';
import { Program, dataFolder } from './harness/program.mjs';
import { steps } from './harness/steps.mjs';
import { t } from './harness/words.mjs';

/** A case on one laptop is on the other's screen within so long. */
const LIVE_MS = 10_000;
/** A laptop that lost its service looks for it again after so long at most, of its own accord. */
const AGAIN_MS = 90_000;
const CALL_HANDLER = 'T4';
const PATROL = 'T3';
const SERGEANT = 'T2';

const upToDate = (at) => t('sync-up-to-date', { at });
const row = (name) => ({ css: 'main a[href*="incident/"]', name });

describe('a stub, seen at another laptop before anybody has visited', () => {
  let clock;
  let central;
  /** The control room's laptop and the patrol's: folder, cable, program, page. */
  const room = {};
  const patrol = {};

  const step = steps();

  const start = async (laptop) => {
    laptop.program = await Program.start({ dataDir: laptop.folder.path, env: { NRMP_CLOCK: clock.file } });
    laptop.page = laptop.program.page;
  };

  before(async () => {
    clock = await Clock.at('2026-11-24T11:00:00Z');
    central = await Central.start({ clock });
    for (const laptop of [room, patrol]) {
      laptop.folder = await dataFolder();
      laptop.cable = await Cable.to(central);
      await start(laptop);
    }
  });

  after(async () => {
    for (const laptop of [room, patrol]) {
      await laptop.program?.close();
      await laptop.cable?.cut();
      await laptop.folder?.remove();
    }
    await central?.close();
    await clock?.remove();
  });

  async function stub(page, said) {
    await page.go('#/report');
    for (const [field, words] of Object.entries(said)) {
      if (field === 'sex') await page.choose({ css: '#report-sex' }, words);
      else await page.fill({ css: `#report-${field}` }, words);
    }
    await page.click({ role: 'button', name: t('report-save') });
    await page.see(t('incident-not-assessed'));
    return page.until('the incident', () => page.call(() => /^#\/?incident\/([^/]+)/.exec(location.hash)?.[1]));
  }

  step('both laptops are connected, and say that all is up to date', async () => {
    for (const [laptop, seed, collar] of [[room, '1', CALL_HANDLER], [patrol, '2', PATROL]]) {
      const { page, cable } = laptop;
      await openTraining(page, { seed });
      await page.click({ role: 'button', name: t('training-go') });
      await page.see({ css: '.bar .sync', name: t('sync-not-enrolled') });
      await settle(page);
      await enrol(page, { address: cable.address, code: await central.code() });
      await handOver(page, collar);
    }
    for (const { page } of [room, patrol]) await bar(page, upToDate('11:00'));
    assert.deepEqual((await central.devices()).map(({ expected, quarantined }) => [expected, quarantined]), [[0, 0], [0, 0]]);
  });

  let first;
  step('12:50: no field blocks the stub, and the other laptop shows it within ten seconds', async () => {
    await clock.set('2026-11-24T12:50:00Z');
    await patrol.page.go('#/duty');
    const said = { family_name: 'Test-Juniper', given_name: 'Odile', age: '24', sex: 'female', place: 'Market cross, Alderby', clothing: 'Took no coat' };
    first = await stub(room.page, said);
    await patrol.page.see(row('Test-Juniper'), LIVE_MS);
    await room.page.see(t('clock-circulated'));
    await bar(room.page, upToDate('12:50'));
  });

  step('13:05: the patrol finds it, reads it and records what a woman who gives no name saw; the control room reads that with nobody pressing anything', async () => {
    await clock.set('2026-11-24T13:05:00Z');
    const looks = async () => JSON.parse(await central.administer('stats')).looks;
    const before = await looks();
    const { page } = patrol;
    await page.go('#/find');
    await page.fill({ css: '#find' }, 'Juniperr');
    await page.click({ css: `a[href*="${first}"]` });
    await page.see('Took no coat');
    await page.see(t('incident-not-assessed'));
    await page.click({ role: 'button', name: t('incident-do-contact'), within: { css: '.offered' } });
    await page.fill({ css: '#incident-caller' }, 'A woman who gives no name');
    await page.fill({ css: '#incident-text' }, 'Saw a woman of about 24 without a coat by the canal lock.');
    await page.click({ role: 'button', name: t('incident-contact-save') });
    await room.page.see('without a coat by the canal lock', LIVE_MS);
    await page.fill({ css: '#incident-note' }, 'POSSIBLE SIGHTING 13:05, canal lock, walking towards the station.');
    await page.click({ role: 'button', name: t('incident-note-save') });
    await room.page.see('POSSIBLE SIGHTING 13:05', LIVE_MS);
    await room.page.see('PC Dele Test-Sorrel');
    for (const laptop of [room, patrol]) await bar(laptop.page, upToDate('13:05'));
    await page.until('the look at the centre', async () => (await looks()) > before);
  });

  step('nobody has the stub: the control room reads within half a minute that it is NOT DELIVERED', async () => {
    const { page } = room;
    await page.go(`#/incident/${first}`);
    await page.see('Supervisor: sent 12:50, NOT DELIVERED – phone');
    await page.see({ css: '.alerts li', name: 'NOT DELIVERED to Supervisor – phone' }, 30_000);
  });

  step('a sergeant signs in at the other laptop: it interrupts there, and the control room reads delivered, then accepted by name', async () => {
    const { page } = patrol;
    await handOver(page, SERGEANT);
    await page.see({ css: '.alerts li', name: 'Test-Juniper, Odile' }, LIVE_MS);
    await room.page.see('Supervisor: delivered to Sgt Owain Test-Rushbrook 13:05, not accepted', LIVE_MS);
    await page.click({ css: '.alerts button' });
    await page.see('Sgt Owain Test-Rushbrook, Supervisor, accepted 13:05');
    await room.page.see('Sgt Owain Test-Rushbrook, Supervisor, accepted 13:05', LIVE_MS);
    await room.page.seeNoMore({ css: '.alerts li' });
    await handOver(page, PATROL);
    for (const laptop of [room, patrol]) await bar(laptop.page, upToDate('13:05'));
  });

  step('the other day: a laptop that is out of contact since 11:00 says since when and that it holds nothing back', async () => {
    await clock.set('2026-11-25T11:00:00Z');
    for (const { page } of [room, patrol]) {
      await page.go('#/sync');
      await page.click({ css: '#sync-now' });
      await bar(page, upToDate('11:00'));
    }
    await patrol.cable.cut();
    await bar(patrol.page, 'Offline 0 min – nothing to send', AGAIN_MS);
    await patrol.page.see(t('sync-meaning-offline'));
  });

  let second;
  step('12:50: what the control room saves does not come there, and nothing there says that it did', async () => {
    await clock.set('2026-11-25T12:50:00Z');
    second = await stub(room.page, { family_name: 'Test-Medlar', given_name: 'Ines', age: '24', sex: 'female', place: 'Market cross, Alderby', clothing: 'Took no coat' });
    await bar(room.page, upToDate('12:50'));
    await patrol.page.go('#/duty');
    await patrol.page.see(row('Test-Juniper'));
    assert.equal(await patrol.page.has(row('Test-Medlar')), false);
  });

  let seen;
  step('13:05: the patrol records what it was told, and the words count it as not sent (INV-5)', async () => {
    await clock.set('2026-11-25T13:05:00Z');
    const { page } = patrol;
    seen = await stub(page, { age: '20-30', sex: 'female', place: 'Canal lock', clothing: 'No coat', circumstances: 'POSSIBLE SIGHTING by a woman who gives no name.' });
    await bar(page, 'Offline 2 h 05 – 1 to send');
    await page.go('#/sync');
    const waiting = { css: 'section, [role="region"]', name: t('sync-waiting') };
    await page.see({ css: 'td', name: t('sent-reported'), within: waiting });
    await page.see({ css: `a[href*="${seen}"]`, within: waiting });
  });

  step('a laptop that was killed meanwhile still has it, and still says so', async () => {
    await patrol.program.kill();
    await start(patrol);
    await unlock(patrol.page, { collar: PATROL, passphrase: TRAINING });
    await bar(patrol.page, 'Offline 2 h 05 – 1 to send');
    await patrol.page.see({ css: `a[href*="${seen}"]` });
  });

  step('13:20: back in contact it delivers by itself with the time of the event, and the stub comes', async () => {
    await room.page.go('#/duty');
    assert.equal(await room.page.has({ css: `a[href*="${seen}"]` }), false);
    await clock.set('2026-11-25T13:20:00Z');
    await patrol.cable.join();
    await bar(patrol.page, upToDate('13:20'), AGAIN_MS);
    await patrol.page.see({ css: `a[href*="${second}"]` }, LIVE_MS);
    await room.page.see({ css: `a[href*="${seen}"]` }, LIVE_MS);
    await room.page.click({ css: `a[href*="${seen}"]` });
    await room.page.see('POSSIBLE SIGHTING by a woman who gives no name.');
    await room.page.see('Reported 13:05');
    assert.deepEqual((await central.devices()).map(({ expected, quarantined }) => [expected, quarantined]), [[0, 0], [0, 0]]);
    assert.equal(JSON.parse(await central.administer('verify')).findings?.length ?? 0, 0);
  });

  step('names nobody in what the programs wrote to their logs (INV-8)', () => {
    for (const { program } of [room, patrol]) {
      for (const secret of ['Juniper', 'Medlar', 'canal lock', 'Alderby', TRAINING]) assert.equal(program.log.join('').includes(secret), false, secret);
    }
  });
});

/** The invented conflict of a dispatch log is settled, so that the bar speaks of sync alone. */
async function settle(page) {
  await page.go('#/duty');
  await page.click(row('Test-Quickbeam'));
  await page.click({ role: 'button', name: t('incident-status-conflict-reopened') });
  await page.click({ role: 'button', name: t('incident-reference-save-open') });
  await page.seeNoMore({ role: 'button', name: t('incident-status-conflict-reopened') });
}
