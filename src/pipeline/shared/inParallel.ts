/**
 * Runs `loop` this many times side by side and waits for all of them, also when one fails: nothing of a step is at work any
 * more when it ends. Then throws the first failure.
 */
export async function inParallel(times: number, loop: (index: number) => Promise<void>): Promise<void> {
  const ended = await Promise.allSettled(Array.from({ length: times }, (_, index) => loop(index)));
  const failure = ended.find((each) => each.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}
