/** A real central service on loopback, of training registers unless it is said to be live, and the cable between it and one laptop. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'debug', 'nrmp-central');
const ANSWERS = /http:\/\/127\.0\.0\.1:(\d+)/;

/** One time that laptops and their central service read, moved by the test alone. */
export class Clock {
  #folder;

  static async at(instant) {
    const clock = new Clock();
    clock.#folder = await mkdtemp(join(tmpdir(), 'nrmp-clock-'));
    await clock.set(instant);
    return clock;
  }

  get file() {
    return join(this.#folder, 'clock');
  }

  async set(instant) {
    await writeFile(this.file, instant);
  }

  remove() {
    return rm(this.#folder, { recursive: true, force: true });
  }
}

export class Central {
  #folder;
  #clock;
  #kind;
  #child = null;
  #port = 0;

  /** One that serves and has admitted the forces; by the system's time where no clock is given, and where it is live. */
  static async start({ clock = null, forces = ['NM'], live = false } = {}) {
    const central = new Central();
    central.#clock = clock;
    central.#kind = live ? [] : ['--training'];
    central.#folder = await mkdtemp(join(tmpdir(), 'nrmp-central-'));
    for (const force of forces) await central.administer('force', 'add', force, '--police');
    await central.serve();
    return central;
  }

  get address() {
    return `http://127.0.0.1:${this.#port}`;
  }

  get port() {
    return this.#port;
  }

  get #environment() {
    return { RUST_LOG: 'error', ...process.env, NRMP_CLOCK: this.#clock?.file ?? '' };
  }

  /** Listens; after `stop` at the same address, so that laptops find it again. */
  async serve() {
    const child = spawn(PROGRAM, ['serve', ...this.#kind, '--listen', `127.0.0.1:${this.#port}`, '--data', this.#folder], {
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    process.once('exit', this.#end);
    this.#port = await new Promise((found, failed) => {
      child.once('error', failed);
      child.once('exit', (code) => failed(new Error(`nrmp-central ended with ${code}`)));
      const lines = createInterface({ input: child.stdout });
      lines.once('line', (line) => {
        const port = ANSWERS.exec(line)?.[1];
        if (port) found(Number(port));
        else failed(new Error(`nrmp-central said “${line}”`));
      });
    });
  }

  /** Tells its process to stop and waits until it has gone. */
  async stop() {
    const child = this.#child;
    if (!child) return;
    this.#child = null;
    const ended = child.exitCode !== null || new Promise((done) => child.once('exit', done));
    process.kill(child.pid, 'SIGTERM');
    await ended;
    process.removeListener('exit', this.#end);
  }

  #end = () => {
    try {
      if (this.#child) process.kill(this.#child.pid, 'SIGTERM');
    } catch {
      // It has gone already.
    }
  };

  /** What its administrator types; answers what is printed. */
  async administer(...words) {
    const { stdout } = await run(PROGRAM, [...words, ...this.#kind, '--data', this.#folder], { env: this.#environment });
    return stdout.trim();
  }

  /** A one-time code for a laptop of the force. */
  async code(force = 'NM') {
    return (await this.administer('device', 'enrol-code', force)).split('\n').at(-1);
  }

  /** A code by which an officer joins their register on one more laptop. */
  async codeFor(officer, force = 'NM') {
    return (await this.administer('device', 'enrol-code', force, '--officer', officer)).split('\n').at(-1);
  }

  /** Refuses what the officer sends from now on. */
  suspend(officer, force = 'NM') {
    return this.administer('officer', 'suspend', force, officer, '--reason', 'On leave');
  }

  /** Admits the officer's key, which ends a suspension. */
  admit(officer, key, role, force = 'NM') {
    return this.administer('officer', 'add', force, officer, key, role);
  }

  /** Its laptops, in the order of their enrolment. */
  async devices(force = 'NM') {
    return (await this.administer('device', 'list', force)).split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }

  revoke(device, force = 'NM') {
    return this.administer('device', 'revoke', force, device);
  }

  async close() {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Between one laptop and central: what goes through is passed on as it is, until somebody pulls it out. */
export class Cable {
  #to;
  #server = null;
  #port = 0;
  #ends = new Set();

  static async to(central) {
    const cable = new Cable();
    cable.#to = central;
    await cable.join();
    return cable;
  }

  get address() {
    return `http://127.0.0.1:${this.#port}`;
  }

  async join() {
    if (this.#server) return;
    const server = createServer((laptop) => {
      const central = connect({ port: this.#to.port, host: '127.0.0.1' });
      for (const [end, other] of [[laptop, central], [central, laptop]]) {
        this.#ends.add(end);
        end.on('error', () => other.destroy());
        end.on('close', () => {
          this.#ends.delete(end);
          other.destroy();
        });
        end.pipe(other);
      }
    });
    await new Promise((listening, failed) => {
      server.once('error', failed);
      server.listen(this.#port, '127.0.0.1', listening);
    });
    this.#port = server.address().port;
    this.#server = server;
  }

  /** At whatever byte it is. */
  async cut() {
    const server = this.#server;
    if (!server) return;
    this.#server = null;
    const closed = new Promise((done) => server.close(done));
    for (const end of this.#ends) end.destroy();
    await closed;
  }
}
