import { beforeEach, describe, expect, it, vi } from 'vitest';

/** A browser with the program behind it, answering over the development bridge's addresses. */
class Bridge {
  answers: Record<string, (command: unknown) => unknown> = {};
  asked: string[] = [];
  heard = new Map<string, (message: { data: string }) => void>();
  activity = new Map<string, (event: unknown) => void>();

  install(): void {
    const window = {
      addEventListener: (kind: string, fn: (event: unknown) => void) => this.activity.set(kind, fn),
      removeEventListener: (kind: string) => this.activity.delete(kind),
    };
    const heard = this.heard;
    vi.stubGlobal('window', window);
    vi.stubGlobal('fetch', (path: string, init: { body: string }) => this.#answer(path, JSON.parse(init.body)));
    vi.stubGlobal(
      'EventSource',
      class {
        addEventListener(event: string, fn: (message: { data: string }) => void) {
          heard.set(event, fn);
        }
        removeEventListener(event: string) {
          heard.delete(event);
        }
      },
    );
  }

  tell(event: string, payload: unknown): void {
    this.heard.get(event)?.({ data: JSON.stringify(payload) });
  }

  async #answer(path: string, command: unknown) {
    const name = path.replace('/use-case/', '');
    this.asked.push(name);
    try {
      const view = (await this.answers[name]?.(command)) ?? {};
      return { ok: true, json: async () => view };
    } catch (refusal) {
      return { ok: false, json: async () => refusal };
    }
  }
}

const officer = { officer_id: 'o-1', name: 'Test-Thorn, Ada', unlocked_at: '2026-11-23T03:02:00Z', verbs: ['read'], idle_lock_minutes: 10 };
const register = { register: 'live', force: 'NM', force_name: 'Northmoor Police', officers: 1 };
const settled = () => new Promise((done) => setTimeout(done, 0));

let bridge: Bridge;
let opened: boolean;

/** Everything anew, as after the window was opened. */
async function begin() {
  vi.resetModules();
  bridge = new Bridge();
  bridge.install();
  bridge.answers = {
    register_status: () => ({ registers: [register], session: opened ? officer : null, clock_note: null, version: '0' }),
    session: () => officer,
    lock: () => {
      opened = false;
      return {};
    },
  };
  const session = await import('./session.svelte');
  const kept = await import('./kept.svelte');
  const platform = await import('./platform');
  session.followSession();
  await settled();
  return { ...session, ...kept, ...platform };
}

beforeEach(() => {
  opened = true;
});

describe('where the program stands at the start', () => {
  it('is open where a register is unlocked already', async () => {
    expect((await begin()).session.phase).toBe('open');
  });
  it('is locked where a register stands and nobody unlocked it', async () => {
    opened = false;
    expect((await begin()).session.phase).toBe('locked');
  });
  it('shows what the program handed to its page before it has answered anything, and then what it answers', async () => {
    const status = (registers: unknown[]) => ({ registers, session: null, clock_note: null, version: '0' });
    const answers: ((view: unknown) => void)[] = [];
    vi.resetModules();
    bridge = new Bridge();
    bridge.install();
    const internals = {
      invoke: (name: string) => (name === 'register_status' ? new Promise((answer) => answers.push(answer)) : Promise.resolve(1)),
      transformCallback: () => 1,
    };
    Object.assign(window, { __TAURI_INTERNALS__: internals });
    vi.stubGlobal('nrmpStatus', status([register]));
    const { followSession, session } = await import('./session.svelte');
    expect(session.phase).toBe('locked');
    expect(session.status?.registers).toHaveLength(1);
    followSession();
    expect(session.phase).toBe('locked');
    answers[0]?.(status([]));
    await settled();
    expect(session.phase).toBe('no-register');
    vi.unstubAllGlobals();
  });
  it('is without a register on a new laptop', async () => {
    opened = false;
    const { refreshStatus, session } = await begin();
    bridge.answers.register_status = () => ({ registers: [], session: null, clock_note: null, version: '0' });
    await refreshStatus();
    expect(session.phase).toBe('no-register');
  });
});

describe('at lock nothing that was read or typed stays in memory', () => {
  it('when the officer locks', async () => {
    const { kept, lock, onForget, session } = await begin();
    const forgotten = vi.fn();
    onForget(forgotten);
    kept('report', () => ({ name: '' })).name = 'Test-Larkspur';
    const locking = lock();
    // Before the program has even answered.
    expect(session.phase).toBe('locked');
    expect(session.view).toBeNull();
    expect(kept('report', () => ({ name: '' })).name).toBe('');
    expect(forgotten).toHaveBeenCalled();
    await locking;
    expect(bridge.asked).toContain('lock');
  });

  it('when the program locks by itself, and it says why', async () => {
    const { kept, session } = await begin();
    kept('report', () => ({ name: '' })).name = 'Test-Larkspur';
    opened = false;
    bridge.tell('locked', { event: 'locked', why: 'Locked after 10 minutes without anyone at the keyboard.' });
    expect(session.phase).toBe('locked');
    expect(session.view).toBeNull();
    expect(kept('report', () => ({ name: '' })).name).toBe('');
    await settled();
    expect(session.lockedBecause).toContain('10 minutes');
  });

  it('but an event while nothing is open leaves the start screen alone', async () => {
    opened = false;
    const { refreshStatus, session } = await begin();
    bridge.answers.register_status = () => ({ registers: [], session: null, clock_note: null, version: '0' });
    await refreshStatus();
    bridge.tell('locked', { event: 'locked', why: '' });
    expect(session.phase).toBe('no-register');
  });

  it('when the event was missed and a use-case answers that it is locked', async () => {
    const { call, session } = await begin();
    opened = false;
    bridge.answers.duty_list = () => {
      throw { code: 'locked', message: 'The register is locked.', fields: [], rule: null };
    };
    await expect(call('duty_list', {} as never)).rejects.toMatchObject({ code: 'locked' });
    expect(session.phase).toBe('locked');
  });
});

