import { webUrl } from '../../../domain/basics/webUrl.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are taken out
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Text of a feed as it may be shown: no control characters, and no bidirectional overrides, which make a name read as
 * another (Trojan Source, CVE-2021-42574).
 */
export const shownText = (text: string): string => text.replace(unseen, '');

/** In one line: nothing in it can end a header. */
export const lineOf = (text: string): string => shownText(text).replace(/\s+/g, ' ').trim();

/** A link of a feed as it may be followed: web addresses only. */
export const safeLink = (link: string | null): string | null => (link === null ? null : (webUrl(link)?.href ?? null));
