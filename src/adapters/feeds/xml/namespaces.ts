import type { Attributes } from './xmlTokens.ts';

/** The vocabularies that feeds use, by the beginning of their namespace, without scheme and `www.`. Empty: RSS itself. */
const vocabularies: readonly (readonly [namespace: string, prefix: string])[] = [
  ['w3.org/2005/atom', 'atom'],
  ['purl.org/atom/ns', 'atom'],
  ['purl.org/atom/app', 'app'],
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['purl.org/rss/1.0/modules/syndication', 'sy'],
  ['purl.org/rss/1.0/modules', 'module'],
  ['purl.org/rss/modules', 'module'],
  ['purl.org/rss/1.0', ''],
  ['purl.org/net/rss1.1', ''],
  ['my.netscape.com/rdf/simple', ''],
  ['channel.netscape.com/rdf/simple', ''],
  ['my.netscape.com/publish/formats/rss', ''],
  ['backend.userland.com', ''],
  ['blogs.law.harvard.edu/tech/rss', ''],
  ['cyber.law.harvard.edu/rss', ''],
  ['rssboard.org/rss-specification', ''],
  ['purl.org/dc/elements', 'dc'],
  ['purl.org/dc/terms', 'dcterms'],
  ['w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['w3.org/1999/xhtml', 'xhtml'],
  ['search.yahoo.com/mrss', 'media'],
  ['itunes.com/dtds/podcast', 'itunes'],
  ['rssnamespace.org/feedburner', 'feedburner'],
  ['sitemaps.org/schemas/sitemap', 'sitemap'],
  ['google.com/schemas/sitemap-news', 'news'],
  ['google.com/schemas/sitemap-image', 'image'],
  ['google.com/schemas/sitemap-video', 'video'],
  ['google.com/schemas/sitemap/', 'sitemap'],
  ['news.yandex.ru', 'yandex'],
  ['turbo.yandex.ru', 'turbo'],
];

/** What a prefix means where the document does not say, or says something that nobody knows. */
const customary: Readonly<Record<string, string>> = {
  ...{
    atom10: 'atom',
    atom03: 'atom',
    a10: 'atom',
    dct: 'dcterms',
    mrss: 'media',
    syn: 'sy',
    rss: '',
    rss1: '',
    html: 'xhtml',
  },
  ...{ fb: 'feedburner' },
};

/** A scope is where declarations hold: an element and what is in it. */
export interface Scope {
  readonly prefix: string;
  /** The vocabulary that the prefix means there, or null: one that nobody knows. */
  readonly vocabulary: string | null;
  readonly outer: Scope | null;
  readonly depth: number;
}

/** Declarations in each other; no feed has more. */
const mostDeclarations = 100;

/**
 * The scope of an element with these attributes. `isUnknownOurs`: a default namespace that nobody knows is taken for the
 * feed's own language there; further in, it is somebody else's.
 */
export function scopeIn(outer: Scope | null, attributes: Attributes, isUnknownOurs: boolean): Scope | null {
  let scope = outer;
  for (const name in attributes) {
    if (!name.startsWith('xmlns') || (scope?.depth ?? 0) >= mostDeclarations) continue;
    const prefix = name.slice('xmlns:'.length);
    const vocabulary = vocabularyOf(attributes[name] ?? '', prefix) ?? (prefix === '' && isUnknownOurs ? '' : null);
    scope = { prefix, vocabulary, outer: scope, depth: (scope?.depth ?? 0) + 1 };
  }
  return scope;
}

/** What an element is, by its namespace: `dc:date`, `atom:title`; `title` in RSS's own language. */
export function meaningOf(name: string, scope: Scope | null): string {
  const colon = name.indexOf(':');
  const prefix = colon === -1 ? '' : name.slice(0, colon);
  const local = colon === -1 ? name : name.slice(colon + 1);
  const vocabulary = declared(prefix, scope) ?? customary[prefix] ?? prefix;
  return vocabulary === '' ? local : `${vocabulary}:${local}`;
}

/** Attributes with the prefix of their element's own vocabulary (`atom:href` of a link of Atom) mean what those without mean. */
export function ownAttributes(attributes: Attributes, element: string, scope: Scope | null): Attributes {
  const prefixed = Object.keys(attributes).filter((name) => name.includes(':') && !name.startsWith('xml'));
  if (prefixed.length === 0) return attributes;
  const vocabulary = element.slice(0, element.indexOf(':') + 1);
  const own = prefixed.flatMap((name): [string, string][] => {
    const local = name.slice(name.indexOf(':') + 1);
    return meaningOf(name, scope) === vocabulary + local ? [[local, attributes[name] ?? '']] : [];
  });
  return { ...Object.fromEntries(own), ...attributes };
}

function declared(prefix: string, scope: Scope | null): string | null {
  for (let each = scope; each !== null; each = each.outer) {
    if (each.prefix !== prefix) continue;
    return each.vocabulary ?? (prefix === '' ? 'unknown' : null);
  }
  return null;
}

/** An empty namespace takes a default back; for a prefix it says nothing. */
function vocabularyOf(namespace: string, prefix: string): string | null {
  const plain = namespace
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '');
  if (plain === '') return prefix === '' ? '' : null;
  return vocabularies.find(([start]) => plain.startsWith(start))?.[1] ?? null;
}
