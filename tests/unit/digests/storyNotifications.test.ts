import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../../src/domain/articles/article.ts';
import { afterCooldown, type LastNotified } from '../../../src/domain/digests/cooldown.ts';
import { type MatchedNews, type NotifiedFigure, notificationsOf } from '../../../src/domain/digests/notifications.ts';
import type { PendingNotification } from '../../../src/domain/digests/planning.ts';
import { planSubscription } from '../../../src/domain/digests/planSubscription.ts';
import type { AlertPolicy, RuleRevision } from '../../../src/domain/rules/rule.ts';
import type { Schedule } from '../../../src/domain/schedules/schedule.ts';
import type { Fact } from '../../../src/domain/stories/advanceStory.ts';
import { sampleEntry, sampleStory, sampleSubscription } from '../../support/samples.ts';

const now = new Date('2024-01-01T12:00:00Z');
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);

const article: Article = {
  ...{ articleId: 5, revision: 1, feedId: 1, title: 'Title', summary: null, contentText: 'Body', author: null },
  ...{ link: null, outlet: { name: 'Wire', domain: null }, lang: 'en', publishedAt: null, audience: 'everyone' },
  ...{ seenAt: now, savedAt: now },
};
const ruleOf = (alert: AlertPolicy, ruleId = 'r'): RuleRevision => ({
  ...{ id: 1, ruleId, revision: 1, name: ruleId, query: 'q', alert, owner: null, concepts: {} },
});
const move = (from: number | null, to: number): Fact => ({
  ...{
    kind: 'move',
    figure: 'killed',
    from: from === null ? null : { min: from, max: from },
    to: { min: to, max: to },
  },
  ...{ attribution: null, outlet: 'Wire', asOf: now.toISOString(), quote: `${to}` },
});
const term: Fact = { kind: 'term', ruleId: 'r', term: 'fire' };

interface Case {
  readonly alert: AlertPolicy;
  readonly facts: readonly Fact[];
  readonly isMatched: boolean;
  readonly schedule?: Schedule;
  readonly notified?: readonly NotifiedFigure[];
}

/** The names of what subscription 7 is told of article 5, of fold group 4 and story 3. */
function keysNotified({
  alert,
  facts,
  isMatched,
  schedule = { every: 'instant' },
  notified = [],
}: Case): readonly string[] {
  const rule = ruleOf(alert);
  const news: MatchedNews = {
    ...{ article, foldGroupId: 4, matches: isMatched ? [{ rule, spans: [] }] : [] },
    subscriptions: [{ ...sampleSubscription, ruleIds: ['r'], schedule }],
    story: {
      ...{ id: 3, title: 'Story', rules: [rule], notified },
      news: { ruleIds: ['r'], facts, ledger: sampleStory.ledger, stated: [] },
    },
  };
  return notificationsOf(news, now).flatMap(({ keys }) => keys);
}

describe('what a rule tells at once', () => {
  it('with `article`: every article that matches, and nothing else of the story', () => {
    const alert: AlertPolicy = { on: 'article' };
    expect(keysNotified({ alert, facts: [move(1, 2)], isMatched: true })).toEqual(['fold:4']);
    expect(keysNotified({ alert, facts: [move(1, 2)], isMatched: false })).toEqual([]);
  });

  it('with `story`: the story', () => {
    const alert: AlertPolicy = { on: 'story' };
    expect(keysNotified({ alert, facts: [move(1, 2)], isMatched: true })).toEqual(['story:3 rule:r']);
    expect(keysNotified({ alert, facts: [move(1, 2)], isMatched: false })).toEqual([]);
  });

  it('with `change`: the story, and each new fact of it, whichever article brings it', () => {
    const alert: AlertPolicy = { on: 'change' };
    expect(keysNotified({ alert, facts: [move(1, 2), term], isMatched: true })).toEqual([
      ...['story:3 rule:r', 'move:5.1 killed', 'term:3 rule:r fire'],
    ]);
    expect(keysNotified({ alert, facts: [move(1, 2)], isMatched: false })).toEqual(['move:5.1 killed']);
    expect(keysNotified({ alert, facts: [], isMatched: false })).toEqual([]);
  });
});

