import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../src/domain/figures/figure.ts';
import { authorityOf } from '../../../src/domain/ledger/authority.ts';
import type { Claim } from '../../../src/domain/ledger/claim.ts';
import type { Residue } from '../../../src/domain/rules/residue.ts';
import type { RuleMatch } from '../../../src/domain/rules/rule.ts';
import {
  advanceStory,
  newStory,
  type StoryArticle,
  type StoryState,
} from '../../../src/domain/stories/advanceStory.ts';

const at = (hour: number): Date => new Date(Date.UTC(2024, 0, 1, hour));

const claim = (articleId: number, min: number, hour: number): Claim => ({
  ...{ kind: 'killed', min, max: min, articleId: String(articleId), outlet: 'Wire', attribution: 'Health Ministry' },
  ...{
    authority: authorityOf('Health Ministry'),
    isAbout: false,
    isComputed: false,
    isCorrection: false,
    isDenial: false,
  },
  ...{ asOf: at(hour), quote: `${min} killed` },
});
const match = (shown: readonly string[], awaits: Residue | null = null): RuleMatch => ({
  ...{ ruleRevisionId: 1, ruleId: 'r', spans: [], score: 1, awaits, shown },
});
const article = (articleId: number, changes: Partial<StoryArticle> = {}): StoryArticle => ({
  ...{ articleId, matches: [], figures: [], claims: [] },
  ...changes,
});
const storyOf = (...articles: readonly StoryArticle[]): StoryState =>
  articles.reduce((state, each) => advanceStory(state, each).state, newStory);

const rise: Residue = { kind: 'ledger', operator: 'rise', figure: 'killed', least: { value: 50, unit: 'percent' } };

describe('an article that enters its story', () => {
  it('moves the ledger by what it claims, with who says so and in which words', () => {
    const first = storyOf(article(1, { claims: [claim(1, 26, 1)] }));
    const { facts } = advanceStory(first, article(2, { claims: [claim(2, 164, 2)] }));
    expect(facts).toEqual([
      {
        ...{ kind: 'move', figure: 'killed', from: { min: 26, max: 26 }, to: { min: 164, max: 164 } },
        ...{ attribution: 'Health Ministry', outlet: 'Wire', asOf: at(2).toISOString(), quote: '164 killed' },
      },
    ]);
  });

  it('is matched by a condition on the ledger if the ledger moves so with it', () => {
    const first = storyOf(article(1, { claims: [claim(1, 20, 1)] }));
    const held = (min: number) =>
      advanceStory(first, article(2, { claims: [claim(2, min, 2)], matches: [match([], rise)] })).matches.length;
    expect([held(29), held(30)]).toEqual([0, 1]);
    const unmoved = article(2, { matches: [match([], rise)] });
    expect(advanceStory(first, unmoved).matches).toEqual([]);
    expect(advanceStory(first, { ...unmoved, matches: [match([], { kind: 'not', part: rise })] }).matches).toHaveLength(
      1,
    );
  });

  it('shows a term of a rule once, and not with the rule’s first match', () => {
    const terms = (state: StoryState, shown: readonly string[]) =>
      advanceStory(state, article(9, { matches: [match(shown)] })).facts.map(
        (fact) => fact.kind === 'term' && fact.term,
      );
    const opened = storyOf(article(1, { matches: [match(['@place', 'riot'])] }));
    expect(terms(newStory, ['@place', 'riot'])).toEqual([]);
    expect(terms(opened, ['@place', 'fire'])).toEqual(['fire']);
    expect(
      terms(storyOf(article(1, { matches: [match(['riot'])] }), article(2, { matches: [match(['fire'])] })), [
        'fire',
        'riot',
      ]),
    ).toEqual([]);
  });

  it('brings a denial as a fact, once a count', () => {
    const denied = { kind: 'killed', min: 164, max: 164, status: 'denied', attribution: 'Ministry', quote: '164 dead' };
    const { facts } = advanceStory(newStory, article(1, { figures: [denied as Figure, denied as Figure] }));
    expect(facts).toEqual([
      { kind: 'denial', figure: 'killed', min: 164, max: 164, attribution: 'Ministry', quote: '164 dead' },
    ]);
  });
});

describe('a changed article', () => {
  it('speaks when it changes: what it adds is later than what others said meanwhile', () => {
    const before = storyOf(article(1, { claims: [claim(1, 26, 1)] }), article(2, { claims: [claim(2, 40, 2)] }));
    const { facts } = advanceStory(before, article(1, { claims: [claim(1, 52, 3)] }));
    expect(facts).toMatchObject([{ from: { min: 40 }, to: { min: 52 } }]);
  });

  it('does not speak again by what it repeats', () => {
    const before = storyOf(article(1, { claims: [claim(1, 26, 1)] }), article(2, { claims: [claim(2, 40, 2)] }));
    expect(advanceStory(before, article(1, { claims: [claim(1, 26, 3)] })).facts).toEqual([]);
  });

  it('withdraws what it no longer says, in favour of the best claim left', () => {
    const before = storyOf(article(1, { claims: [claim(1, 26, 1)] }), article(2, { claims: [claim(2, 40, 2)] }));
    expect(advanceStory(before, article(2)).facts).toMatchObject([{ from: { min: 40 }, to: { min: 26 } }]);
  });
});
