/**
 * Reads sources as text for words.test.ts: which ids are asked for, and which words stand outside the catalogue.
 * Only the tests use it.
 */
import { parse, type AST } from 'svelte/compiler';

export interface Asked {
  /** Ids written out in full. */
  ids: Set<string>;
  /** Beginnings of ids that are completed at run time: t(`grade-${grade}`). */
  prefixes: Set<string>;
}

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Ids in `source`: the first argument of t() and known(), and strings that stand by a key that ends in `word` or is `titleId`. */
export function asked(source: string): Asked {
  const ids = new Set<string>();
  const prefixes = new Set<string>();
  for (const call of source.matchAll(/\b(?:t|known)\(/g)) literals(firstArgument(source, call.index + call[0].length), ids, prefixes);
  for (const field of source.matchAll(/\b(?:word|[a-z]+Word|titleId|titled)(?::|=|\()\s*\{?\s*(['"`][^'"`]+['"`])/g)) literals(field[1] ?? '', ids, prefixes);
  return { ids, prefixes };
}

/** The source from `start` to the comma or bracket that ends the argument. */
function firstArgument(source: string, start: number): string {
  let depth = 0;
  for (let at = start; at < source.length; at += 1) {
    const c = source[at] ?? '';
    if ('([{'.includes(c)) depth += 1;
    else if (depth === 0 && ',)'.includes(c)) return source.slice(start, at);
    else if (')]}'.includes(c)) depth -= 1;
  }
  return '';
}

function literals(text: string, ids: Set<string>, prefixes: Set<string>): void {
  // What is compared with is no id: t(step === 'x' ? 'id-a' : 'id-b').
  const chosen = text.replace(/[=!]==?\s*(['"])[^'"]*\1/g, '');
  for (const [, quoted] of chosen.matchAll(/['"]([^'"]+)['"]/g)) if (quoted && ID.test(quoted)) ids.add(quoted);
  for (const [, template] of chosen.matchAll(/`([^`]*)`/g)) {
    const at = template?.indexOf('${') ?? -1;
    if (template && at > 0) prefixes.add(template.slice(0, at));
    else if (template && ID.test(template)) ids.add(template);
  }
}

const SPOKEN = new Set(['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'placeholder', 'title', 'alt', 'label', 'hint', 'legend', 'heading']);
const HAS_WORD = /\p{L}{2,}/u;

/** Words in the markup of a .svelte file that a reader would meet without the catalogue. */
export function bareWords(source: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!node || typeof node !== 'object') return;
    const typed = node as AST.SvelteNode;
    if (typed.type === 'Text') {
      if (HAS_WORD.test(typed.data)) found.push(typed.data.trim());
      return;
    }
    if (typed.type === 'Attribute') {
      if (SPOKEN.has(typed.name)) visitSpoken(typed.value);
      return;
    }
    for (const [key, child] of Object.entries(typed)) if (key !== 'parent' && key !== 'metadata') visit(child);
  };
  const visitSpoken = (value: AST.Attribute['value']): void => {
    const parts = Array.isArray(value) ? value : value === true ? [] : [value];
    for (const part of parts) {
      if (part.type === 'Text' && HAS_WORD.test(part.data)) found.push(part.data);
      if (part.type === 'ExpressionTag' && part.expression.type === 'Literal') {
        const literal = String(part.expression.value);
        if (HAS_WORD.test(literal)) found.push(literal);
      }
    }
  };
  visit(parse(source, { modern: true }).fragment);
  return found;
}
