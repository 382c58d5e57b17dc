import { grouped } from '../../../domain/basics/grouped.ts';
import { comparedAddress } from '../../../domain/basics/mailAddress.ts';
import { targetOf } from '../../../domain/deliveries/target.ts';
import type {
  DepartureRead,
  SubscriberBoard,
  SubscriberInList,
  SubscriptionRead,
} from '../../../ports/subscriberBoard.ts';
import type { Queryable } from '../database.ts';
import { type DefinitionRow, definitionColumns, definitionOf } from '../subscribers/lockedRows.ts';

type Person = Omit<SubscriberInList, 'subscriptions'>;

/** What the pages of subscribers show; nothing here locks or writes. */
export const createSubscriberBoard = (db: Queryable): SubscriberBoard => ({
  async list({ search, after, limit }) {
    const people = await db.query<Person>(
      `SELECT p.id, p.email, p.name, p.timezone FROM listed_subscribers AS p
        WHERE p.removed_at IS NULL
          AND ($1 = '' OR strpos(lower(p.name), lower($1)) > 0 OR strpos(p.address, lower($1)) > 0)
          AND ($2::text IS NULL OR (lower(p.name), p.id) > (lower($2), $3))
        ORDER BY lower(p.name), p.id LIMIT $4`,
      [search, after?.name ?? null, after?.id ?? null, limit],
    );
    return withSubscriptions(db, people);
  },
  async subscriber(id) {
    const people = await db.query<Person>(
      'SELECT id, email, name, timezone FROM listed_subscribers WHERE id = $1 AND removed_at IS NULL',
      [id],
    );
    const [person] = await withSubscriptions(db, people);
    return person === undefined ? null : { ...person, departures: await departuresOf(db, person) };
  },
});

interface SubscriptionRow extends DefinitionRow {
  readonly id: number;
  readonly nextDueAt: Date | null;
  readonly unsubscribedAt: Date | null;
  readonly isQuarantined: boolean;
}

async function withSubscriptions(db: Queryable, people: readonly Person[]): Promise<readonly SubscriberInList[]> {
  const rows = await db.query<SubscriptionRow>(
    `SELECT s.id, ${definitionColumns}, s.next_due_at AS "nextDueAt", s.unsubscribed_at AS "unsubscribedAt",
            s.quarantined_at IS NOT NULL AS "isQuarantined"
       FROM subscriptions AS s WHERE s.subscriber_id = ANY ($1::bigint[]) AND s.removed_at IS NULL ORDER BY s.id`,
    [people.map(({ id }) => id)],
  );
  const suppressed = await suppressedTargets(db, rows);
  const of = grouped(rows, ({ subscriberId }) => subscriberId);
  return people.map((person) => ({
    ...person,
    subscriptions: (of.get(person.id) ?? []).map(({ id, nextDueAt, unsubscribedAt, isQuarantined, ...row }) => ({
      ...{ id, nextDueAt, unsubscribedAt, isQuarantined, definition: definitionOf(row) },
      suppressed: suppressed.get(nameOf(row)) ?? null,
    })),
  }));
}

const nameOf = (row: Pick<DefinitionRow, 'channel' | 'target'>): string => `${row.channel} ${targetOf(row).key}`;

async function suppressedTargets(
  db: Queryable,
  rows: readonly SubscriptionRow[],
): Promise<ReadonlyMap<string, NonNullable<SubscriptionRead['suppressed']>>> {
  const found = await db.query<{ channel: string; key: string; id: number; why: string | null; since: Date }>(
    `SELECT t.channel, t.key, t.id, t.suppressed_because AS why, t.suppressed_at AS since
       FROM unnest($1::text[], $2::text[]) AS wanted (channel, key)
       JOIN targets AS t ON t.channel = wanted.channel AND t.key = wanted.key WHERE t.suppressed_at IS NOT NULL`,
    [rows.map(({ channel }) => channel), rows.map((row) => targetOf(row).key)],
  );
  return new Map(
    found.map(({ channel, key, id, why, since }) => [`${channel} ${key}`, { targetId: id, why: why ?? '', since }]),
  );
}

const departuresOf = (db: Queryable, person: SubscriberInList): Promise<readonly DepartureRead[]> =>
  db.query<DepartureRead>(
    `SELECT nullif(channel, '') AS channel, nullif(rule_id, '') AS "ruleId", left_at AS "leftAt"
       FROM departures WHERE address = ANY ($1::text[]) ORDER BY left_at`,
    [[person.email, ...person.subscriptions.map(({ definition }) => definition.target)].map(comparedAddress)],
  );
