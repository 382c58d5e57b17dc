import type { Weights } from './profile.ts';
import { Terms } from './termWeights.ts';
import { TopFew } from './topFew.ts';
import { emptySum, type Member, packed, placeOf, type Sum, sumWith, sumWithout, termIn, weightIn } from './vectors.ts';

/** A story's articles in one space, and the sum of their vectors. */
export interface Chapter {
  readonly storyId: number;
  /** Its number among the living chapters of the space. */
  readonly place: number;
  readonly members: Member[];
  sum: Sum;
}

/** An article's terms as it asks for its story, the most telling first. */
export interface Question {
  readonly terms: readonly number[];
  readonly length: number;
}

export interface ToAll {
  readonly likeness: number;
  /** How many terms the chapter has in common with the question. */
  readonly shared: number;
}

export interface Nearest {
  readonly likeness: number;
  /** The article's place among the members. */
  readonly place: number;
}

/** Candidates are looked for in so many places of the index, the most telling terms first. */
const mostPlaces = 4000;

/**
 * Texts as vectors of TF-IDF weights (Salton & Buckley 1988) with an inverted index. The frequencies are those of the live
 * articles and all sums are of whole numbers, so that the space is the same however it came about. Likenesses are cosines.
 */
export class VectorSpace {
  readonly #terms = new Terms();
  /** By term: the places of the chapters that have it. */
  readonly #index: number[][] = [];
  readonly #chapters: (Chapter | null)[] = [];
  readonly #freePlaces: number[] = [];
  /** By term: what the question gives it. By place: what the chapter shares with the question; all zero between questions. */
  #asked = new Float64Array(1024);
  #scores = new Float64Array(1024);
  /** By place: a long chapter shares more with any question. */
  #brevities = new Float64Array(1024);
  #question: Question = { terms: [], length: 0 };

  /** How many terms live. */
  get size(): number {
    return this.#terms.size;
  }

