/** A domain or host as protocols write it: lower case, international names by IDNA (RFC 5891). Null for what is none. */
export function asciiDomain(domain: string): string | null {
  if (domain === '' || /[\s/?#@\\:]/.test(domain.replace(/^\[.*\]$/, ''))) return null;
  const url = `http://${domain}`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}
