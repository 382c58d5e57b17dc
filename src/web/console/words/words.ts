import { english } from './en.ts';

/** All that the pages say, in one language. A second language is a second file of this shape. */
export type Words = typeof english;

export const words: Words = english;
