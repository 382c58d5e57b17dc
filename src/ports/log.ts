/** What steps write to: structured fields first, then a plain sentence. pino satisfies it. */
export interface StepLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
