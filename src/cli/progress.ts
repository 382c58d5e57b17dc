import { instant } from '../web/console/shownValues.ts';

/** How far a long command is, on one line of a terminal that is written over; nothing at all in a pipe or a file. */
export interface Progress {
  show(looked: number, at: Date): void;
  /** Wipes the line. */
  end(): void;
}

const leastMs = 200;

export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  let shownAt = 0;
  if (!stream.isTTY) return { show: () => undefined, end: () => undefined };
  return {
    show(looked, at) {
      const now = performance.now();
      if (now - shownAt < leastMs) return;
      shownAt = now;
      stream.write(`\r${looked} articles, at ${instant(at)}`);
    },
    end() {
      stream.write('\r\x1b[K');
    },
  };
}
