/** What monitors are told of the store. */
export interface MetricCounts {
  readonly feeds: number;
  /** Open findings; a feed may have several. */
  readonly feedsInTrouble: readonly { readonly state: string; readonly count: number }[];
  readonly rules: number;
  readonly blindRules: number;
  /** Estimates. */
  readonly articleRevisions: number;
  readonly messages: number;
  /** Article revisions on their way, by the step that is next. */
  readonly waiting: readonly { readonly step: string; readonly count: number }[];
  /** Pending, retrying and rejected. */
  readonly deliveries: readonly { readonly state: string; readonly count: number }[];
  readonly quarantined: number;
  readonly holds: readonly { readonly direction: string; readonly scope: string; readonly count: number }[];
  readonly suppressedTargets: number;
}
