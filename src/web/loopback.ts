import { getConnInfo } from '@hono/node-server/conninfo';
import type { MiddlewareHandler } from 'hono';

const loopbackAddress = /^(127\.|::1$|::ffff:127\.)/;
const loopbackName = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * Lets through only somebody on this machine: by the socket's address, by a Host that names this machine (another
 * site's name that resolves to 127.0.0.1 is DNS rebinding), and without the mark of a proxy, behind which anybody stands.
 */
export const onLoopbackOnly: MiddlewareHandler = async (context, next) => {
  const address = getConnInfo(context).remote.address ?? '';
  const proxied = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some((name) => context.req.header(name) !== undefined);
  const named = loopbackName.test(context.req.header('host') ?? '');
  if (proxied || !named || !loopbackAddress.test(address)) {
    return context.text('These pages are served on the machine itself only (http://127.0.0.1).', 403);
  }
  return next();
};
