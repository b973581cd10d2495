/**
 * What someone is typing outlives the screen it was typed on: a fault or a look elsewhere does not lose it.
 * It lives in memory alone and is gone at lock; what must outlive the lock is a draft of the vault.
 */
const typed = new Map<string, unknown>();

/** The state kept under `key`, or `start()` the first time. */
export function kept<T extends object>(key: string, start: () => T): T {
  const found = typed.get(key) as T | undefined;
  if (found) return found;
  const made = $state(start());
  typed.set(key, made);
  return made;
}

/** After it was saved or thrown away by its writer. */
export function discard(key: string): void {
  typed.delete(key);
}

/** At lock. */
export function forgetTyped(): void {
  typed.clear();
}
