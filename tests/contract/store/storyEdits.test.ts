import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReplayStore } from '../../../src/adapters/store/history/articlesToReplay.ts';
import { createPlanStore } from '../../../src/adapters/store/plan/articlesToPlan.ts';
import { createSweepStore } from '../../../src/adapters/store/shared/stepsWithWork.ts';
import { createStoryStore } from '../../../src/adapters/store/story/articlesToPlace.ts';
import { createStoryEdits } from '../../../src/adapters/store/story/storyEdits.ts';
import { loadClaims } from '../../../src/adapters/store/story/storyLedger.ts';
import type { MatchedNews } from '../../../src/domain/digests/notifications.ts';
import { viewOf } from '../../../src/domain/ledger/view.ts';
import type { StoryEdit } from '../../../src/domain/stories/storyEdit.ts';
import type { AppliedEdit, Leadership } from '../../../src/pipeline/story/storyStore.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { feedItem, later, now, passToPlan, pollFeed, settle } from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await settle(database.db);
  await database.db.query('SELECT ensure_month($1)', [now]);
});
afterEach(() => database.drop());

interface Saying {
  readonly articleId: number;
  readonly min: number;
  readonly hour?: number;
  readonly authority?: string;
}

const execute = (text: string, ...values: readonly unknown[]) => database.db.execute(text, values);
const rows = (text: string, ...values: readonly unknown[]) => database.db.query<Record<string, unknown>>(text, values);

/** A story of these articles, each with one claim of the dead. Sequences are the articles' numbers. */
async function notifyOfStory(...sayings: readonly Saying[]): Promise<number> {
  const [story] = await database.db.query<{ id: number }>(
    "INSERT INTO stories (title, opened_at, last_article_at) VALUES ('A riot', $1, $1) RETURNING id",
    [now],
  );
  const storyId = story?.id ?? 0;
  for (const { articleId, min, hour = articleId, authority = '' } of sayings) {
    await execute(
      "INSERT INTO story_members (sequence, article_id, revision, seen_at, story_id, role, at) VALUES ($1, $1, 1, $2, $3, 'report', $4)",
      ...[articleId, now, storyId, later(articleId)],
    );
    await execute(
      `INSERT INTO claims (story_id, article_id, revision, kind, min, max, outlet, authority, rank, attribution,
                           is_about, is_computed, is_correction, is_denial, as_of, quote, claimed_at)
       VALUES ($1, $2, 1, 'killed', $3, $3, 'Wire', $4, $5, $4, false, false, false, false, $6, $7, $8)`,
      ...[storyId, articleId, min, authority, authority === 'police' ? 'official' : 'organisation'],
      ...[later(hour * 60), `${min} were killed`, now],
    );
  }
  await execute(
    'UPDATE stories SET last_article_at = (SELECT max(at) FROM story_members WHERE story_id = $1) WHERE id = $1',
    storyId,
  );
  return storyId;
}

const made = { by: 'dana', why: 'one event', at: now };
const request = (edit: StoryEdit) => createStoryEdits(database.db).request(edit, made);

async function asWriter<T>(use: (leadership: Leadership) => Promise<T>): Promise<T> {
  const leadership = await createStoryStore(database.db).becomeLeader();
  if (leadership === null) throw new Error('there is another leader');
  return use(leadership).finally(() => leadership.release());
}

const applyNext = (): Promise<AppliedEdit | null> =>
  asWriter((leadership) => createStoryStore(database.db).applyNextEdit(leadership, now));

async function edit(wanted: StoryEdit): Promise<number> {
  await request(wanted);
  expect(await applyNext()).toMatchObject({ kind: 'applied' });
  const [applied] = await database.db.query<{ otherId: number }>(
    'SELECT other_id AS "otherId" FROM story_edits ORDER BY id DESC LIMIT 1',
  );
  return applied?.otherId ?? 0;
}

