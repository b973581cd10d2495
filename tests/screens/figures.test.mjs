/** How well grades and suggestions did: each part of the page, and the tables as a file. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'node:test';
import { t } from './harness/desk.mjs';
import { holds } from './harness/holds.mjs';
import { atOneDesk } from './harness/steps.mjs';

describe('the figures', () => atOneDesk({ incidents: 400 }, (step) => {
  step('say what ended, how many were harmed, and where there are too few to tell', async (desk) => {
    await desk.go('figures');
    await desk.page.getByRole('table', { name: t('figures-overall') }).waitFor();
    await holds(desk, 'figures', { focus: 'h1', snapshot: true });
    const { incidents, tables } = await desk.bridge.call('figures', {});
    assert.ok(incidents > 0, 'a training register has incidents that ended');
    await desk.see(t('figures-limit-recorded'));
    const first = tables.find((table) => table.part === 'overall').rows[0].cells;
    for (const cell of first) await desk.page.getByText(cell, { exact: true }).first().waitFor();
  });

  for (const part of ['groups', 'over_time', 'reliability', 'missed', 'overruled', 'fairness']) {
    step(`show ${part.replaceAll('_', ' ')}`, async (desk) => {
      await desk.go(`figures/${part}`);
      const { tables } = await desk.bridge.call('figures', {});
      const own = tables.filter((table) => table.part === part);
      assert.ok(own.length > 0);
      for (const { title } of own) await desk.page.getByRole('heading', { level: 2, name: title, exact: true }).waitFor();
      await holds(desk, `figures-${part}`, { focus: 'h1' });
    });
  }

  step('name what was set aside for a lower grade, and how often', async (desk) => {
    const { tables } = await desk.bridge.call('figures', {});
    const [howOften, why] = tables.filter((table) => table.part === 'overruled');
    assert.ok(Number(howOften.rows[1].cells[1]) > 0, 'some were graded below the suggestion');
    assert.ok(why.rows.length > 1 && why.rows.every(({ cells }) => Number(cells[1]) > 0), JSON.stringify(why.rows));
  });

  step('are saved as a PDF', async (desk) => {
    const folder = await mkdtemp(join(tmpdir(), 'nrmp-figures-'));
    try {
      await desk.bridge.willChoose(join(folder, 'figures.pdf'));
      await desk.press(t('figures-print'));
      await desk.see(/rows saved/);
      const pdf = await readFile(join(folder, 'figures.pdf'));
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  step('withhold small groups (INV-10: they are measured by, and score nothing)', async (desk) => {
    const { tables } = await desk.bridge.call('figures', {});
    const fair = tables.filter((table) => table.part === 'fairness');
    const small = fair.flatMap((table) => table.rows).filter((row) => /^[1-9]$/.test(row.cells[1]));
    assert.deepEqual(small, [], 'no group below ten is told');
  });
}));
