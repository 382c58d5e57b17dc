import { describe, expect, it } from 'vitest';
import { mendsOf } from '../../../src/domain/rules/language/mends.ts';
import { parseQuery } from '../../../src/domain/rules/language/parser.ts';

const concepts = { kazakhstan: ['Kazakhstan'] };
const mends = (query: string): readonly string[] => {
  const parsed = parseQuery(query, { concepts });
  return parsed.kind === 'query' ? [] : parsed.findings.flatMap((finding) => mendsOf(query, finding, { concepts }));
};

describe('the mend of a query', () => {
  it.each([
    ['@kasakhstan AND riot', ['@kazakhstan AND riot']],
    ['riot (@kasakhstan)', ['riot (@kazakhstan)']],
    ['titel:riot', ['title:riot']],
    ['riot near/5 police', ['riot NEAR/5 police']],
    ['riot AND !football', ['riot AND NOT football']],
    ['riot && police', ['riot AND police']],
    ['(riot OR unrest', ['(riot OR unrest)']],
    ['police AND "state of emergency', ['police AND "state of emergency"']],
    ['riot AND police OR unrest', ['(riot AND police) OR unrest', 'riot AND (police OR unrest)']],
    [
      'title:(riot AND police OR unrest) almaty',
      ['title:((riot AND police) OR unrest) almaty', 'title:(riot AND (police OR unrest)) almaty'],
    ],
  ])('of %s is the whole query, put right: %j', (query, expected) => {
    expect(mends(query)).toEqual(expected);
  });

  it.each(['*riot', 'riot AND NOT riot', 'riot AND', '', '@kasakhstan AND *riot'])(
    'of %j is nothing: no words of ours put it right',
    (query) => {
      expect(mends(query)).toEqual([]);
    },
  );
});
