import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { access, mkdtemp, readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { remote } from 'webdriverio';
import { Page } from './page.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
const PROGRAM = process.env.NRMP_PROGRAM ?? join(TARGET, 'debug', 'nrmp');

/** Bytes of what the driver and the program write that are kept. */
const LOG_BYTES = 1 << 20;

/** A new empty data folder, and how to remove it. */
export async function dataFolder() {
  const path = await mkdtemp(join(tmpdir(), 'nrmp-e2e-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** The real program in its real window, driven through WebKit's own WebDriver. */
export class Program {
  #driver;
  #browser;
  #dataDir;
  page;

  /** Starts the program on a data folder; `env` adds to its environment. */
  static async start({ dataDir, env = {} }) {
    await access(PROGRAM).catch(() => {
      throw new Error(`${PROGRAM} is not built: cargo build --features custom-protocol`);
    });
    const program = new Program();
    program.#dataDir = dataDir;
    const [port, nativePort] = await freePorts();
    const log = [];
    let written = 0;
    const driver = spawn(
      await found('tauri-driver'),
      ['--port', String(port), '--native-port', String(nativePort), '--native-driver', await found('WebKitWebDriver')],
      {
        // A group of its own, so that the driver, its native driver and the program end together.
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          LANG: 'en_GB.UTF-8',
          LC_ALL: 'en_GB.UTF-8',
          TZ: 'Europe/London',
          ...env,
          NRMP_DATA_DIR: dataDir,
        },
      },
    );
    program.#driver = driver;
    for (const stream of [driver.stdout, driver.stderr]) {
      stream.on('data', (part) => {
        written += part.length;
        // What says the same without end must not take all memory, and with it what it said first.
        if (written < LOG_BYTES) log.push(String(part));
      });
    }
    process.once('exit', program.#endDriver);
    try {
      await listening(port, driver);
      await listening(nativePort, driver);
      program.#browser = await remote({
        hostname: '127.0.0.1',
        port,
        logLevel: 'error',
        connectionRetryCount: 0,
        connectionRetryTimeout: 120_000,
        capabilities: {
          browserName: 'wry',
          'wdio:enforceWebDriverClassic': true,
          'tauri:options': { application: await realpath(PROGRAM) },
        },
      });
      await program.#browser.setTimeouts(0, 60_000, 60_000);
      program.page = new Page(program.#browser);
      await program.page.until('the page to load', () => program.page.call(() => document.readyState === 'complete'));
    } catch (error) {
      program.#endDriver();
      throw new Error(`the program did not start: ${error}\nof ${written} bytes that were written:\n${log.join('')}`, {
        cause: error,
      });
    }
    program.log = log;
    return program;
  }

  /** What the driver and the program wrote to their error streams. */
  log = [];

  /** The title of the window's page. */
  title() {
    return this.#browser.getTitle();
  }

  /** The process of the program itself. */
  async pid() {
    const own = await realpath(PROGRAM);
    for (const name of await readdir('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const [exe, environment] = await Promise.all([
        readlink(`/proc/${name}/exe`).catch(() => ''),
        readFile(`/proc/${name}/environ`, 'utf8').catch(() => ''),
      ]);
      if (exe === own && environment.split('\0').includes(`NRMP_DATA_DIR=${this.#dataDir}`)) return Number(name);
    }
    throw new Error('the program is not running');
  }

  /** Ends the program as a power cut would: no warning, no last write. */
  async kill() {
    const pid = await this.pid();
    process.kill(pid, 'SIGKILL');
    while (await access(`/proc/${pid}/exe`).then(() => readlink(`/proc/${pid}/exe`)).then(() => true, () => false)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await this.#ended();
  }

  /** Closes the window as a person does, and waits until the program has gone. */
  async close() {
    await this.#browser.deleteSession().catch(() => {});
    await this.#ended();
  }

  async #ended() {
    const driver = this.#driver;
    const gone = driver.exitCode !== null || new Promise((resolve) => driver.once('exit', resolve));
    this.#endDriver();
    await gone;
    process.removeListener('exit', this.#endDriver);
  }

  #endDriver = () => {
    try {
      process.kill(-this.#driver.pid, 'SIGTERM');
    } catch {
      // It has gone already.
    }
  };
}

/**
 * A port that nobody listens on, below those that the system gives to connections that go out: to ask again and again
 * whether somebody listens there by now would in the end connect to itself, and keep the port from whoever was to listen.
 */
async function freePort() {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    const free = await new Promise((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** Two that differ. */
async function freePorts() {
  const one = await freePort();
  for (;;) {
    const other = await freePort();
    if (other !== one) return [one, other];
  }
}

async function found(name) {
  const cargo = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'bin');
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), cargo]) {
    const candidate = join(folder, name);
    if (await access(candidate).then(() => true, () => false)) return candidate;
  }
  throw new Error(`${name} is not installed: cargo xtask setup`);
}

/** Resolves when something answers on the port; fails when the driver ends first. */
async function listening(port, driver) {
  const end = performance.now() + 30_000;
  for (;;) {
    if (driver.exitCode !== null) throw new Error(`tauri-driver ended with ${driver.exitCode}`);
    const answers = await new Promise((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('connect', () => { socket.destroy(); resolve(true); });
      socket.once('error', () => resolve(false));
    });
    if (answers) return;
    if (performance.now() > end) throw new Error(`nothing answers on port ${port}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
