/** A match of past articles that somebody wanted. */
export interface BackfillView {
  readonly id: number;
  readonly since: Date;
  readonly notifies: boolean;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly looked: number;
  readonly gained: number;
  readonly notified: number;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
}
