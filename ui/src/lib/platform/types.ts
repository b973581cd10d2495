/**
 * The seam between the screens and the program: use-cases by name in, views out, events by name.
 * Command and view types are generated from Rust; nothing here repeats them.
 */
import type { AppEvent } from '$lib/types/AppEvent';
import type { ErrorCode } from '$lib/types/ErrorCode';
import type { FieldError } from '$lib/types/FieldError';
import type { Rule } from '$lib/types/Rule';
import type { UseCases } from '$lib/types/UseCases';

export type { AppEvent, ErrorCode, FieldError, Rule, UseCases };
export type UseCaseName = keyof UseCases;
export type CommandOf<K extends UseCaseName> = UseCases[K]['command'];
export type ViewOf<K extends UseCaseName> = UseCases[K]['view'];
export type EventName = AppEvent['event'];
export type EventOf<E extends EventName> = Extract<AppEvent, { event: E }>;

/** A refusal or fault, as the program words it. `message` may be shown as it is. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** Which rule refused, where one did. */
  readonly rule: Rule | null;
  readonly fields: FieldError[];

  constructor(code: ErrorCode, message: string, fields: FieldError[] = [], rule: Rule | null = null) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.fields = fields;
    this.rule = rule;
  }
}

/** What is chosen: a file or a folder that is there, or a place for a new file. */
export type Purpose = 'import' | 'standard' | 'folder' | 'save';

/** A file that the officer chose: the name by which use-cases know it, and what it is called. Its place stays unknown here. */
export interface Chosen {
  file: string;
  name: string;
}

/** One way to reach the program. */
export interface Platform {
  /** What `register_status` answered as the page was made, where the program hands that to its page. */
  readonly statusAtStart?: unknown;
  call(name: string, command: unknown): Promise<unknown>;
  /** Null where the officer chose none. */
  choose(purpose: Purpose, suggested: string): Promise<Chosen | null>;
  /** Calls `fn` with each payload until the returned function is called. */
  on(event: string, fn: (payload: unknown) => void): () => void;
}
