/** What must hold of every screen, and its picture in target/screens, which people look at. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import { root } from './bridge.mjs';
import { LAPTOP, ZOOMED, t } from './desk.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const pictures = join(root, 'target/screens');
const snapshots = join(root, 'tests/screens/snapshots');

/** Window managers and screenshots show the title: it is a screen's name and nothing else (INV-8). */
const TITLES = ['start-title', 'unlock-title', 'nav-duty', 'nav-review', 'nav-figures', 'nav-find', 'nav-report', 'nav-exchange', 'nav-national', 'nav-sync', 'devices-title', 'nav-register', 'incident-title', 'assess-title'].map((screen) => t('window-title', { screen: t(screen) }));

/**
 * Judges the screen as it stands, in both colours and at 200 % zoom, and leaves it as it was.
 * `focus` is the control that holds the focus, `h1` after a change of screen. `snapshot` compares the accessible tree.
 * `moving` is for work in progress, which does not come to rest.
 */
export async function holds(desk, name, { focus, snapshot = false, moving = false } = {}) {
  const { page } = desk;
  if (!moving) await desk.settled();
  if (focus) await desk.until(`the focus on ${focus}`, () => page.evaluate((css) => document.activeElement?.matches(css) ?? false, focus));
  assert.equal(await page.locator('h1').count(), 1, `${name}: one h1`);
  const title = await page.title();
  assert.ok(TITLES.includes(title), `${name}: the title “${title}” is a screen's name`);
  if (snapshot) await sameTree(page, name);

  const dark = await page.evaluate(() => document.documentElement.dataset.theme === 'dark');
  for (const theme of dark ? ['dark'] : ['light', 'dark']) {
    await page.evaluate((to) => (document.documentElement.dataset.theme = to), theme);
    await picture(page, `${name}-${theme}`);
    await accessible(page, `${name}, ${theme}`);
  }
  await page.evaluate((to) => (document.documentElement.dataset.theme = to), dark ? 'dark' : 'light');

  await noSideways(page, `${name} at 1366`);
  await page.setViewportSize(ZOOMED);
  await picture(page, `${name}-zoomed`);
  await noSideways(page, `${name} at 683`);
  await page.setViewportSize(LAPTOP);

  assert.deepEqual(desk.complaints.splice(0), [], `${name}: the console is silent`);
}

async function picture(page, name) {
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
}

async function accessible(page, where) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async (tags) => {
    const { violations: found } = await window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} – ${node.failureSummary}`).join('\n   ')}`);
  }, TAGS);
  assert.deepEqual(violations, [], `${where}: axe finds nothing`);
}

/** Neither the page nor its main part moves sideways, and nothing stands beyond the edge. */
async function noSideways(page, where) {
  const wide = await page.evaluate(() =>
    [document.documentElement, document.querySelector('main')].filter((part) => part && part.scrollWidth > part.clientWidth + 1).map((part) => {
      const edge = part.getBoundingClientRect().left + part.clientWidth;
      const beyond = [...part.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().right > edge + 1).slice(0, 6);
      return `${part.tagName} ${part.scrollWidth} > ${part.clientWidth}: ${beyond.map((each) => `${each.tagName}.${each.className}`).join(', ')}`;
    }),
  );
  assert.deepEqual(wide, [], `${where}: nothing scrolls sideways`);
}

/** The accessible tree as it was when somebody last agreed to it; `SNAPSHOTS=agree` agrees to what is there now. */
async function sameTree(page, name) {
  const tree = (await page.locator('body').ariaSnapshot())
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replace(/\b[0-9a-f]{64}\b/g, '<hash>')
    .replace(/serial [A-Z]{2,8}-[0-9A-F]{8}-[0-9A-F]{4}\b/g, 'serial <serial>')
    .replace(/NRMP \d+\.\d+\.\d+\S*/g, 'NRMP <version>');
  const path = join(snapshots, `${name}.aria.yml`);
  if (process.env.SNAPSHOTS === 'agree') {
    await mkdir(snapshots, { recursive: true });
    await writeFile(path, `${tree}\n`);
    return;
  }
  assert.ok(existsSync(path), `${name} has a snapshot: run with SNAPSHOTS=agree and read what it writes`);
  assert.equal(`${tree}\n`, await readFile(path, 'utf8'), `${name}: the accessible tree is as agreed`);
}
