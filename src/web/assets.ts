import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { compress } from 'hono/compress';

const types: Readonly<Record<string, string>> = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };

/**
 * What the pages load: the style sheet and the islands, as the build put them into `folder`. They are few and small, and
 * held in memory. A browser asks each time whether they are still the same (RFC 9110 §13.1.2).
 */
export function assetRoutes(folder: string): Hono {
  const files = new Map(readdirSync(folder).map((name) => [name, assetOf(readFileSync(`${folder}/${name}`))]));
  const routes = new Hono();
  routes.use(compress());
  routes.get('/:file', (context) => {
    const name = context.req.param('file');
    const file = files.get(name);
    if (file === undefined) return context.notFound();
    const headers = { ETag: file.tag, 'Cache-Control': 'no-cache' };
    if (context.req.header('if-none-match')?.includes(file.tag) === true) return context.body(null, 304, headers);
    const type = types[name.split('.').at(-1) ?? ''] ?? 'text/plain';
    return context.body(file.text, 200, { ...headers, 'Content-Type': `${type}; charset=utf-8` });
  });
  return routes;
}

const assetOf = (content: Buffer) => ({
  text: content.toString('utf8'),
  tag: `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 16)}"`,
});
