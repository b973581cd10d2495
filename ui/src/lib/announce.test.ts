import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { announce, announced, arrivesAtScreen, forgetAnnounced, leavesScreen } from './announce.svelte';

beforeEach(() => {
  vi.useFakeTimers();
  forgetAnnounced();
});
afterEach(() => vi.useRealTimers());

it('does not stay on the next screen, which is about somebody else', async () => {
  announce('The incident is closed.');
  await Promise.resolve();
  arrivesAtScreen();
  expect(announced()).toBe('');
});

it('does not stay where the program goes elsewhere in a later turn', async () => {
  announce('The incident is closed.');
  await Promise.resolve();
  leavesScreen();
  arrivesAtScreen();
  expect(announced()).toBe('');
});

it('goes along where the act that it was said of leads to a screen', async () => {
  announce('High saved.');
  leavesScreen();
  await Promise.resolve();
  arrivesAtScreen();
  expect(announced()).toBe('High saved.');
  arrivesAtScreen();
  expect(announced()).toBe('');
});

it('goes along where it is said on the way', async () => {
  leavesScreen();
  await Promise.resolve();
  announce('Report saved.');
  await Promise.resolve();
  arrivesAtScreen();
  expect(announced()).toBe('Report saved.');
});

it('is put away after twenty seconds, counted from the last words', () => {
  announce('Note saved.');
  vi.advanceTimersByTime(15_000);
  announce('Contact saved.');
  vi.advanceTimersByTime(19_999);
  expect(announced()).toBe('Contact saved.');
  vi.advanceTimersByTime(1);
  expect(announced()).toBe('');
});

it('is spoken again when the same is done twice', () => {
  announce('Note saved.');
  const first = announced();
  announce('Note saved.');
  expect(announced()).not.toBe(first);
});
