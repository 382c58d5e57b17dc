const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The text of a value as xml2js gives it: a string, a list of values, or an element with attributes and children. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return textOf(value[0]);
  if (!isRecord(value)) return '';
  if (typeof value._ === 'string') return value._.trim();
  const children = Object.entries(value).filter(([name]) => name !== '$');
  return children
    .map(([name, child]) => (name === '_' ? textOf(child) : markup(name, child)))
    .join(' ')
    .trim();
}

/** Inline markup (Atom's XHTML) as HTML again, to be read like any other. */
const markup = (name: string, child: unknown): string =>
  (Array.isArray(child) ? child : [child]).map((each) => `<${name}>${textOf(each)}</${name}>`).join('');

/** An attribute of an element, or null. */
export function attributeOf(value: unknown, name: string): string | null {
  const attributes = isRecord(value) ? value.$ : null;
  const attribute = isRecord(attributes) ? attributes[name] : null;
  return typeof attribute === 'string' ? attribute : null;
}
