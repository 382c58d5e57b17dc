/** Headers of an answer as undici gives them: names in lower case, values byte for byte (latin1). */
export type ResponseHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The first value of a header that is meant to stand once. */
export function firstOf(headers: ResponseHeaders, name: string): string | null {
  const value = headers[name];
  return (typeof value === 'object' ? value[0] : value) ?? null;
}

/** All values of a header that is a list (RFC 9110 §5.3). */
export function listOf(headers: ResponseHeaders, name: string): string {
  const value = headers[name] ?? '';
  return typeof value === 'string' ? value : value.join(', ');
}
