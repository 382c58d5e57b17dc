import { withoutCdataMarks } from '../cdataMarks.ts';
import { mostItems } from '../parsedDocument.ts';
import { headElements, itemElements } from './elementNames.ts';
import { meaningOf, ownAttributes, type Scope, scopeIn } from './namespaces.ts';
import { type OpenFields, openFields } from './openFields.ts';
import { isItem, type Root, roots, structures } from './roots.ts';
import { type TextPieces, textPieces } from './textPieces.ts';
import type { Field, Fields } from './xmlFields.ts';
import type { Attributes, XmlHandler } from './xmlTokens.ts';

export interface FeedElements extends XmlHandler {
  /** To be called after the last token. */
  end(): FeedOutline;
}

export interface FeedOutline {
  /** Null: the document has no root that a feed has. */
  readonly root: Root | null;
  /** The local name of its first element, or null for a document without any. */
  readonly firstElement: string | null;
  readonly head: Fields;
  /** The document ends where it says so; else it was broken off. */
  readonly isWhole: boolean;
}

/** Where an element stands, and so what its children and its text are. */
type Place = 'outside' | 'structure' | 'item' | 'wrapper' | 'text' | 'parts' | 'markup' | 'ignored';

interface Frame {
  readonly tag: string;
  readonly local: string;
  readonly place: Place;
  readonly scope: Scope | null;
  readonly base: string | null;
  readonly lang: string | null;
  /** What its text goes to. */
  readonly field: OpenField | null;
}

interface OpenField extends Omit<Field, 'text'> {
  readonly text: TextPieces;
}

/**
 * An item in which another one began. If it began in a text that is then ended by its own tag, it belongs to that text (Atom
 * lets entries be the content of an entry); else both are articles, and what follows is still the first one's.
 */
interface OuterItem {
  readonly fields: OpenFields;
  /** Of the stack, where the other one began. */
  readonly depth: number;
  readonly inner: Fields[];
  /** What the other ones say. */
  readonly text: TextPieces;
}

/** Elements in each other that are told apart; what is deeper belongs to the last of them. */
const deepest = 150;

/** HTML's empty elements: in a text that was not escaped they have no end. */
const voids = new Set(['br', 'hr', 'img', 'wbr', 'input', 'source', 'embed']);

/** Of an item that was broken off, these are worth keeping in part. */
const longTexts = new Set(['description', 'content:encoded', 'atom:content', 'atom:summary', 'yandex:full-text']);

/**
 * Sorts the elements of a feed into its head and its items, and hands on each item when it ends: by its end tag, by the
 * beginning of the next (some have no end tag), or by the end of the document.
 */
