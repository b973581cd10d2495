/** The laptops of a force on two desks with a real central service: contact, none, and the end of one. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOffice } from './harness/steps.mjs';

describe('the laptops of a force', () => atOffice((step) => {
  let other = '';

  const row = (desk, label) => desk.page.getByRole('row').filter({ hasText: label });
  async function says(desk, label, words) {
    await row(desk, label).getByText(words).first().waitFor();
  }
  async function unlockAgain(desk, collar) {
    await desk.keys('Control+l');
    await desk.page.waitForSelector('#collar');
    await desk.unlock(collar);
  }
  async function again(desk) {
    await desk.press(t('devices-again'));
  }

  step('says that a laptop is not connected, and what to do', async ({ here }) => {
    await here.go('sync/devices');
    await here.see(t('devices-not-enrolled'));
    await holds(here, 'devices-not-connected', { focus: 'h1' });
  });

  step('lists each laptop with its contact and what it holds, and marks this one', async ({ here, there, central, cables }) => {
    for (const [desk, cable] of [[here, cables.here], [there, cables.there]]) {
      await desk.bridge.call('enrol_device', { address: cable.address, code: await central.code(), certificates: null });
      await desk.bridge.call('sync_now', {});
    }
    await here.go('sync');
    await here.page.getByRole('link', { name: t('devices-list') }).click();
    await here.page.getByRole('heading', { level: 1, name: t('devices-title') }).waitFor();
    await here.settled();
    const { devices } = await here.bridge.call('devices', {});
    assert.equal(devices.length, 2);
    other = devices.find((device) => !device.this_laptop).label;
    const own = devices.find((device) => device.this_laptop).label;
    assert.match(other, /^NM-[0-9A-F]{4}$/);
    await says(here, own, t('devices-this'));
    await says(here, other, t('devices-in-contact', { at: '03:05' }));
    await says(here, other, /^Last used by .*Test-/);
    assert.equal(await row(here, other).getByText(t('devices-this')).count(), 0);
    await here.see(t('devices-as-of', { at: '03:05' }));
    await holds(here, 'devices', { focus: 'h1' });
    assert.ok(await here.tabTo('#devices-again'), 'by keyboard');
    assert.ok(await here.tabTo(`[aria-label="${t('devices-revoke-named', { label: other })}"]`), 'by keyboard');
  });

  step('says for how long a laptop is out of contact', async ({ here, clock, cables }) => {
    await cables.there.cut();
    await clock.set('2026-11-24T03:42:00Z');
    await again(here);
    await says(here, other, 'Out of contact 37 min, since 03:05');
    await holds(here, 'devices-out-of-contact');
  });

  step('shows without contact what was told last, with its time, and revokes nothing (INV-5)', async ({ here, cables }) => {
    await cables.here.cut();
    await again(here);
    await here.see(t('devices-not-reached', { at: 'Tue 24 Nov 2026 03:42 GMT' }));
    await says(here, other, 'Out of contact 37 min, since 03:05');
    assert.equal(await here.page.getByRole('button', { name: /^Revoke/ }).count(), 0);
    await holds(here, 'devices-offline');
    await cables.here.join();
    await again(here);
    await here.see(t('devices-as-of', { at: '03:42' }));
  });

  step('says to whom may not revoke a laptop who may', async ({ here }) => {
    await unlockAgain(here, 'T3');
    await here.go('sync/devices');
    await here.see(t('devices-may-not'));
    assert.equal(await here.page.getByRole('button', { name: /^Revoke/ }).count(), 0);
    await holds(here, 'devices-may-not', { focus: 'h1' });
    await unlockAgain(here, 'T1');
  });

  step('asks why, and for the name once more, and warns of what is not here', async ({ here }) => {
    await here.go('sync/devices');
    await here.tabTo(`[aria-label="${t('devices-revoke-named', { label: other })}"]`);
    await here.keys('Enter');
    await here.page.waitForSelector('#revoke-reason');
    await here.see('It has not been heard of since 03:05');
    await holds(here, 'devices-revoke');
    await here.press(t('devices-revoke-act'));
    await here.fill({ 'revoke-label': 'NM-0' });
    for (const id of ['revoke-reason', 'revoke-label']) assert.equal(await here.page.getAttribute(`#${id}`, 'aria-invalid'), 'true', id);
    await here.press(t('devices-revoke-act'));
    await here.page.getByRole('alert').getByText(t('devices-confirm-wrong', { label: other })).waitFor();
    await holds(here, 'devices-revoke-missing', { focus: '.summary' });
    assert.equal((await here.bridge.call('devices', {})).devices.some((device) => device.revoked), false);
  });

  step('revokes it by the keyboard alone, and says by whom and why', async ({ here, central }) => {
    await here.page.focus('#revoke-reason');
    await here.page.keyboard.type('Left in a taxi');
    await here.tabTo('#revoke-label');
    await here.page.keyboard.press('Control+a');
    await here.page.keyboard.type(other.toLowerCase());
    await here.keys('Enter');
    await says(here, other, 'Revoked 03:42 by Insp Ruth Test-Hawthorn: its keys are destroyed at its next contact');
    await says(here, other, 'Left in a taxi');
    await here.settled();
    assert.equal(await here.page.getByRole('button', { name: t('devices-revoke-named', { label: other }) }).count(), 0);
    await holds(here, 'devices-revoked');
    assert.deepEqual((await central.devices()).map((device) => device.revoked_at !== null).sort(), [false, true]);
  });

  step('locks that laptop at its next contact, and says when it was told', async ({ here, there, cables, clock }) => {
    await clock.set('2026-11-24T04:10:00Z');
    await cables.there.join();
    await there.go('sync');
    await there.button(t('sync-now')).click();
    await there.page.waitForSelector('#collar');
    await there.see(t('lock-revoked'));
    await again(here);
    await says(here, other, 'keys destroyed 04:10, when it was told');
    await holds(here, 'devices-keys-destroyed');
  });
}));
