import type { MiddlewareHandler } from 'hono';
import { words } from '../console/words/words.ts';
import { problemPage } from '../problemPage.tsx';

/** PostgreSQL's text holds no U+0000, and nobody types one: a page that it is sent to never reads it. */
export const refuseNul: MiddlewareHandler = async (context, next) => {
  const fields = isForm(context.req.header('content-type')) ? Object.values(await context.req.parseBody()) : [];
  const hasNul = context.req.url.includes('%00') || fields.flat().some((each) => String(each).includes('\0'));
  return hasNul ? context.html(problemPage(words.problems.unstorable), 400) : next();
};

const isForm = (type = ''): boolean => /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(type);
