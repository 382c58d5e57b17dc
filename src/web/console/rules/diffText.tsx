import { wordDiff } from '../wordDiff.ts';

/** What changed between two texts, word by word; both of them where hardly anything stayed. */
export const DiffText = ({ before, after }: { readonly before: string; readonly after: string }) => {
  const pieces = wordDiff(before, after);
  return (
    <p class="mono diff">
      {pieces === null ? (
        <>
          <del>{before}</del> <ins>{after}</ins>
        </>
      ) : (
        pieces.map(({ kind, text }) =>
          kind === 'same' ? text : kind === 'added' ? <ins>{text}</ins> : <del>{text}</del>,
        )
      )}
    </p>
  );
};
