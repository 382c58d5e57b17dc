import { withMaskedAddresses } from '../../domain/basics/maskedAddress.ts';
import type { ChannelName } from '../../domain/digests/subscription.ts';
import { mayEdit, type Viewer } from './viewer.ts';

/** Names and responses as this person may see them: who may not edit sees mail addresses masked, wherever they stand. */
export const shownTo = (viewer: Viewer, text: string): string => (mayEdit(viewer) ? text : withMaskedAddresses(text));

const tailChars = 4;

/**
 * Where messages go, by its name in the store. A URL of Slack or of a webhook may be a secret in itself: editors see its host and its end,
 * who may not edit its host only. A reference (`env:NAME`) is a name, not a secret.
 */
export function targetShownTo(viewer: Viewer, channel: ChannelName, name: string): string {
  if (channel === 'email') return shownTo(viewer, name);
  if (name.startsWith('env:')) return mayEdit(viewer) ? name : 'env:…';
  if (!URL.canParse(name)) return '…';
  const { host } = new URL(name);
  return mayEdit(viewer) ? `${host}/…${name.slice(-tailChars)}` : `${host}/…`;
}
