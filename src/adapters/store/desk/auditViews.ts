import type { Actor, Subject } from '../../../desk/deed.ts';
import type { DeedFilter, ListedDeed } from '../../../desk/listedDeed.ts';
import type { Queryable } from '../database.ts';

interface DeedRow extends Omit<ListedDeed, 'by' | 'subject'> {
  readonly byKind: Actor['kind'];
  readonly byId: number | null;
  readonly byName: string;
  readonly subjectKind: Subject['kind'];
  readonly subjectId: string;
}

/** Rows of the audit log that a filter takes, the latest first. */
export async function listDeeds(db: Queryable, filter: DeedFilter): Promise<readonly ListedDeed[]> {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const conditions = conditionsOf(filter, value);
  const rows = await db.query<DeedRow>(
    `SELECT id, at, actor_kind AS "byKind", actor_id AS "byId", actor_name AS "byName", action, subject_kind AS "subjectKind",
            subject_id AS "subjectId", why, before, after
       FROM audit_log ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
      ORDER BY at DESC, id DESC LIMIT ${value(filter.limit)}`,
    values,
  );
  return rows.map(({ byKind, byId, byName, subjectKind, subjectId, ...row }) => ({
    ...row,
    by: { kind: byKind, id: byId, name: byName },
    subject: { kind: subjectKind, id: subjectId },
  }));
}

/** Only what is wanted stands in the statement: so each filter finds its index. */
function conditionsOf(
  { by, action, subject, from, until, before }: DeedFilter,
  value: (given: unknown) => string,
): readonly string[] {
  const conditions: string[] = [];
  if (by !== null) conditions.push(`actor_kind = ${value(by.kind)}`);
  if (by !== null && by.id !== null) conditions.push(`actor_id = ${value(by.id)}`);
  if (action !== null) conditions.push(`(action = ${value(action)} OR starts_with(action, ${value(`${action}.`)}))`);
  if (subject !== null) conditions.push(`subject_kind = ${value(subject.kind)}`);
  if (subject !== null && subject.id !== null) conditions.push(`subject_id = ${value(subject.id)}`);
  if (from !== null) conditions.push(`at >= ${value(from)}`);
  if (until !== null) conditions.push(`at < ${value(until)}`);
  if (before !== null) conditions.push(`(at, id) < (${value(before.at)}, ${value(before.id)})`);
  return conditions;
}
