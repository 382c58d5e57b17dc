import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatQuery } from '../../../src/domain/rules/language/formatQuery.ts';
import { parseQuery } from '../../../src/domain/rules/language/parser.ts';
import type { Node } from '../../../src/domain/rules/language/syntax.ts';
import { anyQuery } from '../../oracle/samples.ts';

const concepts = { place: ['Almaty'], sea: ['Aktau'] };

function parsed(query: string): Node | null {
  const read = parseQuery(query, { concepts });
  return read.kind === 'query' ? read.node : null;
}

/** A tree without the places of its nodes. */
const bare = (node: Node | null): unknown =>
  JSON.parse(JSON.stringify(node, (key, value) => (key === 'at' ? undefined : value)));

it.each([
  ['riot fire -flood', 'riot AND fire AND NOT flood'],
  ['Nur-Sultan', '"nur sultan"'],
  ['title:(riot OR fire)', 'title:(riot OR fire)'],
  ['source:reuters.com', 'source:"reuters com"'],
  ['score SCORE 3 (a1^2, (b1 c1)^0.1, d1)', 'score AND SCORE 3 (a1^2, (b1 AND c1)^0.1, d1)'],
  ['a1 NEAR/3 b1 BEFORE/2 (c1 OR d1)', '(a1 NEAR/3 b1) BEFORE/2 (c1 OR d1)'],
])('%s is written %s', (query, canonical) => {
  const node = parsed(query);
  expect(node && formatQuery(node)).toBe(canonical);
});

it('reads back as the same tree, whatever the query', () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      const node = parsed(query);
      if (node !== null) expect(bare(parsed(formatQuery(node)))).toEqual(bare(node));
    }),
    { numRuns: 3000 },
  );
});
