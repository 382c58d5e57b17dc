import { grown, Ints } from './ints.ts';

/**
 * A feature is what an article may have that rules ask for: a query word in any of its forms, a pair of such words in a
 * row, a language, an outlet. What is kept of each, in this order, as 32-bit integers.
 */
export const featureRecord = {
  size: 8,
  /** The stamp of the last article that had it, times 4, plus the fields it was in. */
  state: 0,
  /** The first of the nodes that say where, in that article. */
  head: 1,
  /** The rules that it may bring, in the postings. */
  postingsFrom: 2,
  postings: 3,
  postingsRoom: 4,
  /** In how many articles it was, of those since it was born. */
  seen: 5,
  born: 6,
  /** How many words it is long. */
  width: 7,
} as const;

const { size } = featureRecord;

export const fieldMask = { title: 1, body: 2, both: 3 } as const;

/** Every article has it: what brings the rules of which nothing must be there. */
export const always = 0;

/** How much the first guess at a feature's frequency weighs, in articles. */
const guessWeight = 20;

/** All features that the rules of an index name, and what an article has of them. */
export class Features {
  count = 0;
  records = new Int32Array(size * 1024);
  /** Articles looked at so far. */
  articles = 0;
  readonly #guesses: number[] = [];

  constructor() {
    this.add(1, 1);
  }

  /** `guess`: the share of articles that probably have it. */
  add(width: number, guess: number): number {
    const feature = this.count++;
    const record = feature * size;
    if (record + size > this.records.length) this.records = grown(this.records, record + size);
    this.records[record + featureRecord.born] = this.articles;
    this.records[record + featureRecord.width] = width;
    this.#guesses.push(guess);
    return feature;
  }

  /** The share of articles that have it, by what was seen. */
  rateOf(feature: number): number {
    const record = feature * size;
    const since = this.articles - (this.records[record + featureRecord.born] ?? 0);
    const seen = this.records[record + featureRecord.seen] ?? 0;
    return (seen + (this.#guesses[feature] ?? 0) * guessWeight) / (since + guessWeight);
  }

  widthOf(feature: number): number {
    return this.records[feature * size + featureRecord.width] ?? 1;
  }

  forgetArticles(): void {
    for (let record = 0; record < this.count * size; record += size) this.records[record] = 0;
  }
}

/** A leaf of a rule: a feature in one of the fields of the mask, as one integer. */
export const leafOf = (feature: number, mask: number): number => (feature << 3) | (mask << 1) | 1;
export const isLeaf = (ref: number): boolean => (ref & 1) === 1;
export const featureOf = (leaf: number): number => leaf >> 3;
export const maskOf = (leaf: number): number => (leaf >> 1) & 3;

/** Room for what one article has: where its features stand, and which of them bring rules. */
export class Presence {
  stamp = 0;
  /** Features of the article that bring rules. */
  readonly bringing = new Ints(1024);
  /** Where: a surface, or for a pair the token that it begins at; and the next node of the same feature, or −1. */
  readonly nodeTarget = new Ints(4096);
  readonly nodeNext = new Ints(4096);
  readonly #features: Features;

  constructor(features: Features) {
    this.#features = features;
  }

  begin(): void {
    if (++this.stamp >= 2 ** 29) {
      this.#features.forgetArticles();
      this.stamp = 1;
    }
    this.#features.articles++;
    this.bringing.length = 0;
    this.nodeTarget.length = 0;
    this.nodeNext.length = 0;
  }

  /** Notes that the article has the feature in the fields of the mask; `target` says where, −1 nowhere in the text. */
  mark(feature: number, mask: number, target: number): void {
    const { records } = this.#features;
    const record = feature * size;
    const state = records[record] ?? 0;
    const node = this.nodeTarget.length;
    this.nodeTarget.push(target);
    if (state >> 2 === this.stamp) {
      records[record] = state | mask;
      this.nodeNext.push(records[record + featureRecord.head] ?? -1);
    } else {
      records[record] = (this.stamp << 2) | mask;
      this.nodeNext.push(-1);
      records[record + featureRecord.seen] = (records[record + featureRecord.seen] ?? 0) + 1;
      if ((records[record + featureRecord.postings] ?? 0) > 0) this.bringing.push(feature);
    }
    records[record + featureRecord.head] = node;
  }

  /** The fields of the mask in which the article has the feature. */
  fieldsOf(feature: number, mask: number): number {
    const state = this.#features.records[feature * size] ?? 0;
    return state >> 2 === this.stamp ? state & mask : 0;
  }
}
