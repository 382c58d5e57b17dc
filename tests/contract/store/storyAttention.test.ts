import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAttentionStore, loadAttention } from '../../../src/adapters/store/desk/storyAttention.ts';
import { createPlanStore } from '../../../src/adapters/store/plan/articlesToPlan.ts';
import { createStoryStore } from '../../../src/adapters/store/story/articlesToPlace.ts';
import { createStoryEdits } from '../../../src/adapters/store/story/storyEdits.ts';
import { createConsoleStore } from '../../../src/adapters/store/views/consoleViews.ts';
import { systemRandom } from '../../../src/app/systemPorts.ts';
import type { Deed } from '../../../src/desk/deed.ts';
import { acknowledgeStory } from '../../../src/desk/stories/acknowledgeStory.ts';
import { muteStory, unmuteStory } from '../../../src/desk/stories/muteStory.ts';
import { noteOnStory } from '../../../src/desk/stories/noteOnStory.ts';
import { releaseStory, takeStory } from '../../../src/desk/stories/takeStory.ts';
import type { MuteEnd } from '../../../src/domain/stories/mute.ts';
import { planWaiting } from '../../../src/pipeline/plan/planMessages.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silentLog.ts';
import { feedItem, later, now, passToPlan, pollFeed, settle } from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await settle(database.db, [{}, { id: 'hourly', schedule: { every: 'hour' } }]);
  await database.db.execute(
    "INSERT INTO people (email, name, role, created_at) VALUES ('aigul@example.org', 'Aigul', 'editor', $1)",
    [now],
  );
});
afterEach(() => database.drop());

const store = () => createAttentionStore(database.db);
const rows = (text: string, ...values: readonly unknown[]) => database.db.query<Record<string, unknown>>(text, values);
const deed = (changes: Partial<Deed> = {}): Deed => ({
  ...{ by: { kind: 'person', id: 1, name: 'Aigul' }, why: '', at: now },
  ...changes,
});
const audit = () => rows('SELECT action, subject_id AS story, actor_name AS by, why FROM audit_log ORDER BY id');

/** A story that the rule has matched, of articles with these titles. */
async function publish(...titles: readonly string[]): Promise<number> {
  await pollFeed(
    database.db,
    'one',
    titles.map((title) => feedItem({ guid: title, title })),
  );
  await passToPlan(database.db);
  const [story] = await database.db.query<{ id: number }>('SELECT max(story_id) AS id FROM pipeline_items');
  return story?.id ?? 0;
}

const plan = (at = now) =>
  planWaiting(
    {
      ...{ store: createPlanStore(database.db), clock: { now: () => at }, random: systemRandom },
      ...{ wake: () => undefined, log: silentLog },
    },
    new AbortController().signal,
  );

const sent = async () =>
  (await createConsoleStore(database.db).messages(100)).map(({ message }) => ({
    kind: message.kind,
    titles: message.entries.map(({ title }) => title.text),
    because: message.kind === 'digest' ? message.gatheredBecause : null,
  }));

/** What the article in hand is to have moved, as the story step would have it. */
const movedTo = (min: number) =>
  database.db.execute(`UPDATE pipeline_items SET story_news = jsonb_set(story_news, '{ledger}', $1)`, [
    JSON.stringify([{ kind: 'killed', min, max: min }]),
  ]);

async function mute(storyId: number, end: MuteEnd, at = now) {
  const outcome = await muteStory(store(), deed({ why: 'known here', at }), { storyId, basedOn: null, end });
  expect(outcome).toMatchObject({ kind: 'done' });
}

