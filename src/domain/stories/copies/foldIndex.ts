import { type Signature, signatureLength, similarity } from './signature.ts';
import { bringsNumber } from './statedNumbers.ts';

/** Texts at least this alike say the same: an agency report with another headline, or its last paragraph cut. */
const foldSimilarity = 0.6;

/** 32 bands of 4 minima: texts of similarity 0.6 share a band with probability 0.99, of 0.3 with 0.23 (LSH banding). */
const bandRows = 4;

export interface FoldEntry {
  readonly articleId: number;
  readonly foldGroupId: number;
  /** The story of the group's articles. */
  readonly storyId: number;
  readonly signature: Signature;
  /** The numbers that the text states. */
  readonly numbers: readonly string[];
  readonly seenAt: Date;
}

/** The near-duplicates of the last days, held in memory by the one story writer and rebuilt from the store. */
export interface FoldIndex {
  /**
   * The most similar text, where it is similar enough and states every number that this one does: the same words
   * with a higher toll are news. A revision of a known article is like that article, unless it brings a number.
   */
  find(text: Pick<FoldEntry, 'articleId' | 'signature' | 'numbers'>): FoldEntry | null;
  add(entry: FoldEntry): void;
  /** Drops what was seen before; it folds nothing any more. */
  forgetBefore(date: Date): void;
  readonly size: number;
}

export function createFoldIndex(): FoldIndex {
  const bands = new Map<string, Set<FoldEntry>>();
  const revisions = new Map<number, FoldEntry[]>();
  let entries: FoldEntry[] = [];

  const candidates = (signature: Signature): ReadonlySet<FoldEntry> =>
    new Set(bandsOf(signature).flatMap((band) => [...(bands.get(band) ?? [])]));

  const remove = (entry: FoldEntry) => {
    for (const band of bandsOf(entry.signature)) {
      const members = bands.get(band);
      members?.delete(entry);
      if (members?.size === 0) bands.delete(band);
    }
    revisions.delete(entry.articleId);
  };

  return {
    find({ articleId, signature, numbers }) {
      const own = revisions.get(articleId)?.find((revision) => !bringsNumber(numbers, revision.numbers));
      if (own !== undefined) return own;
      let best: FoldEntry | null = null;
      let bestSimilarity = foldSimilarity;
      for (const candidate of candidates(signature)) {
        const alike = similarity(signature, candidate.signature);
        if (alike < bestSimilarity || bringsNumber(numbers, candidate.numbers)) continue;
        [best, bestSimilarity] = [candidate, alike];
      }
      return best;
    },
    add(entry) {
      entries.push(entry);
      revisions.set(entry.articleId, [...(revisions.get(entry.articleId) ?? []), entry]);
      for (const band of bandsOf(entry.signature)) {
        const members = bands.get(band);
        if (members === undefined) bands.set(band, new Set([entry]));
        else members.add(entry);
      }
    },
    forgetBefore(date) {
      for (const entry of entries) if (entry.seenAt < date) remove(entry);
      entries = entries.filter(({ seenAt }) => seenAt >= date);
    },
    get size() {
      return entries.length;
    },
  };
}

const bandsOf = (signature: Signature): readonly string[] =>
  Array.from({ length: signatureLength / bandRows }, (_, band) => {
    const start = band * bandRows;
    return `${band} ${signature.subarray(start, start + bandRows).join(' ')}`;
  });