it('a digest lists every article that matches, and what moved, whatever the rule’s `on` says', () => {
  for (const on of ['article', 'story', 'change'] as const) {
    const listed = { alert: { on }, facts: [move(1, 2), term], schedule: { every: 'hour' } } as const;
    expect(keysNotified({ ...listed, isMatched: true })).toEqual(['fold:4', 'move:5.1 killed']);
    expect(keysNotified({ ...listed, isMatched: false })).toEqual(['fold:4', 'move:5.1 killed']);
    expect(keysNotified({ ...listed, facts: [term], isMatched: false })).toEqual([]);
  }
});

it('one article that tells several things comes as one telling, under the rules that speak', () => {
  const [speaking, silent] = [ruleOf({ on: 'change' }, 'a'), ruleOf({ on: 'story' }, 'b')];
  const news: MatchedNews = {
    ...{ article, foldGroupId: 4, matches: [{ rule: speaking, spans: [] }] },
    subscriptions: [{ ...sampleSubscription, ruleIds: ['a', 'b'] }],
    story: {
      ...{ id: 3, title: 'Story', rules: [speaking, silent], notified: [] },
      news: { ruleIds: ['a', 'b'], facts: [move(null, 2)], ledger: [], stated: [] },
    },
  };
  const notified = notificationsOf(news, now);
  expect(notified.map(({ keys, rules }) => [keys.length, rules.map(({ ruleId }) => ruleId)])).toEqual([[2, ['a']]]);
});

describe('a cooldown', () => {
  const spoke = (notifiedAt: Date, heldUntil: Date | null = null): LastNotified => ({ notifiedAt, heldUntil });

  it('lets the first through, holds what comes within it, and lets go at its end', () => {
    expect(afterCooldown(null, 1800, now)).toEqual(spoke(now));
    expect(afterCooldown(spoke(minutes(-10)), 1800, now)).toEqual(spoke(minutes(-10), minutes(20)));
    expect(afterCooldown(spoke(minutes(-30)), 1800, now)).toEqual(spoke(now));
  });

  it('counts anew from when it let go of what was held', () => {
    expect(afterCooldown(spoke(minutes(-40), minutes(-10)), 1800, now)).toEqual(spoke(minutes(-10), minutes(20)));
  });

  it('lets no two messages come closer than it says, and holds none longer, whenever things come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 30 }), (times) => {
        let last: LastNotified | null = null;
        const sentAt = new Set<number>();
        for (const time of [...times].sort((a, b) => a - b)) {
          last = afterCooldown(last, 1800, minutes(time));
          const sent = (last.heldUntil ?? last.notifiedAt).getTime();
          expect(sent - minutes(time).getTime()).toBeLessThanOrEqual(1_800_000);
          sentAt.add(sent);
        }
        const inOrder = [...sentAt].sort((a, b) => a - b);
        for (const [index, sent] of inOrder.entries())
          if (index > 0) expect(sent - (inOrder[index - 1] ?? 0)).toBeGreaterThanOrEqual(1_800_000);
      }),
    );
  });
});

describe('what a cooldown held', () => {
  const pending = (key: string, notBefore: Date | null, storyId = 3): PendingNotification => ({
    ...{ key, notBefore, createdAt: minutes(-20) },
    entry: { ...sampleEntry, story: { ...sampleStory, id: storyId } },
  });
  const plan = (...all: readonly PendingNotification[]) => {
    let ids = 0;
    return planSubscription(
      { subscription: sampleSubscription, dueAt: now, pending: all, recentAlertsAt: [] },
      now,
      () => `${++ids}`,
    );
  };

  it('waits, and the subscription is looked at when its time comes', () => {
    expect(plan(pending('a', minutes(5)), pending('b', minutes(9)))).toEqual({ messages: [], nextDueAt: minutes(5) });
  });

  it('comes in one message a story; what is not held goes alone', () => {
    const { messages } = plan(pending('a', now), pending('b', now), pending('c', now, 4), pending('d', null));
    expect(messages.map(({ message, keys }) => [message.kind, keys])).toEqual([
      ['digest', ['a', 'b']],
      ['alert', ['c']],
      ['alert', ['d']],
    ]);
    expect(messages[0]?.message).toMatchObject({ gatheredBecause: 'cooldown' });
  });

  it('has a key of its own, though several stories end their cooldown at one time', () => {
    const { messages } = plan(
      ...['a', 'b'].map((key) => pending(key, now)),
      ...['c', 'd'].map((key) => pending(key, now, 4)),
    );
    expect(new Set(messages.map(({ message }) => message.key)).size).toBe(2);
  });
});
