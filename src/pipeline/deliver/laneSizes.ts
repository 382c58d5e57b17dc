import { channels } from '../../domain/digests/channels.ts';
import type { ChannelName } from '../../domain/digests/subscription.ts';
import type { Lane } from './deliverStore.ts';
import type { LaneOfSenders } from './runLanes.ts';

export type LaneSize = Pick<LaneOfSenders<unknown>, 'slots' | 'slowSlots' | 'ahead'>;

/**
 * All receivers of mail are behind one server, which counts our connections: more of them send faster (`bench/sending.ts`), and a
 * crash repeats what is in flight on them. Claimed ahead, since a mail takes a millisecond.
 */
const mailLanes: Readonly<Record<Lane['kind'], LaneSize>> = {
  working: { slots: 16, slowSlots: 2, ahead: 80 },
  doubtful: { slots: 1, slowSlots: 1, ahead: 0 },
};

/** Each receiver is a server of its own: a hundred that hang hold up nobody. */
const postingLanes: Readonly<Record<Lane['kind'], LaneSize>> = {
  working: { slots: 16, slowSlots: 128, ahead: 0 },
  doubtful: { slots: 8, slowSlots: 128, ahead: 0 },
};

export const noticeLaneSize: LaneSize = { slots: 1, slowSlots: 0, ahead: 0 };

export const laneSizes = (channel: ChannelName): Readonly<Record<Lane['kind'], LaneSize>> =>
  channels[channel].target.kind === 'address' ? mailLanes : postingLanes;

/** Connections to the mail server that are in use at once, at most. */
export const mailsAtOnce = [mailLanes.working, mailLanes.doubtful, noticeLaneSize].reduce(
  (sum, { slots, slowSlots }) => sum + slots + slowSlots,
  0,
);
