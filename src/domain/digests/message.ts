import type { Entry } from './entry.ts';

/** Why several notifications come in one message although the subscription is instant. */
export type GatheredBecause = 'quiet-hours' | 'rate-limit' | 'cooldown' | 'mute';

interface Addressed {
  /** UUID; the Message-ID of the mail and the webhook-id are made of it, so that a resend is recognised. */
  readonly id: string;
  readonly subscriptionId: number;
  /** Unique per subscription and kind: what makes the message once. */
  readonly key: string;
  readonly entries: readonly Entry[];
}

/** One event, sent at once. */
export interface Alert extends Addressed {
  readonly kind: 'alert';
}

/** All that was pending when it was planned. */
export interface Digest extends Addressed {
  readonly kind: 'digest';
  /** The instant the schedule named, ISO 8601. */
  readonly dueAt: string;
  /** Digest times that passed while the service was down and are sent in this one; 0 in the normal case. */
  readonly missedPeriods: number;
  readonly gatheredBecause: GatheredBecause | null;
}

export type Message = Alert | Digest;
