import type { Target } from '../../../domain/deliveries/target.ts';
import type { HeldTarget } from '../../../ports/holds.ts';

/** What a hold on a target is kept under: two channels may have targets of one name. */
export const heldTargetOf = ({ channel, key, host }: Target): HeldTarget => ({ key: `${channel} ${key}`, host });

/** Which holds `h` are of a channel, whose name is their key (SQL). */
export const isOfChannel = "h.direction = 'send' AND h.scope = 'channel'";

/** Which holds `h` concern the target `t` (SQL). */
export const concernsTarget = `h.direction = 'send' AND (h.scope = 'target' AND h.key = t.channel || ' ' || t.key
  OR h.scope = 'host' AND h.key = t.host OR h.scope = 'channel' AND h.key = t.channel)`;

/** Nothing goes while the hold `h` lasts, nor while its probe is in hand (SQL). */
const lasts = (now: string): string => `(h.held_until > ${now}
  OR EXISTS (SELECT FROM deliveries AS p WHERE p.id = h.probe AND p.leased_until >= lease_now()))`;

/** Whether the target `t` may be sent to at the instant `now`, be it by a probe (SQL). */
export const isOpen = (now: string): string =>
  `NOT EXISTS (SELECT FROM holds AS h WHERE ${concernsTarget} AND ${lasts(now)})`;

/** Whether no hold concerns the target `t`, not even one that has ended and was not proved (SQL). */
export const isUnheld = `NOT EXISTS (SELECT FROM holds AS h WHERE ${concernsTarget})`;

/** Makes deliveries `$1` the probes of the holds on their targets. */
export const markProbes = `UPDATE holds AS h SET probe = d.id
  FROM deliveries AS d JOIN targets AS t ON t.id = d.target_id WHERE d.id = ANY ($1::bigint[]) AND ${concernsTarget}`;

/** Ends the holds on the targets `$1` whose time was over at `$2`: a request succeeded. */
export const endHolds = `DELETE FROM holds AS h USING targets AS t
  WHERE t.id = ANY ($1::bigint[]) AND h.held_until <= $2 AND ${concernsTarget}`;

/** Ends the hold on the channel `$1` whose time was over at `$2`: something that has no target of its own went through. */
export const endChannelHold = `DELETE FROM holds AS h WHERE ${isOfChannel} AND h.key = $1 AND h.held_until <= $2`;

/** Whether the channel (an SQL literal) may be sent by, for what has no target of its own (SQL). */
export const isChannelOpen = (channel: string, now: string): string =>
  `NOT EXISTS (SELECT FROM holds AS h WHERE ${isOfChannel} AND h.key = ${channel} AND ${lasts(now)})`;
