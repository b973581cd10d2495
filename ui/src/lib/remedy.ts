/** What to do next about a refusal whose own words do not lead there. */
import type { ErrorCode } from '$lib/platform';

export interface NextStep {
  /** The words of the catalogue. */
  word: string;
  /** The screen where it is done. */
  path?: string;
  /** The control of this screen that does it. */
  control?: string;
}

/** The next step after `code`, where one is needed. `open`: the screens of the register can be gone to. */
export function nextStep(code: ErrorCode, open: boolean): NextStep | null {
  switch (code) {
    case 'locked':
      return { word: 'next-locked' };
    case 'slot_destroyed':
      return open ? { word: 'next-slot-destroyed-open', path: 'register/officers' } : { word: 'next-slot-destroyed', control: 'unlock-recover' };
    case 'no_register':
      return open ? null : { word: 'next-no-register', control: 'unlock-other' };
    case 'register_exists':
      return { word: 'next-register-exists' };
    case 'register_in_use':
      return { word: 'next-register-in-use' };
    case 'not_found':
      return open ? { word: 'next-not-found', path: 'find' } : null;
    case 'damaged':
      return open ? { word: 'next-damaged-open', path: 'register/verify' } : { word: 'next-damaged' };
    // Their words name the remedy, or the field that needs it.
    case 'refused':
    case 'input':
    case 'wrong_passphrase':
    case 'weak_passphrase':
    case 'photograph_refused':
    case 'cancelled':
    case 'central':
    case 'fault':
      return null;
    default:
      return unheardOf(code);
  }
}

/** A code that a newer program may send has words of its own all the same. */
function unheardOf(_code: never): null {
  return null;
}
