import { afterEach, beforeEach, expect, it } from 'vitest';
import { createThreadedMatcher } from '../../../src/adapters/matching/threadedMatcher.ts';
import { createMatchStore } from '../../../src/adapters/store/match/articlesToMatch.ts';
import { createRuleSource } from '../../../src/adapters/store/rules/ruleSource.ts';
import { matchWaiting } from '../../../src/pipeline/match/matchArticles.ts';
import type { Matcher } from '../../../src/pipeline/match/matcher.ts';
import { awkwardThread } from '../../support/awkwardThread.ts';
import { createTestDatabase, setLeaseTime, type TestDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silentLog.ts';
import { feedItem, later, now, pollFeed, settle } from '../../support/world.ts';

let database: TestDatabase;
let matcher: Matcher;
beforeEach(async () => {
  database = await createTestDatabase();
  await settle(database.db);
  await setLeaseTime(database.db, now);
  matcher = createThreadedMatcher({
    ...{ rules: createRuleSource(database.db), threads: 2, log: silentLog, startWorker: awkwardThread },
  });
});
afterEach(() => Promise.all([matcher.close(), database.drop()]));

const publish = (titles: readonly string[]) =>
  pollFeed(
    database.db,
    'one',
    titles.map((title, index) => feedItem({ guid: String(index), title, contentText: `Text number ${index}` })),
  );
const riots = (count: number) => Array.from({ length: count }, (_, index) => `Riot number ${index}`);

const run = (signal = new AbortController().signal, changes: Partial<Matcher> = {}) =>
  matchWaiting(
    {
      store: createMatchStore(database.db),
      matcher: { ...matcher, ...changes },
      wake: () => undefined,
      log: silentLog,
    },
    signal,
  );

const standing = () =>
  database.db.query<{ step: string; claims: number; matched: number | null; count: number }>(
    `SELECT step, unsettled_claims AS claims, jsonb_array_length(text_matches) AS matched, count(*) AS count
       FROM pipeline_items WHERE quarantined_at IS NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );

it('matches everything that waits, over several batches, under the number of the rule set', async () => {
  await publish([...riots(180), 'A quiet day']);
  await run();
  expect(await standing()).toEqual([
    { step: 'story', claims: 0, matched: 0, count: 1 },
    { step: 'story', claims: 0, matched: 1, count: 180 },
  ]);
  expect(await database.db.query('SELECT DISTINCT rule_set FROM pipeline_items')).toEqual([{ rule_set: 1 }]);
});

it('an article that its thread dies of is tried alone at once; the others of its batch go on in the same run', async () => {
  await publish([...riots(20), 'throw', ...riots(149)]);
  const batches: (readonly string[])[] = [];
  const matchAll: Matcher['matchAll'] = (inputs, signal) => {
    batches.push(inputs.map(({ title }) => title));
    return matcher.matchAll(inputs, signal);
  };
  await run(undefined, { matchAll });
  expect(await standing()).toEqual([
    { step: 'match', claims: 3, matched: null, count: 1 },
    { step: 'story', claims: 0, matched: 1, count: 169 },
  ]);
  const withIt = batches.filter((titles) => titles.includes('throw'));
  expect(withIt.map(({ length }) => length)).toEqual([50, 1]);
  expect(batches.filter(({ length }) => length === 1)).toHaveLength(1);
});

it('where it is not known which article a thread died of, all of its batch are tried alone, at once', async () => {
  await publish(riots(60));
  let isFirst = true;
  const matchAll: Matcher['matchAll'] = async (inputs, signal) => {
    if (!isFirst) return matcher.matchAll(inputs, signal);
    isFirst = false;
    return { kind: 'failed', error: new Error('it ended'), culprit: null };
  };
  await run(undefined, { matchAll });
  expect(await standing()).toEqual([{ step: 'story', claims: 0, matched: 1, count: 60 }]);
});

it('an article that kills its thread is found out alone, quarantined in the end, and costs no other its way', async () => {
  await publish([...riots(10), 'exit', ...riots(10)]);
  for (let time = 0; time < 4; time++) {
    await setLeaseTime(database.db, later(time));
    await run();
  }
  expect(await standing()).toEqual([{ step: 'story', claims: 0, matched: 1, count: 20 }]);
  expect(
    await database.db.query(
      `SELECT r.title FROM pipeline_items AS i JOIN article_revisions AS r USING (article_id) WHERE i.quarantined_at IS NOT NULL`,
    ),
  ).toEqual([{ title: 'exit' }]);
});

it('gives back, uncounted, what was not begun: rules that cannot be loaded are no article’s fault', async () => {
  await publish(riots(3));
  const matchAll: Matcher['matchAll'] = async () => ({ kind: 'not-begun', error: new Error('the store went away') });
  await expect(run(undefined, { matchAll })).rejects.toThrow('the store went away');
  expect(await standing()).toEqual([{ step: 'match', claims: 0, matched: null, count: 3 }]);
  expect(await database.db.query('SELECT FROM pipeline_items WHERE leased_until IS NOT NULL')).toEqual([]);
});

it('stopped while a batch waits for its thread gives it back without an error', async () => {
  await publish(riots(3));
  const stopping = new AbortController();
  const matchAll: Matcher['matchAll'] = async () => {
    stopping.abort();
    return { kind: 'not-begun', error: null };
  };
  await run(stopping.signal, { matchAll });
  expect(await standing()).toEqual([{ step: 'match', claims: 0, matched: null, count: 3 }]);
});

it('has no more than one batch in hand beyond those that are worked on', async () => {
  await publish(riots(400));
  let [inHand, most] = [0, 0];
  const matchAll: Matcher['matchAll'] = async (...args) => {
    most = Math.max(most, ++inHand);
    return matcher.matchAll(...args).finally(() => inHand--);
  };
  await run(undefined, { matchAll });
  expect(most).toBe(3);
});

it('has one article in hand at a time that may have killed a process, however many there are', async () => {
  await publish(riots(120));
  await database.db.execute('UPDATE pipeline_items SET unsettled_claims = 1 WHERE article_id % 6 = 0');
  let [inHand, most, suspects] = [0, 0, 0];
  const matchAll: Matcher['matchAll'] = async (inputs, signal) => {
    const isSuspect = inputs.length === 1;
    if (isSuspect) [inHand, suspects] = [inHand + 1, suspects + 1];
    most = Math.max(most, inHand);
    return matcher.matchAll(inputs, signal).finally(() => isSuspect && inHand--);
  };
  await run(undefined, { matchAll });
  expect([most, suspects]).toEqual([1, 20]);
  expect(await standing()).toEqual([{ step: 'story', claims: 0, matched: 1, count: 120 }]);
});
