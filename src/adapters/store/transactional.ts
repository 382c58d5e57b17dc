import type { Database, Queryable } from './database.ts';

/** A database, or a transaction of one: `transaction` inside a transaction is part of it. */
export type Transactional = Queryable & Pick<Database, 'transaction'>;

/** For parts that make a transaction of their own, in one with others. */
export const within = (tx: Queryable): Transactional => ({
  query: tx.query,
  execute: tx.execute,
  transaction: (run) => run(tx),
});
