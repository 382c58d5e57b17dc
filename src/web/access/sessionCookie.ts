import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { sessionLimits } from '../../desk/people/openSession.ts';

/** `__Host-` binds the cookie to this host and to TLS, where the pages are reached by TLS (RFC 6265bis §4.1.3.2). */
const nameOf = (isSecure: boolean): string => (isSecure ? '__Host-tocsin' : 'tocsin_session');

export const sessionTokenIn = (context: Context, isSecure: boolean): string | null =>
  getCookie(context, nameOf(isSecure)) ?? null;

export function setSessionCookie(context: Context, token: string, isSecure: boolean): void {
  setCookie(context, nameOf(isSecure), token, {
    ...{ httpOnly: true, sameSite: 'Lax', path: '/', secure: isSecure },
    maxAge: sessionLimits.wholeMs / 1000,
  });
}

export const clearSessionCookie = (context: Context, isSecure: boolean): void => {
  deleteCookie(context, nameOf(isSecure), { path: '/', secure: isSecure });
};
