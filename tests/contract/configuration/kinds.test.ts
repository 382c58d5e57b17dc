import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRuleHistory } from '../../../src/adapters/store/rules/ruleHistory.ts';
import { createSubscriberList } from '../../../src/adapters/store/subscribers/subscriberList.ts';
import { applyWanted } from '../../../src/app/configuration/applyWanted.ts';
import type { ConfigKind } from '../../../src/app/configuration/configKind.ts';
import { feedsKind } from '../../../src/app/configuration/feedsKind.ts';
import { rulesKind } from '../../../src/app/configuration/rulesKind.ts';
import { subscribersKind } from '../../../src/app/configuration/subscribersKind.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const now = new Date('2026-11-24T10:00:00Z');

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

async function wantedOf<T>(kind: ConfigKind<T>, text: string): Promise<T> {
  const { value, findings } = await kind.read(database.db, text, 'file.yaml');
  if (value === null) throw new Error(findings.map(({ message }) => message).join('\n'));
  return value;
}

async function apply<T>(kind: ConfigKind<T>, text: string): Promise<void> {
  const value = await wantedOf(kind, text);
  await applyWanted(database.db, kind, { value, text }, { by: 'a test', why: 'to see', at: now });
}

const planned = async <T>(kind: ConfigKind<T>, text: string) =>
  kind.changes(await kind.current(database.db), await wantedOf(kind, text));

const exported = async <T>(kind: ConfigKind<T>) => kind.toYaml(await kind.current(database.db));

const rules = `
concepts:
  city: [Almaty, "=US", '"state of emergency"', '@region']
  region: [Mangystau, Маңғыстау]
rules:
  - id: unrest
    query: "@city AND riot"
  - id: csto
    name: 'CSTO: deployments # all'
    query: >-
      csto AND
      "peace keeper"
    owner: desk@example.org
    blindBelow: 25%
    alert: { on: story, when: 'changed(killed) OR killed >= 10', cooldown: 90m }
`;
const feeds = `
feeds:
  - url: https://wire.example/rss?a=1&b=2#c
    name: "Wire: all"
    every: 90s
    fullText: true
  - url: https://courier.example/
`;
const subscribers = `
subscribers:
  - email: desk@example.org
    name: "yes"
    timezone: Asia/Almaty
    subscriptions:
      - { id: now, rules: [unrest, csto], schedule: instant, quiet: "22:00-06:00", maxPerHour: 0 }
      - { rules: [csto], schedule: "weekly sun 07:05" }
      - { rules: [unrest], schedule: "weekly sun 07:05" }
      - { rules: [csto], channel: slack, target: "env:SLACK_WEBHOOK_URL", schedule: hourly }
      - { rules: [csto], channel: webhook, target: "https://example.org/hook", secret: "env:HOOK_SECRET", schedule: "daily 23:59" }
      - { rules: [csto], target: other@example.org, schedule: instant }
  - email: quiet@example.org
`;

describe('what is exported can be applied again unchanged', () => {
  beforeEach(async () => {
    await apply(rulesKind, rules);
    await apply(feedsKind, feeds);
    await apply(subscribersKind, subscribers);
  });

  it('rules', async () => {
    const yaml = await exported(rulesKind);
    expect(await planned(rulesKind, yaml)).toEqual([]);
    await apply(rulesKind, 'rules: []');
    await apply(rulesKind, yaml);
    expect(await exported(rulesKind)).toBe(yaml);
    expect(await planned(rulesKind, rules)).toEqual([]);
  });

  it('feeds', async () => {
    const yaml = await exported(feedsKind);
    expect(await planned(feedsKind, yaml)).toEqual([]);
    await apply(feedsKind, 'feeds: []');
    await apply(feedsKind, yaml);
    expect(await exported(feedsKind)).toBe(yaml);
    expect(await planned(feedsKind, feeds)).toEqual([]);
  });

  it('subscribers', async () => {
    const yaml = await exported(subscribersKind);
    expect(await planned(subscribersKind, yaml)).toEqual([]);
    await apply(subscribersKind, 'subscribers: []');
    await apply(subscribersKind, yaml);
    expect(await exported(subscribersKind)).toBe(yaml);
    expect(await planned(subscribersKind, subscribers)).toEqual([]);
  });

  it('subscribers, also when a rule that they name was deleted', async () => {
    await apply(rulesKind, 'rules:\n  - { id: csto, query: csto }\n');
    expect(await planned(subscribersKind, await exported(subscribersKind))).toEqual([]);
  });
});

