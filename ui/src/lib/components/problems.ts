import type { AppError } from '$lib/platform';
import type { Problem } from './ErrorSummary.svelte';

/** A refusal as lines of an ErrorSummary; where no field is to blame, with its code. `ids` names the control of each field of the command. */
export function problemsOf(error: AppError, ids: Record<string, string> = {}): Problem[] {
  if (error.fields.length === 0) return [{ message: error.message, code: error.code }];
  return error.fields.map(({ field, message }) => ({ message, field: ids[field] }));
}

/** The message that stands at the control `id`. */
export function problemAt(problems: Problem[], id: string): string | undefined {
  return problems.find((problem) => problem.field === id)?.message;
}
