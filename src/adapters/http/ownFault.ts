/** Our own store, or another part of ours, failed in the middle of a request: no failure of the site's, and nothing is learned of it. */
export class OwnFault extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** What `asked` answers; what it throws is our fault. */
export async function ours<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw new OwnFault(error);
  }
}
