/** An officer joins their force's register on one more laptop, with a real live central service between the two. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Central, Clock } from '../e2e/harness/central.mjs';
import { Desk, t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';

const HERE = 'lantern gravel otter sundial plum';
const THERE = 'copper thistle ferry walnut';
/** No training force: the registers are live, the people invented. */
const FORCE = 'TST';
const OFFICER = { name: 'PS Test-Rowan', collar: 'T4417', role: 'duty_inspector' };

describe('joining a register', () => {
  let clock, central, here, there;

  before(async () => {
    // A live service goes by the system's time, and the laptops with it.
    clock = await Clock.at(new Date().toISOString());
    central = await Central.start({ live: true, forces: [FORCE] });
    here = await Desk.open({ training: false, clock: clock.file });
    await here.bridge.call('create_register', { force: FORCE, officer: OFFICER, passphrase: HERE });
    await here.bridge.call('enrol_device', { address: central.address, code: await central.code(FORCE), certificates: null });
    const report = { category: 'missing', description: [{ attribute: 'family_name', value: 'Test-Larkspur' }, { attribute: 'given_name', value: 'Magnus' }] };
    await here.bridge.call('take_report', { report });
    const second = { name: 'Sgt Test-Alder', collar: 'T207', role: 'supervisor' };
    await here.bridge.call('add_officer', { officer: second, passphrase: HERE });
    await here.bridge.call('sync_now');
    there = await Desk.open({ training: false, clock: clock.file });
  });
  after(async () => {
    await here?.close();
    await there?.close();
    await central?.close();
    await clock?.remove();
  });

  it('is offered on a laptop without a register, beside creating one', async () => {
    await there.see(t('start-create-act'));
    await there.button(t('start-join-act')).focus();
    await there.keys('Enter');
    await there.page.waitForSelector('#enrol-address');
    await holds(there, 'join-code', { focus: 'h1', snapshot: true });
  });

  it('asks for address and code, and says at the code what is the matter with one', async () => {
    await there.press(t('continue'));
    for (const id of ['enrol-address', 'enrol-code']) assert.equal(await there.page.getAttribute(`#${id}`, 'aria-invalid'), 'true', id);
    await holds(there, 'join-code-missing', { focus: '.summary' });
    const plain = await central.code(FORCE);
    for (const [code, words] of [['nonsense', 'field-enrol-code'], [plain, 'error-code-for-no-officer']]) {
      await there.fill({ 'enrol-address': central.address, 'enrol-code': code });
      await there.press(t('continue'));
      await there.page.getByRole('alert').getByText(t(words)).waitFor();
      assert.equal(await there.page.inputValue('#enrol-code'), code, 'what was typed stays');
    }
    await holds(there, 'join-code-refused', { focus: '.summary' });
  });

  it('says by the code alone who joins, by keyboard, and asks for a passphrase of this laptop', async () => {
    await there.fill({ 'enrol-code': (await central.codeFor(OFFICER.collar, FORCE)).toLowerCase() });
    await there.page.focus('#enrol-code');
    await there.keys('Enter');
    await there.page.waitForSelector('#officer-passphrase');
    for (const said of [OFFICER.name, OFFICER.collar, t('role-duty-inspector')]) await there.see(said);
    await holds(there, 'join-passphrase', { focus: 'h1' });
    await there.fill({ 'officer-passphrase': 'password1', 'officer-again': 'password1' });
    await there.press(t('join-now'));
    await there.see(t('officer-passphrase-weak'));
    await holds(there, 'join-passphrase-weak', { focus: '.summary' });
  });

  it('shows the shares of this laptop once, and then the incidents of the force', async () => {
    await there.fill({ 'officer-passphrase': THERE, 'officer-again': THERE });
    await there.press(t('join-now'));
    await there.see(t('shares-title'));
    await there.see(t('join-shares-words'));
    assert.equal(await there.button(t('shares-connect')).count(), 0, 'it is connected already');
    await holds(there, 'join-shares', { focus: 'h1' });
    await there.page.check('#shares-written');
    await there.page.check('#shares-apart');
    await there.press(t('shares-go'));
    await there.page.getByRole('heading', { level: 1, name: t('nav-duty') }).waitFor();
    await there.see('Test-Larkspur');
    await holds(there, 'join-duty');
  });

  it('lets in another officer of the register with a code of their own, who is said to be on another laptop before', async () => {
    await there.go('register');
    const row = there.page.getByRole('row', { name: /Test-Alder/ });
    await row.getByText(t('officers-state-elsewhere')).waitFor();
    await holds(there, 'join-officers', { focus: 'h1' });
    await there.press(t('officers-join'));
    await there.press(t('officers-join-act'));
    await there.see(t('sync-enrol-code-missing'));
    await holds(there, 'join-officer-missing', { focus: '.summary' });
    await there.fill({ 'join-code': await central.codeFor('T207', FORCE), 'officer-passphrase': THERE, 'officer-again': THERE });
    await there.see(/Strong enough/);
    await there.press(t('officers-join-act'));
    await row.getByText(t('officers-state-open')).waitFor();
    await holds(there, 'join-officer-in');
  });

  it('is the same officer on both', async () => {
    const [one, other] = [await here.bridge.call('session'), await there.bridge.call('session')];
    for (const field of ['officer_id', 'name', 'collar', 'role']) assert.equal(one[field], other[field], field);
  });
});