describe('an answer of an earlier turn', () => {
  /** Answers `name` only when told to. */
  const slow = (name: string, view: unknown) => {
    let answer = (): void => undefined;
    bridge.answers[name] = () => new Promise((done) => (answer = () => done(view)));
    return () => answer();
  };
  const open = { registers: [register], session: officer, clock_note: null, version: '0' };

  it('does not open the page again after the lock', async () => {
    const { lock, refreshStatus, session } = await begin();
    const answer = slow('register_status', open);
    const asking = refreshStatus();
    bridge.answers.register_status = () => ({ ...open, session: null });
    await lock();
    answer();
    await asking;
    expect(session.phase).toBe('locked');
    expect(session.view).toBeNull();
  });

  it('keeps what the program said of sync after it was asked, and counts again what came meanwhile', async () => {
    opened = true;
    const { recorded, session } = await begin();
    const answers: ((view: unknown) => void)[] = [];
    bridge.answers.session = () => new Promise((answer) => answers.push(answer));
    recorded();
    recorded();
    bridge.tell('sync', { line: { text: 'NOT DELIVERED' } });
    answers[0]?.({ ...officer, sync: { text: 'Sending' } });
    await settled();
    expect(session.view?.sync.text).toBe('NOT DELIVERED');
    expect(answers.length).toBe(2);
    answers[1]?.({ ...officer, sync: { text: 'Up to date' } });
    await settled();
    expect(session.view?.sync.text).toBe('Up to date');
    expect(answers.length).toBe(2);
  });

  it('does not put the last officer’s name over the next one’s', async () => {
    const { open: unlock, lock, recorded, session } = await begin();
    const answer = slow('session', officer);
    recorded();
    await lock();
    const next = { ...officer, officer_id: 'o-2', name: 'Test-Wren, Jo' } as unknown as NonNullable<typeof session.view>;
    bridge.answers.register_status = () => ({ ...open, session: next });
    unlock(next);
    answer();
    await settled();
    expect(session.view?.name).toBe('Test-Wren, Jo');
  });
});

describe('a lock that the program did not carry out', () => {
  const refuse = () => {
    throw { code: 'fault', message: 'The program failed at this.', fields: [], rule: null };
  };

  it('is said, and the page shows that the register is open', async () => {
    const { lock, session } = await begin();
    bridge.answers.lock = refuse;
    await lock();
    expect(session.phase).toBe('open');
    expect(session.lockFailed).toContain('The program failed at this.');
  });

  it('is said where the program does not answer at all, and nothing is shown', async () => {
    const { lock, session } = await begin();
    bridge.answers.lock = refuse;
    bridge.answers.register_status = refuse;
    await lock();
    expect(session.phase).toBe('locked');
    expect(session.view).toBeNull();
    expect(session.lockFailed).not.toBe('');
  });

  it('is forgotten once the register is locked', async () => {
    const { lock, session } = await begin();
    const works = bridge.answers.lock;
    bridge.answers.lock = refuse;
    await lock();
    bridge.answers.lock = works ?? refuse;
    await lock();
    expect(session.phase).toBe('locked');
    expect(session.lockFailed).toBe('');
  });
});

describe('a refusal crosses with its code, its words and its fields', () => {
  it('as AppError', async () => {
    const { AppError, call } = await begin();
    bridge.answers.unlock = () => {
      throw { code: 'wrong_passphrase', message: '4 tries left.', fields: [{ field: 'passphrase', message: 'Wrong.' }], rule: null };
    };
    const refused = await call('unlock', {} as never).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: 'wrong_passphrase', message: '4 tries left.', fields: [{ field: 'passphrase', message: 'Wrong.' }] });
  });

  it('and a program that does not answer is a fault in words', async () => {
    const { call } = await begin();
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no route')));
    await expect(call('session', {})).rejects.toMatchObject({ code: 'fault', message: expect.stringContaining('did not answer') });
  });
});

describe('activity at the keyboard', () => {
  const key = (timeStamp: number, isTrusted = true) => bridge.activity.get('keydown')?.({ timeStamp, isTrusted });
  const reports = () => bridge.asked.filter((name) => name === 'session_active').length;

  it('is reported at most every twenty seconds, and only for real keys', async () => {
    await begin();
    key(1_000, false);
    expect(reports()).toBe(0);
    key(1_000);
    key(15_000);
    expect(reports()).toBe(1);
    key(21_001);
    expect(reports()).toBe(2);
  });

  it('is reported again at the next key where the program did not hear it', async () => {
    await begin();
    bridge.answers.session_active = () => {
      throw { code: 'fault', message: '', fields: [], rule: null };
    };
    key(1_000);
    await settled();
    key(1_500);
    expect(reports()).toBe(2);
  });

  it('puts off the warning that the program locks by itself', async () => {
    await begin();
    const { idle, idleFrom } = await import('./idle.svelte');
    idleFrom(0);
    await settled();
    await settled();
    expect(idle.warned).toBe(true);
    key(1_000);
    await settled();
    expect(idle.warned).toBe(false);
  });

  it('is not reported while locked', async () => {
    opened = false;
    await begin();
    key(1_000);
    expect(reports()).toBe(0);
  });
});
