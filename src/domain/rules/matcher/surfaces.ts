import { grown } from './ints.ts';

/** What is kept of a surface, in this order, as 32-bit integers. */
export const surfaceRecord = {
  size: 12,
  hash: 0,
  unitsFrom: 1,
  length: 2,
  /** The vocabulary's generation for which its features were found. */
  generation: 3,
  /** Its features in the pool: all; those that begin a pair; those that end one. */
  featuresFrom: 4,
  beginnersFrom: 5,
  endersFrom: 6,
  featuresEnd: 7,
  /** The article in which it was last seen, with its first and last token there. */
  stamp: 8,
  firstToken: 9,
  lastToken: 10,
} as const;

const { size } = surfaceRecord;
const mostProbes = 32;

/**
 * The words of texts as they are written, each once, found by hash in an open-addressing table and compared unit by unit.
 * Hashes that collide more often than chance would have them go to a map, so that no text can slow the table down.
 */
export class Surfaces {
  count = 0;
  records = new Int32Array(size * 1024);
  #slots = new Int32Array(4096);
  #units = new Uint16Array(16384);
  #unitCount = 0;
  #crowded = new Map<string, number>();

  /** The surface that stands at `start` to `end`, new or known. `hash` must be a function of its units alone. */
  find(text: Uint16Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let probe = 0; probe < mostProbes; probe++) {
      const slot = (hash + probe) & mask;
      const found = (slots[slot] ?? 0) - 1;
      if (found < 0) return this.#add(text, start, end, hash, slot);
      if (this.#is(found, text, start, end, hash)) return found;
    }
    return this.#findCrowded(text, start, end, hash);
  }

  /** How many code units all surfaces have together. */
  get units(): number {
    return this.#unitCount;
  }

  clear(): void {
    this.count = 0;
    this.#unitCount = 0;
    this.#slots.fill(0);
    this.#crowded.clear();
  }

  #is(surface: number, text: Uint16Array, start: number, end: number, hash: number): boolean {
    const record = surface * size;
    const length = end - start;
    const { records } = this;
    if (records[record] !== hash || records[record + surfaceRecord.length] !== length) return false;
    const units = this.#units;
    const from = records[record + surfaceRecord.unitsFrom] ?? 0;
    for (let at = 0; at < length; at++) if (units[from + at] !== text[start + at]) return false;
    return true;
  }

  #add(text: Uint16Array, start: number, end: number, hash: number, slot: number): number {
    const surface = this.#record(text, start, end, hash);
    this.#slots[slot] = surface + 1;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return surface;
  }

  #findCrowded(text: Uint16Array, start: number, end: number, hash: number): number {
    const letters = text.subarray(start, end).join();
    const known = this.#crowded.get(letters);
    if (known !== undefined) return known;
    const surface = this.#record(text, start, end, hash);
    this.#crowded.set(letters, surface);
    return surface;
  }

  #record(text: Uint16Array, start: number, end: number, hash: number): number {
    const surface = this.count++;
    const record = surface * size;
    if (record + size > this.records.length) this.records = grown(this.records, record + size);
    this.records.fill(0, record, record + size);
    this.records[record] = hash;
    this.records[record + surfaceRecord.unitsFrom] = this.#unitCount;
    this.records[record + surfaceRecord.length] = end - start;
    this.#keepUnits(text, start, end);
    return surface;
  }

  #keepUnits(text: Uint16Array, start: number, end: number): void {
    const needed = this.#unitCount + end - start;
    if (needed > this.#units.length) {
      const larger = new Uint16Array(Math.max(needed, this.#units.length * 2));
      larger.set(this.#units);
      this.#units = larger;
    }
    this.#units.set(text.subarray(start, end), this.#unitCount);
    this.#unitCount = needed;
  }

  /** Puts every surface into a table twice as large; those that were crowded stay in the map. */
  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    const crowded = new Set(this.#crowded.values());
    for (let surface = 0; surface < this.count; surface++) {
      if (crowded.has(surface)) continue;
      let slot = (this.records[surface * size] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = surface + 1;
    }
    this.#slots = slots;
  }
}
