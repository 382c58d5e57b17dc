import { astralClassAt, characterClass, unitClasses } from '../../languages/words.ts';
import { fieldMask, type Presence } from './features.ts';
import { avalanche, emptyHash, extended } from './hash.ts';
import { grown, Ints } from './ints.ts';
import type { Pairs } from './pairs.ts';
import { Surfaces, surfaceRecord } from './surfaces.ts';
import { Units } from './units.ts';
import type { Vocabulary } from './vocabulary.ts';

const { size } = surfaceRecord;
const { begins, breaks, surrogate } = characterClass;

/** Surfaces are forgotten between two articles when there are more than these: a text can make up any number. */
const mostSurfaces = 200_000;
const mostUnits = 4_000_000;
const none: readonly number[] = [];

/**
 * One article as tokens: where each stands, and which surface it is. The tokens of the title come first. Read anew for
 * every article; nothing is allocated once it has grown to the largest.
 */
export class ArticleText {
  length = 0;
  titleLength = 0;
  starts = new Int32Array(1024);
  ends = new Int32Array(1024);
  /** The next token of the same surface, or −1. */
  next = new Int32Array(1024);
  readonly #units = new Units();
  readonly #surfaces = new Surfaces();
  #surfaceOf = new Int32Array(1024);
  /** The surfaces of this article, each once. */
  readonly #seen = new Ints(1024);
  readonly #pool = new Ints(1 << 16);
  #stamp = 0;
  readonly #vocabulary: Vocabulary;
  readonly #pairs: Pairs;

  constructor(vocabulary: Vocabulary, pairs: Pairs) {
    this.#vocabulary = vocabulary;
    this.#pairs = pairs;
  }

