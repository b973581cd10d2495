/** Who has an incident: handed on at one desk, it interrupts at another; sent, delivered and accepted are three facts (F01). */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOffice } from './harness/steps.mjs';

const ACT = { basis: [], happened_at: null, source: null, from_paper: false };
const CALL_HANDLER = 'T4';
const SERGEANT = 'T2';
const NIGHT_PATROL = 'T7';

describe('an incident handed on', () => atOffice((step) => {
  let incident = '';

  const alert = (desk, words) => desk.page.getByRole('region', { name: t('alerts') }).getByText(words);
  /** The program's clock is set by hand, and nobody moves the screen's. */
  const lookUp = (desk) => desk.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

  async function takes(desk, collar) {
    await desk.keys('Control+l');
    await desk.page.waitForSelector('#collar');
    await desk.unlock(collar);
  }

  async function receipts(desk) {
    const { timeline } = await desk.bridge.call('incident', { incident_id: incident });
    return timeline.filter(({ kind }) => kind === 'assignment').map(({ headline, by }) => `${headline} (${by})`).toSorted();
  }

  step('two desks of one force are connected', async ({ here, there, central, cables }) => {
    for (const [desk, cable] of [[here, cables.here], [there, cables.there]]) {
      await desk.bridge.call('enrol_device', { address: cable.address, code: await central.code(), certificates: null });
    }
    await takes(here, CALL_HANDLER);
    await takes(there, SERGEANT);
  });

  step('a call handler’s report goes to a supervisor, and says that it is not delivered while nobody’s screen shows it (INV-5)', async ({ here, there, cables, clock }) => {
    await cables.there.cut();
    await here.go('report');
    assert.equal(await here.page.inputValue('#report-assign_to'), 'supervisor');
    await here.fill({ 'report-family_name': 'Test-Samphire', 'report-given_name': 'Nell', 'report-age': '24', 'report-clothing': 'Took no coat' });
    await here.keys('Control+Enter');
    await here.page.getByRole('heading', { level: 1, name: /Test-Samphire/ }).waitFor();
    incident = (await here.page.evaluate(() => location.hash)).split('/').at(-1);
    await here.see('Supervisor: sent 03:05, not on a screen yet');
    assert.equal(await alert(here, /NOT DELIVERED/).count(), 0, 'it may still be on its way');
    await clock.set('2026-11-24T03:06:00Z');
    await lookUp(here);
    await alert(here, /Test-Samphire, Nell: NOT DELIVERED to Supervisor – phone/).waitFor();
    await here.go('duty');
    await here.incident('Test-Samphire');
    await here.see('Supervisor: sent 03:05, NOT DELIVERED – phone');
    await holds(here, 'handed-not-delivered', { focus: 'h1' });
    await here.go('duty');
    await here.see(/NOT DELIVERED to Supervisor: phone/);
    await holds(here, 'duty-not-delivered', { focus: 'h1' });
    assert.equal(await alert(there, /Test-Samphire/).count(), 0);
  });

  step('a call stops the alarm and not the wait', async ({ here }) => {
    await here.incident('Test-Samphire');
    await here.press(t('incident-do-phone'));
    await here.press(t('incident-phone-save'));
    await holds(here, 'form-phone', { focus: '.summary' });
    await here.fill({ 'incident-spoke-to': 'Sgt Test-Rushbrook' });
    await here.keys('Control+Enter');
    await here.see('Supervisor: told Sgt Test-Rushbrook by telephone 03:06, not accepted');
    await here.until('the alarm to end', async () => (await alert(here, /NOT DELIVERED/).count()) === 0);
  });

  step('back in contact it interrupts the supervisor on whatever screen with nobody pressing anything, and the sender reads that it was delivered', async ({ here, there, cables }) => {
    await there.go('find');
    await cables.there.join();
    await alert(there, /Handed to Supervisor 03:05: NM\/26\/\d+, Test-Samphire, Nell – Not assessed/).waitFor({ timeout: 90_000 });
    await holds(there, 'alert-to-accept');
    await here.page.getByText('Supervisor: delivered to Sgt Owain Test-Rushbrook 03:06, not accepted').waitFor({ timeout: 20_000 });
    await holds(here, 'handed-delivered');
    assert.equal((await here.row('Test-Samphire')).owner, '', 'delivered is not accepted');
  });

  step('accepted with one press, it has an owner by name on both desks', async ({ here, there }) => {
    await there.button(/^Accept NM/).click();
    await there.page.getByRole('heading', { level: 1, name: /Test-Samphire/ }).waitFor();
    await there.see('Sgt Owain Test-Rushbrook, Supervisor, accepted 03:06');
    await there.until('the alarm to end', async () => (await alert(there, /Test-Samphire/).count()) === 0);
    await here.page.getByText('Sgt Owain Test-Rushbrook, Supervisor, accepted 03:06').first().waitFor({ timeout: 20_000 });
    assert.equal((await here.row('Test-Samphire')).owner, 'Sgt Owain Test-Rushbrook, Supervisor');
    assert.deepEqual(await receipts(here), [
      'Accepted, as handed to Supervisor (Sgt Owain Test-Rushbrook, Supervisor)',
      'Handed to Supervisor: told Sgt Test-Rushbrook by telephone (Mair Test-Teasel, Call handler)',
      'Shown on the officer’s screen, as handed to Supervisor (Sgt Owain Test-Rushbrook, Supervisor)',
    ]);
  });

  step('handed on by the keyboard alone, to a role of which nobody else may accept', async ({ here, there }) => {
    await there.keys('h');
    await there.page.waitForSelector('#incident-assign-to');
    await holds(there, 'form-assign', { focus: '#incident-assign-to' });
    await there.page.selectOption('#incident-assign-to', 'investigating_officer');
    await there.fill({ 'incident-assign-note': 'Mother is to be told by 04:00.' });
    await there.keys('Control+Enter');
    await there.see('Investigating officer: sent 03:06, not on a screen yet');
    await there.see('Sgt Owain Test-Rushbrook, Supervisor, accepted 03:06');
    await here.page.getByText('Mother is to be told by 04:00.').first().waitFor({ timeout: 20_000 });
    assert.equal(await here.button(t('incident-accept'), { exact: true }).count(), 0, 'a call handler does not accept it');
    const { assignment } = await here.bridge.call('incident', { incident_id: incident });
    await assert.rejects(here.bridge.call('accept_assignment', { incident_id: incident, act: ACT, assignment: assignment.waiting[0].assignment }), /role/);
    await takes(here, NIGHT_PATROL);
    await alert(here, /Handed to Investigating officer 03:06/).waitFor();
    await here.incident('Test-Samphire');
    await here.press(t('incident-accept'), { exact: true });
    await here.see('PC Callum Test-Bracken, Investigating officer, accepted 03:06');
  });
}));
