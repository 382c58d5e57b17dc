import { childrenOf, type Node } from './syntax.ts';

/** Whether a query has a condition on the ledger, so that its text alone can't always decide. */
export const readsLedger = (node: Node): boolean =>
  node.kind === 'ledger' || (node.kind !== 'concept' && childrenOf(node).some(readsLedger));
