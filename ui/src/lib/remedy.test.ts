import { describe, expect, it } from 'vitest';
import { nextStep } from './remedy';
import { known } from './words';
import type { ErrorCode } from './types/ErrorCode';

// A code that is left out or mistyped here does not compile.
const codes = Object.keys({
  refused: 0,
  input: 0,
  locked: 0,
  wrong_passphrase: 0,
  slot_destroyed: 0,
  weak_passphrase: 0,
  no_register: 0,
  register_exists: 0,
  register_in_use: 0,
  photograph_refused: 0,
  cancelled: 0,
  not_found: 0,
  central: 0,
  damaged: 0,
  fault: 0,
} satisfies Record<ErrorCode, 0>) as ErrorCode[];

describe.each([true, false])('with the register open: %s', (open) => {
  it.each(codes)('what follows %s is in words, and no screen is offered behind the lock', (code) => {
    const step = nextStep(code, open);
    if (!step) return;
    expect(known(step.word)).toBe(true);
    if (!open) expect(step.path).toBeUndefined();
  });
});

it.each([
  ['damaged', true, { path: 'register/verify' }],
  ['slot_destroyed', false, { control: 'unlock-recover' }],
  ['slot_destroyed', true, { path: 'register/officers' }],
  ['not_found', true, { path: 'find' }],
] as const)('%s (open: %s) leads on', (code, open, to) => {
  expect(nextStep(code, open)).toMatchObject(to);
});

it.each(['register_in_use', 'register_exists', 'locked', 'damaged'] as const)('%s is not left without a step', (code) => {
  expect(nextStep(code, false)).not.toBeNull();
});

it('a code of a newer program has no step', () => {
  expect(nextStep('unheard_of' as ErrorCode, true)).toBeNull();
});
