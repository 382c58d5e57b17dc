import { createHash } from 'node:crypto';

/** How a random token is kept. It has too many bits to be guessed, so that one round of SHA-256 is enough. */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest();
