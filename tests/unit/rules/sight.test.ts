import { describe, expect, it } from 'vitest';
import { sightNotices } from '../../../src/domain/notices/sightNotices.ts';
import { parseQuery } from '../../../src/domain/rules/language/parser.ts';
import { needsOf } from '../../../src/domain/rules/sight/ruleNeeds.ts';
import {
  followSight,
  type KeptSight,
  refusedRule,
  type Sight,
  sightOf,
} from '../../../src/domain/rules/sight/sight.ts';
import { type SourceFeed, sourcesFor } from '../../../src/domain/rules/sight/sources.ts';

const now = new Date('2022-03-02T12:00:00Z');
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);

describe('what a rule needs', () => {
  const needs = (query: string) => {
    const parsed = parseQuery(query, { concepts: { fire: ['fire'] } });
    if (parsed.kind === 'refused') throw new Error(parsed.findings[0]?.message);
    return needsOf(parsed.node);
  };
  it.each([
    ['riot', null],
    ['source:reuters.com riot', ['reuters com']],
    ['source:reuters.com OR (source:tass.ru AND @fire)', ['reuters com', 'tass ru']],
    ['source:reuters.com OR riot', null],
    ['riot -source:reuters.com', null],
    ['2 OF (riot, fire, source:tass.ru)', null],
    ['2 OF (riot, source:reuters.com, source:tass.ru)', ['reuters com', 'tass ru']],
    ['SCORE 10 (riot^9, source:tass.ru^5, flood^-3)', ['tass ru']],
    ['SCORE 9 (riot^9, source:tass.ru^5)', null],
    ['source:tass.ru AND (source:tass.ru OR source:reuters.com) AND riot', ['tass ru']],
  ])('is the source that every way to match goes through: %s', (query, sources) => {
    expect(needs(query).sources).toEqual(sources);
  });
  it('is the language likewise', () => {
    expect(needs('(lang:ru OR lang:kk) AND riot')).toEqual({ sources: null, langs: ['ru', 'kk'] });
  });
});

const feed = (id: number, changes: Partial<SourceFeed> = {}): SourceFeed => ({
  ...{ id, name: `feed ${id}`, url: `https://feed${id}.example/rss`, outlets: [], blindness: null },
  ...changes,
});
const blindness = { state: 'failing', since: now, says: 'answered 500', advice: 'wait' } as const;
const outlet = (name: string, articles: number, lang: string | null = 'en') => ({
  ...{ name, domain: `${name}.com`, lang, articles },
});
const sight = (
  feeds: readonly SourceFeed[],
  needs: Partial<Parameters<typeof sourcesFor>[1]> = {},
  matches: [number, number][] = [],
) =>
  sightOf(
    new Map(feeds.map((each) => [each.id, each])),
    sourcesFor(feeds, { sources: null, langs: null, ...needs }),
    new Map(matches),
  );

describe('the share of its sources that a rule can see', () => {
  const forty = Array.from({ length: 40 }, (_, index) => feed(index + 1, index === 0 ? { blindness } : {}));
  it('is small when one dead feed of forty brought most of its matches', () => {
    expect(sight(forty).share).toBeCloseTo(39 / 40);
    const { share, missing } = sight(forty, {}, [
      [1, 60],
      [2, 40],
    ]);
    expect(share).toBeCloseTo(0.43, 1);
    expect(missing.map(({ feed: { id } }) => id)).toEqual([1]);
  });

  it('counts feeds by their articles while it has matched nothing', () => {
    const feeds = [feed(1, { outlets: [outlet('a', 90)], blindness }), feed(2, { outlets: [outlet('b', 8)] })];
    expect(sight(feeds).share).toBeCloseTo(9 / 100);
  });

  it('looks only at feeds that bring its outlets, be it through an aggregator, or lie on its host', () => {
    const feeds = [
      feed(1, { outlets: [outlet('reuters', 50), outlet('other', 500)] }),
      feed(2, { outlets: [outlet('reuters', 149)], blindness }),
      feed(3, { outlets: [outlet('other', 900)], blindness }),
    ];
    expect(sight(feeds, { sources: ['reuters com'] }).share).toBeCloseTo(51 / 201);
    expect(sight(feeds, { sources: ['feed3 example'] }).share).toBe(0);
    expect(sight(feeds, { langs: ['ru'] }).fault?.says).toContain('silently matches nothing');
    expect(sight([feed(4)], { langs: ['ru'] }).share).toBe(1);
  });
});

