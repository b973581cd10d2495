/**
 * What someone is typing outlives the screen it was typed on, and, where it is no report, a lock and a power cut
 * (INV-7): it is kept in the vault about once a second. Reports are drafts of their own.
 */
import { call } from '$lib/platform';

/** Half of what a power cut may take. */
const SAVE_EVERY_MS = 1_000;
/** What is no work of its officer, and is typed again in a moment. */
const PASSING = ['duty-list', 'find'];

const typed = new Map<string, object>();
/** What was being typed when the officer was last here, until a screen takes it up. */
const stored = new Map<string, unknown>();
let stop: (() => void) | null = null;

/** The state kept under `key`, or `start()` the first time. */
export function kept<T extends object>(key: string, start: () => T): T {
  const found = typed.get(key) as T | undefined;
  if (found) return found;
  const before = stored.get(key);
  stored.delete(key);
  const begun = start();
  // A form that has gained a field since has it as it starts.
  const made = $state(isForm(before) ? { ...begun, ...before } : begun);
  typed.set(key, made);
  return made;
}

/** After it was saved or thrown away by its writer. */
export function discard(key: string): void {
  typed.delete(key);
  stored.delete(key);
}

/** At lock. */
export function forgetTyped(): void {
  stop?.();
  stop = null;
  typed.clear();
  stored.clear();
}

/** When an officer has unlocked: take up what they were typing, and keep what they type from now on. */
export async function keepTyped(): Promise<void> {
  if (stop) return;
  const before = await call('typed', {}).catch(() => ({ forms: {} }));
  for (const [key, form] of Object.entries(before.forms ?? {})) stored.set(key, form);
  stop = follow(JSON.stringify(Object.fromEntries(stored)));
}

/** Save now what is not saved yet. */
export async function saveTyped(): Promise<void> {
  await saving?.();
}

let saving: (() => Promise<void>) | null = null;

/** Looks once a second whether something changed: that costs less than following each letter of each form. */
function follow(last: string): () => void {
  saving = async () => {
    const next = JSON.stringify({ ...Object.fromEntries(stored), ...work() });
    if (next === last) return;
    const before = last;
    last = next;
    await call('keep_typed', { forms: JSON.parse(next) }).catch(() => (last = before));
  };
  const timer = setInterval(() => void saving?.(), SAVE_EVERY_MS);
  return () => {
    clearInterval(timer);
    saving = null;
  };
}

/** What is worth keeping: forms in which something was typed. */
function work(): Record<string, unknown> {
  return Object.fromEntries([...typed].filter(([key, form]) => !key.startsWith('report-') && !PASSING.includes(key) && hasTyping(form)));
}

/** A form of an incident says by itself how it began; another is work once anything in it was written. */
function hasTyping(form: object): boolean {
  if ('began' in form && 'draft' in form) return asTyped(form.draft as object) !== form.began;
  return Object.values(form).some((value) => (typeof value === 'string' ? value.trim() !== '' : Array.isArray(value) && value.length > 0));
}

/** Without what times were understood as: “now” that the program proposed means the moment at which it is seen. */
export function asTyped(draft: object): string {
  return JSON.stringify(draft, (key, value: unknown) => (key === 'told' ? undefined : value));
}

function isForm(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