describe('a plan', () => {
  it('shows when a rule is to speak, which is a new revision of it, and taken out is one more', async () => {
    const withAlert = (alert: string) => `rules: [{ id: riot, query: riot, alert: ${alert} }]`;
    await apply(rulesKind, withAlert('{}'));
    const narrowed = withAlert("{ when: 'changed(killed)', cooldown: 30m }");
    expect(await planned(rulesKind, narrowed)).toMatchObject([
      { details: ['- alert: {"on":"change"}', expect.stringMatching(/^\+ alert: .*changed\(killed\).*1800/)] },
    ]);
    for (const text of [narrowed, narrowed, withAlert('{}')]) await apply(rulesKind, text);
    const revisions = await createRuleHistory(database.db).revisions('riot');
    expect(revisions.map(({ alert }) => alert)).toEqual([
      { on: 'change' },
      { on: 'change', when: 'changed(killed)', cooldownSeconds: 1800 },
      { on: 'change' },
    ]);
  });

  it('shows queries and terms as they were and as they are going to be', async () => {
    await apply(rulesKind, rules);
    const edited = rules
      .replace('@city AND riot', '@city AND (riot OR unrest)')
      .replace('Маңғыстау', 'Мангистау')
      .replace('  - id: csto', '  - id: csto-troops');
    expect(await planned(rulesKind, edited)).toEqual([
      {
        kind: 'changed',
        what: 'rule unrest',
        details: ['- query: @city AND riot', '+ query: @city AND (riot OR unrest)'],
      },
      { kind: 'added', what: 'rule csto-troops', details: ['+ csto AND "peace keeper"'] },
      { kind: 'removed', what: 'rule csto', details: ['- csto AND "peace keeper"'] },
      {
        kind: 'changed',
        what: 'concept @region',
        details: ['- Маңғыстау', '+ Мангистау', 'a new revision of unrest'],
      },
    ]);
  });

  it('shows any change of a subscription', async () => {
    await apply(rulesKind, rules);
    await apply(subscribersKind, subscribers);
    const edits: readonly (readonly [string, string])[] = [
      ['maxPerHour: 0', 'maxPerHour: 5'],
      ['22:00-06:00', '23:00-06:00'],
      ['[unrest, csto]', '[csto]'],
      ['env:HOOK_SECRET', 'env:OTHER_SECRET'],
    ];
    for (const [before, after] of edits) {
      const [change, ...others] = await planned(subscribersKind, subscribers.replace(before, after));
      expect(others).toEqual([]);
      expect(change).toMatchObject({ kind: 'changed' });
      expect(change?.details[0]).not.toBe(change?.details[1]?.replace('+', '-'));
    }
  });

  it('notes whose subscriptions stay ended, and who loses a rule', async () => {
    await apply(rulesKind, rules);
    await apply(subscribersKind, subscribers);
    await createSubscriberList(database.db).unsubscribe(1, now);
    expect(await subscribersKind.notes(database.db, await wantedOf(subscribersKind, subscribers), now)).toEqual([
      'subscription of desk@example.org: now stays unsubscribed: the subscriber ended it',
    ]);
    const without = await wantedOf(rulesKind, 'rules:\n  - { id: csto, query: csto }\n');
    expect(await rulesKind.notes(database.db, without, now)).toEqual([
      'desk@example.org subscribes to unrest and gets no messages for it without the rule',
    ]);
  });
});

describe('a refused query or term', () => {
  it('never replaces a working one: nothing of its file is applied', async () => {
    const text = 'rules:\n  - { id: unrest, query: calm }\n  - { id: csto, query: "csto OR" }\n';
    const { value, findings } = await rulesKind.read(database.db, text, 'rules.yaml');
    expect(value).toBeNull();
    expect(findings).toMatchObject([{ file: 'rules.yaml', rule: 'csto', line: 3, column: 32 }]);
  });

  it('of a concept does so too, whether a rule uses it or not', async () => {
    const text = 'concepts: { a: [us*] }\nrules:\n  - { id: unrest, query: calm }\n';
    const { value, findings } = await rulesKind.read(database.db, text, 'rules.yaml');
    expect(value).toBeNull();
    expect(findings).toMatchObject([{ file: 'rules.yaml', rule: null, line: 1, column: 17 }]);
  });

  it('is none that is merely needless: a warning is no reason to refuse', async () => {
    const text = 'concepts: { a: [riot, riots] }\nrules:\n  - { id: unrest, query: calm }\n';
    expect(await rulesKind.read(database.db, text, 'rules.yaml')).toMatchObject({ findings: [], value: {} });
  });
});
