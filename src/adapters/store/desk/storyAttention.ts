import type { AuditEntry } from '../../../desk/deed.ts';
import type { AcknowledgeStoryStore } from '../../../desk/stories/acknowledgeStory.ts';
import type { AttendedStory, AttentionOutcome } from '../../../desk/stories/attendToStory.ts';
import type { MuteStoryStore } from '../../../desk/stories/muteStory.ts';
import type { NoteOnStoryStore } from '../../../desk/stories/noteOnStory.ts';
import type { TakeStoryStore } from '../../../desk/stories/takeStory.ts';
import { headlineOf } from '../../../domain/ledger/ledger.ts';
import { noAttention, type StoryAttention } from '../../../domain/stories/attention.ts';
import type { MuteEnd } from '../../../domain/stories/mute.ts';
import type { Database, Queryable } from '../database.ts';
import { makeHeldDue } from '../plan/storyMutes.ts';
import { loadClaims } from '../story/storyLedger.ts';
import { inDeed } from './auditLog.ts';
import { type MuteRow, muteColumns, muteIsOn, muteOf } from './muteRows.ts';

export interface AttentionStore extends TakeStoryStore, AcknowledgeStoryStore, NoteOnStoryStore, MuteStoryStore {}

/** What people decide about stories, each with its row of the audit log. */
export const createAttentionStore = (db: Database): AttentionStore => ({
  setOwner: (story, owner, entry) =>
    deciding(db, story, entry, async (tx) => {
      await tx.execute(
        'UPDATE story_attention SET owner_id = $2, owner_name = $3, owned_since = $4 WHERE story_id = $1',
        [...[story.storyId, owner?.id ?? null, owner?.name ?? null], owner === null ? null : entry.at],
      );
    }),
  acknowledge: (story, change, entry) =>
    deciding(db, story, entry, async (tx) => {
      await tx.execute(
        `UPDATE story_attention SET acknowledged_by = $2, acknowledged_at = $3, acknowledged_change = $4 WHERE story_id = $1`,
        [story.storyId, entry.by.name, entry.at, change],
      );
    }),
  addNote: (storyId, text, entry) =>
    inDeed(db, async (tx) => {
      if (!(await lockStory(tx, storyId))) return { result: false, entry: null };
      await tx.execute('INSERT INTO story_notes (story_id, at, by_id, by_name, text) VALUES ($1, $2, $3, $4, $5)', [
        ...[storyId, entry.at, entry.by.kind === 'person' ? entry.by.id : null, entry.by.name, text],
      ]);
      return { result: true, entry };
    }),
  mute: (story, end, entry) =>
    deciding(db, story, entry, async (tx) => {
      await endMute(tx, story.storyId, entry);
      await insertMute(tx, story.storyId, end, entry);
    }),
  unmute: (story, entry) => unmute(db, story, entry),
});

/** Lets one decision through at a time, and only on top of the one that its maker saw. */
const deciding = (
  db: Database,
  story: AttendedStory,
  entry: AuditEntry,
  decide: (tx: Queryable) => Promise<void>,
): Promise<AttentionOutcome> =>
  inDeed<AttentionOutcome>(db, async (tx) => {
    const refused = await refusalFor(tx, story, entry.at);
    if (refused !== null) return { result: refused, entry: null };
    await countUp(tx, story.storyId);
    await decide(tx);
    return { result: { kind: 'done', attention: await loadAttention(tx, story.storyId, entry.at) }, entry };
  });

async function refusalFor(
  tx: Queryable,
  { storyId, basedOn }: AttendedStory,
  at: Date,
): Promise<Exclude<AttentionOutcome, { kind: 'done' }> | null> {
  if (!(await lockStory(tx, storyId))) return { kind: 'no story' };
  const current = await loadAttention(tx, storyId, at);
  return basedOn === null || basedOn === current.version ? null : { kind: 'conflict', current };
}

/** The lock keeps others' decisions out, and leaves the story writer alone. */
async function lockStory(tx: Queryable, storyId: number): Promise<boolean> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('tocsin.attention'), $1::integer)", [storyId % 2 ** 31]);
  const rows = await tx.query('SELECT FROM listed_stories WHERE id = $1 AND merged_into IS NULL', [storyId]);
  return rows.length > 0;
}

