import { expect, it } from 'vitest';
import { match, type Route } from './router.svelte';

const route = (path: string): Route => ({ path, titleId: 'nav-duty', load: () => Promise.reject(new Error('not loaded here')) });
const table = [route('duty'), route('incident/:id'), route('incident/:id/assess')];

it('finds a screen and its parameters', () => {
  expect(match(table, '#/incident/0190-ab/assess')).toMatchObject({ route: { path: 'incident/:id/assess' }, params: { id: '0190-ab' } });
});
it('gives what stands after the question mark', () => {
  expect(match(table, '#/duty?grade=high')?.query.get('grade')).toBe('high');
});
it.each(['#/nowhere', '#/incident', '#/incident/', '#/incident/a/b/c', ''])('%s is no screen', (hash) => {
  expect(match(table, hash)).toBeNull();
});
