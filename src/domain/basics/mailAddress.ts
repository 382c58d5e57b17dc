import { asciiDomain } from './asciiDomain.ts';

/**
 * An address as it is compared: without surrounding spaces and a domain's last dot, in lower case, the domain in its ASCII form. By
 * RFC 5321 §2.3.11 the case of the local part may matter; no provider of note tells addresses apart by it. Nothing else is guessed:
 * dots and tags stay.
 */
export function comparedAddress(address: string): string {
  const text = address.trim().normalize('NFC').toLowerCase();
  const at = text.lastIndexOf('@');
  if (at === -1) return text;
  const domain = text
    .slice(at + 1)
    .trim()
    .replace(/\.$/, '');
  return `${text.slice(0, at).trim()}@${asciiDomain(domain) ?? domain}`;
}
