import type { Excerpt } from '../../../domain/digests/entry.ts';

/** A piece of an article with what matched in it. */
export const Highlighted = ({ excerpt: { text, highlights } }: { readonly excerpt: Excerpt }) => {
  const starts = [0, ...highlights.map(([, end]) => end)];
  return (
    <>
      {starts.map((start, place) => {
        const next = highlights[place];
        return (
          <>
            {text.slice(start, next?.[0])}
            {next === undefined ? null : <mark>{text.slice(...next)}</mark>}
          </>
        );
      })}
    </>
  );
};
