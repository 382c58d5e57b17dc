import { afterCooldown, type LastNotified } from '../../../domain/digests/cooldown.ts';
import type { Notification, NotifiedFigure } from '../../../domain/digests/notifications.ts';
import { isMove } from '../../../domain/stories/advanceStory.ts';
import type { Queryable } from '../database.ts';

/** Until when a notification waits for the cooldowns of its rules; null: one of them may speak at once. */
export async function holdBack(
  tx: Queryable,
  { subscriptionId, rules }: Notification,
  storyId: number,
  now: Date,
): Promise<Date | null> {
  const last = await lastNotified(tx, subscriptionId, storyId);
  const states = rules.map(({ ruleId, cooldownSeconds }) => ({
    ruleId,
    ...afterCooldown(last.get(ruleId) ?? null, cooldownSeconds, now),
  }));
  const waits = states.flatMap(({ heldUntil }) => heldUntil ?? []);
  const isHeld = waits.length === states.length;
  for (const { ruleId, notifiedAt, heldUntil } of states) {
    const state = isHeld ? { notifiedAt, heldUntil } : { notifiedAt: now, heldUntil: null };
    await saveNotified(tx, { subscriptionId, storyId, ruleId }, state);
  }
  return isHeld ? new Date(Math.min(...waits.map((wait) => wait.getTime()))) : null;
}

async function lastNotified(
  tx: Queryable,
  subscriptionId: number,
  storyId: number,
): Promise<ReadonlyMap<string, LastNotified>> {
  const rows = await tx.query<LastNotified & { ruleId: string }>(
    `SELECT rule_id AS "ruleId", notified_at AS "notifiedAt", held_until AS "heldUntil"
       FROM notified_stories WHERE subscription_id = $1 AND story_id = $2`,
    [subscriptionId, storyId],
  );
  return new Map(rows.map(({ ruleId, ...last }) => [ruleId, last]));
}

async function saveNotified(
  tx: Queryable,
  about: { readonly subscriptionId: number; readonly storyId: number; readonly ruleId: string },
  { notifiedAt, heldUntil }: LastNotified,
): Promise<void> {
  await tx.execute(
    `INSERT INTO notified_stories (subscription_id, story_id, rule_id, notified_at, held_until) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (subscription_id, story_id, rule_id) DO UPDATE SET notified_at = excluded.notified_at, held_until = excluded.held_until`,
    [about.subscriptionId, about.storyId, about.ruleId, notifiedAt, heldUntil],
  );
}

/** The ledger as the entry shows it; a kind that was withdrawn is noted as such. */
export async function saveNotifiedFigures(tx: Queryable, { subscriptionId, entry }: Notification): Promise<void> {
  const { story } = entry;
  if (story === undefined) return;
  const moved = story.facts.filter(isMove).map(({ figure, to }) => ({ kind: figure, bounds: to }));
  const figures = [...moved, ...story.ledger.map(({ kind, min, max }) => ({ kind, bounds: { min, max } }))];
  const last = new Map(figures.map(({ kind, bounds }) => [kind, bounds]));
  const rows = [...last].map(([kind, bounds]) => ({ kind, min: bounds?.min ?? null, max: bounds?.max ?? null }));
  await tx.execute(
    `INSERT INTO notified_figures (subscription_id, story_id, kind, min, max)
     SELECT $1, $2, n.kind, n.min, n.max FROM jsonb_to_recordset($3::jsonb) AS n (kind text, min bigint, max bigint)
     ON CONFLICT (subscription_id, story_id, kind) DO UPDATE SET min = excluded.min, max = excluded.max`,
    [subscriptionId, story.id, JSON.stringify(rows)],
  );
}

type NotifiedRow = Pick<NotifiedFigure, 'subscriptionId' | 'kind'> & {
  readonly min: number | null;
  readonly max: number | null;
};

export async function loadNotifiedFigures(
  db: Queryable,
  storyId: number,
  subscriptionIds: readonly number[],
): Promise<readonly NotifiedFigure[]> {
  const rows = await db.query<NotifiedRow>(
    `SELECT subscription_id AS "subscriptionId", kind, min, max
       FROM notified_figures WHERE story_id = $1 AND subscription_id = ANY ($2::bigint[])`,
    [storyId, subscriptionIds],
  );
  return rows.map(({ min, max, ...about }) => ({ ...about, bounds: min === null ? null : { min, max } }));
}
