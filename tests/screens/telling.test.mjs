/** A possible sighting told by one force to another: written out of contact, alerted there, taken into the record by name. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOffice } from './harness/steps.mjs';

const THEIRS = 'Northmoor Police';
const BY_ITSELF_MS = 30_000;

/** Until it stands on the screen, with nobody pressing anything. */
const comes = (desk, text, within = desk.page) => desk.until(String(text), () => within.getByText(text).first().isVisible(), BY_ITSELF_MS);

describe('two forces, one of which sees somebody', () => atOffice((step) => {
  let reference = '';
  const open = async (there) => {
    await there.button(new RegExp(`^Open ${reference} of`)).first().click();
    await there.page.locator('dialog').getByRole('button', { name: t('national-open'), exact: true }).click();
    await there.see(t('national-telephone', { force: THEIRS }));
    await there.settled();
  };

  step('asks of a sighting what the other force needs to go there, field by field', async ({ here, there, central, cables }) => {
    for (const [desk, force, cable] of [[here, 'NM', cables.here], [there, 'WX', cables.there]]) {
      await desk.bridge.call('enrol_device', { address: cable.address, code: await central.code(force), certificates: null });
    }
    const attribute = (name, value) => ({ attribute: name, value });
    const taken = await here.bridge.call('take_report', {
      report: {
        category: 'missing',
        description: [attribute('family_name', 'Test-Samphire'), attribute('given_name', 'Nell'), attribute('age', '24'), attribute('sex', 'female'), attribute('clothing', 'took no coat, red scarf')],
        last_seen: { place: 'Fernbrook bus station', when: { is: 'not_known' }, how_known: 'heard_from' },
      },
    });
    reference = taken.reference;
    await here.bridge.call('sync_now', {});
    await there.bridge.call('sync_now', {});
    await there.go('national');
    await there.fill({ 'national-name': 'samphire', 'national-reason': 'She is in front of me' });
    await there.press(t('national-search'));
    await open(there);
    await there.press(t('tell'));
    await there.page.locator('dialog').getByRole('button', { name: t('tell-send', { force: THEIRS }) }).click();
    await there.see(t('tell-failed'));
    for (const id of ['tell-place', 'tell-seen', 'tell-what', 'tell-contact']) assert.equal(await there.page.getAttribute(`#${id}`, 'aria-invalid'), 'true', id);
    await there.see(t('field-sighting-sure'));
    await holds(there, 'telling-missing');
  });

  step('keeps what is typed when the dialog is closed', async ({ there }) => {
    await there.fill({ 'tell-place': 'Southfold bus station', 'tell-what': 'A woman with a red scarf and no coat. She gave no name.', 'tell-contact': '07700 900321' });
    await there.keys('Escape');
    await there.settled();
    await open(there);
    await there.press(t('tell'));
    assert.equal(await there.page.inputValue('#tell-place'), 'Southfold bus station');
    await there.fill({ 'tell-seen': 'now' });
    await there.page.locator('dialog').getByLabel(t('tell-sure-likely')).check();
    await there.page.locator('dialog').getByLabel(t('tell-whereabouts-left')).check();
    await there.fill({ 'tell-gone': 'towards the river' });
    await holds(there, 'telling-form');
  });

  step('out of contact says NOT SENT and whom to telephone, and interrupts (INV-5)', async ({ there, cables, clock }) => {
    await cables.there.cut();
    await there.press(t('tell-send', { force: THEIRS }));
    const dialog = there.page.locator('dialog');
    await comes(there, t('telling-not-sent', { force: THEIRS }), dialog);
    await holds(there, 'telling-not-sent');
    await there.keys('Escape');
    await there.until('the bar to count it', async () => /1 to send/.test(await there.page.locator('.bar .sync').innerText()), BY_ITSELF_MS);
    await clock.set('2026-11-24T03:06:00Z');
    await comes(there, /Sighting at Southfold bus station.*NOT SENT/, there.page.locator('.alerts'));
    await holds(there, 'telling-not-sent-alert');
  });

  step('back in contact it alerts the other force by itself, whatever its screen shows, and only then says delivered (INV-5)', async ({ here, there, cables }) => {
    await here.go('report');
    await cables.there.join();
    await there.bridge.call('sync_now', {});
    await comes(here, /Possible sighting told by WX.*Southfold bus station/, here.page.locator('.alerts'));
    await here.settled();
    await holds(here, 'told-alert');
    await comes(there, new RegExp(`^Delivered to ${THEIRS}`));
    assert.equal(await there.page.locator('.alerts').count(), 0, 'nothing is to be telephoned any more');
  });

  step('stands first on the incident, goes into the record by name, and says so to whoever told it', async ({ here, there }) => {
    await here.page.locator('.alerts').getByRole('link', { name: t('alert-open-full', { reference }) }).click();
    const told = here.page.getByRole('region', { name: t('told') });
    await told.getByText('red scarf').waitFor();
    await told.getByText(/towards the river/).waitFor();
    await here.settled();
    await holds(here, 'told-incident');
    await here.press(t('told-take'));
    await here.see(/Possible sighting told by Westwick Police/);
    await here.until('the alert to go', async () => (await here.page.locator('.alerts').count()) === 0);
    await here.see(/Accepted by/);
    await holds(here, 'told-taken');
    await comes(there, /^Accepted by .*Northmoor Police/);
    await holds(there, 'telling-accepted');
  });
}, { there: 'WX' }));