  /** The article's terms, weighted. One question at a time: the next one takes the last one's place. */
  ask(weights: Weights): Question {
    for (const term of this.#question.terms) this.#asked[term] = 0;
    if (this.#asked.length < this.#terms.capacity) this.#asked = new Float64Array(this.#terms.capacity);
    let square = 0;
    const terms: number[] = [];
    for (const [key, weight] of weights) {
      const term = this.#terms.numberOf(key);
      const rarity = this.#terms.rarityOf(term);
      square += (weight * rarity) ** 2;
      if (term === null) continue;
      this.#asked[term] = weight * rarity * rarity;
      terms.push(term);
    }
    terms.sort((a, b) => this.#askedOf(b) - this.#askedOf(a) || (this.#terms.keyOf(a) < this.#terms.keyOf(b) ? -1 : 1));
    this.#question = { terms, length: Math.sqrt(square) };
    return this.#question;
  }

  /** The chapters that share the most telling terms, the likeliest first. */
  candidates({ terms }: Question, most: number): readonly Chapter[] {
    const top = new TopFew<Chapter>(most);
    for (const place of this.#sharers(terms)) {
      const score = (this.#scores[place] as number) * (this.#brevities[place] as number);
      this.#scores[place] = 0;
      if (score >= top.least) top.offer(this.#chapters[place] as Chapter, score);
    }
    return top.items;
  }

  #sharers(terms: readonly number[]): readonly number[] {
    const found: number[] = [];
    const scores = this.#scores;
    let read = 0;
    for (const term of terms) {
      const places = this.#index[term] ?? [];
      read += places.length;
      if (read > mostPlaces && found.length > 0) break;
      const asked = this.#askedOf(term);
      for (const place of places) {
        const score = scores[place] as number;
        if (score === 0) found.push(place);
        scores[place] = score + asked;
      }
    }
    return found;
  }

  toAll({ length }: Question, { sum: { terms, weights } }: Chapter): ToAll {
    const { levels, ceiling } = this.#terms;
    const asked = this.#asked;
    let [dot, square, shared] = [0, 0, 0];
    for (let index = 0; index < terms.length; index++) {
      const term = terms[index] as number;
      const weight = weights[index] as number;
      const value = weight * (ceiling - (levels[term] as number));
      square += value * value;
      const askedHere = asked[term] as number;
      if (askedHere === 0) continue;
      dot += weight * askedHere;
      shared++;
    }
    return { likeness: cosine(dot, length, square), shared };
  }

  toNearest({ length }: Question, { members }: Chapter): Nearest {
    let [likeness, place] = [-1, 0];
    for (let index = 0; index < members.length; index++) {
      const toMember = this.#toMember(members[index] as Member, length);
      if (toMember >= likeness) [likeness, place] = [toMember, index];
    }
    return { likeness, place };
  }

  #toMember(member: Member, length: number): number {
    const { levels, ceiling } = this.#terms;
    const asked = this.#asked;
    let [dot, square] = [0, 0];
    for (let index = 0; index < member.length; index++) {
      const pack = member[index] as number;
      const term = termIn(pack);
      const weight = weightIn(pack);
      const value = weight * (ceiling - (levels[term] as number));
      square += value * value;
      dot += weight * (asked[term] as number);
    }
    return cosine(dot, length, square);
  }

  /** A chapter without articles, which the next `add` fills. */
  open(storyId: number): Chapter {
    const place = this.#freePlaces.pop() ?? this.#chapters.length;
    const chapter = { storyId, place, members: [], sum: emptySum };
    this.#chapters[place] = chapter;
    if (place >= this.#scores.length) {
      this.#scores = new Float64Array(place * 2);
      this.#brevities = doubled(this.#brevities);
    }
    return chapter;
  }

  add(chapter: Chapter, weights: Weights): Member {
    const member = Uint32Array.from(weights, ([key, weight]) => packed(this.#terms.count(key), weight)).sort();
    const { sum, terms } = sumWith(chapter.sum, member);
    chapter.members.push(member);
    this.#setSum(chapter, sum);
    this.#terms.countArticles(1);
    for (const term of terms) {
      const places = this.#index[term];
      if (places === undefined) this.#index[term] = [chapter.place];
      else places.push(chapter.place);
    }
    return member;
  }

  remove(chapter: Chapter, member: Member): void {
    chapter.members.splice(chapter.members.indexOf(member), 1);
    const { sum, terms } = sumWithout(chapter.sum, member);
    this.#setSum(chapter, sum);
    this.#terms.countArticles(-1);
    for (const term of terms) this.#unlist(term, chapter.place);
    for (const pack of member) this.#terms.discount(termIn(pack));
    if (chapter.members.length > 0) return;
    this.#chapters[chapter.place] = null;
    this.#freePlaces.push(chapter.place);
  }

  #setSum(chapter: Chapter, sum: Sum): void {
    chapter.sum = sum;
    this.#brevities[chapter.place] = sum.terms.length ** -0.3;
  }

  /** The order of the places does not matter: the last one fills the gap. */
  #unlist(term: number, place: number): void {
    const places = this.#index[term] ?? [];
    const last = places.pop();
    const gap = last === undefined || last === place ? -1 : places.indexOf(place);
    if (gap >= 0) places[gap] = last as number;
  }

  /** The question's terms that this chapter has, and no other. */
  onlyIn({ terms }: Question, { place }: Chapter): readonly string[] {
    return terms
      .filter((term) => this.#index[term]?.length === 1 && this.#index[term][0] === place)
      .map((term) => this.#terms.keyOf(term));
  }

  /** The question's terms that the chapter has as well. */
  sharedWith({ terms }: Question, { sum }: Chapter): readonly string[] {
    return terms.filter((term) => hasTerm(sum, term)).map((term) => this.#terms.keyOf(term));
  }

  /** Whether the chapter has any of the keys. */
  hasAny({ sum }: Chapter, keys: readonly string[]): boolean {
    return keys.some((key) => {
      const term = this.#terms.numberOf(key);
      return term !== null && hasTerm(sum, term);
    });
  }

  /** The term of a key, or null where no live article has it. */
  termOf(key: string): number | null {
    return this.#terms.numberOf(key);
  }

  /** How rare a term is among the live articles (IDF). */
  rarityOf(term: number | null): number {
    return this.#terms.rarityOf(term);
  }

  keyOf(term: number): string {
    return this.#terms.keyOf(term);
  }

  /** Whether the question has the term. */
  asks(term: number): boolean {
    return this.#askedOf(term) > 0;
  }

  holds(member: Member, term: number): boolean {
    const pack = member[placeOf(member, packed(term, 0))];
    return pack !== undefined && termIn(pack) === term;
  }

  #askedOf(term: number): number {
    return this.#asked[term] ?? 0;
  }
}

function doubled(array: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}

const hasTerm = ({ terms }: Sum, term: number): boolean => terms[placeOf(terms, term)] === term;

const cosine = (dot: number, length: number, square: number): number =>
  square === 0 || length === 0 ? 0 : dot / (length * Math.sqrt(square));
