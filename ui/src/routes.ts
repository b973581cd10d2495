/** Every screen behind the lock. The first is home. A screen is fetched when it is first asked for. */
import type { Component } from 'svelte';
import type { Route } from '$lib/router.svelte';

// Each screen declares the parameters of its own path as its props; the table holds them all alike.
const screen = (load: () => Promise<{ default: unknown }>) => load as () => Promise<{ default: Component<Record<string, string>> }>;

export const routes: Route[] = [
  { path: 'duty', titleId: 'nav-duty', section: 'duty', load: screen(() => import('$lib/screens/duty/DutyList.svelte')) },
  { path: 'review', titleId: 'nav-review', section: 'review', load: screen(() => import('$lib/screens/review/ReviewQueue.svelte')) },
  { path: 'find', titleId: 'nav-find', section: 'find', load: screen(() => import('$lib/screens/find/FindPerson.svelte')) },
  { path: 'report', titleId: 'nav-report', section: 'report', load: screen(() => import('$lib/screens/report/Report.svelte')) },
  { path: 'report/:draft', titleId: 'nav-report', section: 'report', load: screen(() => import('$lib/screens/report/Report.svelte')) },
  { path: 'incident/:id/assess', titleId: 'assess-title', section: 'duty', load: screen(() => import('$lib/screens/assess/Assess.svelte')) },
  { path: 'incident/:id', titleId: 'incident-title', section: 'duty', load: screen(() => import('$lib/screens/incident/Incident.svelte')) },
  { path: 'figures', titleId: 'nav-figures', section: 'figures', load: screen(() => import('$lib/screens/figures/Figures.svelte')) },
  { path: 'figures/:part', titleId: 'nav-figures', section: 'figures', load: screen(() => import('$lib/screens/figures/Figures.svelte')) },
  { path: 'exchange', titleId: 'nav-exchange', section: 'exchange', load: screen(() => import('$lib/screens/exchange/Exchange.svelte')) },
  { path: 'exchange/:part', titleId: 'nav-exchange', section: 'exchange', load: screen(() => import('$lib/screens/exchange/Exchange.svelte')) },
  { path: 'national', titleId: 'nav-national', section: 'national', load: screen(() => import('$lib/screens/national/National.svelte')) },
  { path: 'sync', titleId: 'nav-sync', section: 'sync', load: screen(() => import('$lib/screens/sync/Sync.svelte')) },
  { path: 'sync/devices', titleId: 'devices-title', section: 'sync', load: screen(() => import('$lib/screens/devices/Devices.svelte')) },
  { path: 'register', titleId: 'nav-register', section: 'register', load: screen(() => import('$lib/screens/register/Register.svelte')) },
  { path: 'register/:part', titleId: 'nav-register', section: 'register', load: screen(() => import('$lib/screens/register/Register.svelte')) },
];
