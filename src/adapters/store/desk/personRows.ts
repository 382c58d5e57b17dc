import type { Person } from '../../../domain/people/person.ts';

/** The columns of a person, of `people AS p`. */
export const personColumns = 'p.id, p.email, p.name, p.role, p.timezone';

/** Of a row that may hold more. */
export const personOf = ({ id, email, name, role, timezone }: Person): Person => ({ id, email, name, role, timezone });
