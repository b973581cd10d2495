import type { Destination } from '$lib/components/CommandPalette.svelte';
import { call } from '$lib/platform';
import { go } from '$lib/router.svelte';
import { t } from '$lib/words';

const MOST = 12;

/** People and incidents for the palette: choosing one opens its latest incident. */
export async function searchRegister(text: string): Promise<Destination[]> {
  const { people, incidents } = await call('find_people', { text });
  const opens = (incident_id: string) => () => go(`incident/${incident_id}`);
  const found: Destination[] = people.map((person) => ({
    key: person.person_id,
    label: `${person.name}, ${person.age_sex}`,
    note: `${person.last.reference} · ${t(`status-${person.last.status}`)}`,
    act: opens(person.last.incident_id),
  }));
  for (const incident of incidents) {
    found.push({ key: incident.incident_id, label: incident.line, note: `${incident.reference} · ${t(`status-${incident.status}`)}`, act: opens(incident.incident_id) });
  }
  return found.slice(0, MOST);
}
