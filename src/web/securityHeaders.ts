import type { MiddlewareHandler } from 'hono';

/**
 * What the pages show comes from strangers' feeds. No script runs, nothing is loaded from elsewhere, and no other site
 * frames the pages; a page may frame our own (the mail view, which is sandboxed besides).
 */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  context.header(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'none'",
  );
  context.header('X-Content-Type-Options', 'nosniff');
  context.header('Referrer-Policy', 'no-referrer');
  context.header('Cache-Control', 'no-store');
};
