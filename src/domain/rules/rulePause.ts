/** While a rule is paused it matches as ever, and nobody is notified of what it finds. */
export interface RulePause {
  readonly ruleId: string;
  readonly pausedAt: Date;
  readonly by: string;
  /** Null: until somebody resumes it. */
  readonly endsAt: Date | null;
  readonly why: string;
}