const merge = (storyId: number, otherId: number) => edit({ kind: 'merge', storyId, otherId });
const split = (storyId: number, ...articles: readonly number[]) => edit({ kind: 'split', storyId, articles });
const ledgerOf = async (storyId: number) => viewOf({ claims: await loadClaims(database.db, storyId) });
const deadIn = async (storyId: number) => (await ledgerOf(storyId))[0]?.min;

describe('a merge', () => {
  it('gives the one story the articles and claims of both, in the order in which they came', async () => {
    const one = await notifyOfStory({ articleId: 1, min: 5 }, { articleId: 3, min: 9 });
    const two = await notifyOfStory({ articleId: 2, min: 7 }, { articleId: 4, min: 12 });
    await merge(one, two);
    expect(await createStoryEdits(database.db).stories([one, two])).toEqual([
      { id: one, title: 'A riot', mergedInto: null, articles: [1, 2, 3, 4] },
      { id: two, title: 'A riot', mergedInto: one, articles: [] },
    ]);
    expect(await rows('SELECT last_article_at AS at FROM stories WHERE id = $1', one)).toEqual([{ at: later(4) }]);
    expect(await deadIn(one)).toBe(12);
  });

  it('keeps what it moved in the ledger, by its number, and which articles came along', async () => {
    const [one, two] = [await notifyOfStory({ articleId: 1, min: 5 }), await notifyOfStory({ articleId: 2, min: 7 })];
    await merge(one, two);
    expect(await rows('SELECT story_id, from_min, to_min, quote, article_id, edit_id FROM moves')).toEqual([
      { story_id: one, from_min: 5, to_min: 7, quote: '7 were killed', article_id: null, edit_id: 1 },
    ]);
    expect(await rows('SELECT articles, reason, made_by, applied_at FROM story_edits')).toEqual([
      { articles: [2], reason: 'one event', made_by: 'dana', applied_at: now },
    ]);
  });

  it('unites what the stories have shown of each rule', async () => {
    const [one, two] = [await notifyOfStory({ articleId: 1, min: 5 }), await notifyOfStory({ articleId: 2, min: 7 })];
    const show = (story: number, shown: readonly string[]) =>
      execute("INSERT INTO story_rules VALUES ($1, 'riot', $2, $3)", story, shown, now);
    await show(one, ['riot', 'curfew']);
    await show(two, ['curfew', 'strike']);
    await merge(one, two);
    const { shown } = await createStoryStore(database.db).loadStory(one);
    expect(shown).toEqual(new Map([['riot', ['riot', 'curfew', 'strike']]]));
  });

  it('counts whoever was notified of the one as notified of the other, by the same message, and notifies nobody', async () => {
    const [one, two] = [await notifyOfStory({ articleId: 1, min: 5 }), await notifyOfStory({ articleId: 2, min: 7 })];
    const opening = `story:${two} rule:riot`;
    await notify(two, opening, `term:${two} rule:riot curfew`, `denial:${two} killed 7-7`, 'move:2.1 killed');
    await merge(one, two);
    const notified = await rows(
      'SELECT key, with_key AS "with", story_id AS story, message_id IS NULL AS waits FROM notification_log WHERE story_id = $1 ORDER BY key',
      one,
    );
    expect(notified).toEqual(
      [`denial:${one} killed 7-7`, `story:${one} rule:riot`, `term:${one} rule:riot curfew`].map((key) => ({
        ...{ key, with: opening, story: one, waits: false },
      })),
    );
    expect(await rows('SELECT story_id, notified_at FROM notified_stories ORDER BY 1')).toEqual(
      [one, two].map((story_id) => ({ story_id, notified_at: now })),
    );
    expect(await rows('SELECT story_id, min FROM notified_figures ORDER BY 1')).toEqual(
      [one, two].map((story_id) => ({ story_id, min: two })),
    );
    expect(await rows('SELECT FROM messages')).toHaveLength(1);
  });

  it('leaves the figure that was sent last', async () => {
    const [one, two] = [await notifyOfStory({ articleId: 1, min: 5 }), await notifyOfStory({ articleId: 2, min: 7 })];
    await notify(one, `story:${one} rule:riot`);
    await notify(two, `story:${two} rule:riot`);
    await execute('UPDATE notified_stories SET notified_at = $2 WHERE story_id = $1', one, later(5));
    await merge(one, two);
    expect(await rows('SELECT min FROM notified_figures WHERE story_id = $1', one)).toEqual([{ min: one }]);
    expect(await rows('SELECT notified_at AS at FROM notified_stories WHERE story_id = $1', one)).toEqual([
      { at: later(5) },
    ]);
  });

  it('takes an article out of the hands of a planner that would notify under the old keys', async () => {
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' })]);
    await passToPlan(database.db);
    const plans = createPlanStore(database.db);
    const [claimed] = await plans.claimForPlan(1);
    if (claimed === undefined) throw new Error('nothing to plan');
    const [{ story_id: from } = {}] = await rows('SELECT story_id FROM pipeline_items');
    const into = await notifyOfStory({ articleId: 100, min: 5 });
    await merge(into, Number(from));
    const nothing = { notifications: [], paused: [], unmutedStoryId: null };
    expect(await plans.settlePlanned(claimed.lease, nothing, now)).toBe(false);
    const [again] = await plans.claimForPlan(1);
    expect((await again?.load(now))?.story).toMatchObject({ id: into });
    expect(await rows('SELECT unsettled_claims FROM pipeline_items')).toEqual([{ unsettled_claims: 1 }]);
  });
});

