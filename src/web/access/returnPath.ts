/** A path of our own to go to after signing in; `/` for whatever could lead elsewhere (`//host`, `/\host`, a scheme). */
export function returnPath(wanted: string | undefined): string {
  if (wanted === undefined || !wanted.startsWith('/') || /[\\\p{Cc}]/u.test(wanted)) return '/';
  const url = new URL(wanted, 'http://here.invalid');
  return url.host === 'here.invalid' ? url.pathname + url.search : '/';
}
