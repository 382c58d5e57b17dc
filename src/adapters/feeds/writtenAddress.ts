import { siteHostOf } from '../../domain/basics/webUrl.ts';
import { withoutCdataMarks } from './cdataMarks.ts';

const anchor = /^<a\s[^<>]*?href\s?=\s?(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))/i;
const enclosed = /^(?:<([^<>\s]+)>|"([^"]*)"|'([^']*)')$/;

/** The address alone, where a whole HTML link was written instead of it, or something around it. */
export function plainAddress(written: string): string {
  const text = withoutCdataMarks(written).trim();
  const found = (anchor.exec(text) ?? enclosed.exec(text) ?? []).slice(1).find((each) => each !== undefined);
  return (found ?? text).trim().replaceAll('&amp;', '&');
}

const host = /^((?:[\p{L}\d-]{1,63}\.){1,8}\p{L}[\p{L}\d-]{1,62})(?::\d{1,5})?(?:[/?#]|$)/u;

/** `www.site.example/story`, or the feed's own host, without a scheme; any other name is that of a file beside the feed. */
export function withScheme(address: string, known: readonly (string | null)[]): string {
  const name = host.exec(address)?.[1]?.toLowerCase();
  if (name === undefined) return address;
  const sites = known.map((each) => siteHostOf(each)).filter((each) => each !== null);
  const isHost = name.startsWith('www.') || sites.some((site) => name === site || name.endsWith(`.${site}`));
  if (!isHost) return address;
  const isPlain = known.some((each) => each?.startsWith('http:'));
  return `${isPlain ? 'http' : 'https'}://${address}`;
}
