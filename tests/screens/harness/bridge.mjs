/** The real program behind the development bridge, on a data folder and a clock of its own. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Five past three on a November night: the same pictures and texts on every run. */
export const NIGHT = '2026-11-24T03:05:00Z';

export class Bridge {
  #folder;
  #child;
  #clock;
  url = '';

  /** `clock` is a file that others read too; without it the bridge has one of its own. */
  static async start({ clock } = {}) {
    const bridge = new Bridge();
    bridge.#folder = await mkdtemp(join(tmpdir(), 'nrmp-screens-'));
    bridge.#clock = clock ?? join(bridge.#folder, 'clock');
    if (!clock) await bridge.setClock(NIGHT);
    await bridge.run();
    return bridge;
  }

  async setClock(instant) {
    await writeFile(this.#clock, instant);
  }

  /** Starts the program, again after `kill`, on the same folder. */
  async run() {
    const child = spawn(join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug/bridge'), [join(this.#folder, 'data'), '--port', '0', '--dist', join(root, 'dist')], {
      env: { ...process.env, NRMP_CLOCK: this.#clock },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child = child;
    this.url = await new Promise((found, failed) => {
      child.once('error', failed);
      child.once('exit', (code) => failed(new Error(`the bridge ended with ${code}`)));
      createInterface({ input: child.stdout }).once('line', (line) => {
        const address = /http:\/\/\S+/.exec(line)?.[0];
        if (address) found(address);
        else failed(new Error(`the bridge said “${line}”`));
      });
    });
  }

  /** Runs a use-case as the screens do. */
  async call(name, command = {}) {
    const answer = await fetch(`${this.url}/use-case/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    const body = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(`${name}: ${body.message}`), { body });
    return body;
  }

  /** The file that the officer chooses next, instead of the system's dialog. */
  async willChoose(path) {
    const answer = await fetch(`${this.url}/will-choose`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ path }),
    });
    if (!answer.ok) throw new Error(`the bridge does not take ${path}`);
  }

  /** As a power cut: no farewell. */
  async kill() {
    const ended = new Promise((done) => this.#child.once('exit', done));
    process.kill(this.#child.pid, 'SIGKILL');
    await ended;
  }

  async close() {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = new Promise((done) => this.#child.once('exit', done));
      this.#child.stdin.end();
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}
