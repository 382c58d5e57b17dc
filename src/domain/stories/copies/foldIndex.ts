import { hourMs } from '../../basics/time.ts';
import { headlineBringsNumber, isPartOf, isSameHeadline, speaksOf, tellingWords } from './headlineProof.ts';
import { type Signature, signatureLength, similarity } from './signature.ts';
import { bringsNumber } from './statedNumbers.ts';

/** Texts at least this alike say the same: an agency report with another headline, or its last paragraph cut. */
const foldSimilarity = 0.6;

/** A text of fewer telling words proves less: under another headline it has to be more alike. */
const shortTextWords = 20;
const shortTextSimilarity = 0.8;

/** Word for word the same, as far as signatures tell. */
const sameText = 0.95;

/** What an outlet has under so many other headlines is boilerplate. */
const boilerplateHeadlines = 2;

/** An outlet that says the same again sooner has posted it twice. */
const reissueHours = 1;

/** Of very many texts that are alike, so many are looked at, the most alike first. */
const mostRead = 100;

/** 32 bands of 4 minima: texts of similarity 0.6 share a band with probability 0.99, of 0.3 with 0.23 (LSH banding). */
const bandRows = 4;

/** What of an article, beside its words, tells whether it is a copy. */
export interface Published {
  readonly title: string;
  /** Null where nobody says. */
  readonly outlet: string | null;
  readonly publishedAt: Date | null;
}

export interface FoldEntry extends Published {
  readonly articleId: number;
  readonly foldGroupId: number;
  /** The story of the group's articles. */
  readonly storyId: number;
  readonly signature: Signature;
  /** The numbers that the text states. */
  readonly numbers: readonly string[];
  readonly seenAt: Date;
}

/** A text that comes, to be compared with those that came before. */
export interface ComparedText extends Published, Pick<FoldEntry, 'articleId' | 'signature' | 'numbers'> {
  readonly body: string;
  /** Its outlet publishes again what it had published before. */
  readonly isReissue: boolean;
}

/** The near-duplicates of the last days, held in memory by the one story writer and rebuilt from the store. */
export interface FoldIndex {
  /**
   * The most similar text of the same article, where it is similar enough and states every number that this one does: the
   * same words with a higher toll are news. Under another headline it is the same article only if the text speaks of what both
   * headlines say. What an outlet publishes again is like none that was there before. A revision of a known article is like
   * that article, unless it brings a number or is another notice.
   */
  find(text: ComparedText): FoldEntry | null;
  /** Whether much of its words stands under another headline, too, which they do not speak of: those tell nothing of the article. */
  isBoilerplate(text: ComparedText): boolean;
  add(entry: FoldEntry): void;
  /** Drops what was seen before; it folds nothing any more. */
  forgetBefore(date: Date): void;
  readonly size: number;
}

interface Alike {
  readonly entry: FoldEntry;
  readonly similarity: number;
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

  /** Of the text that was compared last: whoever finds no copy asks for boilerplate. */
  let known: { readonly text: ComparedText; readonly alike: readonly Alike[] } | null = null;
  const alikeTo = (text: ComparedText): readonly Alike[] => {
    if (known?.text !== text) known = { text, alike: mostAlike(text) };
    return known.alike;
  };

  /** The most alike first, of equals the latest. */
  const mostAlike = ({ signature }: ComparedText): readonly Alike[] => {
    const all: Alike[] = [];
    for (const entry of candidates(signature)) {
      const found = { entry, similarity: similarity(signature, entry.signature) };
      if (found.similarity >= foldSimilarity) all.push(found);
    }
    const timeOf = ({ entry }: Alike) => (entry.publishedAt ?? entry.seenAt).getTime();
    return all.sort((a, b) => b.similarity - a.similarity || timeOf(b) - timeOf(a)).slice(0, mostRead);
  };

  return {
    find(text) {
      const own = revisions.get(text.articleId) ?? [];
      if (own.length > 0 && !text.isReissue && !isOtherNotice(text, own)) {
        const same = own.find((revision) => !bringsNumber(text.numbers, revision.numbers));
        if (same !== undefined) return same;
      }
      const alike = alikeTo(text);
      const before = groupsBefore(text, alike);
      const isRepeated = headlinesBeside(text, alike) >= boilerplateHeadlines;
      const found = alike.find(
        ({ entry, similarity }) =>
          (own.length === 0 || entry.articleId !== text.articleId) &&
          !before.has(entry.foldGroupId) &&
          !bringsNumber(text.numbers, entry.numbers) &&
          (isRepeated
            ? similarity >= sameText && hasSameHeadline(text, entry)
            : isSameArticle(text, entry, similarity)),
      );
      return found?.entry ?? null;
    },
    isBoilerplate: (text) =>
      alikeTo(text).some(
        ({ entry, similarity }) =>
          entry.articleId !== text.articleId &&
          (similarity >= sameText || isOfOutlet(entry, text)) &&
          !isUnderBoth(text, entry, similarity),
      ),
    add(entry) {
      known = null;
      entries.push(entry);
      revisions.set(entry.articleId, [...(revisions.get(entry.articleId) ?? []), entry]);
      for (const band of bandsOf(entry.signature)) {
        const members = bands.get(band);
        if (members === undefined) bands.set(band, new Set([entry]));
        else members.add(entry);
      }
    },
    forgetBefore(date) {
      known = null;
      for (const entry of entries) if (entry.seenAt < date) remove(entry);
      entries = entries.filter(({ seenAt }) => seenAt >= date);
    },
    get size() {
      return entries.length;
    },
  };
}

