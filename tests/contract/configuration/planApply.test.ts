import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFeedDeeds } from '../../../src/adapters/store/desk/feedDeeds.ts';
import { createRuleDeeds } from '../../../src/adapters/store/desk/ruleDeeds.ts';
import { applyWanted } from '../../../src/app/configuration/applyWanted.ts';
import type { ConfigKind } from '../../../src/app/configuration/configKind.ts';
import { feedsKind } from '../../../src/app/configuration/feedsKind.ts';
import { planApply } from '../../../src/app/configuration/planApply.ts';
import { rulesKind } from '../../../src/app/configuration/rulesKind.ts';
import { subscribersKind } from '../../../src/app/configuration/subscribersKind.ts';
import { importOpml } from '../../../src/desk/feeds/importOpml.ts';
import { restoreRule } from '../../../src/desk/rules/restoreRule.ts';
import type { FeedDefinition } from '../../../src/domain/configuration/definitions.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const at = new Date('2026-11-24T10:00:00Z');
const byDana = {
  by: { kind: 'command', id: null, name: 'dana' },
  why: 'a try',
  at: new Date('2026-11-24T10:00:00Z'),
} as const;
const dana = { by: 'dana', why: 'a try', at };

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

async function wantedOf<T>(kind: ConfigKind<T>, text: string) {
  const { value, findings } = await kind.read(database.db, text, 'file.yaml');
  if (value === null) throw new Error(findings.map(({ message }) => message).join('\n'));
  return { value, text };
}

const plan = async <T>(kind: ConfigKind<T>, text: string) =>
  planApply(database.db, kind, (await wantedOf(kind, text)).value, at);

const importFeeds = (feeds: readonly FeedDefinition[]) =>
  importOpml(
    { store: createFeedDeeds(database.db) },
    { by: { kind: 'command', id: null, name: 'dana' }, why: '', at },
    { feeds, isDryRun: false },
  );

const doubts = async <T>(kind: ConfigKind<T>, text: string) => (await plan(kind, text)).doubts;

const apply = async <T>(kind: ConfigKind<T>, text: string, plannedOn?: T) =>
  applyWanted(database.db, kind, await wantedOf(kind, text), dana, plannedOn);

const versionOf = async <T>(kind: ConfigKind<T>) => kind.version(database.db, await kind.current(database.db));

const rules = (...ids: readonly string[]) => `rules: [${ids.map((id) => `{ id: ${id}, query: riot }`).join(', ')}]`;
const feeds = (...names: readonly string[]) =>
  `feeds: [${names.map((name) => `{ url: "https://${name}.example/rss", name: ${name} }`).join(', ')}]`;
const subscribers = (...names: readonly string[]) =>
  `subscribers: [${names
    .map((name) => `{ email: ${name}@example.org, subscriptions: [{ rules: [a], schedule: hourly }] }`)
    .join(', ')}]`;

describe('an apply that removes', () => {
  it('all rules, feeds or subscribers is in doubt', async () => {
    await apply(rulesKind, rules('a', 'b'));
    await apply(feedsKind, feeds('wire'));
    await apply(subscribersKind, subscribers('x', 'y'));
    expect(await doubts(rulesKind, 'rules: []')).toEqual(['removes 2 of 2 rules: none would be left']);
    expect(await doubts(feedsKind, 'feeds: []')).toEqual(['removes 1 of 1 feeds: none would be left']);
    expect(await doubts(subscribersKind, 'subscribers: []')).toEqual([
      'removes 2 of 2 subscribers: none would be left',
      'removes 2 of 2 subscriptions: none would be left',
    ]);
  });

  it('one that the last applied file held goes ahead', async () => {
    await apply(rulesKind, rules('a', 'b', 'c'));
    await apply(feedsKind, feeds('wire', 'courier'));
    await apply(subscribersKind, subscribers('x', 'y'));
    expect(await doubts(rulesKind, rules('a', 'b'))).toEqual([]);
    expect(await doubts(feedsKind, feeds('wire'))).toEqual([]);
    expect(await doubts(subscribersKind, subscribers('x'))).toEqual([]);
  });

  it('a feed that an import of OPML added is in doubt, until a file that holds it is applied', async () => {
    await apply(feedsKind, feeds('wire', 'courier'));
    const courant = [{ url: 'https://courant.example/rss', name: 'courant', everySeconds: null }];
    await importFeeds(courant);
    expect(await doubts(feedsKind, feeds('wire', 'courier'))).toEqual([
      'removes what the last applied file did not hold: feed https://courant.example/rss',
    ]);
    await apply(feedsKind, feeds('wire', 'courier', 'courant'));
    expect(await doubts(feedsKind, feeds('wire', 'courier'))).toEqual([]);
  });

  it('what an import added to an empty store is in doubt, too', async () => {
    const courant = { url: 'https://courant.example/rss', name: 'courant', everySeconds: null };
    await importFeeds([courant]);
    expect(await doubts(feedsKind, feeds('wire'))).toEqual([
      'removes what the last applied file did not hold: feed https://courant.example/rss',
    ]);
  });

  it('a rule that somebody brought back since is in doubt', async () => {
    await apply(rulesKind, rules('a', 'b', 'c'));
    await apply(rulesKind, rules('a', 'b'));
    await restoreRule({ store: createRuleDeeds(database.db) }, byDana, { ruleId: 'c', revision: 1, isDryRun: false });
    expect(await doubts(rulesKind, rules('a', 'b'))).toEqual([
      'removes what the last applied file did not hold: rule c',
    ]);
  });

  it('is judged by the number alone where an older Tocsin applied the file', async () => {
    await apply(feedsKind, feeds('wire', 'courier', 'courant'));
    await database.db.execute('UPDATE config_imports SET held = NULL');
    expect(await doubts(feedsKind, feeds('wire', 'courier'))).toEqual([]);
    expect(await doubts(feedsKind, feeds('wire'))).toHaveLength(1);
  });
});

describe('a version', () => {
  it('of rules is the number of their set, which any change of rules or concepts raises', async () => {
    expect(await versionOf(rulesKind)).toBe('0');
    await apply(rulesKind, rules('a'));
    expect(await versionOf(rulesKind)).toBe('1');
    await apply(rulesKind, rules('a'));
    expect(await versionOf(rulesKind)).toBe('1');
    await apply(rulesKind, `concepts: { unused: [Almaty] }\n${rules('a')}`);
    expect(await versionOf(rulesKind)).toBe('2');
  });

  it('of feeds and subscribers is another one after a change, and the same for the same state', async () => {
    await apply(rulesKind, rules('a'));
    for (const [kind, one, other] of [
      [feedsKind, feeds('wire'), feeds('wire', 'courier')],
      [subscribersKind, subscribers('x'), subscribers('x', 'y')],
    ] as const) {
      const versions: string[] = [];
      for (const text of [one, other, one]) {
        await apply(kind as ConfigKind<unknown>, text);
        versions.push(await versionOf(kind as ConfigKind<unknown>));
      }
      expect(versions[0]).toMatch(/^[0-9a-f]{12}$/);
      expect(versions[1]).not.toBe(versions[0]);
      expect(versions[2]).toBe(versions[0]);
    }
  });
});

describe('a plan that was made before somebody else’s change', () => {
  it('is not carried out', async () => {
    await apply(rulesKind, rules('a', 'b'));
    const { current } = await plan(rulesKind, rules('a'));
    await apply(rulesKind, rules('a', 'b', 'c'));
    expect(await apply(rulesKind, rules('a'), current)).toBe(false);
    expect((await rulesKind.current(database.db)).rules.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});
