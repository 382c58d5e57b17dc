import { hourSeconds } from '../basics/time.ts';

/**
 * The retry schedule of Standard Webhooks (specification, "Deliverability and reliability"): pauses after each refusal in a row,
 * seconds. Ten requests in a little over three days.
 */
const pausesAfterRefusals = [...[5, 300, 1800], ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hourSeconds)];

/**
 * Seconds until a target that refuses whatever comes is asked again; null: never, it is switched off. `refusals`: in a row,
 * this one included.
 */
export const pauseAfterRefusal = (refusals: number): number | null => pausesAfterRefusals[refusals - 1] ?? null;

/** An address is suppressed when a mail server has said of so many messages in a row that nobody is there. */
export const unknownRecipientsUntilSuppressed = 2;
