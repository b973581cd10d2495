import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CALL_HANDLER, IMMEDIATE_DANGER } from './questions';

const rust = readFileSync(new URL('../../../../../crates/register/src/question.rs', import.meta.url), 'utf8');

function named(after: string, until: string): string[] {
  const part = rust.slice(rust.indexOf(after)).split(until)[0] ?? '';
  return [...part.matchAll(/(?:Question|Self)::([A-Z]\w+)/g)].map(([, name = '']) => name.replace(/(?<!^)[A-Z]/g, (c) => `_${c}`).toLowerCase());
}

it('asks the questions of the register, in its order (F37)', () => {
  expect([...CALL_HANDLER]).toEqual(named('pub const CALL_HANDLER:', '];'));
});

it('raises the strip for the dangers of the register (F18)', () => {
  expect([...IMMEDIATE_DANGER]).toEqual(named('pub fn is_immediate_danger', '}'));
});
