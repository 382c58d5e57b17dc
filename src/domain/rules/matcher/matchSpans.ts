import type { StatedFigure } from '../../figures/figure.ts';
import { mostSpans } from '../rule.ts';
import type { ArticleText } from './articleText.ts';
import { type Evaluator, verdict } from './evaluator.ts';
import { type Features, featureOf, fieldMask, isLeaf, maskOf } from './features.ts';
import { Ints } from './ints.ts';
import { operation, type Programs } from './program.ts';
import type { Places } from './termPlaces.ts';

/** Two tokens as one number that sorts by the first, then the last. */
const keyBase = 2 ** 26;
const fewKeys = 24;

/** Gathers where the terms of a rule that holds stand, in reading order, each place once, and its score. */
export class MatchSpans {
  /** Three integers a span: 0 for the title or 1 for the body, start, end. Of all rules of the article. */
  readonly spans = new Ints(4096);
  score = 0;
  #keys: number[] = [];
  /** What the outermost SCOREs reach. */
  #sum: number | null = null;
  #isInSum = false;
  readonly #programs: Programs;
  readonly #features: Features;
  readonly #text: ArticleText;
  readonly #places: Places;
  readonly #evaluator: Evaluator;

  constructor(programs: Programs, features: Features, text: ArticleText, places: Places, evaluator: Evaluator) {
    this.#programs = programs;
    this.#features = features;
    this.#text = text;
    this.#places = places;
    this.#evaluator = evaluator;
  }

  begin(): void {
    this.spans.length = 0;
  }

  /** Appends the spans of the rule to `spans`, at most `mostSpans`. */
  gather(ref: number): void {
    this.#keys.length = 0;
    this.#sum = null;
    this.#collect(ref);
    const count = this.#write(this.#sorted());
    this.score = this.#sum ?? count;
  }

  #collect(ref: number): void {
    if (isLeaf(ref)) this.#leaf(featureOf(ref), maskOf(ref));
    else this.#inside(ref, ref >> 1);
  }

  #inside(ref: number, at: number): void {
    const { code } = this.#programs;
    switch (code.at(at)) {
      case operation.any:
      case operation.of:
        this.#each(at + 3, code.at(at + 2));
        break;
      case operation.and:
      case operation.or:
        this.#each(at + 2, code.at(at + 1));
        break;
      case operation.phrase:
      case operation.near:
        this.#stretches(ref);
        break;
      case operation.score:
        this.#weighted(at);
        break;
      case operation.figure:
        for (const figure of this.#evaluator.figuresOf(at)) this.#figure(figure);
    }
  }

  /** Of an AND that holds every child holds; of the others, only what holds brings places. */
  #each(from: number, count: number): void {
    for (let at = from; at < from + count; at++) {
      const child = this.#programs.code.at(at);
      if (this.#evaluator.evaluate(child) === verdict.yes) this.#collect(child);
    }
  }

  #leaf(feature: number, mask: number): void {
    const surface = this.#places.onlySurfaceOf(feature);
    if (surface < 0) this.#tokens(this.#places.tokensOf(feature), this.#features.widthOf(feature) - 1, mask);
    else this.#surface(surface, mask);
  }

  /** A word that is written in one way only, as nearly all are: its tokens are in order already. */
  #surface(surface: number, mask: number): void {
    const { next, titleLength } = this.#text;
    let kept = 0;
    for (let token = this.#text.firstTokenOf(surface); token >= 0 && kept < mostSpans; token = next[token] ?? -1) {
      if (((token < titleLength ? fieldMask.title : fieldMask.body) & mask) === 0) continue;
      this.#keys.push(token * keyBase + token);
      kept++;
    }
  }

  #tokens(tokens: readonly number[], beyond: number, mask: number): void {
    const { titleLength } = this.#text;
    for (let index = 0, kept = 0; index < tokens.length && kept < mostSpans; index++) {
      const token = tokens[index] ?? 0;
      if (((token < titleLength ? fieldMask.title : fieldMask.body) & mask) === 0) continue;
      this.#keys.push(token * keyBase + token + beyond);
      kept++;
    }
  }

  #stretches(ref: number): void {
    for (const field of [fieldMask.title, fieldMask.body]) {
      const { firsts, lasts } = this.#places.of(ref, field, mostSpans);
      for (let index = 0; index < firsts.length && index < mostSpans; index++) {
        const first = firsts[index] ?? 0;
        this.#keys.push(first * keyBase + (lasts[index] ?? first));
      }
    }
  }

  #weighted(at: number): void {
    const { code, numbers } = this.#programs;
    if (!this.#isInSum) this.#sum = Math.max(this.#sum ?? -Infinity, this.#evaluator.sumOf(at));
    const isOutermost = !this.#isInSum;
    this.#isInSum = true;
    for (let term = at + 3; term < at + 3 + 2 * code.at(at + 2); term += 2) {
      if ((numbers[code.at(term + 1)] ?? 0) > 0) this.#each(term, 1);
    }
    if (isOutermost) this.#isInSum = false;
  }

  #figure({ span: [field, start, end] }: StatedFigure): void {
    const isTitle = field === 'title';
    const [from, to] = isTitle ? [0, this.#text.titleLength] : [this.#text.titleLength, this.#text.length];
    const first = this.#text.tokenAtOrAfter(start, from, to);
    const last = this.#text.tokenAtOrAfter(end, from, to) - 1;
    if (first <= last) this.#keys.push(first * keyBase + last);
  }

  #sorted(): ArrayLike<number> {
    const keys = this.#keys;
    if (keys.length > fewKeys) return Float64Array.from(keys).sort();
    for (let index = 1; index < keys.length; index++) {
      const key = keys[index] ?? 0;
      let place = index;
      for (; place > 0 && (keys[place - 1] ?? 0) > key; place--) keys[place] = keys[place - 1] ?? 0;
      keys[place] = key;
    }
    return keys;
  }

  #write(keys: ArrayLike<number>): number {
    const { starts, ends, titleLength } = this.#text;
    let count = 0;
    for (let index = 0; index < keys.length && count < mostSpans; index++) {
      const key = keys[index] ?? 0;
      if (index > 0 && key === keys[index - 1]) continue;
      const first = Math.floor(key / keyBase);
      this.spans.push(first < titleLength ? 0 : 1);
      this.spans.push(starts[first] ?? 0);
      this.spans.push(ends[key - first * keyBase] ?? 0);
      count++;
    }
    return count;
  }
}
