/** Keys that act everywhere. Letters act only outside fields and forms and can be turned off; Ctrl combinations always act. */
import { settings } from '$lib/settings.svelte';

export interface Key {
  /** `n`, or `ctrl+k`. */
  press: string;
  act: () => void;
}

export function onKeys(keys: Key[]): (event: KeyboardEvent) => void {
  return (event) => {
    const key = event.key.toLowerCase();
    const ctrl = event.ctrlKey || event.metaKey;
    // Shift makes another combination of it; of a sign such as ? it is a part.
    if (event.altKey || (event.shiftKey && (ctrl || isLetter(key)))) return;
    const found = keys.find(({ press }) => press === (ctrl ? `ctrl+${key}` : key));
    if (!found) return;
    if (!ctrl && (!settings.letters || takesLetters(event.target) || document.querySelector('dialog[open]'))) return;
    event.preventDefault();
    found.act();
  };
}

const isLetter = (key: string) => /^\p{L}$/u.test(key);

/** A field, or anything that has the focus in a form: there a letter is typed, answers or does nothing. */
function takesLetters(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('form')) return true;
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

/** Down where nothing of a screen has the focus yet goes to the first `selector`, as the first row of its list. */
export function enterList(event: KeyboardEvent, selector: string): void {
  if (event.key !== 'ArrowDown' || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (document.querySelector('dialog[open]') || !document.activeElement?.matches('body, main, h1')) return;
  const first = document.querySelector<HTMLElement>(selector);
  if (!first) return;
  event.preventDefault();
  first.focus();
}
