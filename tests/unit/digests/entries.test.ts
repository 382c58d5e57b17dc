import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../../src/domain/articles/article.ts';
import { buildEntry } from '../../../src/domain/digests/buildEntry.ts';
import { notificationsOf } from '../../../src/domain/digests/notifications.ts';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import { createUnsubscribeLinks } from '../../../src/domain/digests/unsubscribeToken.ts';
import type { RuleRevision } from '../../../src/domain/rules/rule.ts';
import type { Span } from '../../../src/domain/rules/span.ts';
import type { Schedule } from '../../../src/domain/schedules/schedule.ts';

const article = (changes: Partial<Article>): Article => ({
  ...{
    articleId: 1,
    revision: 1,
    feedId: 1,
    title: 'Title',
    summary: null,
    contentText: 'Body',
    author: null,
    link: null,
  },
  ...{ outlet: { name: 'Wire', domain: null }, lang: 'en', publishedAt: null, audience: 'everyone' },
  ...{ seenAt: new Date('2022-01-05T00:00:00Z'), savedAt: new Date('2022-01-05T00:00:00Z') },
  ...changes,
});
const reason = { ruleId: 'r', ruleName: 'R', ruleRevision: 3 };

describe('an entry quotes', () => {
  it('the words that matched, marked, with what stands around them', () => {
    const contentText = `${'Filler sentence here. '.repeat(30)}At last a riot began. ${'More filler follows. '.repeat(30)}`;
    const start = contentText.indexOf('riot');
    const [excerpt] = buildEntry(article({ contentText }), [{ reason, spans: [['body', start, start + 4]] }]).excerpts;
    const [from = 0, to = 0] = excerpt?.highlights[0] ?? [];
    expect(excerpt?.text.slice(from, to)).toBe('riot');
    expect(excerpt?.text.startsWith('At last a riot')).toBe(true);
    expect(excerpt?.text.length).toBeLessThanOrEqual(280);
  });

  it('no more than half of an article that is not short, however often it matches', () => {
    const contentText = 'A riot began here. '.repeat(45);
    const spans = [...contentText.matchAll(/riot/g)].map(({ index }): Span => ['body', index, index + 4]);
    const { excerpts } = buildEntry(article({ contentText }), [{ reason, spans }]);
    expect(excerpts.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(contentText.length / 2);
  });

  it('the feed or the page, never both in one, and says where it is the page', () => {
    const text = `Forty people are missing.\nA riot began in the city. The airport is closed. ${'More follows. '.repeat(90)}`;
    const fullText = { text, pageStart: text.indexOf('A riot') };
    const spans = ['missing', 'riot', 'airport'].map(
      (word): Span => ['body', text.indexOf(word), text.indexOf(word) + 3],
    );
    const { excerpts } = buildEntry(article({ fullText }), [{ reason, spans }]);
    expect(excerpts.map((excerpt) => [excerpt.text.slice(0, 48), excerpt.textFrom])).toEqual([
      ['Forty people are missing.\n', undefined],
      ['A riot began in the city. The airport is closed.', 'page'],
    ]);
    expect(buildEntry(article({ summary: 'Short.' }), [{ reason, spans: [] }]).excerpts[0]).not.toHaveProperty(
      'textFrom',
    );
  });

  it('the beginning where only the title matched', () => {
    const { title, excerpts } = buildEntry(article({}), [{ reason, spans: [['title', 0, 5]] }]);
    expect([title.highlights, excerpts.map(({ text }) => text)]).toEqual([[[0, 5]], ['Body']]);
  });

  it('whole characters, though a text has no space to cut at', () => {
    for (const shift of ['', 'x', 'xy']) {
      const contentText = shift + '🔥'.repeat(400);
      const start = shift.length + 400;
      const entry = buildEntry(article({ title: contentText, contentText }), [
        { reason, spans: [['body', start, start + 2]] },
      ]);
      for (const { text } of [entry.title, ...entry.excerpts]) expect(text).not.toMatch(/\p{Surrogate}/u);
    }
  });

  it('at most three pieces, in bounds, in order, never half a character', () => {
    const words = fc.array(fc.constantFrom('riot', 'fire', 'и', 'қала', '🔥🔥', 'x'.repeat(50), 'end.', '\n'), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(words, fc.array(fc.nat(199), { maxLength: 8 }), (parts, picks) => {
        const contentText = parts.join(' ');
        const spans = picks.map((pick): Span => {
          const index = pick % parts.length;
          const start = parts.slice(0, index).join(' ').length + (index === 0 ? 0 : 1);
          return ['body', start, start + (parts[index]?.length ?? 0)];
        });
        const { excerpts } = buildEntry(article({ contentText }), [{ reason, spans }]);
        expect(excerpts.length).toBeLessThanOrEqual(3);
        for (const { text, highlights } of excerpts) {
          expect(contentText).toContain(text);
          expect(text).not.toMatch(/\p{Surrogate}/u);
          let last = 0;
          for (const [start, end] of highlights) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            last = end;
          }
        }
      }),
    );
  });
});

