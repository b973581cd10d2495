import { mount } from 'svelte';
import '$lib/base.css';
import { followSettings } from '$lib/settings.svelte';
import App from './App.svelte';

followSettings();

const target = document.getElementById('app');
if (target) mount(App, { target });
