import { withFewMarks } from '../../languages/marks.ts';

/** MinHash of a text's shingles: unsigned 32-bit minima, one per hash function. */
export type Signature = Uint32Array;

/** 128 minima estimate a Jaccard similarity of 0.8 within ±0.035 (one standard error). */
export const signatureLength = 128;

const shingleWords = 4;

/** A longer one counts as several: V8 remembers every turn of a loop over `\p{…}` and throws after some millions. */
const word = /[\p{L}\p{N}]{1,4000}/gu;

/**
 * The MinHash signature (Broder 1997) of a text's word shingles, runs of four words without case and punctuation. Texts of
 * fewer words are one shingle: they are alike only when they are equal.
 */
export function signatureOf(text: string): Signature {
  const words = withFewMarks(text).normalize('NFKC').toLowerCase().match(word) ?? [];
  const signature = new Uint32Array(signatureLength).fill(0xffffffff);
  const last = Math.max(0, words.length - shingleWords);
  for (let start = 0; start <= last; start++) addShingle(signature, hash(words, start));
  return signature;
}

/** FNV-1a over the letters of the shingle's words. */
function hash(words: readonly string[], start: number): number {
  let value = 0x811c9dc5;
  for (const each of words.slice(start, start + shingleWords)) {
    for (let index = 0; index < each.length; index++) value = Math.imul(value ^ each.charCodeAt(index), 0x01000193);
    value = Math.imul(value ^ 0x20, 0x01000193);
  }
  return value >>> 0;
}

/** Each function is the shingle's hash, multiplied by an odd number of its own and mixed: fixed for ever, kept in the store. */
function addShingle(signature: Signature, shingle: number): void {
  for (let index = 0; index < signatureLength; index++) {
    let value = Math.imul(shingle ^ Math.imul(index + 1, 0x9e3779b9), 0x85ebca6b);
    value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
    value = (value ^ (value >>> 16)) >>> 0;
    if (value < (signature[index] ?? 0)) signature[index] = value;
  }
}

/** The estimated Jaccard similarity of the two texts' shingles, 0 to 1. */
export function similarity(a: Signature, b: Signature): number {
  let equal = 0;
  for (let index = 0; index < signatureLength; index++) if (a[index] === b[index]) equal++;
  return equal / signatureLength;
}