describe('a feed that never brought anything and sees nothing', () => {
  const bringing = (count: number): readonly SourceFeed[] =>
    Array.from({ length: count }, (_, index) => feed(index + 1, { outlets: [outlet(`outlet${index}`, 200)] }));
  const matches = (count: number): [number, number][] => Array.from({ length: count }, (_, index) => [index + 1, 40]);
  const deaf = (id: number): SourceFeed => feed(id, { blindness });

  it('weighs as one that should bring what the others do', () => {
    expect(sight([...bringing(3), deaf(4)]).share).toBeCloseTo(3 / 4);
    expect(sight([...bringing(3), deaf(4)], {}, matches(3)).share).toBeCloseTo(3 / 4);
    expect(sight([...bringing(1), deaf(2), deaf(3)], {}, matches(1)).share).toBeCloseTo(1 / 3);
  });

  it('does not redden a rule with many others, nor does one that responds and has brought nothing yet', () => {
    expect(sight([...bringing(26), deaf(27)], {}, matches(26)).share).toBeCloseTo(26 / 27);
    expect(sight([...bringing(3), feed(4)], {}, matches(3)).share).toBe(1);
  });

  it('is a rule’s only source by the name that the list gives it', () => {
    const named = feed(9, { name: 'Alerts, Central Asia', blindness });
    expect(sight([...bringing(3), named], { sources: ['alerts central asia'] }).share).toBe(0);
    const aggregator = feed(9, { name: 'Alerts, Central Asia', outlets: [outlet('other', 30)] });
    expect(sourcesFor([aggregator], { sources: ['alerts central asia'], langs: null }).bringing).toBe(1);
    expect(sight([aggregator], { sources: ['alerts central asia'] }).share).toBe(1);
  });
});

describe('a rule', () => {
  const seeing = (share: number): Sight => ({ share, missing: [], fault: null });
  const sees: KeptSight = { blindSince: null, calmSince: null };
  const blind: KeptSight = { blindSince: now, calmSince: null };

  it('is blind below its share at once, and sees again ten points above it for half an hour', () => {
    expect(followSight(sees, seeing(0.5), undefined, now).event).toBeNull();
    expect(followSight(sees, seeing(0.49), undefined, now)).toEqual({ ...blind, event: 'lost' });
    expect(followSight(blind, seeing(0.55), undefined, minutes(60))).toEqual({ ...blind, event: null });
    const calming = followSight(blind, seeing(0.6), undefined, minutes(60));
    expect(calming).toEqual({ blindSince: now, calmSince: minutes(60), event: null });
    expect(followSight(calming, seeing(0.3), undefined, minutes(80))).toEqual({ ...blind, event: null });
    expect(followSight(calming, seeing(0.6), undefined, minutes(90)).event).toBe('back');
  });

  it('may ask for all of its sources, or for none', () => {
    expect(followSight(sees, seeing(0.99), 1, now).event).toBe('lost');
    expect(followSight({ ...blind, calmSince: now }, seeing(1), 1, minutes(30)).event).toBe('back');
    expect(followSight(sees, seeing(0), 0, now).event).toBeNull();
  });

  it('that is refused catches nothing, and its owner is told where the fault is', () => {
    const change = {
      ruleId: 'riot',
      name: 'Riot',
      owner: 'a@example.org',
      event: 'lost',
      sight: refusedRule('no such field'),
    } as const;
    const [notice] = sightNotices({
      changes: [change],
      now,
      admin: null,
      feeds: { blind: 0, all: 9 },
      consoleUrl: 'http://x',
    });
    expect(notice).toMatchObject({ recipient: 'a@example.org', subject: 'The rule Riot is blind' });
    expect(notice?.body).toContain('its query has an error, so it matches nothing: no such field');
  });

  it('hears of the network where nearly all feeds fail at once', () => {
    const change = { ruleId: 'riot', name: 'riot', owner: 'a@example.org', event: 'lost', sight: seeing(0) } as const;
    const of = (count: number) =>
      sightNotices({ changes: [change], now, admin: null, feeds: { blind: count, all: 10 }, consoleUrl: '' })[0]?.body;
    expect([of(8)?.includes('network'), of(7)?.includes('network')]).toEqual([true, false]);
    const shared = {
      says: '10 of 10 feeds fail alike: their hosts cannot be reached',
      advice: 'is this machine online?',
    };
    const feeds = { blind: 10, all: 10, shared };
    const [notice] = sightNotices({ changes: [change], now, admin: null, feeds, consoleUrl: '' });
    expect(notice?.body).toContain(`${shared.says}.\n  What to do: is this machine online?`);
  });
});
