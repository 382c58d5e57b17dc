import { createHmac, timingSafeEqual } from 'node:crypto';

const methods = ['sha1', 'sha256', 'sha384', 'sha512'];

/** Whether the bytes are what the hub signed with our secret: `X-Hub-Signature: METHOD=HEX` (WebSub §7.1). */
export function isSignedBy(secret: string, signature: string | null, bytes: Uint8Array): boolean {
  const [, method = '', hex = ''] = /^([a-z\d]{4,6})=([a-f\d]{40,128})$/i.exec(signature?.trim() ?? '') ?? [];
  if (!methods.includes(method.toLowerCase())) return false;
  const wanted = createHmac(method.toLowerCase(), secret).update(bytes).digest();
  return hex.length === 2 * wanted.length && timingSafeEqual(Buffer.from(hex, 'hex'), wanted);
}