it('a replay that had read an article before a merge notifies under the story that it is of now', async () => {
  await pollFeed(database.db, 'one', [feedItem({ guid: 'a' })]);
  await passToPlan(database.db);
  await execute('DELETE FROM pipeline_items');
  await execute('UPDATE matches SET unnotified = true');
  const replays = createReplayStore(database.db);
  const { rules } = await replays.loadRuleSet(await replays.currentRuleSet());
  const matches = rules.map((rule) => ({ rule, spans: [], score: 1 }));
  const page = await replays.settledArticles(
    { since: now, until: now },
    { savedAt: now, articleId: 0, revision: 0 },
    9,
  );
  const into = await notifyOfStory({ articleId: 100, min: 5 });
  const [{ id: from } = {}] = await rows('SELECT min(id) AS id FROM stories');
  await merge(into, Number(from));
  const notified: (number | undefined)[] = [];
  const notify = ({ story }: MatchedNews): [] => {
    notified.push(story?.id);
    return [];
  };
  const rematched = page.settled.map((settled) => ({ ...settled, matches }));
  await replays.saveReplayed(rematched, { ruleSet: 1, isDryRun: false, now, notify });
  expect(notified).toEqual([into]);
});

/** The subscription was told these by a message that was sent. The figure told is the number of the story. */
async function notify(story: number, first: string, ...others: readonly string[]): Promise<void> {
  const message = `00000000-0000-4000-8000-${String(story).padStart(12, '0')}`;
  await execute("INSERT INTO messages VALUES ($1, 1, 'alert', $2, '{}', $3)", message, first, now);
  await execute(
    "INSERT INTO notification_log (subscription_id, key, entry, created_at, message_id, story_id) VALUES (1, $1, '{}', $2, $3, $4)",
    ...[first, now, message, story],
  );
  await execute(
    `INSERT INTO notification_log (subscription_id, key, with_key, created_at, message_id, story_id)
     SELECT 1, key, $2, $3, $4, $5 FROM unnest($1::text[]) AS key`,
    ...[others, first, now, message, story],
  );
  await execute("INSERT INTO notified_stories VALUES (1, $1, 'riot', $2)", story, now);
  await execute("INSERT INTO notified_figures VALUES (1, $1, 'killed', $1, $1)", story);
}

