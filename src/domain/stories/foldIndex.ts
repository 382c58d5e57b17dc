import { type Signature, signatureLength, similarity } from './signature.ts';

/** Texts at least this alike say the same: an agency report with another headline, or its last paragraph cut. */
const foldSimilarity = 0.7;

/** 32 bands of 4 minima: texts of similarity 0.7 share a band with probability 0.9998, of 0.3 with 0.23 (LSH banding). */
const bandRows = 4;

export interface FoldEntry {
  readonly articleId: number;
  readonly foldGroupId: number;
  readonly signature: Signature;
  readonly seenAt: Date;
}

/** The near-duplicates of the last days, held in memory by the one story writer and rebuilt from the store. */
export interface FoldIndex {
  /** The group of the most similar text that is similar enough; a revision of a known article is of its group. */
  find(articleId: number, signature: Signature): number | null;
  add(entry: FoldEntry): void;
  /** Drops what was seen before; it folds nothing any more. */
  forgetBefore(date: Date): void;
  readonly size: number;
}

export function createFoldIndex(): FoldIndex {
  const bands = new Map<string, Set<FoldEntry>>();
  const groups = new Map<number, number>();
  let entries: FoldEntry[] = [];

  const candidates = (signature: Signature): ReadonlySet<FoldEntry> =>
    new Set(bandsOf(signature).flatMap((band) => [...(bands.get(band) ?? [])]));

  const remove = (entry: FoldEntry) => {
    for (const band of bandsOf(entry.signature)) {
      const members = bands.get(band);
      members?.delete(entry);
      if (members?.size === 0) bands.delete(band);
    }
    groups.delete(entry.articleId);
  };

  return {
    find(articleId, signature) {
      const own = groups.get(articleId);
      if (own !== undefined) return own;
      let best: FoldEntry | null = null;
      let bestSimilarity = foldSimilarity;
      for (const candidate of candidates(signature)) {
        const alike = similarity(signature, candidate.signature);
        if (alike >= bestSimilarity) [best, bestSimilarity] = [candidate, alike];
      }
      return best?.foldGroupId ?? null;
    },
    add(entry) {
      entries.push(entry);
      groups.set(entry.articleId, entry.foldGroupId);
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
