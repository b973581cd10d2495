/** What the window itself promises, whatever page it shows. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Program, dataFolder } from './harness/program.mjs';
import { t } from './harness/words.mjs';

describe('the window', () => {
  let folder;
  let program;

  before(async () => {
    folder = await dataFolder();
    // The locale of a bare server or container.
    program = await Program.start({ dataDir: folder.path, env: { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' } });
  });

  after(async () => {
    await program?.close();
    await folder?.remove();
  });

  it('shows its page under LANG=C.UTF-8, in a language that Intl accepts', async () => {
    const shown = await program.page.until('words in the window', () =>
      program.page.call(() => document.body.innerText.trim()),
    );
    assert.notEqual(shown, '');
    assert.equal(await program.page.call(() => new Intl.NumberFormat(navigator.language).format(1)), '1');
  });

  it('has a title that names nobody', async () => {
    await program.page.see({ role: 'heading', name: t('start-title') });
    assert.equal(await program.title(), t('window-title', { screen: t('start-title') }));
  });

  it('is 1366 by 768', async () => {
    assert.deepEqual(await program.page.call(() => [innerWidth, innerHeight]), [1366, 768]);
  });

  it('runs no script and applies no style that is written into the page (INV-11)', async () => {
    const ran = await program.page.call(() => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.body.append(script);
      const style = document.createElement('style');
      style.textContent = 'body { --injected: yes }';
      document.body.append(style);
      const styled = getComputedStyle(document.body).getPropertyValue('--injected');
      script.remove();
      style.remove();
      return { script: window.injected === true, style: styled };
    });
    assert.deepEqual(ran, { script: false, style: '' });
  });

  it('reaches no network (INV-11)', async () => {
    const blocked = await program.page.call(
      () =>
        new Promise((resolve) => {
          addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
          fetch('http://127.0.0.1:9/').catch(() => {});
        }),
    );
    assert.equal(blocked, 'connect-src');
  });

  it('is granted no command beyond those it is given by name (INV-11)', async () => {
    for (const command of ['plugin:fs|read_text_file', 'plugin:shell|open', 'plugin:window|set_title', 'plugin:webview|create_webview', 'plugin:event|emit']) {
      const answer = await program.page.call(
        (name) => window.__TAURI_INTERNALS__.invoke(name, {}).then(() => 'allowed', (error) => String(error)),
        command,
      );
      assert.match(answer, /not allowed|not found/, command);
    }
  });

  it('follows no address out of the program', async () => {
    const here = await program.page.call(() => location.origin);
    await program.page.call(() => { location.href = 'http://127.0.0.1:9/'; });
    await program.page.frames(5);
    assert.equal(await program.page.call(() => location.origin), here);
  });
});
