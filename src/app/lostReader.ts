/** A command in a pipe ends when its reader has seen enough. What holds a store does not: it would leave the server running. */
let mayEnd = true;

/** From now on the process ends only by itself, whoever has stopped reading. */
export function outliveReader(): void {
  mayEnd = false;
}

/** Decides what becomes of us when nobody reads what we write any more: `tocsin … | head`, or the reader of our log is gone. */
export function watchReaders(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') {
      if (mayEnd) process.exit();
    } else if (mayEnd) throw error;
    else process.exitCode = 1;
  });
  // A log that cannot be written is no reason to stop working, and there is nowhere left to say so.
  process.stderr.on('error', () => undefined);
}

/** Resolves when what we write on stdout can no longer be read. */
export const readerLost = (): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.once('error', () => resolve());
  });
