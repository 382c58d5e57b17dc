import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

const name = 'tocsin_said';

/** Says on the next page what was done, and goes there (303, so that a reload does nothing twice). */
export function doneAt(context: Context, path: string, said: string): Response {
  setCookie(context, name, said.slice(0, 500), { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 60 });
  return context.redirect(path, 303);
}

/** What is to be said on this page. Only a page that is looked at takes it: no frame, no script's request. */
export function takeSaid(context: Context): string | null {
  const destination = context.req.header('sec-fetch-dest') ?? 'document';
  if (context.req.method !== 'GET' || destination !== 'document') return null;
  const said = getCookie(context, name);
  if (said === undefined) return null;
  deleteCookie(context, name, { path: '/' });
  return said;
}
