import { Tokenizer } from 'htmlparser2';
import { legibleCharacter } from '../../documents/legible.ts';

/** Attribute names are in lower case, prefixes as they are written. */
export type Attributes = Readonly<Record<string, string>>;

export interface XmlHandler {
  /** A start tag; its end tag, if it has one, comes as `close`. */
  open(name: string, attributes: Attributes): void;
  /** An end tag, or the end of an empty element. */
  close(name: string): void;
  text(text: string): void;
  /** An entity that was written in the text, as the character it stands for. */
  entity(character: string): void;
}

/** No element of a feed has more; what comes after is not kept. */
const mostAttributes = 64;
const noAttributes: Attributes = Object.freeze({});

/**
 * Tells the tags and texts of XML, however broken: it neither throws nor takes longer than the document is long. Names come
 * in lower case. Numeric references and XML's own five entities are resolved, others stay as they are written.
 */
export function readTokens(xml: string, handler: XmlHandler): void {
  let tag = '';
  let attributes: Record<string, string> | null = null;
  let count = 0;
  let attribute = '';
  let value = '';
  const opened = () => {
    handler.open(tag, attributes ?? noAttributes);
    attributes = null;
    count = 0;
  };
  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: true },
    {
      onopentagname(start, end) {
        tag = nameIn(xml.slice(start, end));
      },
      onattribname(start, end) {
        attribute = xml.slice(start, end).toLowerCase();
        value = '';
      },
      onattribdata(start, end) {
        if (count < mostAttributes) value += xml.slice(start, end);
      },
      onattribentity(codePoint) {
        if (count < mostAttributes) value += legibleCharacter(codePoint);
      },
      onattribend() {
        if (++count > mostAttributes) return;
        attributes ??= {};
        if (!Object.hasOwn(attributes, attribute)) attributes[attribute] = value;
      },
      onopentagend: opened,
      onselfclosingtag() {
        opened();
        handler.close(tag);
      },
      onclosetag(start, end) {
        const name = xml.slice(start, end).toLowerCase();
        const lost = name.indexOf('<');
        if (lost === -1) return handler.close(name);
        handler.close(name.slice(0, lost));
        openLost(name.slice(name.lastIndexOf('<') + 1), handler);
      },
      ontext: (start, end) => handler.text(xml.slice(start, end)),
      ontextentity: (codePoint) => handler.entity(legibleCharacter(codePoint)),
      oncdata: (start, end, offset) => handler.text(xml.slice(start, end - offset)),
      oncomment: () => {},
      ondeclaration: () => {},
      onprocessinginstruction: () => {},
      onend: () => {},
    },
  );
  tokenizer.write(xml);
  tokenizer.end();
}

/** Of a tag that was broken off (`<titl<item>`), the one that follows. */
const nameIn = (written: string): string => written.slice(written.lastIndexOf('<') + 1).toLowerCase();

/** A tag that was swallowed by an end tag broken off before it (`</it<item>`). */
function openLost(name: string, handler: XmlHandler): void {
  if (name.startsWith('/')) handler.close(name.slice(1));
  else if (name !== '') handler.open(name, noAttributes);
}
