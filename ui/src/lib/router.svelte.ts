/**
 * Hash routes. An address holds ids and never a name. The title is the screen's name from the catalogue alone:
 * window managers, recent-files lists and screenshots show it.
 */
import type { Component } from 'svelte';
import { arrivesAtScreen, leavesScreen } from '$lib/announce.svelte';
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
}

let routes: Route[] = [];
let place = $state.raw<Place | null>(null);
/** Who the address belongs to: an officer's id, `NOBODY` where none of this page is known to have set it. */
let whose = '';
const NOBODY = '-';
let headingDue = false;

export const router = {
  get place(): Place | null {
    return place;
  },
};

export function match(table: Route[], hash: string): Place | null {
  const parts = hash.replace(/^#\/?/, '').split('/').map(decoded);
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
    if (fits) return { route, params };
  }
  return null;
}

/** A part that was broken by hand fits no screen. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
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
  arrivesAtScreen();
  place = found;
  titled(found.route.titleId);
}

/**
 * Starts following the address with `table`, whose first route is home, for `officer`. Nobody is put in front of the
 * record that somebody else left: their look at it would be recorded. When it stops, the screen is forgotten.
 */
export function startRouter(table: Route[], officer: string): () => void {
  routes = table;
  if (whose !== '' && whose !== officer) location.replace('#/');
  whose = officer;
  follow();
  window.addEventListener('hashchange', follow);
  return () => {
    window.removeEventListener('hashchange', follow);
    place = null;
  };
}

/** The register is locked: an address that stood here before anybody of this page unlocked it is nobody's. */
export function addressLocked(): void {
  whose ||= NOBODY;
}

export function go(path: string): void {
  const to = `#/${path}`;
  if (location.hash === to) return;
  leavesScreen();
  location.hash = to;
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