describe('a split', () => {
  it('opens a story with the articles, and parts the ledgers', async () => {
    const one = await notifyOfStory({ articleId: 1, min: 5 }, { articleId: 2, min: 7 }, { articleId: 3, min: 9 });
    const two = await split(one, 2, 3);
    expect(await createStoryEdits(database.db).stories([one, two])).toMatchObject([
      { articles: [1] },
      { articles: [2, 3] },
    ]);
    expect([await deadIn(one), await deadIn(two)]).toEqual([5, 9]);
    expect(await rows('SELECT story_id, from_min, to_min FROM moves ORDER BY id')).toEqual([
      { story_id: one, from_min: 9, to_min: 5 },
      { story_id: two, from_min: null, to_min: 9 },
    ]);
    expect(await rows('SELECT last_article_at AS at FROM stories ORDER BY id')).toEqual([
      { at: later(1) },
      { at: later(3) },
    ]);
  });

  it('takes all revisions of an article along, with the claims that were withdrawn', async () => {
    const one = await notifyOfStory({ articleId: 1, min: 5 }, { articleId: 2, min: 7 });
    await execute(
      `INSERT INTO story_members (sequence, article_id, revision, seen_at, story_id, role, at)
       SELECT 10, article_id, 2, seen_at, story_id, 'revision', at FROM story_members WHERE article_id = 2`,
    );
    await execute('UPDATE claims SET withdrawn_at = $1 WHERE article_id = 2', now);
    const two = await split(one, 2);
    expect(await rows('SELECT revision FROM story_members WHERE story_id = $1 ORDER BY 1', two)).toHaveLength(2);
    expect(await rows('SELECT min FROM claims WHERE story_id = $1', two)).toEqual([{ min: 7 }]);
    expect(await rows('SELECT FROM moves')).toEqual([]);
  });

  it('counts whoever was notified of the old story as notified of the new one', async () => {
    const one = await notifyOfStory({ articleId: 1, min: 5 }, { articleId: 2, min: 7 });
    await notify(one, `story:${one} rule:riot`);
    const two = await split(one, 2);
    expect(await rows('SELECT key FROM notification_log ORDER BY story_id')).toEqual([
      { key: `story:${one} rule:riot` },
      { key: `story:${two} rule:riot` },
    ]);
  });

  it('of a report takes the copies of its text along, of a copy nothing', async () => {
    const text =
      'Crowds filled the square of Aktau on Sunday night while shops were shut and trains stood still for hours';
    const items = ['', ', an agency reported'].map((more, place) =>
      feedItem({ guid: String(place), contentText: `${text}${more}.` }),
    );
    await pollFeed(database.db, 'one', items);
    await passToPlan(database.db);
    const [report, copy] = await database.db.query<{ storyId: number; articleId: number; role: string }>(
      'SELECT story_id AS "storyId", article_id AS "articleId", role FROM story_members ORDER BY sequence',
    );
    expect([report?.role, copy?.role, copy?.storyId]).toEqual(['report', 'copy', report?.storyId]);
    const edits = createStoryEdits(database.db);
    const named = (articleId = 0) =>
      edits.withCopies({ kind: 'split', storyId: report?.storyId ?? 0, articles: [articleId] });
    expect((await named(report?.articleId)).articles).toEqual([report?.articleId, copy?.articleId]);
    expect((await named(copy?.articleId)).articles).toEqual([copy?.articleId]);
  });

  it('that is undone by a merge leaves the ledger as it was, whatever was claimed', async () => {
    const saying = fc.record({
      min: fc.integer({ min: 0, max: 40 }),
      hour: fc.integer({ min: 0, max: 100 }),
      authority: fc.constantFrom('', 'police', 'hospital'),
      leaves: fc.boolean(),
    });
    let articleId = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(saying, { minLength: 2, maxLength: 8 }), async (drawn) => {
        const sayings = drawn.map((each, place) => ({
          ...{ ...each, articleId: ++articleId },
          leaves: place === 0 || (each.leaves && place < drawn.length - 1),
        }));
        const story = await notifyOfStory(...sayings);
        const before = await ledgerOf(story);
        const leaving = sayings.filter(({ leaves }) => leaves).map((each) => each.articleId);
        await merge(story, await split(story, ...leaving));
        expect(await ledgerOf(story)).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });
});

describe('an edit', () => {
  it('that cannot be applied is refused with the reason, and holds up none behind it', async () => {
    const [one, two] = [await notifyOfStory({ articleId: 1, min: 5 }), await notifyOfStory({ articleId: 2, min: 7 })];
    await request({ kind: 'merge', storyId: one, otherId: one });
    await request({ kind: 'split', storyId: one, articles: [] });
    await request({ kind: 'split', storyId: one, articles: [1, 2] });
    await request({ kind: 'split', storyId: one, articles: [1] });
    await request({ kind: 'merge', storyId: one, otherId: two });
    await request({ kind: 'merge', storyId: two, otherId: one });
    for (let count = 0; count < 6; count++) await applyNext();
    expect(await applyNext()).toBeNull();
    expect((await rows('SELECT refused FROM story_edits ORDER BY id')).map(({ refused }) => refused)).toEqual([
      `story ${one} cannot be merged into itself`,
      'no article is named',
      `story ${one} has no article 2`,
      `these are all the articles of story ${one}: at least one must stay`,
      null,
      `story ${two} was merged into ${one}`,
    ]);
  });

  it('is not applied by one who is the writer no more', async () => {
    const [one, two] = [await notifyOfStory({ articleId: 1, min: 5 }), await notifyOfStory({ articleId: 2, min: 7 })];
    await request({ kind: 'merge', storyId: one, otherId: two });
    const old = await asWriter(async (leadership) => leadership);
    await asWriter(async () => undefined);
    expect(await createStoryStore(database.db).applyNextEdit(old, now)).toEqual({ kind: 'lost' });
    expect(await rows('SELECT FROM stories WHERE merged_into IS NOT NULL')).toEqual([]);
    expect(await applyNext()).toMatchObject({ kind: 'applied' });
  });

  it('that fails again and again is refused, and nothing of it is kept', async () => {
    const [one, two] = [await notifyOfStory({ articleId: 1, min: 5 }), await notifyOfStory({ articleId: 2, min: 7 })];
    await request({ kind: 'merge', storyId: one, otherId: two });
    await execute('ALTER TABLE moves ADD CHECK (edit_id IS NULL)');
    for (let time = 1; time <= 5; time++) await expect(applyNext()).rejects.toThrow(/moves/);
    expect(await applyNext()).toMatchObject({ kind: 'refused', reason: expect.stringContaining('failed 5 times') });
    expect(await rows('SELECT FROM stories WHERE merged_into IS NOT NULL')).toEqual([]);
  });

  it('wakes the story step while it waits, and says whether a writer is there', async () => {
    const [one, two] = [await notifyOfStory({ articleId: 1, min: 5 }), await notifyOfStory({ articleId: 2, min: 7 })];
    const [edits, sweep] = [createStoryEdits(database.db), createSweepStore(database.db)];
    const id = await request({ kind: 'merge', storyId: one, otherId: two });
    expect([...(await sweep.stepsWithWork(now))]).toContain('story');
    expect(await edits.state(id)).toEqual({ kind: 'waiting', hasLeader: false });
    await asWriter(async () => expect(await edits.state(id)).toEqual({ kind: 'waiting', hasLeader: true }));
    await applyNext();
    expect([...(await sweep.stepsWithWork(now))]).not.toContain('story');
    expect(await edits.state(id)).toEqual({ kind: 'applied', otherId: two });
  });
});