describe('who is told of an article', () => {
  const subscription = (schedule: Schedule, ruleIds: readonly string[] = ['r']): Subscription => ({
    ...{
      id: 7,
      subscriber: { id: 1, email: 'a@example.org', name: 'A', timezone: 'UTC' },
      channel: 'email',
      target: 'a@example.org',
    },
    ...{ secretRef: null, schedule, quiet: null, maxPerHour: 20, ruleIds },
  });
  const rule = (ruleId: string): RuleRevision => ({
    id: 1,
    ruleId,
    revision: 3,
    name: 'R',
    query: 'q',
    alert: { on: 'article' },
    owner: null,
    concepts: {},
  });
  const now = new Date('2022-01-05T00:00:00Z');
  const notified = (changes: Partial<Article>, ...subscriptions: readonly Subscription[]) =>
    notificationsOf(
      {
        article: article(changes),
        foldGroupId: 5,
        matches: [{ rule: rule('r'), spans: [] }],
        subscriptions,
        story: null,
      },
      now,
    );
  const instant: Schedule = { every: 'instant' };
  const hourly: Schedule = { every: 'hour' };

  it('those who watch a rule that matched, at once or at their next digest', () => {
    expect(notified({}, subscription(instant), subscription(hourly), subscription(instant, ['other']))).toMatchObject([
      { subscriptionId: 7, keys: ['fold:5'], planAt: now, entry: { reasons: [reason] } },
      { subscriptionId: 7, keys: ['fold:5'], planAt: null },
    ]);
  });

  it('digests only, where it appeared late; nobody, where it is old news of a new feed', () => {
    expect(notified({ audience: 'digests' }, subscription(instant), subscription(hourly))).toHaveLength(1);
    expect(notified({ audience: 'nobody' }, subscription(instant), subscription(hourly))).toEqual([]);
  });
});

describe('an unsubscribe link', () => {
  const links = createUnsubscribeLinks({
    secretKey: 'a secret of some length',
    publicUrl: 'https://tocsin.example.org',
  });
  const tokenOf = (link: string) => link.slice('https://tocsin.example.org/unsubscribe/'.length);

  it('names its subscription', () => {
    expect(links.subscriptionOf(tokenOf(links.linkFor(42)))).toBe(42);
  });

  it('cannot be changed, guessed or signed with another key', () => {
    const token = tokenOf(links.linkFor(42));
    const other = createUnsubscribeLinks({ secretKey: 'another secret key', publicUrl: '' });
    for (const forged of [token.replace('42', '43'), `${token}x`, '42', '', '42.', token.slice(0, -1)])
      expect(links.subscriptionOf(forged)).toBeNull();
    expect(other.subscriptionOf(token)).toBeNull();
  });
});
