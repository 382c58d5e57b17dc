import { webUrl } from '../../domain/basics/webUrl.ts';

/**
 * The targets of a `Link` header by relation (RFC 8288 §3), absolute against `base`; of several under one relation the
 * first. Links that are said of another document (`anchor`), or that lead off the web, are left out.
 */
export function linksOf(header: string, base: string): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  for (const { url, relations } of readLinks(header, base)) {
    for (const relation of relations) if (!links.has(relation)) links.set(relation, url);
  }
  return links;
}

/** The alternates that it names, with their media types in lower case. */
export const alternatesOf = (
  header: string,
  base: string,
): readonly { readonly url: string; readonly type: string }[] =>
  readLinks(header, base).filter(({ relations }) => relations.includes('alternate'));

interface Link {
  readonly url: string;
  readonly relations: readonly string[];
  readonly type: string;
}

function readLinks(header: string, base: string): readonly Link[] {
  return splitOutside(header, ',').flatMap((link) => {
    const [target = '', ...parameters] = splitOutside(link, ';').map((part) => part.trim());
    const values = new Map(parameters.map(parameterOf).reverse());
    const address = target.startsWith('<') && target.endsWith('>') ? webUrl(target.slice(1, -1), base) : null;
    if (address === null || values.has('anchor')) return [];
    const relations = (values.get('rel') ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter((relation) => relation !== '');
    return [{ url: address.href, relations, type: values.get('type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '' }];
  });
}

/** Splits where the separator stands outside of quotes and of a `<target>`. */
function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let within: '"' | '>' | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (within === '"' && character === '\\') at++;
    else if (within !== null) within = character === within ? null : within;
    else if (character === '"') within = '"';
    else if (character === '<') within = '>';
    else if (character === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** `name=value` or `name="quoted \" value"`. */
function parameterOf(text: string): readonly [name: string, value: string] {
  const equals = text.indexOf('=');
  if (equals === -1) return [text.toLowerCase(), ''];
  const value = text.slice(equals + 1).trim();
  const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return [text.slice(0, equals).trim().toLowerCase(), isQuoted ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value];
}
