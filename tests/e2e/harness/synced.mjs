/** The states of sync, one after the other, as a real central service and a second laptop bring them about. */
import { enrol } from './acts.mjs';
import { Cable, Central } from './central.mjs';
import { Laptop } from './laptop.mjs';
import { t } from './words.mjs';

const ACT = { basis: [], happened_at: null, source: null, from_paper: false };
const RATIONALE = { key_facts: 'Cold night, no coat.', not_known: 'Whether she has money.', would_change: 'A sighting in the warm.' };

/** Calls `on(name)` where there is something to be seen; the window shows an open training register. */
export async function throughSync(page, on) {
  await page.go('#/sync');
  await page.see({ css: '#enrol-address' });
  await on('not-enrolled');
  await page.click({ role: 'button', name: t('sync-enrol-act') });
  await page.see({ role: 'alert' });
  await on('enrol-refused');
  const central = await Central.start();
  const [cable, other] = [await Cable.to(central), await Laptop.training({ seed: 97 })];
  try {
    await enrol(page, { address: cable.address, code: await central.code() });
    await said(page, t('sync-up-to-date', { at: '' }).trim());
    await on('up-to-date');
    await other.enrol(central.address, await central.code());
    const incident_id = await stub(page);
    await now(page, t('sync-up-to-date', { at: '' }).trim());
    await other.sync();
    await cable.cut();
    await graded(page, incident_id);
    await now(page, t('sync-to-send', { n: 2 }));
    await on('offline');
    const { basis } = await other.call('incident', { incident_id });
    const next_review_at = new Date(Date.now() + 3_600_000).toISOString();
    await other.call('assess_risk', { incident_id, act: { ...ACT, basis }, grade: 'medium', factors: [], rationale: RATIONALE, next_review_at, lowered_because: null });
    await other.sync();
    await cable.join();
    // Two conflicts of dispatch logs are invented with the registers.
    await now(page, t('sync-decisions', { n: 3 }));
    await on('needs-decision');
    await page.go(`#/incident/${incident_id}`);
    await page.see(t('incident-decide'));
    await on('needs-decision-incident');
    const { officer_id } = await page.call(() => window.__TAURI_INTERNALS__.invoke('session', { command: {} }));
    await central.suspend(officer_id);
    await noted(page, incident_id);
    await now(page, t('sync-refused', { n: 1 }));
    await on('not-delivered');
    await page.go('#/duty');
    await page.see({ css: 'main a[href*="incident/"]' });
    await on('not-delivered-duty-list');
  } finally {
    await cable.cut();
    await central.close();
    await other.remove();
  }
}

async function said(page, words) {
  await page.until(`“${words}” in the bar`, async () => (await page.see({ css: '.bar .sync' })).includes(words), 60_000);
}

async function now(page, words) {
  await page.go('#/sync');
  await page.click({ css: '#sync-now' });
  await said(page, words);
  await page.see({ css: '#sync-now:not(:disabled, [aria-disabled="true"])' });
}

async function stub(page) {
  await page.go('#/report');
  await page.fill({ css: '#report-family_name' }, 'Test-Juniper');
  await page.fill({ css: '#report-given_name' }, 'Odile');
  await page.fill({ css: '#report-age' }, '24');
  await page.fill({ css: '#report-clothing' }, 'Took no coat');
  await page.click({ role: 'button', name: t('report-save') });
  await page.see(t('incident-not-assessed'));
  return page.until('the incident', () => page.call(() => /^#\/?incident\/([^/]+)/.exec(location.hash)?.[1]));
}

async function graded(page, incident_id) {
  await page.go(`#/incident/${incident_id}/assess`);
  await page.click({ css: '#assess-form input[type="radio"][value="high"]' });
  await page.fill({ css: '#assess-key-facts' }, RATIONALE.key_facts);
  await page.fill({ css: '#assess-not-known' }, RATIONALE.not_known);
  await page.fill({ css: '#assess-would-change' }, RATIONALE.would_change);
  await page.fill({ css: '#assess-look-again' }, 'in 1 h');
  await page.click({ role: 'button', name: t('assess-save', { grade: t('grade-high') }) });
  await noted(page, incident_id);
}

async function noted(page, incident_id) {
  await page.go(`#/incident/${incident_id}`);
  await page.fill({ css: '#incident-note' }, 'Patrol asked at the bus station: nothing seen.');
  await page.click({ role: 'button', name: t('incident-note-save') });
  await page.until('an empty field again', () => page.call(() => document.getElementById('incident-note')?.value === ''));
}
