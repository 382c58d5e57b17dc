import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSearchStore } from '../../../src/adapters/store/history/searchedArticles.ts';
import type { RuleRevision } from '../../../src/domain/rules/rule.ts';
import { type PreviewedArticle, type PreviewRequest, previewRule } from '../../../src/pipeline/history/previewRule.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { feedItem, later, now, pollFeed, settle } from '../../support/world.ts';

const dayMinutes = 24 * 60;

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
  await poll(-10 * dayMinutes, 'A riot of old');
  await poll(-dayMinutes, 'A riot began', 'A strike began');
  await poll(0, 'The riot grew', 'The strike grew', 'Football');
});
afterAll(() => database.drop());

const rule = (id: number, query: string): RuleRevision => ({
  ...{ id, ruleId: 'riot', revision: id, name: 'Riot', query, owner: null, concepts: {} },
  alert: { on: 'article' },
});

async function previewed(requested: Partial<PreviewRequest>) {
  const found: PreviewedArticle[] = [];
  const range = { since: later(-7 * dayMinutes), until: now };
  const deps = {
    store: createSearchStore(database.db),
    onProgress: () => undefined,
    onArticle: async (each: PreviewedArticle) => void found.push(each),
  };
  const report = await previewRule(deps, { range, saved: null, candidate: null, ...requested });
  return { report, found: found.map(({ change, entry }) => `${change}: ${entry.title.text}`), entries: found };
}

describe('a preview', () => {
  it('says what a change would have gained and lost, newest first, and counts it by day', async () => {
    const { report, found } = await previewed({ saved: rule(1, 'riot'), candidate: rule(0, 'strike') });
    expect(found).toEqual([
      'gained: The strike grew',
      'lost: The riot grew',
      'gained: A strike began',
      'lost: A riot began',
    ]);
    expect(report).toMatchObject({ articles: 5, saved: 2, candidate: 2, gained: 2, lost: 2 });
    expect(report.days).toEqual([
      { day: '2022-01-06', articles: 3, saved: 1, candidate: 1 },
      { day: '2022-01-05', articles: 2, saved: 1, candidate: 1 },
    ]);
  });

  it('says nothing of what both catch', async () => {
    const { report, found } = await previewed({ saved: rule(1, 'riot'), candidate: rule(0, 'riot OR football') });
    expect([found, report.gained, report.lost]).toEqual([['gained: Football'], 1, 0]);
  });

  it('of one query lists all that it catches, with the words that matched', async () => {
    for (const requested of [{ saved: rule(1, 'riot') }, { candidate: rule(0, 'riot') }]) {
      const { found, entries } = await previewed(requested);
      expect(found).toEqual(['caught: The riot grew', 'caught: A riot began']);
      expect(entries[0]?.entry.title.highlights).toEqual([[4, 8]]);
    }
  });

  it('reads every article once, however many pages there are', async () => {
    const titles = Array.from({ length: 450 }, (_, index) => `Item ${index}`);
    await pollFeed(
      database.db,
      'two',
      titles.map((title) => feedItem({ guid: title, title })),
      later(-2 * dayMinutes),
    );
    const { report, found } = await previewed({ candidate: rule(0, 'item') });
    expect([report.articles, found.length, new Set(found).size]).toEqual([455, 450, 450]);
  });

  it('says why a saved query is refused now', async () => {
    const { report } = await previewed({ saved: rule(1, '@gone'), candidate: rule(0, 'riot') });
    expect(report.savedIsRefused).toBe('there is no concept @gone');
  });
});
