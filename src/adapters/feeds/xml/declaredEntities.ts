import { outsideCdata } from '../outsideCdata.ts';

/**
 * What the entities that a document declares may add to it in all, characters. A feed that declares `&nbsp;` never comes
 * near; a bomb ("billion laughs", or one long entity a thousand times) ends here.
 */
const mostGrowth = 500_000;

/** XML's own need no declaration, and a declaration does not change them. */
const own = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

const reference = /&([^\s&;<>#"']{1,64});/g;

/**
 * The document without its document type, and with the entities that it declares there put in. An external one is never
 * fetched and stands for nothing; so does one that would let the document grow beyond measure, or that is defined by itself.
 */
export function expandDeclared(xml: string): string {
  const type = documentType(xml);
  if (type === null) return xml;
  const rest = xml.slice(type.end);
  const before = xml.slice(0, type.start);
  if (type.entities.size === 0) return before + rest;
  const expand = expander(type.entities);
  return before + outsideCdata(rest, (text) => text.replace(reference, expand));
}

type Entities = ReadonlyMap<string, string>;

/** Each entity's whole text is made once; what that costs and what its uses add is taken from one allowance. */
function expander(entities: Entities): (whole: string, name: string) => string {
  const made = new Map<string, string>();
  let left = mostGrowth;
  const use = (whole: string, name: string): string => {
    const declared = entities.get(name);
    if (declared === undefined) return whole;
    const text = made.get(name) ?? make(name, declared);
    left -= Math.max(0, text.length - whole.length);
    return left < 0 ? '' : text;
  };
  const make = (name: string, declared: string): string => {
    made.set(name, '');
    const text = made.size > mostEntities ? '' : declared.replace(reference, use);
    made.set(name, text);
    return text;
  };
  return use;
}

/** Made ones; each may be inside of another, so that this bounds how deep they are looked into. */
const mostEntities = 1000;

interface DocumentType {
  readonly start: number;
  readonly end: number;
  readonly entities: Entities;
}

/** The document type stands before the root, among comments and instructions. */
function documentType(xml: string): DocumentType | null {
  let at = xml.indexOf('<');
  while (at !== -1) {
    if (xml.startsWith('<!--', at)) at = nextTag(xml, '-->', at);
    else if (xml.startsWith('<?', at)) at = nextTag(xml, '?>', at);
    else return /^<!doctype/i.test(xml.slice(at, at + 9)) ? readType(xml, at) : null;
  }
  return null;
}

function nextTag(xml: string, end: string, from: number): number {
  const found = xml.indexOf(end, from);
  return found === -1 ? -1 : xml.indexOf('<', found + end.length);
}

/** From `<!DOCTYPE` to its `>`, over the declarations in brackets. Null where it has no end. */
function readType(xml: string, start: number): DocumentType | null {
  const entities = new Map<string, string>();
  const piece = /[^"'<>[\]]+|"[^"]*"|'[^']*'|<!--|<\?|<!ENTITY\s+|[\s\S]/gi;
  piece.lastIndex = start + '<!doctype'.length;
  let isInside = false;
  for (let found = piece.exec(xml); found !== null; found = piece.exec(xml)) {
    const [token] = found;
    if (token === '[') isInside = true;
    else if (token === ']') isInside = false;
    else if (token === '>' && !isInside) return { start, end: piece.lastIndex, entities };
    else if (token === '<!--' || token === '<?') {
      const end = xml.indexOf(token === '<?' ? '?>' : '-->', piece.lastIndex);
      if (end === -1) return null;
      piece.lastIndex = end + 2;
    } else if (token.startsWith('<!')) readEntity(xml, piece.lastIndex, entities);
  }
  return null;
}

/** The first declaration of a name counts (XML 1.0 §4.2); parameter entities (`%`) are nothing to a feed. */
function readEntity(xml: string, at: number, entities: Map<string, string>): void {
  const declaration = /([^\s%"'<>&;]{1,64})\s+(?:"([^"]*)"|'([^']*)'|(?:system|public)\b)/iy;
  declaration.lastIndex = at;
  const [, name, double, single] = declaration.exec(xml) ?? [];
  if (name === undefined || own.has(name) || entities.has(name)) return;
  entities.set(name, (double ?? single ?? '').replace(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, character));
}

function character(_whole: string, hex: string | undefined, decimal: string | undefined): string {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
