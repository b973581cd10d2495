/** Values as another system gave them, made safe to look at. */

// Line breaks and tabs have signs that people know; the rest of what is not seen is named by its number.
const SIGNS: Record<string, string> = { '\r\n': ' ↵ ', '\n': ' ↵ ', '\r': ' ↵ ', '\t': ' ⇥ ' };
const UNSEEN = /\r\n|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu;

/** `text` with what cannot be seen made visible, and what would turn the text around it made harmless. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (found) => SIGNS[found] ?? `[U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`);
}

/** The beginning of `text`, of at most `most` signs; null where all of it fits. */
export function beginning(text: string, most: number): string | null {
  const signs = [...text];
  return signs.length > most ? `${signs.slice(0, most - 1).join('').trimEnd()}…` : null;
}
