import { feedDate, offsetField, type ReadDate, readDate } from '../feedDate.ts';
import type { ItemDraft, WrittenLink } from '../itemDraft.ts';
import { authorName } from '../itemTexts.ts';
import { shownText, shownTitle } from './constructs.ts';
import { enclosuresIn } from './enclosures.ts';
import { type Field, type Fields, fieldsNamed, firstRead, firstText, hasRelation } from './xmlFields.ts';

const named = (...names: readonly string[]): readonly string[] => names.flatMap((each) => each.split(' '));

/** Where each part of an item is looked for, the best place first. */
const titles = named('title atom:title news:title dc:title itunes:title media:title');
const contents = named(
  'content:encoded atom:content yandex:full-text rambler:fulltext mailru:full-text',
  'xhtml:body fullitem body content media:text',
);
const summaries = named(
  'description atom:summary summary dc:description dcterms:abstract itunes:summary itunes:subtitle media:description',
);
const authors = named('dc:creator dc:author author>name atom:author>name author atom:author itunes:author');
const published = named(
  'pubdate atom:published atom:issued published news:publication_date dcterms:issued dc:date date',
  'dcterms:created atom:created created dcterms:available prism:publicationdate',
);
const updated = named('atom:updated atom:modified dcterms:modified updated lastmod');

/** One item of RSS, RDF, Atom or a news sitemap. */
export function itemOf(fields: Fields, url: string | null): ItemDraft {
  const updatedAt = firstRead(fields, updated, dateOf);
  const date = firstRead(fields, published, writtenDate) ?? firstRead(fields, updated, writtenDate);
  return {
    guid: guidOf(fields, url),
    link: linkOf(fields),
    title: firstRead(fields, titles, shownTitle) ?? '',
    summary: firstRead(fields, summaries, shownText),
    contentText: firstRead(fields, contents, shownText),
    author: firstRead(fields, authors, ({ text }) => authorName(text)),
    source: sourceOf(fields),
    publishedAt: date?.at ?? null,
    ...offsetField(date),
    updatedAt,
    lang: languageOf(fields),
    enclosures: enclosuresIn(fields),
  };
}

const dateOf = ({ text }: Field): Date | null => feedDate(text);

const writtenDate = ({ text }: Field): ReadDate | null => readDate(text);

/** Atom's ids are absolute (RFC 4287 §4.2.6); a path there is meant from where the document counts. */
function guidOf(fields: Fields, url: string | null): string | null {
  const written = idIn(fields);
  const base = fields.get('atom:id')?.[0]?.base ?? url;
  const isPath = written.startsWith('/') && fields.has('atom:id') && base !== null;
  return (isPath && URL.canParse(written, base) ? new URL(written, base).href : written) || null;
}

const idIn = (fields: Fields): string => firstText(fields, ['guid', 'atom:id', 'id']) || (aboutOf(fields) ?? '');

/** `rdf:about` of the item itself. */
function aboutOf(fields: Fields): string | null {
  const [item] = fieldsNamed(fields, 'item');
  const name = Object.keys(item?.attributes ?? {}).find((each) => /(?:^|:)about$/.test(each));
  return name === undefined ? null : (item?.attributes[name]?.trim() ?? null);
}

/** Where FeedBurner counts clicks, it tells the article's own address beside. */
const originals = ['feedburner:origlink', 'pheedo:origlink'];

function linkOf(fields: Fields): WrittenLink | null {
  return (
    firstRead(fields, originals, written) ??
    fieldsNamed(fields, 'link')
      .map(plainLink)
      .findLast((link) => link !== null) ??
    firstRead(fields, ['loc'], written) ??
    atomLink(fields, 'alternate') ??
    atomLink(fields, 'canonical') ??
    atomLink(fields, 'bookmark') ??
    linkFromId(fields)
  );
}

const written = ({ text, base }: Field): WrittenLink | null =>
  text.trim() === '' ? null : { text: text.trim(), base };

/** RSS's own link is a text; some write it as Atom does. */
function plainLink(field: Field): WrittenLink | null {
  const { href } = field.attributes;
  if (field.text.trim() !== '') return written(field);
  return href === undefined || href.trim() === '' || !hasRelation(field.attributes, 'alternate')
    ? null
    : { text: href, base: field.base };
}

/** The page (RFC 4287 §4.2.7.2: no `rel` means alternate), an HTML one before others. */
function atomLink(fields: Fields, relation: string): WrittenLink | null {
  const links = fieldsNamed(fields, 'atom:link').filter(({ attributes }) => hasRelation(attributes, relation));
  const pages = links.filter(({ attributes: { type } }) => type === undefined || /html/i.test(type));
  for (const { attributes, text, base } of [...pages, ...links]) {
    const address = attributes.href ?? text;
    if (address.trim() !== '') return { text: address, base };
  }
  return null;
}

/** A permalink guid is a link (RSS 2.0); an Atom id or an RDF name that is a web address is taken as one too. */
function linkFromId(fields: Fields): WrittenLink | null {
  const isPermalink = fieldsNamed(fields, 'guid')[0]?.attributes.ispermalink?.trim().toLowerCase() !== 'false';
  const id = idIn(fields);
  return isPermalink && /^https?:\/\//i.test(id) ? { text: id, base: null } : null;
}

function sourceOf(fields: Fields): ItemDraft['source'] {
  const [rss] = fieldsNamed(fields, 'source');
  const name = firstRead(fields, ['source', 'atom:source>title', 'news:source', 'news:name'], shownTitle);
  const link = fieldsNamed(fields, 'atom:source>link').find(({ attributes }) => hasRelation(attributes, 'alternate'));
  const url = rss?.attributes.url ?? link?.attributes.href ?? null;
  return name === null && url === null ? null : { name, url };
}

function languageOf(fields: Fields): string | null {
  const named = firstText(fields, ['dc:language', 'language', 'news:language']);
  return named || firstRead(fields, [...titles, 'item', 'atom:entry'], ({ lang }) => lang);
}
