import { describe, expect, it } from 'vitest';
import { changesBetween, sameValue } from '../../../src/domain/configuration/changes.ts';

const keyOf = ({ id }: { readonly id: string }) => id;

describe('the changes between two lists', () => {
  it('are what was added, changed and removed, whatever the order', () => {
    const before = [
      { id: 'a', query: 'x' },
      { id: 'b', query: 'y' },
      { id: 'c', query: 'z' },
    ];
    const after = [
      { id: 'd', query: 'n' },
      { id: 'c', query: 'z' },
      { id: 'b', query: 'new' },
    ];
    expect(changesBetween(before, after, keyOf)).toEqual([
      { kind: 'added', key: 'd', after: { id: 'd', query: 'n' } },
      { kind: 'changed', key: 'b', before: { id: 'b', query: 'y' }, after: { id: 'b', query: 'new' } },
      { kind: 'removed', key: 'a', before: { id: 'a', query: 'x' } },
    ]);
  });

  it('are none between a list and the same in another order, its keys too', () => {
    const before = [{ id: 'a', at: { hour: 7, minute: 0 } }, { id: 'b' }];
    const after = [{ id: 'b' }, { at: { minute: 0, hour: 7 }, id: 'a' }];
    expect(changesBetween<object & { readonly id: string }>(before, after, keyOf)).toEqual([]);
  });
});

describe('equal values', () => {
  it('differ when anything in them does, the order in a list too', () => {
    expect(sameValue({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
    expect(sameValue({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
    expect(sameValue({ a: null }, { a: 0 })).toBe(false);
  });
});
