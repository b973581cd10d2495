/** Every screen behind the lock. The first is home. A screen is fetched when it is first asked for. */
import type { Component } from 'svelte';
import type { Route } from '$lib/router.svelte';

// Each screen declares the parameters of its own path as its props; the table holds them all alike.
const screen = (load: () => Promise<{ default: unknown }>) => load as () => Promise<{ default: Component<Record<string, string>> }>;

export const routes: Route[] = [
  { path: 'duty', titleId: 'nav-duty', section: 'duty', load: screen(() => import('$lib/screens/duty/DutyList.svelte')) },
  { path: 'find', titleId: 'nav-find', section: 'find', load: screen(() => import('$lib/screens/find/FindPerson.svelte')) },
  { path: 'register', titleId: 'nav-register', section: 'register', load: screen(() => import('$lib/screens/register/Register.svelte')) },
  { path: 'register/:part', titleId: 'nav-register', section: 'register', load: screen(() => import('$lib/screens/register/Register.svelte')) },
];
