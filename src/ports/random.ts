/** Ids and jitter, as a port: scenarios run with repeatable ones. */
export interface Random {
  /** A fresh UUID. */
  uuid(): string;
  /** Uniform in [0, 1). */
  fraction(): number;
}