export function feedElements(url: string | null, onItem: (fields: Fields) => void): FeedElements {
  const nowhere: Frame = { tag: '', local: '', place: 'outside', scope: null, base: null, lang: null, field: null };
  const stack: Frame[] = [];
  const beyond = new Map<string, number>();
  const opened = new Map<string, number>();
  const head = openFields();
  let item: OpenFields | null = null;
  let outerItem: OuterItem | null = null;
  let following: readonly Fields[] = [];
  let items = 0;
  let root: Root | null = null;
  let firstElement: string | null = null;
  let isWhole = false;

  const inside = (): Frame => stack.at(-1) ?? nowhere;
  const fields = (): OpenFields => item ?? outerItem?.fields ?? head;
  const keep = (field: Field) => fields().add(field);

  function openRoot(tag: string, attributes: Attributes): Scope | null {
    const { prefix, local } = split(tag);
    firstElement ??= local;
    const scope = scopeIn(inside().scope, attributes, true);
    root = roots.get(local) ?? null;
    const isForeign = root !== null && local !== 'rdf' && ![local, `atom:${local}`].includes(nameOf(tag, scope, root));
    return isForeign ? { prefix, vocabulary: '', outer: scope, depth: 0 } : scope;
  }

  function open(tag: string, written: Attributes): void {
    if (stack.length >= deepest) {
      beyond.set(tag, (beyond.get(tag) ?? 0) + 1);
      return;
    }
    const isOurs = inside().place === 'structure';
    const scope = root === null ? openRoot(tag, written) : scopeIn(inside().scope, written, isOurs);
    const name = nameOf(tag, scope, root);
    const attributes = ownAttributes(written, name, scope);
    if (root !== null && isItem(name, root)) beginItem();
    outerItem?.text.add(' ');
    const outer = inside();
    const { local } = split(tag);
    const base = baseIn(attributes['xml:base'], outer.base, url);
    const lang = attributes['xml:lang'] ?? outer.lang;
    const place = placeOf(name, outer, root);
    if (place === 'markup') {
      outer.field?.text.add(`<${local}>`);
      if (voids.has(local)) return;
    }
    const fieldName = outer.place === 'parts' ? `${outer.field?.name}>${local}` : name;
    const hasField = (place === 'text' || place === 'parts') && !fields().isFull(fieldName);
    const field = hasField ? { name: fieldName, attributes, base, lang, text: textPieces() } : null;
    if (place === 'wrapper' || place === 'item') keep({ name, attributes, base, lang, text: '' });
    opened.set(tag, (opened.get(tag) ?? 0) + 1);
    stack.push({ tag, local, place, scope, base, lang, field: place === 'markup' ? outer.field : field });
  }

  function beginItem(): void {
    if (item !== null && outerItem === null) {
      outerItem = { fields: item, depth: stack.length, inner: [], text: textPieces() };
    } else endItem();
    item = openFields();
  }

  /** An item that the next one interrupts ends there, with all that is open in it. */
  function endItem(): void {
    const at = stack.findLastIndex(({ place }) => place === 'item');
    if (at !== -1 && item !== null) closeTo(at);
  }

  function close(tag: string): void {
    const deeper = beyond.get(tag) ?? 0;
    if (deeper > 0) {
      beyond.set(tag, deeper - 1);
      return;
    }
    if (opened.get(tag)) closeTo(stack.findLastIndex((frame) => frame.tag === tag));
  }

  function closeTo(depth: number): void {
    beyond.clear();
    while (stack.length > depth) {
      const frame = stack.pop();
      if (frame === undefined) return;
      opened.set(frame.tag, (opened.get(frame.tag) ?? 1) - 1);
      if (outerItem !== null && stack.length < outerItem.depth) resume(outerItem, frame, depth);
      ended(frame);
    }
  }

  /** The element in which other items began ends, by the end of whatever stands at this depth. */
  function resume({ fields: outer, inner, text }: OuterItem, { place, field }: Frame, depth: number): void {
    outerItem = null;
    item = outer;
    const isNested = depth >= stack.findLastIndex((frame) => frame.place === 'item');
    if (!isNested || place === 'item' || place === 'wrapper') following = inner;
    else if (!field?.attributes.type?.includes('atom')) field?.text.add(text.whole());
  }

  function ended({ place, local, field }: Frame): void {
    if (place === 'markup') field?.text.add(`</${local}>`);
    else if (field !== null) keep({ ...field, text: withoutCdataMarks(field.text.whole()) });
    else if (place === 'item') handOver();
    else if (place === 'structure' && inside().place === 'outside') isWhole = true;
  }

  function handOver(): void {
    if (item !== null && outerItem !== null) outerItem.inner.push(item.byName);
    else if (item !== null) [item.byName, ...following].forEach(give);
    if (outerItem === null) following = [];
    item = null;
  }

  function give(read: Fields): void {
    if (items++ < mostItems) onItem(read);
  }

  function end(): FeedOutline {
    endCutOff();
    if (outerItem !== null) {
      stack.length = outerItem.depth;
      closeTo(stack.findIndex(({ place }) => place === 'item') - 1);
    }
    return { root, firstElement, head: head.byName, isWhole };
  }

  /** What the end of the document cuts off. */
  function endCutOff(): void {
    const { field } = inside();
    if (item === null) return;
    if (field !== null && longTexts.has(field.name)) keep({ ...field, text: withoutCdataMarks(field.text.whole()) });
    if (isNamed(item.byName)) handOver();
    else item = null;
  }

  return { open, close, end, text: addText, entity: addText };

  function addText(text: string): void {
    inside().field?.text.add(text);
    outerItem?.text.add(text);
  }
}

const names = ['title', 'link', 'guid', 'id'];

/** Whether there is something that the article can be known by. */
const isNamed = (fields: Fields): boolean =>
  [...names, ...names.map((name) => `atom:${name}`)].some((name) =>
    fields.get(name)?.some(({ text, attributes }) => text.trim() !== '' || attributes.href !== undefined),
  );

function split(tag: string): { readonly prefix: string; readonly local: string } {
  const colon = tag.indexOf(':');
  return { prefix: colon === -1 ? '' : tag.slice(0, colon), local: tag.slice(colon + 1) };
}

/** A sitemap's own words are read as a feed's own; those of a feed whose root is Atom's are Atom's. */
function nameOf(tag: string, scope: Scope | null, root: Root | null): string {
  const name = meaningOf(tag, scope).replace(/^sitemap:/, '');
  return root?.vocabulary === 'atom' && !name.includes(':') ? `atom:${name}` : name;
}

function placeOf(name: string, outer: Frame, root: Root | null): Place {
  if (root === null) return 'outside';
  if (isItem(name, root)) return 'item';
  switch (outer.place) {
    case 'outside':
      return 'structure';
    case 'structure':
      return structures.has(name) ? 'structure' : (headElements.get(name) ?? 'ignored');
    case 'item':
    case 'wrapper':
      return itemElements.get(name) ?? 'ignored';
    case 'parts':
      return 'text';
    case 'text':
    case 'markup':
      return 'markup';
    default:
      return 'ignored';
  }
}

function baseIn(written: string | undefined, outer: string | null, url: string | null): string | null {
  if (written === undefined) return outer;
  const from = outer ?? url ?? undefined;
  return URL.canParse(written, from) ? new URL(written, from).href : outer;
}
