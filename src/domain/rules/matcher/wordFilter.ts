import { fold } from '../../languages/fold.ts';
import { kazakhTails } from '../inflection/kazakh.ts';
import { avalanche, emptyHash, extended } from './hash.ts';
import { Ints } from './ints.ts';

/**
 * Tells at a glance of most words of a text that no rule asks for them, so that they need not be cut out, folded and looked
 * up (a Bloom filter of one hash, with some sixteen bits an entry). It may be wrong in one way only: by letting a word through.
 */
export class WordFilter {
  readonly #words = new BitSet();
  readonly #beginnings = new BitSet();
  /** The lengths of beginnings, as bits; bit 31 stands for that and more. */
  #lengths = 0;
  readonly #bases = new BitSet();
  /** Kazakh tails, read from the end; empty while there are no bases. */
  readonly #tails = new BitSet();
  #hasBases = false;

  /** Lets through the texts' words that fold to this. */
  addWord(folded: string): void {
    this.#words.add(avalanche(hashOf(folded)));
  }

  /** Lets through all that begins with this once it is folded. */
  addBeginning(folded: string): void {
    this.#beginnings.add(avalanche(hashOf(folded)));
    this.#lengths |= lengthBit(folded.length);
  }

  /** Lets through all that begins with this and goes on as Kazakh words may. */
  addBase(folded: string): void {
    if (!this.#hasBases)
      for (const tail of kazakhTails()) this.#tails.add(avalanche(hashOf([...tail].reverse().join(''))));
    this.#hasBases = true;
    this.#bases.add(avalanche(hashOf(folded)));
  }

  /** False: no rule asks for the word at `start` to `end`. */
  lets(units: Uint16Array, start: number, end: number): boolean {
    const tails = this.#hasBases ? this.#possibleTails(units, start, end) : 0;
    let hash = emptyHash;
    for (let at = start; at < end; at++) {
      const folded = plainFolds[units[at] ?? 0] ?? 0;
      if (folded === 0) return true;
      hash = extended(hash, folded);
      if ((this.#lengths & lengthBit(at - start + 1)) !== 0 && this.#beginnings.has(avalanche(hash))) return true;
      const tail = end - at - 1;
      if (tail < tailBits && (tails & (1 << tail)) !== 0 && this.#bases.has(avalanche(hash))) return true;
    }
    return this.#words.has(avalanche(hash));
  }

  /** The lengths of the ends that may be a Kazakh tail, as bits. */
  #possibleTails(units: Uint16Array, start: number, end: number): number {
    let hash = emptyHash;
    let lengths = 1;
    for (let length = 1; length < tailBits && length < end - start; length++) {
      hash = extended(hash, plainFolds[units[end - length] ?? 0] ?? 0);
      if (this.#tails.has(avalanche(hash))) lengths |= 1 << length;
    }
    return lengths;
  }
}

/** Longer than any chain of suffixes. */
const tailBits = 31;

const lengthBit = (length: number): number => 1 << Math.min(length, 31);

/** Of letters and digits that fold to one unit whatever stands beside them; 0 for all others. */
const plainFolds: Uint16Array = Uint16Array.from({ length: 0x10000 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  if (!/^[\p{Script=Latin}\p{Script=Cyrillic}\p{N}]$/u.test(character)) return 0;
  const folded = fold(character);
  return folded.length === 1 ? folded.charCodeAt(0) : 0;
});

function hashOf(text: string): number {
  let hash = emptyHash;
  for (let at = 0; at < text.length; at++) hash = extended(hash, text.charCodeAt(at));
  return hash;
}

/** Hashes, of which it says "no" or "perhaps". */
class BitSet {
  #bits = new Int32Array(1 << 10);
  readonly #hashes = new Ints();

  add(hash: number): void {
    this.#hashes.push(hash);
    if (this.#hashes.length > this.#bits.length * 2) this.#grow();
    else this.#set(hash);
  }

  has(hash: number): boolean {
    return ((this.#bits[(hash >>> 5) & (this.#bits.length - 1)] ?? 0) & (1 << (hash & 31))) !== 0;
  }

  #set(hash: number): void {
    const word = (hash >>> 5) & (this.#bits.length - 1);
    this.#bits[word] = (this.#bits[word] ?? 0) | (1 << (hash & 31));
  }

  #grow(): void {
    this.#bits = new Int32Array(this.#bits.length * 2);
    for (let index = 0; index < this.#hashes.length; index++) this.#set(this.#hashes.at(index));
  }
}
