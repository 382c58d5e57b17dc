/** Hosts that asked us to stay away (429, 503). They live in the store, so that every process keeps them. */
export interface HostHolds {
  hold(host: string, until: Date, reason: string): Promise<void>;
  /** The instant until which the host is held, or null. */
  heldUntil(host: string, now: Date): Promise<Date | null>;
}
