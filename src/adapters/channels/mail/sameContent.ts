import { createHash } from 'node:crypto';
import type { Message } from '../../../domain/digests/message.ts';

const mostKept = 50;

const digests = new WeakMap<Message, string>();

/** What a message says, apart from whom it is for. */
function contentOf(message: Message): string {
  const { id: _, subscriptionId: __, key: ___, ...content } = message;
  const digest = digests.get(message) ?? createHash('sha256').update(JSON.stringify(content)).digest('base64');
  digests.set(message, digest);
  return digest;
}

/**
 * Renders equal content once: all subscribers of one rule in one time zone are sent the same. What was used last is kept.
 */
export function onceForSameContent<Rendered>(
  render: (message: Message, timezone: string) => Rendered,
): (message: Message, timezone: string) => Rendered {
  const kept = new Map<string, Rendered>();
  return (message, timezone) => {
    const key = `${timezone} ${contentOf(message)}`;
    const rendered = kept.get(key) ?? render(message, timezone);
    kept.delete(key);
    kept.set(key, rendered);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return rendered;
  };
}