  /** Splits both fields into tokens. This is the scanning pass: everything after it looks at tokens only. */
  read(title: string, body: string): void {
    if (this.#surfaces.count > mostSurfaces || this.#surfaces.units > mostUnits || this.#pool.length > mostUnits)
      this.#forget();
    this.#stamp = this.#stamp === 2 ** 30 ? this.#restamp() : this.#stamp + 1;
    this.#seen.length = 0;
    this.length = 0;
    const units = this.#units.write(title, body);
    this.#scan(units, 0, title.length);
    this.titleLength = this.length;
    this.#scan(units, title.length, title.length + body.length);
  }

  /** Marks every feature that the words have, and every pair that stands in a row within one field. */
  markFeatures(presence: Presence, texts: readonly [title: string, body: string]): void {
    const generation = this.#vocabulary.generation + this.#pairs.generation;
    for (let index = 0; index < this.#seen.length; index++) {
      const surface = this.#seen.items[index] ?? 0;
      if (this.#surfaces.records[surface * size + surfaceRecord.generation] !== generation)
        this.#resolve(surface, texts, generation);
      this.#markSurface(surface, presence);
    }
    this.#markPairs(0, this.titleLength, fieldMask.title, presence);
    this.#markPairs(this.titleLength, this.length, fieldMask.body, presence);
  }

  firstTokenOf(surface: number): number {
    return this.#surfaces.records[surface * size + surfaceRecord.firstToken] ?? -1;
  }

  /** Whether the word at the token has the feature. */
  hasFeature(token: number, feature: number): boolean {
    const { records } = this.#surfaces;
    const record = (this.#surfaceOf[token] ?? 0) * size;
    const end = records[record + surfaceRecord.beginnersFrom] ?? 0;
    for (let at = records[record + surfaceRecord.featuresFrom] ?? 0; at < end; at++)
      if (this.#pool.items[at] === feature) return true;
    return false;
  }

  /** The first token from `from` on, before `to`, that begins at or after the offset; `to` if none does. */
  tokenAtOrAfter(offset: number, from: number, to: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Splits the units from `from` to `to`, the text of one field, into tokens. */
  #scan(units: Uint16Array, from: number, to: number): void {
    for (let at = from; at < to; ) {
      const kind = unitClasses[units[at] ?? 0];
      if (kind === begins || (kind === surrogate && astralClassAt(units, at, to) === begins))
        at = this.#word(units, at, to, from);
      else at++;
    }
  }

  /** Reads the word that begins here, and answers where it ends. */
  #word(units: Uint16Array, start: number, to: number, fieldStart: number): number {
    let hash: number = emptyHash;
    let at = start;
    for (; at < to; at++) {
      const unit = units[at] ?? 0;
      const kind = unitClasses[unit] ?? breaks;
      if (kind === breaks) break;
      if (kind === surrogate && astralClassAt(units, at, to) === breaks) break;
      hash = extended(hash, unit);
      if (kind === surrogate) hash = extended(hash, units[++at] ?? 0);
    }
    this.#token(this.#surfaces.find(units, start, at, avalanche(hash)), start - fieldStart, at - fieldStart);
    return at;
  }

  #token(surface: number, start: number, end: number): void {
    const token = this.length++;
    if (token === this.starts.length) this.#grow();
    this.starts[token] = start;
    this.ends[token] = end;
    this.next[token] = -1;
    this.#surfaceOf[token] = surface;
    const { records } = this.#surfaces;
    const record = surface * size;
    if (records[record + surfaceRecord.stamp] === this.#stamp) {
      this.next[records[record + surfaceRecord.lastToken] ?? 0] = token;
    } else {
      records[record + surfaceRecord.stamp] = this.#stamp;
      records[record + surfaceRecord.firstToken] = token;
      this.#seen.push(surface);
    }
    records[record + surfaceRecord.lastToken] = token;
  }

  #markSurface(surface: number, presence: Presence): void {
    const { records } = this.#surfaces;
    const record = surface * size;
    const from = records[record + surfaceRecord.featuresFrom] ?? 0;
    const end = records[record + surfaceRecord.beginnersFrom] ?? 0;
    if (from === end) return;
    const inTitle = (records[record + surfaceRecord.firstToken] ?? 0) < this.titleLength ? fieldMask.title : 0;
    const inBody = (records[record + surfaceRecord.lastToken] ?? 0) >= this.titleLength ? fieldMask.body : 0;
    for (let at = from; at < end; at++) presence.mark(this.#pool.items[at] ?? 0, inTitle | inBody, surface);
  }

  #markPairs(from: number, to: number, mask: number, presence: Presence): void {
    const { records } = this.#surfaces;
    const pool = this.#pool.items;
    for (let token = from; token + 1 < to; token++) {
      const first = (this.#surfaceOf[token] ?? 0) * size;
      const beginners = records[first + surfaceRecord.beginnersFrom] ?? 0;
      const beginnersEnd = records[first + surfaceRecord.endersFrom] ?? 0;
      if (beginners === beginnersEnd) continue;
      const second = (this.#surfaceOf[token + 1] ?? 0) * size;
      const enders = records[second + surfaceRecord.endersFrom] ?? 0;
      const endersEnd = records[second + surfaceRecord.featuresEnd] ?? 0;
      for (let one = beginners; one < beginnersEnd; one++) {
        for (let two = enders; two < endersEnd; two++) {
          const pair = this.#pairs.find(pool[one] ?? 0, pool[two] ?? 0);
          if (pair !== 0) this.#markPair(pair, mask, token, presence);
        }
      }
    }
  }

  #markPair(pair: number, mask: number, token: number, presence: Presence): void {
    presence.mark(pair, mask, token);
    for (const union of this.#pairs.around(pair)) presence.mark(union, mask, token);
  }

  #resolve(surface: number, texts: readonly [string, string], generation: number): void {
    const { records } = this.#surfaces;
    const record = surface * size;
    const token = records[record + surfaceRecord.firstToken] ?? 0;
    const isInTitle = token < this.titleLength;
    const [start = 0, end = 0] = [this.starts[token], this.ends[token]];
    const from = isInTitle ? 0 : texts[0].length;
    const isQueried = this.#vocabulary.filter.lets(this.#units.items, from + start, from + end);
    const features = isQueried ? this.#vocabulary.resolve(texts[isInTitle ? 0 : 1].slice(start, end)) : none;
    records[record + surfaceRecord.generation] = generation;
    records[record + surfaceRecord.featuresFrom] = this.#pool.length;
    for (const feature of features) this.#pool.push(feature);
    records[record + surfaceRecord.beginnersFrom] = this.#pool.length;
    for (const feature of features) if (this.#pairs.begins(feature)) this.#pool.push(feature);
    records[record + surfaceRecord.endersFrom] = this.#pool.length;
    for (const feature of features) if (this.#pairs.ends(feature)) this.#pool.push(feature);
    records[record + surfaceRecord.featuresEnd] = this.#pool.length;
  }

  #forget(): void {
    this.#surfaces.clear();
    this.#pool.length = 0;
  }

  #restamp(): number {
    this.#forget();
    return 1;
  }

  #grow(): void {
    const capacity = this.starts.length * 2;
    this.starts = grown(this.starts, capacity);
    this.ends = grown(this.ends, capacity);
    this.next = grown(this.next, capacity);
    this.#surfaceOf = grown(this.#surfaceOf, capacity);
  }
}
