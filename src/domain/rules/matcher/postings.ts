import { always, type Features, featureOf, featureRecord, fieldMask, leafOf, maskOf } from './features.ts';
import { Ints } from './ints.ts';
import type { Requirement, Requirements } from './requirements.ts';

/** Integers a posting: the rule times 4 plus the fields of its anchor, and three guards. */
export const postingSize = 4;

const { size } = featureRecord;

/**
 * For each feature the rules that it anchors. A posting carries up to three more features that the rule needs (one of the
 * first two, and the third), so that most rules that could not hold are passed over without a look at their program.
 */
export class Postings {
  readonly entries = new Ints(1 << 12);
  readonly #anchorsOf: (readonly number[])[] = [];
  readonly #features: Features;
  readonly #requirements: Requirements;

  constructor(features: Features, requirements: Requirements) {
    this.#features = features;
    this.#requirements = requirements;
  }

  add(rule: number, ref: number): void {
    const [anchor, ...others] = this.#requirements.of(ref);
    const leaves = anchor?.leaves ?? [leafOf(always, fieldMask.both)];
    const guards = guardsAmong(others);
    for (const leaf of leaves) this.#append(featureOf(leaf), (rule << 2) | maskOf(leaf), guards);
    this.#anchorsOf[rule] = leaves;
  }

  remove(rule: number): void {
    for (const leaf of this.#anchorsOf[rule] ?? []) this.#take(featureOf(leaf), (rule << 2) | maskOf(leaf));
    this.#anchorsOf[rule] = [];
  }

  /** Forgets all postings, to add the rules anew by what is known of frequencies now. */
  clear(): void {
    const { records, count } = this.#features;
    for (let record = 0; record < count * size; record += size) {
      records.fill(0, record + featureRecord.postingsFrom, record + featureRecord.postingsRoom + 1);
    }
    this.entries.length = 0;
    this.#anchorsOf.length = 0;
  }

  #append(feature: number, entry: number, guards: readonly number[]): void {
    const record = feature * size;
    const { records } = this.#features;
    const count = records[record + featureRecord.postings] ?? 0;
    if (count === records[record + featureRecord.postingsRoom]) this.#widen(record, count);
    const at = (records[record + featureRecord.postingsFrom] ?? 0) + count * postingSize;
    this.entries.items[at] = entry;
    guards.forEach((guard, index) => {
      this.entries.items[at + 1 + index] = guard;
    });
    records[record + featureRecord.postings] = count + 1;
  }

  /** Moves a feature's postings to where twice as many have room. */
  #widen(record: number, count: number): void {
    const { records } = this.#features;
    const room = Math.max(1, count * 2);
    const from = this.entries.length;
    this.entries.reserve(from + room * postingSize);
    this.entries.length = from + room * postingSize;
    const old = records[record + featureRecord.postingsFrom] ?? 0;
    this.entries.items.copyWithin(from, old, old + count * postingSize);
    records[record + featureRecord.postingsFrom] = from;
    records[record + featureRecord.postingsRoom] = room;
  }

  #take(feature: number, entry: number): void {
    const record = feature * size;
    const { records } = this.#features;
    const from = records[record + featureRecord.postingsFrom] ?? 0;
    const count = records[record + featureRecord.postings] ?? 0;
    const last = from + (count - 1) * postingSize;
    for (let at = from; at <= last; at += postingSize) {
      if (this.entries.items[at] !== entry) continue;
      this.entries.items.copyWithin(at, last, last + postingSize);
      records[record + featureRecord.postings] = count - 1;
      return;
    }
  }
}

/** A requirement of one or two leaves for the first two places, another of one leaf for the third. */
function guardsAmong(requirements: readonly Requirement[]): readonly number[] {
  const pair = requirements.find(({ leaves }) => leaves.length <= 2);
  const single = requirements.find((each) => each !== pair && each.leaves.length === 1);
  const [first = always, second = first] = (pair?.leaves ?? []).map(featureOf);
  const [third = always] = (single?.leaves ?? []).map(featureOf);
  return [first, second, third];
}
