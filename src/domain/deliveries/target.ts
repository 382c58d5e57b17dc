import { comparedAddress } from '../basics/mailAddress.ts';
import { hostOf, namedUrl } from '../basics/webUrl.ts';
import { channels } from '../digests/channels.ts';
import type { ChannelName, Subscription } from '../digests/subscription.ts';

/** Where messages go: lanes, holds and suppressions are kept by it. */
export interface Target {
  readonly channel: ChannelName;
  /** An address as it is compared, a URL with a digest for what may be secret in it, or a reference. Stable, and fit to be shown. */
  readonly key: string;
  /** Null for mail, and where a reference hides it. */
  readonly host: string | null;
}

export function targetOf({ channel, target }: Pick<Subscription, 'channel' | 'target'>): Target {
  const { target: shape } = channels[channel];
  if (shape.kind === 'address') return { channel, key: comparedAddress(target), host: null };
  if (URL.canParse(target) && !target.startsWith('env:')) {
    return { channel, key: namedUrl(target), host: hostOf(target) || null };
  }
  return { channel, key: target, host: shape.kind === 'secret url' ? shape.host : null };
}
