import { diffArrays } from 'diff';

export interface DiffPiece {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Beyond so many words added and removed a text counts as rewritten: the search takes the square of it. */
const mostEdits = 400;

/** What changed, word by word (Myers); null where hardly anything stayed. */
export function wordDiff(before: string, after: string): readonly DiffPiece[] | null {
  const changes = diffArrays(words(before), words(after), { maxEditLength: mostEdits });
  if (changes === undefined) return null;
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }));
}

/** Words and the white space between them, each by itself. */
const words = (text: string): string[] => text.match(/\s+|\S+/g) ?? [];
