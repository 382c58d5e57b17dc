/** A path of our own to go to after signing in; `/` for whatever could lead elsewhere (`//host`, `/\host`, a scheme). */
export function returnPath(wanted: string | undefined): string {
  if (wanted === undefined || !wanted.startsWith('/') || /[\\\p{Cc}]/u.test(wanted)) return '/';
  const url = new URL(wanted, 'http://here.invalid');
  const path = url.pathname + url.search;
  // `/.//host` is `//host` once it is read.
  return url.host === 'here.invalid' && !path.startsWith('//') ? path : '/';
}
