/** A second laptop without a window: the same use-cases through nrmpctl, on a training register of its own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TRAINING } from './acts.mjs';
import { dataFolder } from './program.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'debug', 'nrmpctl');

export class Laptop {
  #folder;
  #env = {};

  /** Of a force, by a clock of its own where one is given. */
  static async training({ seed, incidents = 16, force = 'NM', clock = null }) {
    const laptop = new Laptop();
    if (clock) laptop.#env = { NRMP_CLOCK: clock.file };
    laptop.#folder = await dataFolder();
    await laptop.#run('', 'training', '--incidents', String(incidents), '--seed', String(seed), '--force', force);
    return laptop;
  }

  /** Its data folder: a window may open it. */
  get path() {
    return this.#folder.path;
  }

  async enrol(address, code) {
    await this.#run(`${code}\n`, 'enrol', '--central', address);
  }

  sync() {
    return this.#run('', 'sync');
  }

  /** Runs a use-case as the training register's inspector; answers its view. */
  async call(name, command = {}) {
    return JSON.parse(await this.#run(JSON.stringify(command), 'do', name));
  }

  remove() {
    return this.#folder.remove();
  }

  #run(input, ...words) {
    const env = { ...process.env, ...this.#env, NRMP_COLLAR: 'T1', NRMP_PASSPHRASE: TRAINING };
    const child = spawn(PROGRAM, ['--vault', this.#folder.path, ...words], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const [said, complained] = [[], []];
    child.stdout.on('data', (part) => said.push(part));
    child.stderr.on('data', (part) => complained.push(part));
    child.stdin.end(input);
    return new Promise((done, failed) => {
      child.once('error', failed);
      child.once('close', (code) => (code === 0 ? done(Buffer.concat(said).toString()) : failed(new Error(`nrmpctl ${words[0]}: ${Buffer.concat(complained)}`))));
    });
  }
}
