import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSearchStore } from '../../../src/adapters/store/history/searchedArticles.ts';
import {
  previewQuery,
  type QueryPreviewEvent,
  type QueryPreviewRequest,
} from '../../../src/pipeline/history/previewQuery.ts';
import { indexAll, matchAll } from '../../support/archive.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { feedItem, later, now, pollFeed, settle } from '../../support/world.ts';

const dayMinutes = 24 * 60;
const never = new AbortController().signal;
const concepts = { place: ['Almaty', 'Aktau'] };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await settle(database.db);
  const poll = (minutes: number, ...titles: readonly string[]) =>
    pollFeed(
      database.db,
      'one',
      titles.map((title) => feedItem({ guid: title, title })),
      later(minutes),
    );
  await poll(-40 * dayMinutes, 'A riot of old in Almaty');
  await poll(-dayMinutes, 'A riot in Almaty', 'A strike in Almaty', 'A riot in Paris');
  await poll(0, 'A riot at a football match in Aktau', 'A strike and a riot in Aktau', 'Football in Almaty', 'Weather');
  await matchAll(database.db);
  await indexAll(database.db, later(10));
});
afterAll(() => database.drop());

async function preview(
  query: string,
  saved: string | null = null,
  changes: Partial<QueryPreviewRequest> = {},
  signal = never,
): Promise<readonly QueryPreviewEvent[]> {
  const found: QueryPreviewEvent[] = [];
  const request = {
    ...{ range: { since: later(-30 * dayMinutes), until: now }, mostHits: 50, countsClauses: true },
    ...{ saved: saved === null ? null : { query: saved, concepts }, candidate: { query, concepts }, ...changes },
  };
  for await (const event of previewQuery(createSearchStore(database.db), request, signal)) found.push(event);
  return found;
}

const hits = (events: readonly QueryPreviewEvent[]) =>
  events.flatMap((event) => (event.kind === 'hit' ? [`${event.hit.change}: ${event.hit.title.text}`] : []));
const endOf = (events: readonly QueryPreviewEvent[]) => events.find((event) => event.kind === 'end');

async function clauses(query: string): Promise<readonly unknown[]> {
  const event = (await preview(query)).find(({ kind }) => kind === 'clauses');
  if (event?.kind !== 'clauses') return [];
  return event.clauses.map(({ at, matched, decides }) => [query.slice(at.from, at.to), matched, decides]);
}

describe('the preview of a query', () => {
  it('says what it keeps, gains and loses, newest first', async () => {
    const events = await preview('@place AND (riot OR strike) AND NOT football', 'riot');
    expect(hits(events)).toEqual([
      'kept: A strike and a riot in Aktau',
      'lost: A riot at a football match in Aktau',
      'lost: A riot in Paris',
      'gained: A strike in Almaty',
      'kept: A riot in Almaty',
    ]);
    expect(endOf(events)).toMatchObject({
      counts: {
        ...{ articles: 7, saved: 4, candidate: 3, gained: 1, lost: 2 },
        days: [
          { day: '2022-01-06', articles: 4, saved: 2, candidate: 1 },
          { day: '2022-01-05', articles: 3, saved: 2, candidate: 2 },
        ],
      },
    });
  });

  it('shows where it matched', async () => {
    const [first] = await preview('riot AND Paris');
    expect(first).toMatchObject({
      kind: 'hit',
      hit: {
        title: {
          highlights: [
            [2, 6],
            [10, 15],
          ],
        },
        score: 2,
      },
    });
  });

  it('shows no more hits than are asked for, and counts all', async () => {
    const events = await preview('riot', null, { mostHits: 1 });
    expect([hits(events).length, endOf(events)]).toMatchObject([1, { counts: { candidate: 4, gained: 4 } }]);
  });

  it('says of each clause what it matches by itself, and what it alone decides', async () => {
    expect(await clauses('@place AND (riot OR strike) AND NOT football')).toEqual([
      ['@place', 5, 1],
      ['(riot OR strike)', 5, 0],
      ['NOT football', 2, 1],
    ]);
    expect(await clauses('riot OR strike OR football')).toEqual([
      ['riot', 4, 2],
      ['strike', 2, 1],
      ['football', 2, 1],
    ]);
    expect(await clauses('riot')).toEqual([['riot', 4, 4]]);
    expect(await clauses('riot AND NOT football')).toEqual([
      ['riot', 4, null],
      ['NOT football', 2, 1],
    ]);
  });

  it('says what is wrong with it, under which character', async () => {
    expect(await preview('riot AND')).toMatchObject([{ kind: 'refused', findings: [{ severity: 'error' }] }]);
  });

  it('compares with nothing where the saved query is refused now, and says so', async () => {
    const events = await preview('strike', '@gone');
    expect(hits(events)).toEqual(['gained: A strike and a riot in Aktau', 'gained: A strike in Almaty']);
    expect(endOf(events)).toMatchObject({ savedIsRefused: 'there is no concept @gone' });
  });

  it('ends once it is stale', async () => {
    const stale = new AbortController();
    const found: QueryPreviewEvent[] = [];
    const request = {
      ...{ range: { since: later(-30 * dayMinutes), until: now }, mostHits: 50, countsClauses: true },
      ...{ saved: null, candidate: { query: 'riot', concepts } },
    };
    for await (const event of previewQuery(createSearchStore(database.db), request, stale.signal)) {
      found.push(event);
      stale.abort();
    }
    expect(found).toHaveLength(1);
  });
});
