import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordDiff } from '../../../src/web/console/wordDiff.ts';

describe('what changed in a text', () => {
  it('is told word by word, in any script', () => {
    expect(wordDiff('В Алматы погибли 8 человек', 'В Алматы погибли 18 человек')).toEqual([
      { kind: 'same', text: 'В Алматы погибли ' },
      { kind: 'removed', text: '8' },
      { kind: 'added', text: '18' },
      { kind: 'same', text: ' человек' },
    ]);
  });

  it('gives back both texts, whatever they are', () => {
    const side = (kind: 'added' | 'removed', pieces: ReturnType<typeof wordDiff>) =>
      pieces?.flatMap((piece) => (piece.kind === 'same' || piece.kind === kind ? [piece.text] : [])).join('');
    fc.assert(
      fc.property(fc.lorem({ maxCount: 30 }), fc.lorem({ maxCount: 30 }), (before, after) => {
        const pieces = wordDiff(before, after);
        expect(side('removed', pieces)).toBe(before);
        expect(side('added', pieces)).toBe(after);
      }),
    );
  });

  it('is nothing to be told where hardly a word stayed', () => {
    const words = (letter: string) => Array.from({ length: 500 }, (_, index) => `${letter}${index}`).join(' ');
    expect(wordDiff(words('a'), words('b'))).toBeNull();
  });
});
