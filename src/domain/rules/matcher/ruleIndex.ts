import type { Node } from '../language/syntax.ts';
import type { Residue } from '../residue.ts';
import type { MatchInput } from '../rule.ts';
import { ArticleText } from './articleText.ts';
import { Evaluator, verdict } from './evaluator.ts';
import { always, Features, featureRecord, fieldMask, Presence } from './features.ts';
import { Ints } from './ints.ts';
import { MatchSpans } from './matchSpans.ts';
import { sourcesOf } from './outlet.ts';
import { Pairs } from './pairs.ts';
import { Postings, postingSize } from './postings.ts';
import { Programs } from './program.ts';
import { Requirements } from './requirements.ts';
import { residueOf } from './residueOf.ts';
import { ShownTerms } from './shown.ts';
import { Places } from './termPlaces.ts';
import { Vocabulary } from './vocabulary.ts';

/** After so many articles anchors are chosen anew by what was seen, then at every fourfold. */
const firstTuning = 256;

/** What `match` found, in arrays of its own that the next call overwrites. */
export interface Matched {
  /** How many rules match. */
  count: number;
  /** Rule by rule, in no order: its slot, its score, where its spans begin in `spans`. The last is followed by their end. */
  readonly rules: Ints;
  readonly scores: number[];
  readonly spansFrom: Ints;
  readonly spans: Ints;
  /** Rules that the text leaves open, by slot. */
  readonly residues: Map<number, Residue>;
  /** How many rules were evaluated to find these. */
  evaluated: number;
}

/**
 * All rules, turned around: which rules can an article bring? The article is split into words in one pass; its words and
 * pairs of words are features; each feature brings the rules that it anchors; only these are evaluated. Rules come and go
 * between two articles, at a cost that does not depend on how many there are.
 */
export class RuleIndex {
  readonly #features = new Features();
  readonly #vocabulary = new Vocabulary(this.#features);
  readonly #pairs = new Pairs(this.#features);
  readonly #programs = new Programs(this.#features, this.#vocabulary, this.#pairs);
  readonly #requirements = new Requirements(this.#programs, this.#features);
  readonly #postings = new Postings(this.#features, this.#requirements);
  readonly #presence = new Presence(this.#features);
  readonly #text = new ArticleText(this.#vocabulary, this.#pairs);
  readonly #places = new Places(this.#features, this.#presence, this.#text, this.#programs);
  readonly #evaluator = new Evaluator(this.#presence, this.#places, this.#programs);
  readonly #matchSpans = new MatchSpans(this.#programs, this.#features, this.#text, this.#places, this.#evaluator);
  readonly #shown = new ShownTerms(this.#programs, this.#evaluator);
  /** By slot: the program's root, or −1 for a free slot; and the last article that the rule was evaluated for. */
  readonly #roots = new Ints(1024);
  readonly #stamps = new Ints(1024);
  readonly #free: number[] = [];
  #nextTuning = firstTuning;
  readonly #matched: Matched = {
    ...{ count: 0, evaluated: 0, scores: [], residues: new Map() },
    ...{ rules: new Ints(1024), spansFrom: new Ints(1024), spans: this.#matchSpans.spans },
  };

  /** Adds a rule; answers the slot by which `match` and `remove` name it. */
  add(node: Node, mask: number = fieldMask.both): number {
    const root = this.#programs.encode(node, mask);
    const slot = this.#free.pop() ?? this.#newSlot();
    this.#roots.items[slot] = root;
    this.#postings.add(slot, root);
    return slot;
  }

  /** Lets `shownOf` tell the terms of the rule; whoever does not ask is spared the room. */
  nameTerms(slot: number, node: Node): void {
    this.#shown.add(slot, node);
  }

  remove(slot: number): void {
    this.#postings.remove(slot);
    this.#roots.items[slot] = -1;
    this.#free.push(slot);
  }

