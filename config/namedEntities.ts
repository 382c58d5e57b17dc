import { Parser } from 'htmlparser2';

const ofXml = new Set(['&amp;', '&lt;', '&gt;', '&quot;', '&apos;']);
const named = /&[a-z][a-z0-9]{1,31};/gi;

/** The entities of HTML as numbers, which XML knows without a declaration; those of XML, and unknown ones, as they are. */
export function namedEntitiesResolved(xml: string): string {
  const entities = [...new Set(xml.match(named))].filter((entity) => !ofXml.has(entity));
  if (entities.length === 0) return xml;
  const texts = decoded(entities);
  const numbers = new Map(entities.map((entity, index) => [entity, asNumbers(entity, texts[index] ?? entity)]));
  return xml.replace(named, (entity) => numbers.get(entity) ?? entity);
}

/** What HTML has for each; one reading for all of them, with a line break in between. */
function decoded(entities: readonly string[]): readonly string[] {
  const texts = [''];
  const parser = new Parser({
    ontext: (part) => texts.push(`${texts.pop()}${part}`),
    onopentagname: () => texts.push(''),
  });
  parser.end(entities.join('<br>'));
  return texts;
}

const asNumbers = (entity: string, text: string): string =>
  text === entity ? entity : [...text].map((char) => `&#${char.codePointAt(0)};`).join('');
