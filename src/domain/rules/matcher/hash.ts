/** Where every hash of code units begins (FNV-1a). */
export const emptyHash = 0x811c9dc5;

/** The hash with one more unit. */
export const extended = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);

/** Brings the high bits, in which all units meet, down to where tables look (the finish of MurmurHash3). */
export function avalanche(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
