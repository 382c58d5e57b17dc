import type { Profile, Weights } from './profile.ts';

/** A word or key, with everywhere it stands. */
interface Term {
  readonly key: string;
  /** How many live articles have it. */
  articles: number;
  readonly chapters: Set<Chapter>;
  /** What the article that is being placed gives it; nothing unless `query` is that article's number. */
  asked: number;
  query: number;
}

/** One article of a chapter. */
export interface Member {
  readonly profile: Profile;
  readonly terms: readonly Term[];
  readonly weights: readonly number[];
}

/** A story's articles in one space: their vectors, and the sum of them. */
export interface Chapter {
  readonly storyId: number;
  readonly sum: Map<Term, number>;
  readonly members: Member[];
}

export interface Question {
  readonly number: number;
  readonly terms: readonly Term[];
  /** The most telling terms first. */
  readonly length: number;
}

export interface Nearness {
  /** Cosine with the chapter's sum, and with its nearest article. */
  readonly toAll: number;
  readonly toNearest: number;
  readonly nearest: Member | null;
  /** How many terms the chapter has in common with the question. */
  readonly shared: number;
}

/** Candidates are looked for in so many places of the index, the most telling terms first. */
const mostPlaces = 4000;

/**
 * As if so many articles had been read before, without any of the words: the first articles of a stream are often of one event,
 * and its words must not pass for common ones.
 */
const earlierArticles = 100;

/**
 * Texts as vectors of TF-IDF weights (Salton & Buckley 1988) with an inverted index. The frequencies are those of the live
 * articles, so that the space is the same however it came about.
 */
export class VectorSpace {
  readonly #terms = new Map<string, Term>();
  #articles = 0;
  #questions = 0;

  /** The article's terms, weighted. One question at a time: the next one takes the last one's place. */
  ask(weights: Weights): Question {
    const number = ++this.#questions;
    let square = 0;
    const terms: Term[] = [];
    for (const [key, weight] of weights) {
      const term = this.#terms.get(key);
      const rarity = this.#rarity(term?.articles ?? 0);
      square += (weight * rarity) ** 2;
      if (term === undefined) continue;
      term.asked = weight * rarity * rarity;
      term.query = number;
      terms.push(term);
    }
    terms.sort((a, b) => b.asked - a.asked || (a.key < b.key ? -1 : 1));
    return { number, terms, length: Math.sqrt(square) };
  }

  /** The chapters that share the most telling terms, the likeliest first. */
  candidates({ terms }: Question, most: number): readonly Chapter[] {
    const shared = new Map<Chapter, number>();
    let places = 0;
    for (const term of terms) {
      places += term.chapters.size;
      if (places > mostPlaces && shared.size > 0) break;
      for (const chapter of term.chapters) {
        const weight = (chapter.sum.get(term) ?? 0) / chapter.members.length;
        shared.set(chapter, (shared.get(chapter) ?? 0) + term.asked * weight);
      }
    }
    return [...shared]
      .sort(([a, x], [b, y]) => y - x || b.storyId - a.storyId)
      .slice(0, most)
      .map(([chapter]) => chapter);
  }

  nearness(question: Question, { sum, members }: Chapter): Nearness {
    let [toNearest, nearest]: [number, Member | null] = [0, null];
    for (const member of members) {
      const cosine = this.#toMember(question, member);
      if (nearest === null || cosine >= toNearest) [toNearest, nearest] = [cosine, member];
    }
    const toAll = members.length === 1 ? toNearest : this.#toSum(question, sum);
    const shared = question.terms.filter((term) => sum.has(term)).length;
    return { toAll, toNearest, nearest, shared };
  }

  add(chapter: Chapter, weights: Weights, profile: Profile): Member {
    const terms = [...weights.keys()].map((key) => this.#termOf(key));
    const member = { profile, terms, weights: [...weights.values()] };
    chapter.members.push(member);
    this.#articles++;
    for (const [index, term] of terms.entries()) {
      term.articles++;
      term.chapters.add(chapter);
      chapter.sum.set(term, (chapter.sum.get(term) ?? 0) + (member.weights[index] ?? 0));
    }
    return member;
  }

  remove(chapter: Chapter, member: Member): void {
    chapter.members.splice(chapter.members.indexOf(member), 1);
    this.#articles--;
    for (const [index, term] of member.terms.entries()) {
      const rest = (chapter.sum.get(term) ?? 0) - (member.weights[index] ?? 0);
      if (rest > 0) chapter.sum.set(term, rest);
      else {
        chapter.sum.delete(term);
        term.chapters.delete(chapter);
      }
      if (--term.articles === 0) this.#terms.delete(term.key);
    }
  }

  /** How rare a key is among the live articles (IDF). */
  rarityOf(key: string): number {
    return this.#rarity(this.#terms.get(key)?.articles ?? 0);
  }

  #termOf(key: string): Term {
    const known = this.#terms.get(key);
    if (known !== undefined) return known;
    const term = { key, articles: 0, chapters: new Set<Chapter>(), asked: 0, query: 0 };
    this.#terms.set(key, term);
    return term;
  }

  /** The smoothed logarithm of how many articles there are for one that has the term. */
  #rarity(articles: number): number {
    return Math.max(0, logarithm(this.#articles + earlierArticles) - logarithm(articles));
  }

  #toMember({ number, length }: Question, { terms, weights }: Member): number {
    let [dot, square] = [0, 0];
    for (let index = 0; index < terms.length; index++) {
      const term = terms[index] as Term;
      const weight = weights[index] as number;
      const value = weight * this.#rarity(term.articles);
      square += value * value;
      if (term.query === number) dot += weight * term.asked;
    }
    return cosine(dot, length, square);
  }

  #toSum({ number, length }: Question, sum: ReadonlyMap<Term, number>): number {
    let [dot, square] = [0, 0];
    for (const [term, weight] of sum) {
      const value = weight * this.#rarity(term.articles);
      square += value * value;
      if (term.query === number) dot += weight * term.asked;
    }
    return cosine(dot, length, square);
  }
}

const cosine = (dot: number, length: number, square: number): number =>
  square === 0 || length === 0 ? 0 : dot / (length * Math.sqrt(square));

/** log(count + 0.5), each computed once: it is asked for some ten thousand times an article. */
const logarithms: number[] = [];

function logarithm(count: number): number {
  for (let next = logarithms.length; next <= count; next++) logarithms.push(Math.log(next + 0.5));
  return logarithms[count] ?? 0;
}
