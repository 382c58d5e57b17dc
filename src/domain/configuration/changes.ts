import { createHash } from 'node:crypto';

/** One difference between what is and what is wanted. */
export type Change<T> =
  | { readonly kind: 'added'; readonly key: string; readonly after: T }
  | { readonly kind: 'removed'; readonly key: string; readonly before: T }
  | { readonly kind: 'changed'; readonly key: string; readonly before: T; readonly after: T };

/** What has to be done to come from `before` to `after`; the same things, in whatever order, make no change. */
export function changesBetween<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
): readonly Change<T>[] {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const wanted = new Map(after.map((item) => [keyOf(item), item]));
  const kept = [...wanted].flatMap(([key, item]): Change<T>[] => {
    const was = old.get(key);
    if (was === undefined) return [{ kind: 'added', key, after: item }];
    return sameValue(was, item) ? [] : [{ kind: 'changed', key, before: was, after: item }];
  });
  const removed = [...old]
    .filter(([key]) => !wanted.has(key))
    .map(([key, item]): Change<T> => ({ kind: 'removed', key, before: item }));
  return [...kept, ...removed];
}

/** Equal as JSON, whatever the order of their keys. */
export const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** Names a state by what it holds, where no numbered history is kept: equal states have equal versions. */
export const versionOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(value)) ?? '')
    .digest('hex')
    .slice(0, 12);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
