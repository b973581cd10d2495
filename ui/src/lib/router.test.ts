import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Route } from './router.svelte';

const route = (path: string): Route => ({ path, titleId: 'nav-duty', load: () => Promise.reject(new Error('not loaded here')) });
const table = [route('duty'), route('incident/:id'), route('incident/:id/assess')];

/** A window's address: a change of it is followed a turn later, as in a browser. */
class Address {
  hash = '';
  heard: (() => void)[] = [];
  replace = (to: string) => (this.hash = to);

  change(to: string): void {
    this.hash = to;
    for (const hear of this.heard) hear();
  }
}

let address: Address;
let router: typeof import('./router.svelte');

beforeEach(async () => {
  vi.resetModules();
  address = new Address();
  vi.stubGlobal('location', address);
  vi.stubGlobal('document', { title: '' });
  vi.stubGlobal('window', {
    addEventListener: (_kind: string, fn: () => void) => address.heard.push(fn),
    removeEventListener: (_kind: string, fn: () => void) => (address.heard = address.heard.filter((heard) => heard !== fn)),
  });
  router = await import('./router.svelte');
});
afterEach(() => vi.unstubAllGlobals());

describe('the address', () => {
  it('finds a screen and its parameters', () => {
    expect(router.match(table, '#/incident/0190-ab/assess')).toMatchObject({ route: { path: 'incident/:id/assess' }, params: { id: '0190-ab' } });
  });
  it.each(['#/nowhere', '#/incident', '#/incident/', '#/incident/a/b/c', '#/incident/%E0%A4%A', ''])('%s is no screen', (hash) => {
    expect(router.match(table, hash)).toBeNull();
  });
});

describe('a record left on the screen at lock', () => {
  const left = (officer: string) => {
    const stop = router.startRouter(table, officer);
    address.change('#/incident/0190-ab');
    stop();
  };

  it('is not on the screen before the next officer is known', () => {
    left('o-1');
    expect(router.router.place).toBeNull();
  });
  it('is there again for the same officer', () => {
    left('o-1');
    router.startRouter(table, 'o-1');
    expect(router.router.place?.params).toEqual({ id: '0190-ab' });
  });
  it('is not gone to for another officer', () => {
    left('o-1');
    router.startRouter(table, 'o-2');
    expect(router.router.place?.route.path).not.toBe('incident/:id');
    expect(address.hash).not.toContain('incident');
  });
  it('is nobody’s where the window was loaded again while locked', () => {
    address.hash = '#/incident/0190-ab';
    router.addressLocked();
    router.startRouter(table, 'o-1');
    expect(address.hash).not.toContain('incident');
  });
  it('stays where the window was loaded again while open', () => {
    address.hash = '#/incident/0190-ab';
    router.startRouter(table, 'o-1');
    expect(router.router.place?.params).toEqual({ id: '0190-ab' });
  });
});

describe('what was announced', () => {
  it('goes with the act to its screen, and no further', async () => {
    const { announce, announced } = await import('./announce.svelte');
    router.startRouter(table, 'o-1');
    announce('High saved.');
    router.go('incident/0190-ab');
    await Promise.resolve();
    address.change(address.hash);
    expect(announced()).toBe('High saved.');
    address.change('#/duty');
    expect(announced()).toBe('');
  });
});
