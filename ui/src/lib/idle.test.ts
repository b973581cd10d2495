import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { idle, idleFrom, stopIdle } from './idle.svelte';
import { MINUTE } from './time/zone';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  stopIdle();
  vi.useRealTimers();
});

it('warns a minute before the program locks, and not sooner', () => {
  idleFrom(10);
  vi.advanceTimersByTime(9 * MINUTE - 1);
  expect(idle.warned).toBe(false);
  vi.advanceTimersByTime(1);
  expect(idle.warned).toBe(true);
});

it('counts anew once the program was told that somebody is there', () => {
  idleFrom(10);
  vi.advanceTimersByTime(9 * MINUTE);
  idleFrom(10);
  expect(idle.warned).toBe(false);
  vi.advanceTimersByTime(5 * MINUTE);
  idleFrom(10);
  vi.advanceTimersByTime(8 * MINUTE);
  expect(idle.warned).toBe(false);
  vi.advanceTimersByTime(MINUTE);
  expect(idle.warned).toBe(true);
});

it('leaves half the time unwarned where it locks within a minute or two', () => {
  idleFrom(1);
  expect(idle.warned).toBe(false);
  vi.advanceTimersByTime(MINUTE / 2);
  expect(idle.warned).toBe(true);
});

it('says nothing at the unlock screen', () => {
  idleFrom(10);
  vi.advanceTimersByTime(9 * MINUTE);
  stopIdle();
  expect(idle.warned).toBe(false);
  vi.advanceTimersByTime(20 * MINUTE);
  expect(idle.warned).toBe(false);
});