/** The groups of what its outlet published before in the same words, if the last time was long enough ago; else none. */
function groupsBefore(text: ComparedText, alike: readonly Alike[]): ReadonlySet<number> {
  const { publishedAt, isReissue } = text;
  if (publishedAt === null) return new Set();
  const pauseMs = isReissue ? 0 : reissueHours * hourMs;
  const before = alike
    .filter(({ entry, similarity }) => similarity >= sameText && isOfOutlet(entry, text))
    .map(({ entry }) => entry);
  const isBefore = ({ publishedAt: date }: FoldEntry) =>
    date !== null && publishedAt.getTime() - date.getTime() > pauseMs;
  return new Set(before.every(isBefore) ? before.map(({ foldGroupId }) => foldGroupId) : []);
}

const isOfOutlet = (entry: FoldEntry, { outlet, articleId }: ComparedText): boolean =>
  entry.articleId === articleId || (outlet !== null && entry.outlet === outlet);

/** Under how many other headlines its outlet has these words, with nothing in them that speaks of those. */
function headlinesBeside(text: ComparedText, alike: readonly Alike[]): number {
  const others = alike.filter(
    ({ entry, similarity }) =>
      entry.articleId !== text.articleId && isOfOutlet(entry, text) && !isSameArticle(text, entry, similarity),
  );
  return new Set(others.map(({ entry }) => [...wordsOfTitle(entry)].sort().join(' '))).size;
}

/** Whether an alike text is the same article. */
const isSameArticle = (text: ComparedText, entry: FoldEntry, similarity: number): boolean =>
  !headlineBringsNumber(text.title, entry.title, entry.numbers) && isUnderBoth(text, entry, similarity);

/** Different headlines are of different articles, unless the text speaks of both. */
function isUnderBoth(text: ComparedText, entry: FoldEntry, similarity: number): boolean {
  const [ours, theirs] = [wordsOfTitle(text), wordsOfTitle(entry)];
  if (isSameHeadline(ours, theirs)) return true;
  const body = wordsOfBody(text);
  if (body.size === 0) return isPartOf(ours, theirs) || isPartOf(theirs, ours);
  if (body.size < shortTextWords && similarity < shortTextSimilarity) return false;
  return speaksOf(body, ours) && speaksOf(body, theirs);
}

const hasSameHeadline = (text: ComparedText, entry: FoldEntry): boolean =>
  isSameHeadline(wordsOfTitle(text), wordsOfTitle(entry));

/**
 * A board that shows one notice after the other: dated later, in other words, and with nothing left of the headline. Once an
 * hour at most, since a live page is rewritten all the time.
 */
function isOtherNotice(text: ComparedText, own: readonly FoldEntry[]): boolean {
  const last = own.at(-1);
  const opened = own.find(({ foldGroupId }) => foldGroupId === last?.foldGroupId)?.publishedAt;
  if (last === undefined || !opened || text.publishedAt === null || last.publishedAt === null) return false;
  return (
    text.publishedAt > last.publishedAt &&
    text.publishedAt.getTime() - opened.getTime() >= reissueHours * hourMs &&
    similarity(text.signature, last.signature) < foldSimilarity &&
    !speaksOf(new Set([...wordsOfTitle(text), ...wordsOfBody(text)]), wordsOfTitle(last))
  );
}

const titles = new WeakMap<Published, ReadonlySet<string>>();
const bodies = new WeakMap<ComparedText, ReadonlySet<string>>();

const wordsOfTitle = (published: Published): ReadonlySet<string> =>
  remembered(titles, published, () => tellingWords(published.title));

const wordsOfBody = (text: ComparedText): ReadonlySet<string> =>
  remembered(bodies, text, () => tellingWords(text.body));

function remembered<Key extends object>(
  memory: WeakMap<Key, ReadonlySet<string>>,
  key: Key,
  read: () => ReadonlySet<string>,
): ReadonlySet<string> {
  const known = memory.get(key) ?? read();
  memory.set(key, known);
  return known;
}

const bandsOf = (signature: Signature): readonly string[] =>
  Array.from({ length: signatureLength / bandRows }, (_, band) => {
    const start = band * bandRows;
    return `${band} ${signature.subarray(start, start + bandRows).join(' ')}`;
  });
