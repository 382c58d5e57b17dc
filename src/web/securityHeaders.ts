import type { Context, MiddlewareHandler } from 'hono';

const ownPages = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'"],
  ...["frame-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"],
].join('; ');

/** A mail as it was sent brings its own styles; it runs nothing, loads nothing, and is of no origin. */
export const framedMailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; form-action 'none'; base-uri 'none'; sandbox allow-popups";

/**
 * What the pages show comes from strangers' feeds. Only our own scripts and styles are loaded, none stand in a page, and no
 * other site frames the pages. A route that sets a policy of its own keeps it.
 */
export const securityHeaders =
  (isSecure: (context: Context) => boolean): MiddlewareHandler =>
  async (context, next) => {
    await next();
    const { headers } = context.res;
    if (!headers.has('Content-Security-Policy')) {
      context.header('Content-Security-Policy', ownPages);
      context.header('X-Frame-Options', 'DENY');
    }
    if (isSecure(context)) context.header('Strict-Transport-Security', 'max-age=31536000');
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'same-origin');
    context.header('Cross-Origin-Opener-Policy', 'same-origin');
    context.header('Cross-Origin-Resource-Policy', 'same-origin');
    if (!headers.has('Cache-Control')) context.header('Cache-Control', 'no-store');
  };
