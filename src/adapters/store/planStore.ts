import type { Telling } from '../../domain/digests/tellArticle.ts';
import type { RuleRevision, Span } from '../../domain/rules/rule.ts';
import type { PlannableArticle, PlanStore } from '../../pipeline/planStore.ts';
import type { Lease } from '../../ports/lease.ts';
import { type ArticleRow, articleColumns, articleOfItem, toArticle } from './articleRows.ts';
import type { Database, Queryable } from './database.ts';
import { claimDueSubscription, planClaimed } from './dueSubscriptions.ts';
import { claiming, createLeaseKeeper, isHeld, type LeasedTable } from './leases.ts';
import { ruleColumns } from './ruleRows.ts';
import { toSubscription } from './subscriptionRows.ts';
import { saveTellings, watching } from './tellings.ts';

const table: LeasedTable = { name: 'pipeline_items', key: 'sequence', due: "step = 'plan'", order: 'sequence' };

export function createPlanStore(db: Database): PlanStore {
  return {
    ...createLeaseKeeper(db, table),
    claimForPlan: (limit) => claimForPlan(db, limit),
    settlePlanned: (lease, tellings, now) => db.transaction((tx) => settlePlanned(tx, lease, tellings, now)),
    claimDueSubscription: (now) => claimDueSubscription(db, now),
    planClaimed: (lease, now, plan) => db.transaction((tx) => planClaimed(tx, lease, now, plan)),
  };
}

type ItemRow = ArticleRow & { readonly key: number; readonly leaseNumber: number; readonly foldGroupId: number };

async function claimForPlan(db: Database, limit: number): Promise<readonly PlannableArticle[]> {
  const items = await db.query<ItemRow>(
    `${claiming(table)}
     SELECT claimed.key, claimed.lease_number AS "leaseNumber", i.fold_group_id AS "foldGroupId", ${articleColumns}
       FROM claimed JOIN pipeline_items AS i ON i.sequence = claimed.key ${articleOfItem}
      ORDER BY claimed.key`,
    [limit],
  );
  return Promise.all(items.map((item) => plannable(db, item)));
}

async function plannable(db: Database, item: ItemRow): Promise<PlannableArticle> {
  const matches = await matchesOf(db, item);
  const ruleIds = matches.map(({ rule }) => rule.ruleId);
  const subscriptions = ruleIds.length === 0 ? [] : await watching(db, ruleIds);
  return {
    lease: { id: item.key, number: item.leaseNumber },
    article: toArticle(item),
    foldGroupId: item.foldGroupId,
    matches,
    subscriptions: subscriptions.map(toSubscription),
  };
}

async function matchesOf(db: Database, item: ItemRow): Promise<PlannableArticle['matches']> {
  const rows = await db.query<RuleRevision & { spans: readonly Span[] }>(
    `SELECT ${ruleColumns}, m.spans
       FROM matches AS m JOIN rule_revisions AS v ON v.id = m.rule_revision_id
      WHERE m.article_id = $1 AND m.revision = $2 AND m.seen_at = $3 ORDER BY v.rule_id`,
    [item.articleId, item.revision, item.seenAt],
  );
  return rows.map(({ spans, ...rule }) => ({ rule, spans }));
}

async function settlePlanned(tx: Queryable, lease: Lease, tellings: readonly Telling[], now: Date): Promise<boolean> {
  const done = await tx.execute(`DELETE FROM pipeline_items WHERE ${isHeld(table)}`, [lease.id, lease.number]);
  if (done === 0) return false;
  await saveTellings(tx, tellings, now);
  return true;
}