describe('a story', () => {
  it('is taken, acknowledged and noted on, each with its row of the audit log', async () => {
    const storyId = await publish('A riot began');
    expect(await takeStory(store(), deed(), { storyId, basedOn: 0 })).toMatchObject({
      kind: 'done',
      attention: { version: 1, owner: { id: 1, name: 'Aigul', since: now } },
    });
    await acknowledgeStory(store(), deed(), { storyId, basedOn: 1, change: 1 });
    expect(await noteOnStory(store(), deed(), { storyId, text: ' called the ministry ' })).toEqual({ kind: 'noted' });
    expect(await loadAttention(database.db, storyId, now)).toMatchObject({
      version: 2,
      owner: { name: 'Aigul' },
      acknowledged: { by: 'Aigul', at: now, change: 1 },
    });
    expect(await rows('SELECT by_name, text FROM story_notes')).toEqual([
      { by_name: 'Aigul', text: 'called the ministry' },
    ]);
    expect((await audit()).map(({ action }) => action)).toEqual(['story.taken', 'story.acknowledged', 'story.noted']);
    await releaseStory(store(), deed(), { storyId, basedOn: 2 });
    expect((await loadAttention(database.db, storyId, now)).owner).toBeNull();
  });

  it('that two take at a time is the first one’s, and the other is told so; nothing is logged of that', async () => {
    const storyId = await publish('A riot began');
    await takeStory(store(), deed(), { storyId, basedOn: 0 });
    const other = deed({ by: { kind: 'person', id: 1, name: 'Daniyar' } });
    expect(await takeStory(store(), other, { storyId, basedOn: 0 })).toMatchObject({
      kind: 'conflict',
      current: { owner: { name: 'Aigul' } },
    });
    expect(await audit()).toHaveLength(1);
  });

  it('that there is not is refused, as are an empty note and a mute without a reason, in the past or without an amount', async () => {
    const storyId = await publish('A riot began');
    const missing = { storyId: 999, basedOn: null };
    expect(await takeStory(store(), deed(), missing)).toEqual({ kind: 'no story' });
    expect(await noteOnStory(store(), deed(), { storyId: 999, text: 'x' })).toEqual({ kind: 'no story' });
    expect(await noteOnStory(store(), deed(), { storyId, text: ' ' })).toEqual({ kind: 'empty' });
    const faultOf = async (end: MuteEnd, why = 'known here') =>
      muteStory(store(), deed({ why }), { storyId, basedOn: null, end });
    expect(await faultOf({ kind: 'never' }, '')).toEqual({ kind: 'refused', fault: 'no reason' });
    expect(await faultOf({ kind: 'time', until: now })).toEqual({ kind: 'refused', fault: 'past' });
    expect(await faultOf({ kind: 'time', until: later(400 * 1440) })).toEqual({ kind: 'refused', fault: 'too far' });
    expect(await faultOf({ kind: 'move', figure: 'killed', by: { percent: 0 } })).toEqual({
      kind: 'refused',
      fault: 'no amount',
    });
    expect(await audit()).toEqual([]);
  });
});

describe('a mute', () => {
  it('for good holds alerts and digests until somebody ends it; then each gets all of it in one message', async () => {
    const storyId = await publish('A riot began in Taraz');
    await mute(storyId, { kind: 'never' });
    await plan();
    await plan(later(90));
    expect(await sent()).toEqual([]);
    expect(await rows('SELECT FROM notification_log WHERE message_id IS NULL AND with_key IS NULL')).toHaveLength(2);
    expect(await unmuteStory(store(), deed({ at: later(100) }), { storyId, basedOn: null })).toMatchObject({
      kind: 'done',
      attention: { mute: null },
    });
    await plan(later(100));
    expect(await sent()).toEqual([{ kind: 'alert', titles: ['A riot began in Taraz'], because: null }]);
    await plan(later(120));
    expect((await sent()).map(({ kind }) => kind)).toEqual(['digest', 'alert']);
    expect(await unmuteStory(store(), deed({ at: later(101) }), { storyId, basedOn: null })).toEqual({
      kind: 'not muted',
    });
  });

  it('holds nothing of another story', async () => {
    const storyId = await publish('A riot began in Taraz');
    await plan();
    await mute(storyId, { kind: 'never' });
    await publish('Floods close the bridge of Atyrau');
    await plan();
    expect((await sent()).map(({ titles }) => titles)).toContainEqual(['Floods close the bridge of Atyrau']);
  });

  it('until a time ends by itself then, and not before', async () => {
    const storyId = await publish('A riot began in Taraz');
    await mute(storyId, { kind: 'time', until: later(30) });
    await plan();
    await plan(later(29));
    expect(await sent()).toEqual([]);
    await plan(later(30));
    expect(await sent()).toHaveLength(1);
  });

  it('until the toll moves ends with the article that moves it so far, and tells of all of it in one message', async () => {
    const storyId = await publish('A riot began in Taraz');
    await database.db.execute('DELETE FROM pipeline_items');
    await mute(storyId, { kind: 'move', figure: 'killed', by: { count: 20 } });
    await database.db.execute('UPDATE story_mutes SET base = 40');
    const next = async (title: string, min: number) => {
      const other = await publish(title);
      await database.db.execute('UPDATE pipeline_items SET story_id = $1', [storyId]);
      await movedTo(min);
      await plan();
      return other;
    };
    await next('A riot in Taraz: 41 killed', 41);
    expect(await sent()).toEqual([]);
    await next('A riot in Taraz: toll rises to 60', 60);
    expect(await sent()).toEqual([
      {
        kind: 'digest',
        titles: ['A riot in Taraz: 41 killed', 'A riot in Taraz: toll rises to 60'],
        because: 'mute',
      },
    ]);
    expect((await loadAttention(database.db, storyId, now)).mute).toBeNull();
  });

  it('of a story that goes into another one ends, and what it held is sent', async () => {
    const [one, two] = [await publish('A riot began in Taraz'), await publish('Floods close the bridge of Atyrau')];
    await mute(two, { kind: 'never' });
    await plan();
    expect(await sent()).toHaveLength(1);
    await createStoryEdits(database.db).request(
      { kind: 'merge', storyId: one, otherId: two },
      { by: 'dana', why: 'one', at: now },
    );
    const leadership = await createStoryStore(database.db).becomeLeader();
    if (leadership === null) throw new Error('there is another leader');
    await createStoryStore(database.db).applyNextEdit(leadership, now);
    await leadership.release();
    await plan();
    expect(await sent()).toHaveLength(2);
  });
});
