import { createHash } from 'node:crypto';

/** Names a state by its text, where the store keeps no numbered history: equal states have equal versions. */
export const contentVersion = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
