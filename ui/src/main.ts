import { mount } from 'svelte';
import '$lib/base.css';
import { followSettings } from '$lib/settings.svelte';
import App from './App.svelte';
import { shell } from './later';

followSettings();

const target = document.getElementById('app');
if (target) mount(App, { target });

/** Time for the frame that is being made to reach the screen: the page hears of its making, not of its showing. */
const SHOWN_MS = 100;
const shown = (run: () => void) => requestAnimationFrame(() => setTimeout(run, SHOWN_MS));

// What the first screen does without is read when it stands: the program's letters, and what follows the lock.
shown(() => {
  void import('@fontsource-variable/atkinson-hyperlegible-next/wght.css');
  void shell();
});
