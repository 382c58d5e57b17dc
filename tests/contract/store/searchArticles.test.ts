import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/adapters/store/database.ts';
import { createSearchStore } from '../../../src/adapters/store/history/searchedArticles.ts';
import { type SearchEvent, type SearchHit, searchArticles } from '../../../src/pipeline/history/searchArticles.ts';
import { noFilters, type SearchRequest } from '../../../src/pipeline/history/searchRequest.ts';
import { indexAll, matchAll } from '../../support/archive.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { feedItem, later, now, pollFeed, settle } from '../../support/world.ts';

const dayMinutes = 24 * 60;
const never = new AbortController().signal;
const concepts = { place: ['Almaty', 'Aktau'] };

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  await settle(db);
  await poll('one', -40 * dayMinutes, 'A riot of old in Almaty');
  await poll('one', -dayMinutes, 'A riot began in Almaty', 'A strike began in Aktau');
  await poll('two', -60, 'Riots: 12 people killed in Aktau', 'Football in Aktau', 'Протесты в Алматы');
});
afterAll(() => database.drop());

const poll = (feed: string, minutes: number, ...titles: readonly string[]) =>
  pollFeed(
    db,
    feed,
    titles.map((title) =>
      feedItem({
        guid: title,
        title,
        outlet: { name: feed, domain: `${feed}.example` },
        lang: /[а-я]/.test(title) ? 'ru' : 'en',
      }),
    ),
    later(minutes),
  );

const asked = (changes: Partial<SearchRequest>): SearchRequest => ({
  ...{ query: 'riot', concepts, filters: noFilters, cursor: null, limit: 20, countsTotal: true },
  range: { since: later(-60 * dayMinutes), until: later(100) },
  ...changes,
});

async function events(changes: Partial<SearchRequest>, signal = never): Promise<readonly SearchEvent[]> {
  const found: SearchEvent[] = [];
  for await (const event of searchArticles(createSearchStore(db), asked(changes), signal)) found.push(event);
  return found;
}

const hitsOf = (found: readonly SearchEvent[]): readonly SearchHit[] =>
  found.flatMap((event) => (event.kind === 'hit' ? [event.hit] : []));
const titles = (found: readonly SearchEvent[]) => hitsOf(found).map(({ title }) => title.text);
const endOf = (found: readonly SearchEvent[]) => found.find((event) => event.kind === 'end');

const riots = ['Riots: 12 people killed in Aktau', 'A riot began in Almaty', 'A riot of old in Almaty'];

describe('a search of the archive', () => {
  const everywhere = () => {
    it('finds with the language of the rules, newest first', async () => {
      expect(titles(await events({}))).toEqual(riots);
      expect(titles(await events({ query: '@place AND NOT riot' }))).toEqual([
        'Football in Aktau',
        'A strike began in Aktau',
      ]);
      expect(titles(await events({ query: 'killed >= 10' }))).toEqual(riots.slice(0, 1));
      expect(titles(await events({ query: 'killed >= 13' }))).toEqual([]);
      expect(titles(await events({ query: 'протест' }))).toEqual(['Протесты в Алматы']);
      expect(titles(await events({ query: 'source:two AND riot' }))).toEqual(riots.slice(0, 1));
    });
  };

  describe('that is not indexed at all', everywhere);

  describe('of which some is indexed', () => {
    beforeAll(async () => {
      await matchAll(db);
      await db.execute("DELETE FROM search_entries WHERE seen_at < '2022-01-01'");
      await db.execute('INSERT INTO search_coverage (version, from_at, until_at) VALUES (1, $1, $2)', [
        later(-2 * dayMinutes),
        later(-120),
      ]);
    });
    everywhere();
  });

  describe('that is indexed', () => {
    beforeAll(async () => {
      await indexAll(db, later(10));
    });
    everywhere();

    it('is complete, back to the first article', async () => {
      expect(await db.query('SELECT from_at, until_at FROM search_coverage')).toEqual([
        { from_at: null, until_at: later(9) },
      ]);
      const [counted] = await db.query<{ entries: number; revisions: number }>(
        'SELECT (SELECT count(*) FROM search_entries)::integer AS entries, (SELECT count(*) FROM article_revisions)::integer AS revisions',
      );
      expect(counted?.entries).toBe(counted?.revisions);
    });
  });

  it('looks at few articles beside those that match', async () => {
    expect(endOf(await events({ query: 'strike' }))).toMatchObject({ looked: 1 });
  });

  it('shows what matched, and what the article states', async () => {
    const [hit] = hitsOf(await events({}));
    expect(hit).toMatchObject({ title: { text: riots[0], highlights: [[0, 5]] }, spans: [['title', 0, 5]] });
    expect(hit?.figures).toMatchObject([{ kind: 'killed', min: 12 }]);
  });

  it('goes on where the page before ended, and counts the first time', async () => {
    const first = await events({ limit: 2 });
    expect([titles(first), endOf(first)]).toMatchObject([
      riots.slice(0, 2),
      { total: { count: 3, isExact: true }, isCut: false },
    ]);
    const end = endOf(first);
    const second = await events({ limit: 2, cursor: end?.kind === 'end' ? end.next : null });
    expect([titles(second), endOf(second)]).toMatchObject([riots.slice(2), { total: null, next: null }]);
  });

  it('is narrowed by feed, outlet, language and days', async () => {
    const [feed] = await db.query<{ id: number }>("SELECT id FROM feeds WHERE name = 'one'");
    expect(titles(await events({ filters: { ...noFilters, feedIds: [feed?.id ?? 0] } }))).toEqual(riots.slice(1));
    expect(titles(await events({ filters: { ...noFilters, outlet: 'two.example' } }))).toEqual(riots.slice(0, 1));
    expect(titles(await events({ query: null, filters: { ...noFilters, lang: 'ru' } }))).toEqual(['Протесты в Алматы']);
    expect(titles(await events({ range: { since: later(-2 * dayMinutes), until: now } }))).toEqual(riots.slice(0, 2));
  });

  it('finds a renamed feed by the name that it has now', async () => {
    await db.execute("UPDATE feeds SET name = 'Steppe Desk' WHERE name = 'one'");
    expect(titles(await events({ query: 'source:"steppe desk" AND riot' }))).toEqual(riots.slice(1));
    await db.execute("UPDATE feeds SET name = 'one' WHERE name = 'Steppe Desk'");
  });

  it('says what is wrong with a query, and with a place that it did not give', async () => {
    expect(await events({ query: 'riot AND' })).toMatchObject([{ kind: 'refused', findings: [{ severity: 'error' }] }]);
    expect(await events({ cursor: 'eyJ9' })).toMatchObject([{ kind: 'refused', findings: [] }]);
  });

  it('ends when nobody waits for it any more', async () => {
    const stale = new AbortController();
    const found: SearchEvent[] = [];
    for await (const event of searchArticles(createSearchStore(db), asked({ query: null }), stale.signal)) {
      found.push(event);
      stale.abort();
    }
    expect(endOf(found)).toBeUndefined();
  });

  it('shows an article once, as it is now', async () => {
    await pollFeed(
      db,
      'one',
      [feedItem({ guid: 'A strike began in Aktau', title: 'A strike ended in Aktau' })],
      later(5),
    );
    await matchAll(db);
    expect(titles(await events({ query: 'strike' }))).toEqual(['A strike ended in Aktau']);
  });
});
