import { describe, expect, it } from 'vitest';
import { formatQuery } from '../../../src/domain/rules/language/formatQuery.ts';
import { parseQuery } from '../../../src/domain/rules/language/parser.ts';
import { clausesOf } from '../../../src/domain/rules/search/clauses.ts';

function clauses(query: string) {
  const parsed = parseQuery(query, { concepts: { place: ['Almaty', 'Aktau'] } });
  if (parsed.kind === 'refused') throw new Error(`${query} is refused`);
  return clausesOf(parsed.node).map(({ at, role, alone, rest }) => [
    query.slice(at.from, at.to),
    role,
    formatQuery(alone),
    rest === null ? null : formatQuery(rest),
  ]);
}

describe('the clauses of a query', () => {
  it('are the operands of its uppermost operator', () => {
    expect(clauses('(riot OR fire) AND @place AND NOT title:football')).toEqual([
      ['(riot OR fire)', 'and', 'riot OR fire', '@place AND NOT title:football'],
      ['@place', 'and', '@place', '(riot OR fire) AND NOT title:football'],
      ['NOT title:football', 'not', 'title:football', '(riot OR fire) AND @place'],
    ]);
    expect(clauses('riot OR "state of emergency"')).toEqual([
      ['riot', 'or', 'riot', '"state of emergency"'],
      ['"state of emergency"', 'or', '"state of emergency"', 'riot'],
    ]);
  });

  it('of anything else are the whole', () => {
    expect(clauses('@place')).toEqual([['@place', 'only', '@place', null]]);
    expect(clauses('riot NEAR/5 fire')).toEqual([['riot NEAR/5 fire', 'only', 'riot NEAR/5 fire', null]]);
  });

  it('lie behind a field', () => {
    expect(clauses('title:(riot AND NOT fire)')).toEqual([
      ['riot', 'and', 'title:riot', null],
      ['NOT fire', 'not', 'title:fire', 'title:riot'],
    ]);
  });
});
