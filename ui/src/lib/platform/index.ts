import { t } from '$lib/words';
import { http } from './http';
import { tauri } from './tauri';
import { AppError, type Chosen, type CommandOf, type ErrorCode, type EventName, type EventOf, type FieldError, type Purpose, type Rule, type UseCaseName, type ViewOf } from './types';

export { AppError };
export type { Chosen, CommandOf, ErrorCode, FieldError, Rule, UseCaseName, ViewOf };

const platform = '__TAURI_INTERNALS__' in window ? tauri : http();

/** The registers as they stood when the page was made; null where the page has to ask. */
export const statusAtStart = (platform.statusAtStart ?? null) as ViewOf<'register_status'> | null;

/** Runs a use-case. Rejects with `AppError` and nothing else. */
export async function call<K extends UseCaseName>(name: K, command: CommandOf<K>): Promise<ViewOf<K>> {
  try {
    return (await platform.call(name, command)) as ViewOf<K>;
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === 'locked') whenLocked();
    throw error;
  }
}

/** Has the officer choose a file in the system's own dialog; null where they chose none. Rejects with `AppError`. */
export async function choose(purpose: Purpose, suggested = ''): Promise<Chosen | null> {
  try {
    return await platform.choose(purpose, suggested);
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

let whenLocked = (): void => undefined;

/** Runs `fn` when any use-case answers that the register is locked: the event that says so may have been missed. */
export function onLockedAnswer(fn: () => void): void {
  whenLocked = fn;
}

/** Listens to an event of the program; the returned function stops listening. */
export function on<E extends EventName>(event: E, fn: (payload: EventOf<E>) => void): () => void {
  return platform.on(event, (payload) => fn(payload as EventOf<E>));
}

function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown && typeof thrown === 'object' && 'code' in thrown && 'message' in thrown) {
    const { code, message, fields, rule } = thrown as { code: ErrorCode; message: string; fields?: FieldError[]; rule?: Rule | null };
    return new AppError(code, message, fields ?? [], rule ?? null);
  }
  return new AppError('fault', t('error-unreachable'));
}
