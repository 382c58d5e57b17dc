import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { isOwnOrigin, type PublicPlace } from './publicOrigin.ts';

export const csrfField = 'csrf';
export const csrfHeader = 'x-csrf-token';

/** The token of a session, or of a person whom a proxy vouches for. Another one's is of no use. */
export const csrfTokenOf = (secretKey: string, of: string): string =>
  createHmac('sha256', secretKey).update(`csrf ${of}`).digest('base64url');

/**
 * Whether a request that changes something comes from one of our own pages: by the browser's word (Fetch Metadata, then
 * Origin), and by the token that only our pages know.
 */
export async function isOurOwn(context: Context, token: string, place: PublicPlace): Promise<boolean> {
  if (!isFromOurPages(context, place)) return false;
  return isSame(context.req.header(csrfHeader) ?? (await fieldOf(context)), token);
}

/** By the browser's word alone. Whoever sends neither header is no browser of today. */
export function isFromOurPages(context: Context, place: PublicPlace): boolean {
  const site = context.req.header('sec-fetch-site') ?? 'same-origin';
  if (site !== 'same-origin' && site !== 'none') return false;
  const origin = context.req.header('origin');
  return origin === undefined || isOwnOrigin(context, origin, place);
}

async function fieldOf(context: Context): Promise<string> {
  const type = context.req.header('content-type') ?? '';
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(type)) return '';
  const value = (await context.req.parseBody())[csrfField];
  return typeof value === 'string' ? value : '';
}

/** As bytes: two texts of one length may differ in theirs. */
function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
