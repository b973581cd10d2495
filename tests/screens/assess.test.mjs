/** Assessing the risk: raising it, and lowering it only with a reason (INV-4). */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOneDesk } from './harness/steps.mjs';

const RATIONALE = {
  'assess-key-facts': 'Freezing night, no coat, walks slowly.',
  'assess-not-known': 'Whether she has money.',
  'assess-would-change': 'A sighting in the warm.',
};

describe('assessing the risk', () => atOneDesk({}, (step) => {
  let incident = '';
  const grade = (desk, value) => desk.page.locator(`#assess-form input[type="radio"][value="${value}"]`).check({ force: true });

  step('shows what is known and who says so beside an own decision that nothing was put into', async (desk) => {
    const { incident_id } = await desk.row('Test-Larkspur');
    await desk.go(`incident/${incident_id}/assess`);
    await holds(desk, 'assess', { focus: 'h1', snapshot: true });
    assert.equal(await desk.page.locator('#assess-form input[type="radio"]:checked').count(), 0, 'no grade is chosen for the officer');
  });

  step('asks for a grade and the next look, at their fields', async (desk) => {
    incident = (await desk.row('Test-Hollis')).incident_id;
    await desk.go(`incident/${incident}/assess`);
    await desk.keys('Control+Enter');
    await desk.see(t('assess-choose-grade'));
    await desk.see(t('assess-say-look-again'));
    await holds(desk, 'assess-refused');
  });

  step('raises the grade, which the incident shows with who gave it', async (desk) => {
    await grade(desk, 'high');
    await desk.fill({ ...RATIONALE, 'assess-look-again': 'in 1 h' });
    await holds(desk, 'assess-raised');
    await desk.keys('Control+Enter');
    await desk.page.getByRole('heading', { level: 1, name: /Test-Hollis/ }).waitFor();
    await desk.settled();
    await holds(desk, 'incident-raised', { focus: 'h1' });
    assert.equal((await desk.row('Test-Hollis')).grade, 'high');
  });

  step('refuses to lower it without a reason, at the field, and the grade stands (INV-4)', async (desk) => {
    await desk.go(`incident/${incident}/assess`);
    await grade(desk, 'low');
    await desk.fill({ 'assess-key-facts': 'Found a note: at a friend’s house.', 'assess-not-known': 'Which friend.', 'assess-would-change': 'The friend says no.', 'assess-look-again': 'in 4 h' });
    await desk.keys('Control+Enter');
    await desk.page.locator('#assess-lowered').waitFor();
    await desk.see(t('assess-say-why-lower'));
    await holds(desk, 'assess-lowering-refused');
    assert.equal(await desk.page.locator('#assess-lowered').getAttribute('aria-invalid'), 'true');
    assert.equal((await desk.row('Test-Hollis')).grade, 'high');
  });

  step('asks why of each thing that the suggestion rests on, where the grade is below it (F17)', async (desk) => {
    await desk.page.fill('#assess-lowered', 'The friend’s mother has him on the telephone; he spoke to us.');
    await desk.keys('Control+Enter');
    await desk.see(t('assess-say-why-below', { question: t('question-medical-needs') }));
    await holds(desk, 'assess-below-refused');
    assert.equal((await desk.row('Test-Hollis')).grade, 'high');
  });

  step('lowers it with a reason for each', async (desk) => {
    const reasons = desk.page.locator('.below input');
    for (let n = 0; n < (await reasons.count()); n += 1) await reasons.nth(n).fill('He spoke to us himself and is well.');
    // Whoever raised the grade at once had left them for later.
    await desk.press(t('assess-opened-all', { n: 4 }));
    await desk.keys('Control+Enter');
    await desk.page.getByRole('heading', { level: 1, name: /Test-Hollis/ }).waitFor();
    await desk.until('the lower grade', async () => (await desk.row('Test-Hollis')).grade === 'low');
  });

  step('leads from the question that would tell most to its row, and moves with the answer', async (desk) => {
    await desk.go(`incident/${(await desk.row('Test-Larkspur')).incident_id}/assess`);
    const before = await desk.page.locator('.headline').textContent();
    await desk.page.getByRole('button', { name: t('opinion-answer') }).click();
    const asked = await desk.page.evaluate(() => document.activeElement?.closest('[data-question]')?.getAttribute('data-question'));
    assert.ok(asked, 'the focus is at the question');
    await desk.page.locator(`[data-question="${asked}"] input[value="yes"]`).check({ force: true });
    await desk.keys('Enter');
    await desk.page.getByRole('button', { name: t('assess-record', { answer: t('answer-yes') }) }).click();
    await desk.until('another estimate', async () => (await desk.page.locator('.headline').textContent()) !== before);
    await holds(desk, 'assess-answered');
  });

  step('asks whether words of an earlier assessment are still true', async (desk) => {
    await desk.go(`incident/${incident}/assess`);
    await desk.page.fill('#assess-key-facts', RATIONALE['assess-key-facts']);
    await desk.page.getByLabel(t('assess-still-true')).waitFor();
    await holds(desk, 'assess-copied');
  });
}));
