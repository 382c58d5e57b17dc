import type { DeskPulse } from '../../../ports/deskReadings.ts';

export interface PulseFeed {
  /** Calls `hear` with every pulse that differs from the last one, until the function that it gives is called. */
  listen(hear: (pulse: DeskPulse) => void): () => void;
}

const everyMs = 1000;

/** Asks for the pulse once a second for all who listen together, and not at all while nobody does. A failed look is tried again. */
export function createPulseFeed(look: () => Promise<DeskPulse>, pauseMs = everyMs): PulseFeed {
  const listeners = new Set<(pulse: DeskPulse) => void>();
  let last: DeskPulse | null = null;
  let timer: NodeJS.Timeout | null = null;

  async function beat(): Promise<void> {
    const pulse = await look().catch(() => last);
    timer = listeners.size > 0 ? setTimeout(() => void beat(), pauseMs) : null;
    if (pulse === null || (pulse.change === last?.change && pulse.deed === last.deed)) return;
    last = pulse;
    for (const hear of listeners) hear(pulse);
  }

  return {
    listen(hear) {
      listeners.add(hear);
      if (last !== null) hear(last);
      timer ??= setTimeout(() => void beat(), 0);
      return () => {
        listeners.delete(hear);
        if (listeners.size > 0) return;
        if (timer !== null) clearTimeout(timer);
        [timer, last] = [null, null];
      };
    },
  };
}