const countUp = (tx: Queryable, storyId: number): Promise<number> =>
  tx.execute(
    `INSERT INTO story_attention AS a (story_id, version) VALUES ($1, 1)
     ON CONFLICT (story_id) DO UPDATE SET version = a.version + 1`,
    [storyId],
  );

async function insertMute(tx: Queryable, storyId: number, end: MuteEnd, entry: AuditEntry): Promise<void> {
  const [figure, by] = end.kind === 'move' ? [end.figure, end.by] : [null, null];
  const inForce = figure === null ? null : headlineOf({ claims: await loadClaims(tx, storyId) }, figure);
  await tx.execute(
    `INSERT INTO story_mutes (story_id, set_at, set_by, reason, until, kind, by_percent, by_count, base)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[storyId, entry.at, entry.by.name, entry.why, end.kind === 'time' ? end.until : null, figure],
      ...[by !== null && 'percent' in by ? by.percent : null, by !== null && 'count' in by ? by.count : null],
      inForce?.min ?? null,
    ],
  );
}

/** Whether one held. */
const endMute = async (tx: Queryable, storyId: number, { by, at }: AuditEntry): Promise<boolean> =>
  (await tx.execute(
    `UPDATE story_mutes AS u SET ended_at = $2, ended_by = $3 WHERE u.story_id = $1 AND ${muteIsOn('$2')}`,
    [storyId, at, by.name],
  )) > 0;

const unmute = (db: Database, story: AttendedStory, entry: AuditEntry): ReturnType<MuteStoryStore['unmute']> =>
  inDeed<Awaited<ReturnType<MuteStoryStore['unmute']>>>(db, async (tx) => {
    const refused = await refusalFor(tx, story, entry.at);
    if (refused !== null) return { result: refused, entry: null };
    if (!(await endMute(tx, story.storyId, entry))) return { result: { kind: 'not muted' }, entry: null };
    await countUp(tx, story.storyId);
    await makeHeldDue(tx, story.storyId, entry.at);
    return { result: { kind: 'done', attention: await loadAttention(tx, story.storyId, entry.at) }, entry };
  });

export const loadAttention = async (db: Queryable, storyId: number, now: Date): Promise<StoryAttention> =>
  (await loadAttentionOf(db, [storyId], now)).get(storyId) ?? noAttention;

interface AttentionRow extends Partial<MuteRow> {
  readonly storyId: number;
  readonly version: number;
  readonly ownerId: number | null;
  readonly ownerName: string | null;
  readonly ownedSince: Date | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedChange: number | null;
}

/** Of those of the stories about which anything was decided. */
export async function loadAttentionOf(
  db: Queryable,
  storyIds: readonly number[],
  now: Date,
): Promise<ReadonlyMap<number, StoryAttention>> {
  const rows = await db.query<AttentionRow>(
    `SELECT a.story_id AS "storyId", a.version, a.owner_id AS "ownerId", a.owner_name AS "ownerName", a.owned_since AS "ownedSince",
            a.acknowledged_by AS "acknowledgedBy", a.acknowledged_at AS "acknowledgedAt", a.acknowledged_change AS "acknowledgedChange",
            ${muteColumns}
       FROM story_attention AS a LEFT JOIN story_mutes AS u ON u.story_id = a.story_id AND ${muteIsOn('$2')}
      WHERE a.story_id = ANY ($1::bigint[])`,
    [storyIds, now],
  );
  return new Map(rows.map((row) => [row.storyId, attentionOf(row)]));
}

function attentionOf(row: AttentionRow): StoryAttention {
  const { version, ownerId, ownerName, ownedSince, acknowledgedBy, acknowledgedAt, acknowledgedChange } = row;
  return {
    version,
    owner: ownerName === null || ownedSince === null ? null : { id: ownerId, name: ownerName, since: ownedSince },
    acknowledged:
      acknowledgedBy === null || acknowledgedAt === null
        ? null
        : { by: acknowledgedBy, at: acknowledgedAt, change: acknowledgedChange ?? 0 },
    mute: isMuteRow(row) ? muteOf(row) : null,
  };
}

/** Without a mute all of its columns are null. */
const isMuteRow = (row: Partial<MuteRow>): row is MuteRow => row.setAt !== undefined && row.setAt !== null;
