import { afterCooldown, type LastSpoken } from '../../../domain/digests/cooldown.ts';
import type { Telling, ToldFigure } from '../../../domain/digests/tellArticle.ts';
import { isMove } from '../../../domain/stories/advanceStory.ts';
import type { Queryable } from '../database.ts';

/** Until when a telling waits for the cooldowns of its rules; null: one of them may speak at once. */
export async function holdBack(
  tx: Queryable,
  { subscriptionId, rules }: Telling,
  storyId: number,
  now: Date,
): Promise<Date | null> {
  const last = await lastSpoken(tx, subscriptionId, storyId);
  const spoken = rules.map(({ ruleId, cooldownSeconds }) => ({
    ruleId,
    ...afterCooldown(last.get(ruleId) ?? null, cooldownSeconds, now),
  }));
  const waits = spoken.flatMap(({ heldUntil }) => heldUntil ?? []);
  const isHeld = waits.length === spoken.length;
  for (const { ruleId, toldAt, heldUntil } of spoken) {
    const said = isHeld ? { toldAt, heldUntil } : { toldAt: now, heldUntil: null };
    await saveSpoken(tx, { subscriptionId, storyId, ruleId }, said);
  }
  return isHeld ? new Date(Math.min(...waits.map((wait) => wait.getTime()))) : null;
}

async function lastSpoken(
  tx: Queryable,
  subscriptionId: number,
  storyId: number,
): Promise<ReadonlyMap<string, LastSpoken>> {
  const rows = await tx.query<LastSpoken & { ruleId: string }>(
    `SELECT rule_id AS "ruleId", told_at AS "toldAt", held_until AS "heldUntil"
       FROM told_stories WHERE subscription_id = $1 AND story_id = $2`,
    [subscriptionId, storyId],
  );
  return new Map(rows.map(({ ruleId, ...last }) => [ruleId, last]));
}

async function saveSpoken(
  tx: Queryable,
  about: { readonly subscriptionId: number; readonly storyId: number; readonly ruleId: string },
  { toldAt, heldUntil }: LastSpoken,
): Promise<void> {
  await tx.execute(
    `INSERT INTO told_stories (subscription_id, story_id, rule_id, told_at, held_until) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (subscription_id, story_id, rule_id) DO UPDATE SET told_at = excluded.told_at, held_until = excluded.held_until`,
    [about.subscriptionId, about.storyId, about.ruleId, toldAt, heldUntil],
  );
}

/** The ledger as the entry shows it; a kind that was withdrawn is told as such. */
export async function saveToldFigures(tx: Queryable, { subscriptionId, entry }: Telling): Promise<void> {
  const { story } = entry;
  if (story === undefined) return;
  const moved = story.facts.filter(isMove).map(({ figure, to }) => ({ kind: figure, bounds: to }));
  const told = [...moved, ...story.ledger.map(({ kind, min, max }) => ({ kind, bounds: { min, max } }))];
  const last = new Map(told.map(({ kind, bounds }) => [kind, bounds]));
  const rows = [...last].map(([kind, bounds]) => ({ kind, min: bounds?.min ?? null, max: bounds?.max ?? null }));
  await tx.execute(
    `INSERT INTO told_figures (subscription_id, story_id, kind, min, max)
     SELECT $1, $2, n.kind, n.min, n.max FROM jsonb_to_recordset($3::jsonb) AS n (kind text, min bigint, max bigint)
     ON CONFLICT (subscription_id, story_id, kind) DO UPDATE SET min = excluded.min, max = excluded.max`,
    [subscriptionId, story.id, JSON.stringify(rows)],
  );
}

type ToldRow = Pick<ToldFigure, 'subscriptionId' | 'kind'> & {
  readonly min: number | null;
  readonly max: number | null;
};

export async function loadToldFigures(
  db: Queryable,
  storyId: number,
  subscriptionIds: readonly number[],
): Promise<readonly ToldFigure[]> {
  const rows = await db.query<ToldRow>(
    `SELECT subscription_id AS "subscriptionId", kind, min, max
       FROM told_figures WHERE story_id = $1 AND subscription_id = ANY ($2::bigint[])`,
    [storyId, subscriptionIds],
  );
  return rows.map(({ min, max, ...about }) => ({ ...about, bounds: min === null ? null : { min, max } }));
}
