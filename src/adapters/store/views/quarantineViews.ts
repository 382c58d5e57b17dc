import type { Queryable } from '../database.ts';
import { articleOfItem } from '../shared/articleRows.ts';
import type { QuarantinedKind } from '../shared/leasedTables.ts';
import { subscriberOfSubscription } from '../subscribers/subscriptionRows.ts';

/** A row that its step gave up on. */
interface QuarantinedRow {
  readonly name: string;
  /** Where a page shows more of it. */
  readonly path: string | null;
  readonly since: Date;
}

export interface QuarantinedRows {
  readonly kind: QuarantinedKind;
  /** The latest, no more than fifty. */
  readonly rows: readonly QuarantinedRow[];
}

const shown = 50;

const queries: Readonly<Record<QuarantinedKind, string>> = {
  feeds: `SELECT f.name, '/feeds' AS path, f.quarantined_at AS since FROM feeds AS f
           WHERE f.quarantined_at IS NOT NULL AND f.removed_at IS NULL`,
  articles: `SELECT r.title AS name, NULL AS path, i.quarantined_at AS since FROM pipeline_items AS i ${articleOfItem}
              WHERE i.quarantined_at IS NOT NULL`,
  subscriptions: `SELECT p.name || ': ' || s.key AS name, NULL AS path, s.quarantined_at AS since
                    FROM subscriptions AS s ${subscriberOfSubscription}
                   WHERE s.quarantined_at IS NOT NULL AND s.removed_at IS NULL`,
  deliveries: `SELECT coalesce(m.content->>'title', m.id::text) AS name, '/messages/' || m.id AS path, d.quarantined_at AS since
                 FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id WHERE d.quarantined_at IS NOT NULL`,
  notices: `SELECT n.subject AS name, NULL AS path, n.quarantined_at AS since FROM notices AS n WHERE n.quarantined_at IS NOT NULL`,
  hubs: `SELECT h.hub AS name, NULL AS path, h.quarantined_at AS since FROM hub_subscriptions AS h WHERE h.quarantined_at IS NOT NULL`,
};

/** What is quarantined, by kind; kinds of which nothing is are left out. */
export async function listQuarantined(db: Queryable): Promise<readonly QuarantinedRows[]> {
  const found: QuarantinedRows[] = [];
  for (const kind of Object.keys(queries) as QuarantinedKind[]) {
    const rows = await db.query<QuarantinedRow>(`${queries[kind]} ORDER BY since DESC LIMIT ${shown}`);
    if (rows.length > 0) found.push({ kind, rows });
  }
  return found;
}
