import type { LedgerArticle } from './stated.ts';

/**
 * The day of publication by the outlet's clock, and how far that is ahead of UTC. `publishedISO` is written by that clock; null:
 * nobody says when, and it is the UTC day of `publishedAt`.
 */
export function outletClock(
  publishedISO: string | null,
  publishedAt: Date,
): Pick<LedgerArticle, 'publishedOn' | 'clockMinutes'> {
  const local = publishedISO ?? publishedAt.toISOString();
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):?(\d\d)$/.exec(local.slice(10)) ?? [];
  const ahead = Number(hours) * 60 + Number(minutes);
  return { publishedOn: local.slice(0, 10), clockMinutes: sign === '-' ? -ahead : ahead };
}
