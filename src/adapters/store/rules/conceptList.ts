import type { Concepts } from '../../../domain/rules/rule.ts';
import type { Queryable } from '../database.ts';

/** Every concept with its terms, by name. */
export async function readConcepts(db: Queryable): Promise<Concepts> {
  const concepts = await db.query<{ name: string; terms: readonly string[] }>(
    'SELECT name, terms FROM concepts ORDER BY name',
  );
  return Object.fromEntries(concepts.map(({ name, terms }) => [name, terms]));
}
