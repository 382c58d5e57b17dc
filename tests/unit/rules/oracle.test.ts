import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FigureKind } from '../../../src/domain/figures/figure.ts';
import { parseQuery } from '../../../src/domain/rules/language/parser.ts';
import type { Node } from '../../../src/domain/rules/language/syntax.ts';
import { compileRuleSet } from '../../../src/domain/rules/matcher/compile.ts';
import { RuleIndex } from '../../../src/domain/rules/matcher/ruleIndex.ts';
import { decideResidue } from '../../../src/domain/rules/residue.ts';
import type { MatchInput, RuleRevision } from '../../../src/domain/rules/rule.ts';
import { createOracle, holdsWith } from '../../oracle/matchAll.ts';
import { anyArticle, anyQuery } from '../../oracle/samples.ts';
import { rounds } from '../../support/soak.ts';

/** Rule–text pairs of the first test. */
const pairs = rounds({ short: 3000, long: 100_000, setting: 'TOCSIN_PAIRS' });
const [rulesAtOnce, articlesAtOnce] = [20, 10];
const numRuns = Math.ceil(pairs / (rulesAtOnce * articlesAtOnce));

const revision = (query: string, id: number): RuleRevision => ({
  ...{ id, ruleId: `rule-${id}`, revision: 1, name: 'rule', owner: null, alert: { on: 'article' }, query },
  concepts: { place: ['Almaty', '"Nur-Sultan"', '=US', 'Алматы', '@sea'], sea: ['Aktau', 'кораб*'] },
});

const ruleSets = fc
  .array(anyQuery, { minLength: rulesAtOnce, maxLength: rulesAtOnce })
  .map((queries) => queries.map((query, index) => revision(query, index + 1)));
const articles = fc.array(anyArticle, { minLength: articlesAtOnce, maxLength: articlesAtOnce });

const byId = <T extends { readonly ruleRevisionId: number }>(matches: readonly T[]): readonly T[] =>
  [...matches].sort((a, b) => a.ruleRevisionId - b.ruleRevisionId);

const byOracle = (rules: readonly RuleRevision[], input: MatchInput) => byId(createOracle({ number: 1, rules })(input));

/** The same query with every figure condition asked of the ledger instead. */
function askingTheLedger(node: Node): Node {
  switch (node.kind) {
    case 'figure':
      return { kind: 'ledger', operator: 'changed', figure: node.figure, least: null, at: node.at };
    case 'and':
    case 'or':
    case 'of':
      return { ...node, children: node.children.map(askingTheLedger) };
    case 'not':
    case 'field':
      return { ...node, child: askingTheLedger(node.child) };
    case 'score':
      return { ...node, terms: node.terms.map(({ node: term, weight }) => ({ node: askingTheLedger(term), weight })) };
    default:
      return node;
  }
}

describe('the index finds what the oracle finds, to the letter', { timeout: 120_000 + 10 * pairs }, () => {
  it('for random rules and random texts', () => {
    fc.assert(
      fc.property(ruleSets, articles, (rules, inputs) => {
        const compiled = compileRuleSet({ number: 1, rules });
        const oracle = createOracle({ number: 1, rules });
        for (const input of inputs) {
          const found = compiled
            .match(input)
            .map(({ ruleRevisionId, spans, score, shown }) => ({ ruleRevisionId, spans, score, shown }));
          expect(byId(found)).toEqual(byId(oracle(input)).map(({ isOpen: _, ...match }) => match));
        }
      }),
      { numRuns },
    );
  });

  it('also while rules come and go between the articles', () => {
    const steps = fc.array(fc.record({ query: anyQuery, input: anyArticle, leaves: fc.boolean() }), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (changes) => {
        const compiled = compileRuleSet({ number: 0, rules: [] });
        let rules: readonly RuleRevision[] = [];
        changes.forEach(({ query, input, leaves }, index) => {
          const added = [revision(query, index + 1)];
          const removed = leaves ? rules.slice(0, 1).map(({ id }) => id) : [];
          rules = [...rules.filter(({ id }) => !removed.includes(id)), ...added];
          compiled.change({ number: index + 1, added, removed });
          const found = compiled.match(input).map(({ ruleRevisionId }) => ruleRevisionId);
          expect([...found].sort((a, b) => a - b)).toEqual(byOracle(rules, input).map((match) => match.ruleRevisionId));
        });
      }),
      { numRuns: Math.ceil(numRuns / 2) },
    );
  });

  it('and hands over just what the ledger has still to decide', () => {
    const says = fc.record({ killed: fc.boolean(), injured: fc.boolean() });
    fc.assert(
      fc.property(anyQuery, anyArticle, says, (query, input, says) => {
        const parsed = parseQuery(query, { concepts: revision('', 1).concepts });
        if (parsed.kind === 'refused') return;
        const node = askingTheLedger(parsed.node);
        const ledger = ({ figure }: { readonly figure: FigureKind }): boolean =>
          says[figure === 'killed' ? 'killed' : 'injured'];
        const index = new RuleIndex();
        index.add(node);
        const matched = index.match(input);
        const residue = matched.residues.get(0);
        const holds = residue === undefined ? matched.count === 1 : decideResidue(residue, ledger);
        expect(holds).toBe(holdsWith(node, input, ledger));
      }),
      { numRuns: numRuns * 20 },
    );
  });

  it.each([
    ['SCORE 5 (riot^3, killed > 0^3)', true],
    ['2 OF (riot, killed > 0)', true],
    ['riot AND NOT killed > 0', false],
  ])('of %s what the words have decided already counts', (query, holds) => {
    const parsed = parseQuery(query, { concepts: {} });
    if (parsed.kind === 'refused') throw new Error('refused');
    const index = new RuleIndex();
    index.add(askingTheLedger(parsed.node));
    const input = { title: 'riot', body: '', lang: null, outlet: { name: '', domain: null }, figures: [] };
    const residue = index.match(input).residues.get(0);
    expect(residue && decideResidue(residue, () => true)).toBe(holds);
    expect(residue && decideResidue(residue, () => false)).toBe(!holds);
  });

  it('is never asked about nothing: most queries are taken, and many match', () => {
    const [queries, inputs] = [
      fc.sample(anyQuery, { numRuns: 500, seed: 3 }),
      fc.sample(anyArticle, { numRuns: 50, seed: 3 }),
    ];
    const rules = queries.map(revision);
    const taken = rules.filter(({ query, concepts }) => parseQuery(query, { concepts }).kind === 'query');
    expect(taken.length).toBeGreaterThan(250);
    const compiled = compileRuleSet({ number: 1, rules });
    const matches = inputs.flatMap((input) => compiled.match(input));
    expect(matches.length).toBeGreaterThan(inputs.length * 20);
    expect(new Set(matches.map(({ ruleRevisionId }) => ruleRevisionId)).size).toBeGreaterThan(taken.length / 3);
  });
});
