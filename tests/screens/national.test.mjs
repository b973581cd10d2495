/** All forces: one force's stub found by another, by name and without one, opened with a reason, and known to have been. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { portrait } from '../e2e/harness/picture.mjs';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOffice } from './harness/steps.mjs';

describe('two forces and their central service', () => atOffice((step) => {
  let reference = '';

  step('says where nothing can be asked that all forces were not', async ({ there }) => {
    await there.go('national');
    await holds(there, 'national', { focus: '#national-name' });
    await there.press(t('national-search'));
    await there.page.getByRole('alert').getByText(t('field-national-reason')).waitFor();
    assert.equal(await there.page.getAttribute('#national-reason', 'aria-invalid'), 'true');
    await there.fill({ 'national-name': 'samphire', 'national-reason': 'Spoken to at the bus station' });
    await there.press(t('national-search'));
    await there.see(t('national-never'));
  });

  step('finds a stub of another force by a part of a misspelt name, with the reasons', async ({ here, there, central, cables }) => {
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
    ({ reference } = taken);
    const taken_at = { is: 'not_known' };
    await here.bridge.call('add_photograph', { incident_id: taken.incident_id, file_name: 'portrait.png', bytes: portrait().toString('base64'), taken: taken_at, source: { kind: 'family' } });
    await here.bridge.call('sync_now', {});
    await there.fill({ 'national-name': 'samfire' });
    await there.press(t('national-search'));
    await there.page.getByText(reference).first().waitFor();
    await there.see(/Northmoor Police/);
    await there.page.locator('ol li').first().getByAltText(t('national-photograph', { name: 'Test-Samphire, Nell' })).waitFor();
    await holds(there, 'national-found');
  });

  step('finds it with no name, by what she looks like and where', async ({ there }) => {
    await there.fill({ 'national-name': '', 'national-age-from': '20', 'national-age-to': '30', 'national-clothing': 'no coat', 'national-place': 'Fernbrook' });
    await there.page.selectOption('#national-sex', 'female');
    await there.press(t('national-search'));
    const first = there.page.locator('ol li').first();
    await first.getByText(reference).waitFor();
    await first.getByText(/clothing/).waitFor();
  });

  step('opens it with a reason, and its force can read who looked and why', async ({ here, there }) => {
    await there.button(new RegExp(`^Open ${reference}`)).click();
    await there.fill({ 'national-open-reason': ' ' });
    await there.page.locator('dialog').getByRole('button', { name: t('national-open'), exact: true }).click();
    await there.page.locator('dialog').getByText(t('field-national-reason')).first().waitFor();
    await there.fill({ 'national-open-reason': 'She is in front of me' });
    await there.page.locator('dialog').getByRole('button', { name: t('national-open'), exact: true }).click();
    await there.see(t('national-telephone', { force: 'Northmoor Police' }));
    await there.page.locator('dialog').getByAltText(t('national-photograph', { name: 'Test-Samphire, Nell' })).waitFor();
    await there.settled();
    await holds(there, 'national-opened');
    await there.keys('Escape');
    await here.go('national');
    await here.see('She is in front of me');
    await here.see('Westwick Police');
    await holds(here, 'national-looked');
  });

  step('out of contact the force-wide check waits, is made by itself, and says what the local list did not have (INV-5)', async ({ here, there, cables }) => {
    await there.bridge.call('sync_now', {});
    await cables.there.cut();
    const described = [['family_name', 'Test-Samphire'], ['given_name', 'Wren'], ['age', '71'], ['sex', 'male'], ['clothing', 'slippers, grey cardigan']];
    const description = described.map(([name, value]) => ({ attribute: name, value }));
    await here.bridge.call('take_report', { report: { category: 'missing', description, last_seen: { place: 'Fernbrook library', when: { is: 'not_known' }, how_known: 'heard_from' } } });
    await here.bridge.call('sync_now', {});
    await there.fill({ 'national-name': 'samphire', 'national-reason': 'An old man at the bus station' });
    await there.press(t('national-search'));
    await there.page.getByRole('alert').getByText(/OFFLINE.*NOT made/).waitFor();
    await there.page.getByText(/^Force-wide check of .* waits: NOT made yet$/).waitFor();
    assert.equal(await there.page.locator('ol li').count(), 1, 'the list held here has one of them');
    await there.page.locator('ol li').getByText(t('national-photograph-not-here')).waitFor();
    await holds(there, 'national-check-waits');
    await there.go('duty');
    await cables.there.join();
    await there.bridge.call('sync_now', {});
    const alerts = there.page.locator('.alerts');
    await alerts.getByText(/^Force-wide check of .* made .*: 1 that the local list did not have$/).waitFor();
    assert.doesNotMatch(await alerts.innerText(), /Samphire/, 'it names nobody');
    await holds(there, 'national-check-alert');
    await alerts.getByRole('link', { name: t('alert-open-check') }).click();
    await there.button(/^Open the list/).click();
    const first = there.page.locator('ol li').first();
    await first.getByText(t('wide-check-hit')).waitFor();
    await first.getByText(/Test-Samphire, Wren/).waitFor();
    await first.getByText(t('national-no-photograph')).waitFor();
    await there.until('the alert to go', async () => (await alerts.count()) === 0);
    await holds(there, 'national-check-opened');
    await there.button(/^Done with/).click();
    await there.until('the check to go', async () => (await there.page.getByText(t('wide-checks')).count()) === 0);
    await there.fill({ 'national-name': '' });
  });

  step('without the central service looks in the list held here, says its age, and that all forces were NOT asked (INV-5)', async ({ there, central }) => {
    await there.bridge.call('sync_now', {});
    await central.stop();
    await there.press(t('national-search'));
    await there.page.getByRole('alert').getByText(/OFFLINE.*NOT made/).waitFor();
    await there.page.locator('ol li').first().getByText(reference).waitFor();
    await holds(there, 'national-offline');
  });
}, { there: 'WX' }));
