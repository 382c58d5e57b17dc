import { mostPlaces } from '../rule.ts';
import type { ArticleText } from './articleText.ts';
import { type Features, featureOf, featureRecord, fieldMask, isLeaf, maskOf, type Presence } from './features.ts';
import { operation, type Programs } from './program.ts';
import { mergeStretches, nearStretches, noStretches, type Stretches } from './stretches.ts';

/** Stretches that are kept for the article at hand: what twenty NEARs have at the most. */
const mostKept = 20 * mostPlaces;

/** Where the features and nodes of a rule stand in the article at hand. */
export class Places {
  readonly #features: Features;
  readonly #presence: Presence;
  readonly #text: ArticleText;
  readonly #programs: Programs;
  /** The tokens of features that were asked for, for this article; and the sides of NEARs that are more than a word. */
  readonly #tokens = new Map<number, readonly number[]>();
  readonly #firsts = new Map<number, readonly number[]>();
  readonly #sides = new Map<number, Stretches>();
  #kept = 0;

  constructor(features: Features, presence: Presence, text: ArticleText, programs: Programs) {
    this.#features = features;
    this.#presence = presence;
    this.#text = text;
    this.#programs = programs;
  }

  begin(): void {
    this.#tokens.clear();
    this.#firsts.clear();
    this.#forgetSides();
  }

  /** All stretches of a word, phrase, OR group or NEAR in one field; of a NEAR the first `enough` will do. */
  of(ref: number, field: number, enough = Number.POSITIVE_INFINITY): Stretches {
    if (isLeaf(ref)) return this.#ofLeaf(ref, field);
    const { code } = this.#programs;
    const at = ref >> 1;
    switch (code.at(at)) {
      case operation.any:
        return this.#ofAll(at + 3, code.at(at + 2), field);
      case operation.or:
        return this.#ofAll(at + 2, code.at(at + 1), field);
      case operation.phrase:
        return this.#ofPhrase(at, field);
      case operation.near:
        return this.#ofNear(at, field, enough);
      default:
        return noStretches;
    }
  }

  #ofLeaf(leaf: number, field: number): Stretches {
    const feature = featureOf(leaf);
    if (this.#presence.fieldsOf(feature, maskOf(leaf) & field) === 0) return noStretches;
    const firsts = this.#firstsOf(feature, field);
    const width = this.#features.widthOf(feature);
    return { firsts, lasts: width === 1 ? firsts : firsts.map((first) => first + width - 1) };
  }

  /** The first `mostPlaces` tokens of the feature in the field. Kept, since many NEARs may ask for those of one word. */
  #firstsOf(feature: number, field: number): readonly number[] {
    const key = feature * 4 + field;
    const known = this.#firsts.get(key);
    if (known !== undefined) return known;
    const inField = this.#inField(this.tokensOf(feature), field);
    const firsts = inField.length > mostPlaces ? inField.slice(0, mostPlaces) : inField;
    this.#firsts.set(key, firsts);
    return firsts;
  }

  #ofAll(from: number, count: number, field: number): Stretches {
    const lists = Array.from({ length: count }, (_, index) => this.of(this.#programs.code.at(from + index), field));
    return mergeStretches(lists);
  }

  #ofNear(at: number, field: number, enough: number): Stretches {
    const { code } = this.#programs;
    if ((code.at(at + 2) & field) === 0) return noStretches;
    const left = this.#side(code.at(at + 5), field);
    if (left.firsts.length === 0) return noStretches;
    return nearStretches(left, this.#side(code.at(at + 6), field), code.at(at + 3), code.at(at + 4) === 1, enough);
  }

  /** Many NEARs may have one side in common: in an explanation each of a chain is the side of the next. */
  #side(ref: number, field: number): Stretches {
    if (isLeaf(ref)) return this.of(ref, field);
    const key = ref * 4 + field;
    const known = this.#sides.get(key);
    if (known !== undefined) return known;
    const side = this.of(ref, field);
    this.#kept += side.firsts.length;
    if (this.#kept > mostKept) this.#forgetSides();
    this.#sides.set(key, side);
    return side;
  }

  #forgetSides(): void {
    this.#sides.clear();
    this.#kept = 0;
  }

  /** The pair is found; the words before and behind it are tested. */
  #ofPhrase(at: number, field: number): Stretches {
    const { code } = this.#programs;
    if ((code.at(at + 2) & field) === 0) return noStretches;
    const place = code.at(at + 4);
    const length = code.at(at + 5);
    const pairs = this.#inField(this.tokensOf(code.at(at + 3)), field);
    const firsts = pairs
      .map((token) => token - place)
      .filter((first) => this.#isPhraseAt(first, at + 6, length, place, field));
    return { firsts, lasts: firsts.map((first) => first + length - 1) };
  }

  #isPhraseAt(first: number, words: number, length: number, place: number, field: number): boolean {
    const from = field === fieldMask.title ? 0 : this.#text.titleLength;
    const to = field === fieldMask.title ? this.#text.titleLength : this.#text.length;
    if (first < from || first + length > to) return false;
    for (let word = 0; word < length; word++) {
      if (word === place || word === place + 1) continue;
      if (!this.#text.hasFeature(first + word, this.#programs.code.at(words + word))) return false;
    }
    return true;
  }

  #inField(tokens: readonly number[], field: number): readonly number[] {
    const { titleLength } = this.#text;
    if (titleLength === 0 || (tokens[0] ?? 0) >= titleLength) return field === fieldMask.body ? tokens : [];
    return tokens.filter((token) => token < titleLength === (field === fieldMask.title));
  }

  /** The one surface under which the article has the feature; −1 if it has several, or none, or the feature is a pair. */
  onlySurfaceOf(feature: number): number {
    const record = feature * featureRecord.size;
    const { records } = this.#features;
    if (records[record + featureRecord.width] !== 1) return -1;
    const node = records[record + featureRecord.head] ?? -1;
    return this.#presence.nodeNext.at(node) < 0 ? this.#presence.nodeTarget.at(node) : -1;
  }

  /** Every token at which a feature that the article has stands, in order. */
  tokensOf(feature: number): readonly number[] {
    const known = this.#tokens.get(feature);
    if (known !== undefined) return known;
    const tokens = this.#presence.fieldsOf(feature, fieldMask.both) === 0 ? [] : this.#collect(feature);
    this.#tokens.set(feature, tokens);
    return tokens;
  }

  #collect(feature: number): readonly number[] {
    const record = feature * featureRecord.size;
    const isPair = this.#features.widthOf(feature) === 2;
    const found: number[] = [];
    for (
      let node = this.#features.records[record + featureRecord.head] ?? -1;
      node >= 0;
      node = this.#presence.nodeNext.at(node)
    ) {
      const target = this.#presence.nodeTarget.at(node);
      if (target < 0) continue;
      if (isPair) found.push(target);
      else this.#addTokensOf(target, found);
    }
    return isInOrder(found) ? found : [...new Set(found)].sort((a, b) => a - b);
  }

  #addTokensOf(surface: number, found: number[]): void {
    const { next } = this.#text;
    for (let token = this.#text.firstTokenOf(surface); token >= 0; token = next[token] ?? -1) found.push(token);
  }
}

/** Each once, too: two pairs of one concept can stand at one token, as `"a b"` and `="a b"` do. */
function isInOrder(numbers: readonly number[]): boolean {
  for (let index = 1; index < numbers.length; index++)
    if ((numbers[index] ?? 0) <= (numbers[index - 1] ?? 0)) return false;
  return true;
}
