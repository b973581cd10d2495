/**
 * Hash routes. An address holds ids and never a name. The title is the screen's name from the catalogue alone:
 * window managers, recent-files lists and screenshots show it.
 */
import type { Component } from 'svelte';
import { t } from '$lib/words';

export interface Route {
  /** `incident/:id`; a part that starts with a colon is a parameter. */
  path: string;
  /** The words of the title. */
  titleId: string;
  /** Which link of the navigation is marked as here. */
  section?: string;
  // A screen takes its route's parameters as props, each by its own name.
  load: () => Promise<{ default: Component<Record<string, string>> }>;
}

export interface Place {
  route: Route;
  params: Record<string, string>;
  query: URLSearchParams;
}

let routes: Route[] = [];
let place = $state.raw<Place | null>(null);
let headingDue = false;

export const router = {
  get place(): Place | null {
    return place;
  },
};

export function match(table: Route[], hash: string): Place | null {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').map(decodeURIComponent);
  for (const route of table) {
    const pattern = route.path.split('/');
    if (pattern.length !== parts.length) continue;
    const params: Record<string, string> = {};
    const fits = pattern.every((wanted, i) => {
      const part = parts[i] ?? '';
      if (!wanted.startsWith(':')) return wanted === part;
      params[wanted.slice(1)] = part;
      return part !== '';
    });
    if (fits) return { route, params, query: new URLSearchParams(search) };
  }
  return null;
}

function follow(): void {
  // `#field` is a link within the screen, not an address.
  if (location.hash !== '' && !location.hash.startsWith('#/')) return;
  const found = match(routes, location.hash);
  if (!found) {
    const first = routes[0];
    if (first) location.replace(`#/${first.path}`);
    return;
  }
  headingDue = true;
  place = found;
  titled(found.route.titleId);
}

/** Starts following the address with `table`, whose first route is home. */
export function startRouter(table: Route[]): () => void {
  routes = table;
  follow();
  window.addEventListener('hashchange', follow);
  return () => window.removeEventListener('hashchange', follow);
}

export function go(path: string): void {
  location.hash = `#/${path}`;
}

export function href(path: string): string {
  return `#/${path}`;
}

/** Sets the window's title to a screen's name. */
export function titled(wordId: string): void {
  document.title = t('window-title', { screen: t(wordId) });
}

/** The first heading that appears after a change of screen takes the focus, once. */
export function takeHeadingFocus(): boolean {
  const due = headingDue;
  headingDue = false;
  return due;
}

/** Also after unlocking and at the next step of a wizard, where the address stays. */
export function wantHeadingFocus(): void {
  headingDue = true;
}
