/** Sync on two desks of one force with a real central service: enrolment, what comes, what waits, what is refused. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { Central } from '../e2e/harness/central.mjs';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOffice } from './harness/steps.mjs';

const ACT = { basis: [], happened_at: null, source: null, from_paper: false };
const upToDate = (at, ...more) => [t('sync-up-to-date', { at }), more.join(', ')].filter(Boolean).join(' – ');

describe('two desks and their central service', () => atOffice((step) => {
  let incident = '';
  let devices = [];

  /** The invented conflict of a dispatch log would stand among the decisions. */
  async function withoutConflict(desk, name) {
    const { bridge } = desk;
    const { incident_id } = await desk.row(name);
    const { references } = await bridge.call('incident', { incident_id });
    const { system, reference } = references.find(({ status }) => status === 'closed');
    await bridge.call('give_reference_status', { incident_id, act: ACT, system, reference, status: 'open' });
  }

  async function unlockAgain(desk, collar) {
    await desk.keys('Control+l');
    await desk.page.waitForSelector('#collar');
    await desk.unlock(collar);
  }

  async function grade(desk, value, more = {}) {
    await desk.go(`incident/${incident}/assess`);
    await desk.page.locator(`#assess-form input[type="radio"][value="${value}"]`).check({ force: true });
    await desk.fill({ 'assess-key-facts': 'Cold night, no coat.', 'assess-not-known': 'Whether she has money.', 'assess-would-change': 'A sighting in the warm.', 'assess-look-again': 'in 1 h', ...more });
    // What others entered since the last grade is read, and a grade below the suggestion says why.
    const unread = desk.page.getByRole('button', { name: t('assess-opened'), exact: true });
    while ((await unread.count()) > 0) await unread.first().click();
    const below = desk.page.locator('.below input');
    for (let n = 0; n < (await below.count()); n += 1) await below.nth(n).fill('Asked of her sister.');
    await desk.keys('Control+Enter');
    await desk.page.getByRole('heading', { level: 1, name: /Test-Samphire/ }).waitFor();
    await desk.settled();
  }

  step('says to whom may not connect the laptop who may', async ({ here, there }) => {
    for (const desk of [here, there]) await withoutConflict(desk, 'Test-Quickbeam');
    await unlockAgain(here, 'T3');
    await here.bar(t('sync-not-enrolled'));
    await here.page.locator('.bar .sync').click();
    await here.see(t('sync-enrol-may-not'));
    await holds(here, 'sync-may-not', { focus: 'h1' });
    assert.equal(await here.page.locator('#enrol-address').count(), 0);
    await unlockAgain(here, 'T1');
  });

  step('asks for address and code, at their fields', async ({ here }) => {
    await here.go('sync');
    await here.page.waitForSelector('#enrol-address');
    await holds(here, 'sync-not-enrolled', { focus: 'h1', snapshot: true });
    await here.press(t('sync-enrol-act'));
    for (const id of ['enrol-address', 'enrol-code']) assert.equal(await here.page.getAttribute(`#${id}`, 'aria-invalid'), 'true', id);
    await here.see(t('sync-enrol-code-missing'));
    await holds(here, 'sync-enrol-missing', { focus: '.summary' });
  });

  step('refuses what is no central service of this laptop at the field that says so, and what was typed stays', async ({ here, central, clock }) => {
    const other = await Central.start({ clock });
    const code = await central.code();
    const tries = [
      ['central.example', code, 'enrol-address', 'field-central-address'],
      ['http://central.example', code, 'enrol-address', 'error-central-plain'],
      [central.address, 'nonsense', 'enrol-code', 'field-enrol-code'],
      [central.address, await other.code(), 'enrol-code', 'error-enrol-other-central'],
    ];
    const refused = async ([address, typed, field, words], name) => {
      await here.fill({ 'enrol-address': address, 'enrol-code': typed });
      await here.press(t('sync-enrol-act'));
      await here.page.getByRole('alert').getByText(t(words)).waitFor();
      for (const id of ['enrol-address', 'enrol-code']) assert.equal(await here.page.getAttribute(`#${id}`, 'aria-invalid'), id === field ? 'true' : null, `${words} at ${id}`);
      assert.deepEqual([await here.page.inputValue('#enrol-address'), await here.page.inputValue('#enrol-code')], [address, typed], 'what was typed stays');
      if (name) await holds(here, name, { focus: '.summary' });
    };
    for (const wrong of tries) await refused(wrong);
    await other.close();
    await refused([other.address, code, 'enrol-address', 'error-central-unreachable'], 'sync-enrol-refused');
    await here.bar(t('sync-not-enrolled'));
  });

  step('connects with a code, sends and receives by itself, and then says that all is up to date', async ({ here, there, central, cables }) => {
    await here.fill({ 'enrol-address': cables.here.address, 'enrol-code': (await central.code()).toLowerCase().replaceAll('-', ' ') });
    await here.press(t('sync-enrol-act'));
    await here.see(t('sync-central'));
    await here.bar(upToDate('03:05'));
    await holds(here, 'sync-up-to-date', { focus: 'h1' });
    devices = await central.devices();
    await there.bridge.call('enrol_device', { address: cables.there.address, code: await central.code(), certificates: null });
    for (const desk of [here, there]) await desk.bar(upToDate('03:05'));
    assert.deepEqual((await central.devices()).map(({ quarantined, expected }) => [quarantined, expected]), [[0, 0], [0, 0]]);
  });

  step('shows a report at the other desk with nobody pressing anything', async ({ here, there }) => {
    await there.go('duty');
    await here.go('report');
    await here.fill({ 'report-family_name': 'Test-Samphire', 'report-given_name': 'Nell', 'report-age': '24', 'report-clothing': 'Took no coat' });
    await here.keys('Control+Enter');
    await here.page.getByRole('heading', { level: 1, name: /Test-Samphire/ }).waitFor();
    incident = (await here.page.evaluate(() => location.hash)).split('/').at(-1);
    await there.page.getByRole('link', { name: /Test-Samphire/ }).first().waitFor();
    await there.incident('Test-Samphire');
    await there.see('Took no coat');
    await there.see('Insp Ruth Test-Hawthorn');
    await here.bar(upToDate('03:05'));
  });

  step('counts in words what waits while central is away, and lists it (INV-5)', async ({ here, there, central, clock }) => {
    await central.stop();
    for (const desk of [here, there]) {
      await desk.go('sync');
      await desk.press(t('sync-now'));
      await desk.bar('Offline 0 min – nothing to send');
    }
    await clock.set('2026-11-24T03:42:00Z');
    await grade(here, 'medium');
    await grade(there, 'high');
    for (const desk of [here, there]) await desk.bar('Offline 37 min – 1 to send');
    await holds(there, 'incident-offline');
    await there.go('sync');
    const waiting = there.page.getByRole('table', { name: t('sync-waiting') });
    await waiting.getByText(t('sent-risk-assessed')).waitFor();
    assert.equal(await waiting.getByRole('link').getAttribute('href'), `#/incident/${incident}`);
    await holds(there, 'sync-offline', { focus: 'h1' });
    await there.press(t('sync-now'));
    await there.bar('Offline 37 min – 1 to send');
    assert.deepEqual(await there.page.locator('.said [role="status"]').allInnerTexts(), ['Offline 37 min – 1 to send', ''], 'nothing says that it was sent');
    await there.see(t('sync-verdict-waiting', { n: 1 }));
  });

  step('asks for a decision where two graded without sight of each other, and the safer grade holds', async ({ here, there, central }) => {
    await central.serve();
    await there.press(t('sync-now'));
    await here.go('sync');
    await here.press(t('sync-now'));
    for (const desk of [here, there]) await desk.bar(upToDate('03:42', '1 needs a decision'));
    await holds(here, 'sync-decision');
    for (const desk of [here, there]) {
      const needed = desk.page.getByRole('table', { name: t('sync-decide') });
      assert.equal(await needed.getByRole('link', { name: /^Decide / }).getAttribute('href'), `#/incident/${incident}/assess`);
      await needed.getByText(t('sides-holds')).waitFor();
      assert.equal(await needed.getByText(t('sides-saw-not-other'), { exact: true }).count(), 2, 'both sides, and who had seen what');
      await needed.getByRole('link', { name: /^NM\// }).click();
      await desk.page.getByRole('heading', { level: 1, name: /Test-Samphire/ }).waitFor();
      await desk.see(t('incident-needs-decision'));
      await desk.settled();
      assert.equal((await desk.row('Test-Samphire')).grade, 'high', 'the safer grade holds');
    }
    await holds(here, 'incident-needs-decision', { focus: 'h1' });
  });

  step('is settled by a supervisor who has seen both, at both desks', async ({ here, there }) => {
    await unlockAgain(there, 'T2');
    await there.bar(upToDate('03:42', '1 needs a decision'));
    await there.go(`incident/${incident}`);
    await there.page.getByRole('link', { name: t('incident-decide') }).click();
    await there.see(t('assess-decide-between'));
    await holds(there, 'assess-decision', { focus: 'h1' });
    await grade(there, 'medium', { 'assess-key-facts': 'Has her sister’s coat.', 'assess-not-known': 'Where she means to sleep.', 'assess-would-change': 'Frost before she is seen.', 'assess-lowered': 'The sister has just said that she gave her a coat.' });
    for (const desk of [here, there]) await desk.bar(upToDate('03:42'));
    for (const desk of [here, there]) assert.equal((await desk.row('Test-Samphire')).grade, 'medium');
    await here.settled();
    assert.equal(await here.page.getByText(t('incident-needs-decision')).count(), 0);
  });

  step('says NOT DELIVERED, why and what to do, where central refuses, until it is accepted (INV-5)', async ({ here, there, central }) => {
    const { officer_id, role } = await here.bridge.call('session');
    const { first_key } = await here.bridge.call('verify');
    await central.suspend(officer_id);
    await here.go(`incident/${incident}`);
    await here.page.fill('#incident-note', 'Seen at the night café by a driver.');
    await here.page.locator('#incident-note').press('Control+Enter');
    await here.bar(t('sync-not-delivered', { n: 1, at: '03:42' }));
    await here.page.locator('.bar .sync').click();
    const refused = here.page.getByRole('table', { name: t('sync-refused-heading') });
    for (const words of ['sent-noted', 'refused-why-officer-suspended', 'refused-remedy-officer-suspended']) await refused.getByText(t(words)).waitFor();
    assert.equal(await refused.getByRole('link').getAttribute('href'), `#/incident/${incident}`);
    await here.see(t('sync-verdict-refused', { n: 1 }));
    await holds(here, 'sync-not-delivered', { focus: 'h1' });
    assert.equal(await there.page.getByText('Seen at the night café').count(), 0, 'nobody else sees it');
    await here.press(t('sync-now'));
    await here.bar(t('sync-not-delivered', { n: 1, at: '03:42' }));
    await central.admit(officer_id, first_key, role);
    await here.press(t('sync-now'));
    await here.bar(upToDate('03:42'));
    assert.equal(await refused.count(), 0);
    await there.go(`incident/${incident}`);
    await there.see('Seen at the night café');
  });

  step('lets count no more what its officer had no right to, says so above the incident, and keeps it in the log', async ({ here, central }) => {
    const { officer_id, role } = await here.bridge.call('session');
    const { first_key } = await here.bridge.call('verify');
    await central.admit(officer_id, first_key, 'auditor');
    await here.go(`incident/${incident}`);
    await here.page.fill('#incident-note', 'Rang the hostel: nobody there knows her.');
    await here.page.locator('#incident-note').press('Control+Enter');
    await here.bar(t('sync-not-delivered', { n: 1, at: '03:42' }));
    await here.see(t('refused-entries', { n: 1 }));
    await here.page.getByText(t('incident-refused')).first().waitFor();
    await here.see('Rang the hostel');
    await holds(here, 'incident-refused');
    await here.bar(t('sync-not-delivered', { n: 1, at: '03:42' }));
    await central.admit(officer_id, first_key, role);
    await here.go('sync');
    await here.press(t('sync-now'));
    await here.bar(upToDate('03:42'));
    await here.go(`incident/${incident}`);
    await here.see('Rang the hostel');
    assert.equal(await here.page.getByText(t('incident-refused')).count(), 0);
  });

  step('locks a laptop that was revoked, says why, and opens for nobody', async ({ here, there, central }) => {
    const other = (await central.devices()).find(({ device_id }) => device_id !== devices[0].device_id);
    await central.revoke(other.device_id);
    await there.go('sync');
    await there.button(t('sync-now')).click();
    await there.page.waitForSelector('#collar');
    await there.see(t('lock-revoked'));
    await holds(there, 'unlock-revoked', { focus: '#collar' });
    await there.fill({ collar: 'T1', passphrase: there.training.passphrase });
    await there.press(t('unlock-act'), { exact: true });
    await there.page.getByRole('alert').first().waitFor();
    assert.equal(await there.page.locator('#collar').count(), 1);
    await here.bar(upToDate('03:42'));
  });
}));
