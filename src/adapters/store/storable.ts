/** PostgreSQL's text holds neither U+0000 nor half a surrogate pair; both are damage in a feed, never meaning. */
export function storable<T extends string | null>(text: T): T;
export function storable(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\ufffd');
}
