/**
 * An officer's whole path through a grade, in the real window on a clock that is set: a report with nothing asked, the
 * second opinion, the question that would tell most, a grade with its reasons, a treatment that falls due while nobody
 * writes, what a partner knows, a lowering that is refused, a challenge and its answer.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { handOver, TRAINING, unlock } from './harness/acts.mjs';
import { Clock } from './harness/central.mjs';
import { Laptop } from './harness/laptop.mjs';
import { Program } from './harness/program.mjs';
import { steps } from './harness/steps.mjs';
import { t } from './harness/words.mjs';

const INSPECTOR = 'T1';
const SAFEGUARDING = 'T6';

describe('a grade, beside a second opinion', () => {
  let clock;
  let laptop;
  let program;
  let page;
  let incident;

  const step = steps();

  before(async () => {
    clock = await Clock.at('2026-11-24T20:00:00Z');
    laptop = await Laptop.training({ seed: 3, force: 'NM', clock });
    program = await Program.start({ dataDir: laptop.path, env: { NRMP_CLOCK: clock.file } });
    page = program.page;
    await unlock(page, { collar: INSPECTOR, passphrase: TRAINING });
  });

  after(async () => {
    await program?.close();
    await laptop?.remove();
    await clock?.remove();
  });

  const grade = async (value, words = {}) => {
    await page.click({ css: `#assess-form input[type="radio"][value="${value}"]` });
    const prompts = { 'key-facts': 'Said goodbye to his brother, no coat.', 'not-known': 'Whether he has insulin with him.', 'would-change': 'Somebody has seen him in company.', 'look-again': 'in 2 h', ...words };
    for (const [prompt, text] of Object.entries(prompts)) await page.fill({ css: `#assess-${prompt}` }, text);
    // Words of an earlier assessment are asked about.
    await page.frames(2);
    for (const prompt of ['key_facts', 'not_known', 'would_change']) {
      if (await page.has({ css: `#assess-still-${prompt}:not(:checked)` })) await page.click({ css: `#assess-still-${prompt}` });
    }
  };
  const save = (value) => page.click({ role: 'button', name: t('assess-save', { grade: t(`grade-${value}`) }) });
  const open = async (hash) => {
    await page.go('#/duty');
    await page.see({ css: 'main a[href*="incident/"]' });
    await page.go(hash);
  };
  /** What the incident needs most, as its row of the duty list says it. */
  const need = async (words) => {
    await page.go('#/find');
    await page.see({ css: '#find' });
    await page.go('#/duty');
    await page.see({ css: 'tr', name: words });
  };

  step('a man is reported of whom nothing was asked', async () => {
    await page.go('#/report');
    for (const [field, words] of Object.entries({ family_name: 'Test-Yarrow', given_name: 'Piers', age: '44', place: 'Test Street', circumstances: 'Left without a word.' })) {
      await page.fill({ css: `#report-${field}` }, words);
    }
    await page.choose({ css: '#report-sex' }, 'Male');
    await page.click({ css: 'input[type="radio"][value="missing"]' });
    await page.click({ role: 'button', name: t('report-save') });
    incident = await page.until('the incident', () => page.call(() => /^#\/?incident\/([^/]+)/.exec(location.hash)?.[1]));
    await page.see(t('incident-not-assessed'));
  });

  step('the opinion says how often, what it suggests and what would tell most', async () => {
    await page.go(`#/incident/${incident}/assess`);
    await page.see('7 in 100');
    assert.match(await page.see({ css: 'section', name: t('opinion-heading') }), /\bmen of 18 to 64 like this were recorded harmed/);
    await page.see(t('question-self-harm-ask'));
    await page.see({ css: '.suggests', name: t('grade-medium') });
  });

  step('the question is asked, answered, and moves the suggestion with its reason', async () => {
    await page.click({ role: 'button', name: t('opinion-answer') });
    assert.equal(await page.call(() => document.activeElement?.closest('[data-question]')?.getAttribute('data-question')), 'self_harm');
    await page.click({ css: '[data-question="self_harm"] input[value="yes"]' });
    await page.fill({ css: '#assess-detail' }, 'Told his brother goodbye');
    await page.click({ role: 'button', name: t('assess-record', { answer: t('answer-yes') }) });
    await page.see({ css: '.suggests', name: t('grade-high') });
    await page.see(t('flag-suicide'));
    await page.see({ css: '.reasons', name: t('question-self-harm') });
  });

  step('a lower grade has to say why; the suggested one does not', async () => {
    await grade('medium');
    await page.see(t('assess-below', { grade: t('grade-high') }));
    await page.click({ css: '#assess-form input[type="radio"][value="high"]' });
    await page.seeNoMore(t('assess-below', { grade: t('grade-high') }));
    await save('high');
    await page.see({ role: 'button', name: t('incident-do-located') });
  });

  step('a medical need is chosen from the list, which says what happens without treatment', async () => {
    await page.click({ role: 'button', name: t('incident-do-medical'), within: { css: '.offered' } });
    await page.choose({ css: '#incident-condition' }, t('medical-diabetes-insulin'));
    await page.see(t('medical-diabetes-insulin-without'));
    await page.fill({ css: '#incident-when' }, '18:00');
    await page.click({ role: 'button', name: t('incident-medical-save') });
    await page.see(t('medical-diabetes-insulin'));
    await page.go(`#/incident/${incident}/assess`);
    await grade('high', { 'key-facts': 'Said goodbye to his brother; insulin at 18:00.', 'look-again': 'in 4 h' });
    await save('high');
    await page.see({ role: 'button', name: t('incident-do-located') });
  });

  step('22:00 comes, nobody writes anything, and the incident asks for an assessment by itself', async () => {
    await clock.set('2026-11-24T22:05:00Z');
    await need('harm may have begun');
    await open(`#/incident/${incident}/assess`);
    await page.see('Harm may have begun');
    await grade('high', { 'key-facts': 'No insulin since 18:00, said goodbye.', 'look-again': 'in 2 h' });
    await save('high');
    await page.see({ role: 'button', name: t('incident-do-located') });
  });

  step('what a partner says is not saved without saying whether it changes the risk, and then opens a re-assessment (F15)', async () => {
    await page.click({ role: 'button', name: t('incident-do-partner'), within: { css: '.offered' } });
    await page.choose({ css: '#incident-agency' }, t('agency-mental-health'));
    await page.fill({ css: '#incident-agency-name' }, 'Crisis team, Fernbrook');
    await page.fill({ css: '#incident-partner-name' }, 'Test-Finch, Ida');
    await page.fill({ css: '#incident-partner-role' }, 'community nurse');
    await page.fill({ css: '#incident-statement' }, 'He missed his appointment at noon. We think him at risk tonight.');
    await page.click({ role: 'button', name: t('incident-partner-save') });
    await page.see(t('incident-partner-risk-needed'));
    await page.click({ css: 'form.shell input[type="radio"][value="yes"]' });
    await page.click({ role: 'button', name: t('incident-partner-save') });
    await need('Risk information changed');
  });

  step('lowering is refused without the missing reasons, at their fields, and the grade stands (INV-4)', async () => {
    await open(`#/incident/${incident}/assess`);
    await page.see('Suggests');
    await page.see('We think him at risk tonight.');
    await grade('medium', { 'key-facts': 'The crisis team have him on the telephone.' });
    await save('medium');
    await page.see(t('assess-say-why-lower'));
    await page.see(t('assess-say-why-below', { question: t('question-self-harm') }));
    await page.fill({ css: '#assess-lowered' }, 'He spoke to the crisis team and is with his brother.');
    await save('medium');
    await page.see(t('assess-say-why-below', { question: t('question-self-harm') }));
    assert.equal(await page.has({ css: '.grade-high, .high', name: t('grade-high') }), true);
    await page.click({ css: '#assess-form input[type="radio"][value="high"]' });
    await page.fill({ css: '#assess-key-facts' }, 'At risk tonight, says the crisis team.');
    await save('high');
    await page.see({ role: 'button', name: t('incident-do-located') });
  });

  step('the grade is challenged and stands in front of whoever decides: nobody answers their own challenge', async () => {
    await page.click({ role: 'button', name: t('incident-do-challenge'), within: { css: '.offered' } });
    await page.click({ css: 'input[type="radio"][value="medium"]' });
    await page.fill({ css: '#incident-reason' }, 'He is with his brother, who is a nurse.');
    await page.click({ role: 'button', name: t('incident-challenge-save') });
    await page.see('would give Medium');
    await need('Grade challenged');
    await open(`#/incident/${incident}`);
    await page.see(t('incident-challenge-own'));
    await page.seeNoMore({ role: 'button', name: t('incident-answer-challenge') });
  });

  step('another officer answers it: the grade stays, with the reason, and nothing waits for an answer any more', async () => {
    // Who reviews begins with what nobody has answered.
    await handOver(page, SAFEGUARDING, t('nav-review'));
    await page.see({ css: 'tr', name: 'holds that the grade should be Medium: not answered' });
    await page.click({ css: 'main a[href*="incident/"]', name: 'Test-Yarrow, Piers' });
    await page.click({ role: 'button', name: t('incident-answer-challenge') });
    await page.click({ role: 'button', name: t('incident-answer-challenge-save') });
    await page.see({ css: '#incident-reason[aria-invalid="true"]' });
    await page.fill({ css: '#incident-reason' }, 'No brother was reached; the crisis team lost the line.');
    await page.click({ role: 'button', name: t('incident-answer-challenge-save') });
    await page.see('Challenge answered, the grade stays: “No brother was reached; the crisis team lost the line.”');
    await page.seeNoMore({ role: 'button', name: t('incident-answer-challenge') });
    assert.equal(await page.has({ css: '.grade-high, .high', name: t('grade-high') }), true);
    await page.go('#/duty');
    await page.see({ css: 'main a[href*="incident/"]' });
    await page.seeNoMore({ css: 'tr', name: 'Grade challenged' });
  });
});
