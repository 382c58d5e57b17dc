import { outsideCdata } from './outsideCdata.ts';

/** Entities of HTML that feeds use without declaring them; all others are left as text. */
const htmlEntities: Readonly<Record<string, string>> = {
  nbsp: '\u00a0',
  laquo: '«',
  raquo: '»',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  copy: '©',
  reg: '®',
  trade: '™',
  bull: '•',
  middot: '·',
  euro: '€',
  pound: '£',
  deg: '°',
  times: '×',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ouml: 'ö',
  auml: 'ä',
  uuml: 'ü',
  szlig: 'ß',
  ntilde: 'ñ',
};

/**
 * Makes common damage readable to a strict parser: characters that XML forbids, bare ampersands, HTML's entities, Atom
 * dates that are none (rss-parser would give up the whole feed over one).
 */
export const repairXml = (xml: string): string =>
  outsideCdata(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 §2.2 forbids
    xml.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''),
    (text) => text.replace(/&(#\d{1,7}|#x[\da-f]{1,6}|\w{1,31})?(;)?/gi, repaired),
  ).replace(/<(published|updated)>([^<]*)<\/\1>/g, (whole, _name, date) =>
    Number.isNaN(Date.parse(date)) ? '' : whole,
  );

function repaired(whole: string, name: string | undefined, semicolon: string | undefined): string {
  if (semicolon === undefined || name === undefined) return `&amp;${whole.slice(1)}`;
  if (name.startsWith('#') || /^(amp|lt|gt|quot|apos)$/.test(name)) return whole;
  return htmlEntities[name] ?? `&amp;${whole.slice(1)}`;
}