  /** The rules that the article satisfies, or might once the ledger has spoken. */
  match(input: MatchInput): Matched {
    if (this.#features.articles >= this.#nextTuning) this.tune();
    this.scan(input);
    this.#places.begin();
    this.#evaluator.begin(input.figures);
    this.#matchSpans.begin();
    const matched = this.#matched;
    matched.count = matched.evaluated = matched.rules.length = matched.spansFrom.length = 0;
    if (matched.residues.size > 0) matched.residues.clear();
    const { items, length } = this.#presence.bringing;
    for (let index = 0; index < length; index++) this.#meet(items[index] ?? 0);
    matched.spansFrom.push(matched.spans.length);
    return matched;
  }

  /** The terms and concepts of the rule that the article of the last `match` shows, by the names of `nameTerms`. */
  shownOf(slot: number): readonly string[] {
    return this.#shown.of(slot);
  }

  /** The first half of `match`: the text as words, and the features that these have. */
  scan(article: MatchInput): void {
    const { title, body, lang, figures } = article;
    this.#text.read(title, body);
    this.#presence.begin();
    if (this.#presence.stamp === 1) this.#stamps.items.fill(0);
    this.#presence.mark(always, fieldMask.both, -1);
    if (lang !== null) this.#markNamed('lang', lang);
    for (const source of sourcesOf(article)) this.#markNamed('source', source);
    for (const { kind } of figures) this.#markNamed('figure', kind);
    this.#text.markFeatures(this.#presence, [title, body]);
  }

  /** Chooses the anchors of all rules anew, by the frequencies that articles have shown. */
  tune(): void {
    this.#postings.clear();
    for (let slot = 0; slot < this.#roots.length; slot++) {
      const root = this.#roots.at(slot);
      if (root >= 0) this.#postings.add(slot, root);
    }
    this.#nextTuning = Math.max(firstTuning, this.#features.articles * 4);
  }

  #newSlot(): number {
    this.#roots.push(-1);
    this.#stamps.push(0);
    return this.#roots.length - 1;
  }

  #markNamed(kind: 'lang' | 'source' | 'figure', value: string): void {
    const feature = this.#programs.findNamed(kind, value);
    if (feature !== null) this.#presence.mark(feature, fieldMask.both, -1);
  }

  /** Evaluates every rule that the feature brings and whose guards the article has. */
  #meet(feature: number): void {
    const { records } = this.#features;
    const record = feature * featureRecord.size;
    const fields = (records[record] ?? 0) & 3;
    const from = records[record + featureRecord.postingsFrom] ?? 0;
    const end = from + (records[record + featureRecord.postings] ?? 0) * postingSize;
    const entries = this.#postings.entries.items;
    for (let at = from; at < end; at += postingSize) {
      const entry = entries[at] ?? 0;
      if ((entry & fields & 3) === 0) continue;
      if (!this.#has(entries[at + 1] ?? 0) && !this.#has(entries[at + 2] ?? 0)) continue;
      if (this.#has(entries[at + 3] ?? 0)) this.#evaluate(entry >> 2);
    }
  }

  #has(feature: number): boolean {
    return (this.#features.records[feature * featureRecord.size] ?? 0) >> 2 === this.#presence.stamp;
  }

  #evaluate(slot: number): void {
    if (this.#stamps.items[slot] === this.#presence.stamp) return;
    this.#stamps.items[slot] = this.#presence.stamp;
    const matched = this.#matched;
    matched.evaluated++;
    const root = this.#roots.items[slot] ?? 0;
    const found = this.#evaluator.evaluate(root);
    if (found === verdict.no) return;
    matched.rules.push(slot);
    matched.spansFrom.push(this.#matchSpans.spans.length);
    this.#matchSpans.gather(root);
    matched.scores[matched.count++] = this.#matchSpans.score;
    if (found === verdict.open) matched.residues.set(slot, residueOf(root, this.#programs, this.#evaluator));
  }
}
