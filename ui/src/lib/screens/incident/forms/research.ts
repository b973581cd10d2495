/** The research as it is being typed: what of it is sent, and which control each field of it has. */
import type { Problem } from '$lib/components/ErrorSummary.svelte';
import { t } from '$lib/words';
import type { ResearchCheck } from '$lib/types/ResearchCheck';
import type { ResearchItem } from '$lib/types/ResearchItem';
import type { When } from '$lib/types/When';

const kebab = (check: ResearchCheck) => check.replaceAll('_', '-');

export type CheckTyped = { is: 'done' | 'not_done' | ''; words: string };
export type ChecksTyped = Partial<Record<ResearchCheck, CheckTyped>>;

export const blankCheck = (): CheckTyped => ({ is: '', words: '' });

export const checkIds = (check: ResearchCheck) => ({ is: `incident-research-is-${kebab(check)}`, words: `incident-research-words-${kebab(check)}` });

/** The checks of which something is said, in the order of the list. */
function said(checks: ResearchCheck[], typed: ChecksTyped) {
  return checks.flatMap((check) => {
    const row = typed[check];
    return row && row.is !== '' ? [{ check, is: row.is, words: row.words }] : [];
  });
}

/** Only what is said is sent: time and name are those of every check that is done. */
export function itemsOf(checks: ResearchCheck[], typed: ChecksTyped, at: When, by: string): ResearchItem[] {
  return said(checks, typed).map(({ check, is, words }) => ({ check, outcome: is === 'done' ? { is, at, by, result: words } : { is, because: words } }));
}

export const anyDone = (typed: ChecksTyped) => Object.values(typed).some((row) => row.is === 'done');

/** Words at a check of which nothing is chosen are never dropped; and nothing at all is nothing to save. */
export function unsaid(checks: ResearchCheck[], typed: ChecksTyped): Problem[] {
  const open = checks.filter((check) => typed[check]?.is === '' && typed[check].words.trim() !== '');
  if (open.length > 0) return open.map((check) => ({ message: t('incident-research-choose', { check: t(`incident-research-${kebab(check)}`) }), field: checkIds(check).is }));
  const first = checks[0];
  return first && said(checks, typed).length === 0 ? [{ message: t('incident-research-none'), field: checkIds(first).is }] : [];
}

/** The control of each field that is sent, by its path in the command. */
export function checkControls(checks: ResearchCheck[], typed: ChecksTyped): Record<string, string> {
  return Object.fromEntries(
    said(checks, typed).flatMap(({ check }, n) => {
      const { is, words } = checkIds(check);
      return [
        [`checks.${n}.check`, is],
        [`checks.${n}.outcome.result`, words],
        [`checks.${n}.outcome.because`, words],
        [`checks.${n}.outcome.at`, 'incident-research-when'],
        [`checks.${n}.outcome.by`, 'incident-research-by'],
      ];
    }),
  );
}
