/** Words for the codes of facts; they stand in core.ftl, which the program's own sentences use too. */
import { t } from '$lib/words';
import type { Attribute } from '$lib/types/Attribute';
import type { Category } from '$lib/types/Category';
import type { Role } from '$lib/types/Role';
import type { System } from '$lib/types/System';

export const kebab = (code: string) => code.replaceAll('_', '-');

export { questionWords } from '$lib/questions.svelte';
export const attributeWords = (attribute: Attribute) => t(`attribute-${kebab(attribute)}`);
export const categoryWords = (category: Category) => t(`category-${kebab(category)}`);
export { roleWords } from '$lib/roles';
export const systemWords = (system: System) => t(`system-${kebab(system)}`);

export const ROLES: Role[] = ['call_handler', 'investigating_officer', 'supervisor', 'duty_inspector', 'coordinator', 'safeguarding_reviewer', 'search_adviser'];
export const SYSTEMS: System[] = ['dispatch_log', 'rms', 'pnc_leds', 'ukmpu'];
export const CATEGORIES: Category[] = ['missing', 'concern_for_safety', 'away_from_placement'];
/** In the order in which people tell them. */
export const ATTRIBUTES: Attribute[] = [
  'clothing',
  'carrying',
  'medical_condition',
  'medication',
  'mobility',
  'places_they_go',
  'associates',
  'phone',
  'vehicle',
  'height_cm',
  'build',
  'hair',
  'eyes',
  'marks',
  'ethnic_appearance',
  'family_name',
  'given_name',
  'known_as',
  'date_of_birth',
  'age',
  'sex',
  'home_address',
  'language',
  'nationality',
  'self_defined_ethnicity',
  'looked_after_by',
];
