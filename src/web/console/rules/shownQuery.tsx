import type { Excerpt } from '../../../domain/digests/entry.ts';
import { queryPieces } from '../../../domain/rules/language/queryPieces.ts';

/** A query in the colours of the language. */
export const ShownQuery = ({ query }: { readonly query: string }) => <code class="query">{coloured(query)}</code>;

function coloured(query: string) {
  let at = 0;
  const parts = queryPieces(query).flatMap(({ from, to, kind }) => {
    const before = query.slice(at, from);
    at = to;
    return [before, <span class={`q-${kind}`}>{query.slice(from, to)}</span>];
  });
  return [...parts, query.slice(at)];
}

/** A quoted text with the matched words marked. */
export const Marked = ({ excerpt: { text, highlights } }: { readonly excerpt: Excerpt }) => {
  let at = 0;
  const parts = highlights.flatMap(([start, end]) => {
    const before = text.slice(at, start);
    at = end;
    return [before, <mark>{text.slice(start, end)}</mark>];
  });
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
};
