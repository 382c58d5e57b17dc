/** What a channel's messages are addressed to, as it stands in a file. */
export type TargetShape =
  /** A mail address; the subscriber's own where none is given. */
  | { readonly kind: 'address' }
  /** A URL, or a reference to one. */
  | { readonly kind: 'url'; readonly example: string }
  /** A URL that is itself a secret: it stands in files by reference only. `host`: where all such URLs lead. */
  | { readonly kind: 'secret url'; readonly product: string; readonly host: string; readonly example: string };

interface ChannelDefinition {
  readonly target: TargetShape;
  /** Its messages are signed with a secret of the subscription's. */
  readonly isSigned: boolean;
}

/**
 * Every channel: this is the list that files are checked against, and the store. How each is made stands in
 * `src/adapters/channels/makeChannels.ts`, which does not compile while one of these is missing there.
 */
export const channels = {
  email: { target: { kind: 'address' }, isSigned: false },
  slack: {
    target: { kind: 'secret url', product: 'Slack', host: 'hooks.slack.com', example: 'env:SLACK_WEBHOOK_URL' },
    isSigned: false,
  },
  webhook: { target: { kind: 'url', example: 'https://example.org/hook' }, isSigned: true },
} as const satisfies Readonly<Record<string, ChannelDefinition>>;

export const isChannelName = (name: string): name is keyof typeof channels => Object.hasOwn(channels, name);

export const channelNames = Object.keys(channels).filter(isChannelName);
