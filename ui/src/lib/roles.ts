/** Roles as choices; their words stand in core.ftl. */
import { t } from '$lib/words';
import type { Role } from '$lib/types/Role';

/** Those that an incident can be handed to. */
const ASSIGNABLE: Role[] = ['investigating_officer', 'supervisor', 'duty_inspector', 'coordinator', 'safeguarding_reviewer', 'search_adviser'];

export const roleWords = (role: Role) => t(`role-${role.replaceAll('_', '-')}`);

export const assignable = () => ASSIGNABLE.map((role) => ({ value: role, label: roleWords(role) }));
