/** How this person likes the screen. Nothing about a case is ever kept here: the browser's storage is not encrypted. */
export type Theme = 'system' | 'light' | 'dark';
export type Density = 'compact' | 'roomy';

const KEY = 'nrmp-settings';

interface Settings {
  theme: Theme;
  density: Density;
  /** Whether single letters (N, /) act outside fields: WCAG 2.1.4 asks that they can be turned off. */
  letters: boolean;
}

function read(): Settings {
  const usual: Settings = { theme: 'system', density: 'compact', letters: true };
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return { ...usual, ...(kept as Partial<Settings>) };
  } catch {
    return usual;
  }
}

export const settings = $state<Settings>(read());

const darkAsked = window.matchMedia('(prefers-color-scheme: dark)');

let shownDark = $state(false);

function apply(): void {
  const dark = settings.theme === 'dark' || (settings.theme === 'system' && darkAsked.matches);
  shownDark = dark;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.documentElement.dataset.density = settings.density;
}

/** Keeps the page in step with the settings and with the system's own theme. */
export function followSettings(): void {
  apply();
  darkAsked.addEventListener('change', apply);
}

export function isDark(): boolean {
  return shownDark;
}

/** The other colours than those shown. */
export function switchTheme(): void {
  change({ theme: shownDark ? 'light' : 'dark' });
}

export function change(changes: Partial<Settings>): void {
  Object.assign(settings, changes);
  apply();
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // A webview that keeps nothing still shows what was chosen until it closes.
  }
}
