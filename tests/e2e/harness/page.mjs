import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { find, reading } from './find.mjs';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const PATIENCE_MS = 30_000;
const KEYS = {
  Enter: '\uE007', Escape: '\uE00C', Tab: '\uE004', Control: '\uE009', Shift: '\uE008', Alt: '\uE00A', Backspace: '\uE003',
  Delete: '\uE017', ArrowUp: '\uE013', ArrowDown: '\uE015', ArrowLeft: '\uE012', ArrowRight: '\uE014', Home: '\uE011', End: '\uE010',
};

/** The page in the window, used as a person uses it: every act waits until what it needs is there. */
export class Page {
  #browser;

  constructor(browser) {
    this.#browser = browser;
  }

  /** Calls a function in the page; its arguments and its answer are JSON, or elements. */
  async call(work, ...args) {
    return this.#browser.executeScript(`return (${work.toString()}).apply(null, arguments)`, args);
  }

  /** Asks `question` until its answer is true or there is no more patience. */
  async until(what, question, patience = PATIENCE_MS) {
    const end = performance.now() + patience;
    let last;
    for (;;) {
      try {
        const answer = await question();
        if (answer) return answer;
        last = undefined;
      } catch (error) {
        // The page may be between two states; a dead session is not.
        if (/invalid session|ECONNREFUSED|socket hang up/i.test(String(error))) throw error;
        last = error;
      }
      if (performance.now() > end) {
        const shown = await this.call(reading).catch((error) => `nothing readable: ${error}`);
        throw new Error(`waited in vain for ${what}${last ? ` (${last})` : ''}. The window shows:\n${shown}`);
      }
      await this.frames(1).catch(() => {});
    }
  }

  /** Waits until the window has painted so many frames. */
  async frames(count) {
    await this.#browser.executeAsyncScript(
      'const done = arguments[1]; let left = arguments[0];' +
        'const next = () => (left-- > 0 ? requestAnimationFrame(next) : done(true)); next();',
      [count],
    );
  }

  async #element(wish, patience) {
    return this.until(`an element like ${JSON.stringify(wish)}`, () => this.call(find, wish), patience);
  }

  async has(wish) {
    return (await this.call(find, wish)) !== null;
  }

  async count(wish) {
    return (await this.call(find, { ...wish, all: true })).length;
  }

  /** Waits until it is there, and returns its text. */
  async see(wish, patience) {
    const seen = typeof wish === 'string' ? { text: wish } : wish;
    // A screen that is being drawn anew may take the element away between finding and reading it.
    const read = async () => ({ text: await this.call((found) => found.innerText ?? found.textContent, await this.#element(seen, patience)) });
    return (await this.until(`the words of ${JSON.stringify(seen)}`, read)).text;
  }

  async seeNoMore(wish) {
    const gone = typeof wish === 'string' ? { text: wish } : wish;
    await this.until(`no element like ${JSON.stringify(gone)}`, async () => !(await this.has(gone)));
  }

  async click(wish) {
    const element = await this.#element(wish);
    await this.until(`${JSON.stringify(wish)} to be usable`, () =>
      this.call((found) => !found.matches(':disabled, [aria-disabled="true"]'), element),
    );
    // What is drawn for a radio or a checkbox is its label; a label is clicked where it is.
    const target = await this.call((found) => {
      found.scrollIntoView({ block: 'center', inline: 'nearest' });
      const box = found.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const on = document.elementFromPoint(x, y);
      if (box.width > 0 && on && (on === found || found.contains(on))) return found;
      return found.labels?.[0] ?? found;
    }, element);
    try {
      await this.#browser.elementClick(target[ELEMENT]);
    } catch (error) {
      if (!/intercept|not interactable/i.test(String(error))) throw error;
      await this.frames(2);
      await this.#browser.elementClick((await this.#element(wish))[ELEMENT]);
    }
  }

  /** Replaces what a field holds by typing. */
  async fill(wish, text) {
    const field = await this.#element(typeof wish === 'string' ? { label: wish } : wish);
    // The driver scrolls no further than the edge, where the row of buttons stands over it.
    await this.#browser.executeScript('arguments[0].scrollIntoView({ block: "center" })', [field]);
    await this.#browser.elementClear(field[ELEMENT]);
    await this.#browser.elementSendKeys(field[ELEMENT], text);
  }

  /** Chooses in a list by the words of the choice. */
  async choose(wish, words) {
    const list = await this.#element(typeof wish === 'string' ? { label: wish } : wish);
    const chosen = await this.call(
      (select, wanted) => {
        const option = [...select.options].find((one) => one.textContent.trim().includes(wanted) || one.value === wanted);
        if (!option) return false;
        select.value = option.value;
        select.dispatchEvent(new Event('input', { bubbles: true }));
        select.dispatchEvent(new Event('change', { bubbles: true }));
        return true;
      },
      list,
      words,
    );
    if (!chosen) throw new Error(`${JSON.stringify(wish)} offers no choice with the words ${words}`);
  }

  /** Gives a file to a file input. */
  async attach(wish, path) {
    const input = await this.#element(wish);
    await this.#browser.elementSendKeys(input[ELEMENT], path);
  }

  /** Presses keys together, as in `press('Control', 'k')`. */
  async press(...names) {
    const keys = names.map((name) => KEYS[name] ?? name);
    const down = keys.map((value) => ({ type: 'keyDown', value }));
    const up = [...keys].reverse().map((value) => ({ type: 'keyUp', value }));
    await this.#browser.performActions([{ type: 'key', id: 'keyboard', actions: [...down, ...up] }]);
    await this.#browser.releaseActions();
  }

  /** Goes to a hash route, as in `go('#/duty')`. */
  async go(route) {
    await this.call((hash) => { location.hash = hash; }, route);
  }

  /** A picture of the window, once what it shows is painted, set and at rest. */
  async screenshot(path) {
    await this.until('fonts, pictures and motion to be at rest', () =>
      this.call(
        () =>
          document.fonts.status === 'loaded' &&
          [...document.images].every((image) => image.complete) &&
          !document.querySelector('[aria-busy="true"]') &&
          document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getTiming().iterations === Infinity),
      ),
    );
    await this.frames(2);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, Buffer.from(await this.#browser.takeScreenshot(), 'base64'));
  }
}
