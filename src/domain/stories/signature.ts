/** MinHash of an article's shingles: unsigned 32-bit minima, one per hash function. */
export type Signature = Uint32Array;
