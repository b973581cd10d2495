/** Keys that act everywhere. Letters act only outside fields and can be turned off; Ctrl combinations always act. */
import { settings } from '$lib/settings.svelte';

export interface Key {
  /** `n`, or `ctrl+k`. */
  press: string;
  act: () => void;
}

export function onKeys(keys: Key[]): (event: KeyboardEvent) => void {
  return (event) => {
    const pressed = `${event.ctrlKey || event.metaKey ? 'ctrl+' : ''}${event.key.toLowerCase()}`;
    const found = keys.find((key) => key.press === pressed);
    if (!found || event.altKey) return;
    const letter = !found.press.startsWith('ctrl+');
    if (letter && (!settings.letters || isField(event.target) || document.querySelector('dialog[open]'))) return;
    event.preventDefault();
    found.act();
  };
}

export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type);
}

/** Enter in a field of a long form does not send it: only its button and Ctrl+Enter do. */
export function enterStays(event: KeyboardEvent): void {
  if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && event.target instanceof HTMLInputElement) event.preventDefault();
}

/** Moves focus among `items` of the list that `event` came from: arrows, Home, End. */
export function moveFocus(event: KeyboardEvent, selector: string): void {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined || event.ctrlKey || event.altKey || !(event.currentTarget instanceof HTMLElement)) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const at = items.findIndex((item) => item === document.activeElement || item.contains(document.activeElement));
  const next = items[Math.max(0, Math.min(items.length - 1, at + step))];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
