/** The safeguarding review queue: what stands in it and why, by kind, and the way into an incident. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { LAPTOP, t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOneDesk } from './harness/steps.mjs';

describe('the review queue', () => atOneDesk({}, (step) => {
  step('shows every incident that waits, with each reason, the most pressing first', async (desk) => {
    await desk.go('review');
    await desk.page.locator('tbody tr').first().waitFor();
    await holds(desk, 'review', { focus: 'h1', snapshot: true });
    const lines = await desk.page.locator('tbody tr').first().locator('li').allInnerTexts();
    assert.ok(lines.length > 0 && lines.every((line) => line.trim() !== ''), lines.join(' | '));
    const first = await desk.page.locator('tbody tr').first().boundingBox();
    assert.ok(first && first.y + first.height < LAPTOP.height);
  });

  step('shows one kind alone, and says where there is none', async (desk) => {
    const rows = desk.page.locator('tbody tr');
    const all = await rows.count();
    await desk.press(new RegExp(`^${t('review-show-challenged')}`));
    await desk.see(t('review-none-chosen', { n: all }));
    await holds(desk, 'review-none-chosen');
    await desk.press(t('review-show-all-again'));
    await desk.until('all rows', async () => (await rows.count()) === all);
  });

  step('takes a challenge in at once, and puts it first', async (desk) => {
    const { incident_id } = await desk.row('Test-Moss');
    const { basis, grade } = await desk.bridge.call('incident', { incident_id, at: null, refresh: true });
    assert.ok(grade, 'it is graded');
    const act = { basis, happened_at: null, source: null, from_paper: false };
    await desk.bridge.call('challenge_grade', { incident_id, act, grade: 'high', reason: 'Found in the canal last time' });
    await desk.go('duty');
    await desk.go('review');
    const first = desk.page.locator('tbody tr').first();
    await desk.until('the challenge', async () => (await first.locator('li.challenged').count()) === 1);
    assert.equal(await first.getAttribute('data-incident'), incident_id);
    await holds(desk, 'review-challenged');
  });

  step('is walked with arrows, and Enter opens the incident', async (desk) => {
    await desk.tabTo('tbody a');
    await desk.keys('End', 'Home');
    const href = await desk.page.locator('tbody a').first().getAttribute('href');
    await desk.keys('Enter');
    await desk.until('the incident', () => desk.page.evaluate((to) => location.hash === to, href));
  });
}));
