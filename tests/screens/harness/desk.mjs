/** One officer at one desk: the program, a browser window of a small laptop, and what the tests ask of them. */
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { t } from '../../e2e/harness/words.mjs';
import { Bridge } from './bridge.mjs';

export { t };
export const LAPTOP = { width: 1366, height: 768 };
/** What a laptop's window holds at 200 % zoom. */
export const ZOOMED = { width: 683, height: 384 };

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** Calls that go on for as long as the work does, and the stream of events: a screen is at rest beside them. */
const LONG = /\/events$|\/use-case\/(open_training|verify|rebuild|run_import|resume_import|run_photographs|take_log)$/;

export class Desk {
  /** What the console complained of since the last screen was judged. */
  complaints = [];
  #running = new Set();

  /**
   * With `training`, the training register is open, of sixteen incidents where nothing else is said; otherwise the data folder is empty. Desks
   * that share a central service read the file of one `clock`, and have a `seed` each.
   */
  static async open({ training = true, incidents = 16, seed = 1, clock, force = 'NM' } = {}) {
    const desk = new Desk();
    desk.bridge = await Bridge.start({ clock });
    if (training) desk.training = await desk.bridge.call('open_training', { incidents, seed, replace: false, force });
    desk.browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
    await desk.window();
    return desk;
  }

  /** A fresh window on the program. */
  async window() {
    await this.context?.close();
    this.#running.clear();
    this.context = await this.browser.newContext({ viewport: LAPTOP, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Europe/London', colorScheme: 'light' });
    this.context.setDefaultTimeout(10_000);
    const page = await this.context.newPage();
    page.on('request', (request) => LONG.test(request.url()) || this.#running.add(request));
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => this.#running.delete(request));
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      // The browser reports every refusal of the program as a failed load: it is an answer.
      if (message.type() === 'error' && !/status of 422/.test(message.text())) this.complaints.push(message.text());
    });
    this.page = page;
    await page.goto(this.bridge.url);
    // The first screen is fetched after the page: what it asks for is part of the start.
    await page.waitForSelector('h1');
    await this.settled();
  }

  /** Waits until nothing is being fetched and what came of it is drawn. */
  async settled() {
    for (;;) {
      await this.until('the calls to be answered', () => this.#running.size === 0);
      await this.page.evaluate(async () => {
        await document.fonts.ready;
        const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
        await frame();
        await frame();
      });
      const pictures = await this.page.evaluate(() => [...document.images].every((image) => image.complete));
      if (this.#running.size === 0 && pictures) return;
    }
  }

  /** Asks again at every turn of the page until it is so. */
  async until(what, holds, patience = 6_000) {
    const end = Date.now() + patience;
    for (;;) {
      const found = await holds();
      if (found) return found;
      assert.ok(Date.now() < end, `waited in vain for ${what}`);
      await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    }
  }

  async go(path) {
    await this.page.evaluate((to) => (location.hash = `#/${to}`), path);
    await this.settled();
  }

  async see(text) {
    await this.page.getByText(text).first().waitFor();
  }

  button(name, options = {}) {
    return this.page.getByRole('button', { name, ...options });
  }

  async press(name, options) {
    await this.button(name, options).first().click();
    await this.settled();
  }

  async fill(values) {
    for (const [id, value] of Object.entries(values)) await this.page.fill(`#${id}`, value);
  }

  /** Waits until the bar above every screen says so, with nobody pressing anything. */
  async bar(words) {
    let said = '';
    const says = async () => (said = await this.page.locator('.bar .sync').innerText()) === words;
    await this.until(`“${words}” in the bar`, says, 20_000).catch((thrown) => assert.fail(`${thrown.message}; it says “${said}”`));
    await this.settled();
  }

  /** Types as at the keyboard. */
  async keys(...presses) {
    for (const press of presses) await this.page.keyboard.press(press);
  }

  /** Moves on by Tab until the control that `css` names has the focus. */
  async tabTo(css, most = 80) {
    for (let presses = 1; presses <= most; presses += 1) {
      await this.page.keyboard.press('Tab');
      if (await this.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, css)) return presses;
    }
    throw new Error(`${most} presses of Tab did not reach ${css}`);
  }

  /** The duty list's row of somebody, as the program gives it. */
  async row(name) {
    const list = await this.bridge.call('duty_list', { filter: { grade: null, not_assessed: false, children: false, category: null, now_only: false, text: '' }, sort: 'need', offset: 0, limit: 200 });
    const found = list.rows.find((row) => row.name.includes(name));
    assert.ok(found, `${name} is on the duty list`);
    return found;
  }

  async incident(name) {
    const { incident_id } = await this.row(name);
    await this.go(`incident/${incident_id}`);
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
    await this.settled();
    return incident_id;
  }

  async unlock(collar = 'T1', passphrase = this.training.passphrase) {
    await this.fill({ collar, passphrase });
    await this.press(t('unlock-act'), { exact: true });
    await this.page.getByRole('heading', { level: 1, name: t('nav-duty') }).waitFor();
    await this.settled();
  }

  async close() {
    await this.browser?.close();
    await this.bridge?.close();
  }
}
