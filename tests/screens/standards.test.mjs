/** What the force asks and reckons with: proposed by one officer, approved by another, asked from its time on (F37). */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe } from 'node:test';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOneDesk } from './harness/steps.mjs';

const COORDINATOR = 'T5';
const CALL_HANDLER = 'T4';
const ASKED = 'Have they served in the armed forces?';

describe('what the force asks', () => {
  let folder = '';
  after(() => rm(folder, { recursive: true, force: true }));

  async function takes(desk, collar) {
    await desk.keys('Control+l');
    await desk.page.waitForSelector('#collar');
    await desk.unlock(collar);
  }

  return atOneDesk({}, (step) => {
    step('shows what comes with the program, and nothing that waits', async (desk) => {
      await desk.go('register/standards');
      await desk.see(t('standards-none-coming'));
      await holds(desk, 'standards', { focus: 'h1', snapshot: true });
    });

    step('saves the one in use as a file', async (desk) => {
      folder = await mkdtemp(join(tmpdir(), 'nrmp-standards-'));
      const file = join(folder, 'questions.toml');
      await desk.bridge.willChoose(file);
      await desk.press(t('standards-save-named', { what: t('standard-kind-questions') }));
      await desk.see(t('standard-saved', { file: 'questions.toml' }));
      const text = await readFile(file, 'utf8');
      assert.match(text, /version = "APP-CH-12\.1"/);
      await writeFile(file, `${text.replace('APP-CH-12.1', 'NM-2026.2').replace('indicators = [', 'indicators = ["added_armed_forces_veteran", ')}\n[[ask]]\nquestion = "added_armed_forces_veteran"\nwords = "${ASKED}"\n`);
      await writeFile(join(folder, 'wrong.toml'), text.replace('"self_harm", ', ''));
    });

    step('refuses a file that takes a question away, with its place, and a proposal without file, time or reason', async (desk) => {
      await desk.press(t('standards-propose-act'));
      await desk.see(t('standards-choose-missing'));
      await holds(desk, 'standards-nothing-chosen');
      await desk.bridge.willChoose(join(folder, 'wrong.toml'));
      await desk.press(t('standards-choose'));
      await desk.see(/self_harm is shown in every force/);
      await holds(desk, 'standards-not-sound');
    });

    step('shows all that a file would change before it is proposed', async (desk) => {
      await desk.bridge.willChoose(join(folder, 'questions.toml'));
      await desk.press(t('standards-choose'));
      await desk.see(ASKED);
      await desk.fill({ 'standard-from': '04:00', 'standard-why': 'Review of the Test-Larkspur inquest, recommendation 4' });
      await holds(desk, 'standards-read');
      await desk.press(t('standards-propose-act'));
      await desk.see(t('standard-own'));
      assert.equal(await desk.button(t('standards-approve')).count(), 0, 'nobody approves their own');
      await holds(desk, 'standards-waits');
    });

    step('another officer reads it and approves it with a reason', async (desk) => {
      await takes(desk, COORDINATOR);
      await desk.go('register/standards');
      await desk.press(t('standards-approve'));
      await desk.press(t('standards-approve-act'), { exact: true });
      await desk.see(t('standards-reason-missing'));
      await desk.fill({ 'standard-reason': 'Read against the recommendation' });
      await holds(desk, 'standards-approving');
      await desk.press(t('standards-approve-act'), { exact: true });
      await desk.see(/Approved\. In use from/);
      await holds(desk, 'standards-approved');
    });

    step('a report is asked by the old set until then, and by the new one from then on', async (desk) => {
      await takes(desk, CALL_HANDLER);
      await desk.go('report');
      await desk.page.locator('#report-asking').waitFor();
      assert.equal(await desk.page.getByRole('group', { name: 'Armed forces veteran' }).count(), 0);
      await desk.bridge.setClock('2026-11-24T04:01:00Z');
      await desk.go('duty');
      await desk.go('report');
      const added = desk.page.getByRole('group', { name: 'Armed forces veteran' });
      await added.waitFor();
      await added.getByRole('radio', { name: t('answer-yes') }).focus();
      assert.match(await desk.page.locator('#report-asking').innerText(), new RegExp(ASKED.replace('?', '\\?')));
      await holds(desk, 'standards-asked');
      await desk.fill({ 'report-family_name': 'Test-Samphire', 'report-given_name': 'Nell' });
      await added.getByRole('radio', { name: t('answer-yes') }).check();
      await desk.keys('Control+Enter');
      await desk.page.getByRole('heading', { level: 1, name: /Test-Samphire/ }).waitFor();
      const { incident_id } = await desk.row('Test-Samphire');
      const { answers } = await desk.bridge.call('incident', { incident_id, at: null, refresh: true });
      assert.equal(answers.find(({ question }) => question === 'added_armed_forces_veteran')?.answer, 'yes');
    });

    step('an incident reported with an older set says what is still to ask, on its page and on the duty list', async (desk) => {
      const act = { basis: [], happened_at: null, source: null, from_paper: false };
      const report = { act, category: 'missing', reported_at: null, same_person_as: null, description: [{ attribute: 'family_name', value: 'Test-Campion' }], last_seen: null, circumstances: '', answers: [], references: [], assign_to: null, question_set: 'APP-CH-12.1' };
      const { incident_id } = await desk.bridge.call('take_report', { report, draft_id: null });
      await takes(desk, 'T1');
      await desk.go('duty');
      assert.match(await desk.page.locator(`[data-incident="${incident_id}"] .name`).innerText(), new RegExp(t('duty-to-ask', { n: 1 })));
      await holds(desk, 'standards-duty');
      await desk.go(`incident/${incident_id}`);
      await desk.see(/Reported with the question set APP-CH-12\.1/);
      await holds(desk, 'standards-left');
      await desk.press(t('incident-ask-these'));
      const asked = desk.page.getByRole('group', { name: 'Armed forces veteran' });
      await asked.getByRole('radio', { name: t('answer-not-known') }).check();
      await desk.press(t('incident-answers-save'), { exact: true });
      await desk.until('the banner to go', async () => (await desk.page.getByText(/Reported with the question set/).count()) === 0);
    });
  });
});
