/** What an element is to the reader. Names are those of `meaningOf`. */
export type Role = 'text' | 'parts' | 'wrapper';

const named = (role: Role, names: string): readonly [string, Role][] => names.split(/\s+/).map((name) => [name, role]);

/**
 * The elements of an item that are read. `parts`: its children are fields of their own (`atom:author>name`), besides its own
 * text. `wrapper`: its children count as the item's own.
 */
export const itemElements: ReadonlyMap<string, Role> = new Map([
  ...named(
    'text',
    'title link guid id pubdate date published updated created description summary content body fullitem',
  ),
  ...named('text', 'enclosure language xhtml:body content:encoded feedburner:origlink pheedo:origlink'),
  ...named('text', 'dc:title dc:description dc:creator dc:author dc:publisher dc:date dc:language'),
  ...named('text', 'dcterms:created dcterms:issued dcterms:modified dcterms:available dcterms:abstract'),
  ...named('text', 'itunes:title itunes:author itunes:summary itunes:subtitle prism:publicationdate'),
  ...named('text', 'media:title media:description media:text yandex:full-text rambler:fulltext mailru:full-text'),
  ...named('text', 'atom:title atom:id atom:link atom:published atom:updated atom:issued atom:created atom:modified'),
  ...named('text', 'atom:summary atom:content news:source'),
  ...named('text', 'loc lastmod news:name news:language news:title news:publication_date'),
  ...named('parts', 'author source atom:author atom:source'),
  ...named('wrapper', 'media:group media:content news:news news:publication'),
]);

/** The elements of a feed's head that are read. */
export const headElements: ReadonlyMap<string, Role> = new Map([
  ...named('text', 'title link language ttl dc:title dc:language'),
  ...named('text', 'atom:title atom:link sy:updateperiod sy:updatefrequency'),
  ...named('parts', 'skiphours skipdays'),
]);
