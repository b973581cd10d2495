/** Whole degrees as people type them: `-2`, `−2`, `4 °C`. Null where nothing is typed, undefined where it is no such number. */
export function celsiusOf(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  const found = /^([+\-−–]?)\s?(\d{1,3})\s?(°\s?C?|C)?$/iu.exec(typed);
  if (!found) return undefined;
  const degrees = Number(found[2]);
  return found[1] === '' || found[1] === '+' || degrees === 0 ? degrees : -degrees;
}
