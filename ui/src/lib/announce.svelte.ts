/** One quiet line that screen readers speak and the shell shows: what was just done. Errors never go here. */
let line = $state('');

export function announced(): string {
  return line;
}

export function announce(words: string): void {
  // The same words twice are still two events to a screen reader.
  line = line === words ? `${words}\u00a0` : words;
}

export function forgetAnnounced(): void {
  line = '';
}
