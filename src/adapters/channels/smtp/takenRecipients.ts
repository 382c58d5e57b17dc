/** For whom a mail server last took mail: evidence of whether what it refuses is a refusal of us. */
export interface TakenRecipients {
  taken(address: string): void;
  refused(address: string): void;
  /** It took mail for somebody else, and has refused nobody else since. */
  takesOthersThan(address: string): boolean;
}

const remembered = 2;

export function createTakenRecipients(): TakenRecipients {
  let lastTaken: readonly string[] = [];
  let refusedSince: readonly string[] = [];
  const withNewest = (list: readonly string[], address: string) =>
    [address, ...list.filter((each) => each !== address)].slice(0, remembered);
  return {
    taken(address) {
      lastTaken = withNewest(lastTaken, address);
      refusedSince = [];
    },
    refused(address) {
      refusedSince = withNewest(refusedSince, address);
    },
    takesOthersThan: (address) =>
      lastTaken.some((each) => each !== address) && refusedSince.every((each) => each === address),
  };
}
