/** `weekday` follows ISO 8601: 1 is Monday. Times are wall-clock in the subscriber's zone. */
export type Schedule =
  | { readonly every: 'instant' }
  | { readonly every: 'hour' }
  | { readonly every: 'day'; readonly at: WallTime }
  | { readonly every: 'week'; readonly weekday: number; readonly at: WallTime };

export interface WallTime {
  readonly hour: number;
  readonly minute: number;
}

/** Hours in which nothing is sent at once; `from` after `until` spans midnight. */
export interface QuietHours {
  readonly from: WallTime;
  readonly until: WallTime;
}
