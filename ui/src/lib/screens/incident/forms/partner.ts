/** What a partner agency says, as it is being typed: what is still to be said before it can be sent. */
import type { Problem } from '$lib/components/ErrorSummary.svelte';
import type { Agency } from '$lib/types/Agency';
import type { ChangesRisk } from '$lib/types/ChangesRisk';
import { t } from '$lib/words';
import { needed, type Time } from '../act';

export const AGENCIES = [
  'mental_health', 'health', 'ambulance', 'hospital', 'childrens_social_care', 'adult_social_care', 'school', 'probation', 'care_home',
  'housing', 'voluntary', 'another_force', 'other',
] as const satisfies Agency[];

/** What has no answer until somebody gives one: the rest is for the register to refuse. */
export function left(draft: { agency: Agency | ''; when: Time; changes: ChangesRisk | '' }): Problem[] {
  return [
    ...(draft.agency === '' ? [{ message: t('incident-partner-agency-needed'), field: 'incident-agency' }] : []),
    ...(draft.changes === '' ? [{ message: t('incident-partner-risk-needed'), field: 'incident-partner-risk' }] : []),
    ...needed(draft.when, 'incident-when', t('incident-partner-when-needed')),
  ];
}
