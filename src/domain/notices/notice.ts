import type { ChannelName } from '../digests/subscription.ts';

/** A message about the service itself, to an owner or to ops. Plain text; nobody is sent it twice. */
export interface Notice {
  /** Names the occasion: a second notice with it is not made. */
  readonly key: string;
  /** By mail, or to the Slack webhook of the settings. */
  readonly channel: Extract<ChannelName, 'email' | 'slack'>;
  /** A mail address, or a name for where else it goes. */
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
}
