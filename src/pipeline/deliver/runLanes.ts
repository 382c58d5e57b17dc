import { inParallel } from '../shared/inParallel.ts';

/** A lane's own senders. What is in one lane waits for nobody in another. */
export interface LaneOfSenders<Claimed> {
  /** Sendings at once. */
  readonly slots: number;
  /** Sendings that take long leave their slot to others; so many at once. */
  readonly slowSlots: number;
  /** Claimed beyond that, so that no slot waits for a claim. */
  readonly ahead: number;
  /** At most so many, none when nothing waits. */
  claim(most: number): Promise<readonly Claimed[]>;
  /** Ends when the sending is settled. It rejects when work in all lanes has to end. */
  send(claimed: Claimed): Promise<void>;
  /** Takes back what was claimed and not begun. */
  release(claimed: readonly Claimed[]): Promise<void>;
}

/** Whoever takes longer to respond holds up only others that do. */
const slowAfterMs = 1000;
/** While a lane has nothing to do, another may be at work for long. */
const lookAgainMs = 500;

/** Sends what waits in the lanes until all of them are empty at one time. After a failure, or an abort, nothing more is begun. */
export async function runLanes(lanes: readonly LaneOfSenders<unknown>[], signal: AbortSignal): Promise<void> {
  const round = createRound(lanes.length);
  if (signal.aborted) round.end();
  signal.addEventListener('abort', round.end);
  try {
    await inParallel(lanes.length, async (index) => {
      const lane = lanes[index];
      if (lane !== undefined) await runLane(lane, round);
    });
  } finally {
    signal.removeEventListener('abort', round.end);
  }
}

/** What all lanes know of one another. */
interface Round {
  /** Nothing more is to be begun. */
  isEnding(): boolean;
  readonly ended: Promise<void>;
  end(): void;
  /** This lane is empty. When all are, the round ends. */
  rest(lane: object): void;
  work(lane: object): void;
}

function createRound(count: number): Round {
  const resting = new Set<object>();
  let isOver = false;
  let resolve: () => void = () => undefined;
  const ended = new Promise<void>((resolved) => {
    resolve = resolved;
  });
  const end = () => {
    isOver = true;
    resolve();
  };
  return {
    isEnding: () => isOver,
    ...{ ended, end },
    rest(lane) {
      resting.add(lane);
      if (resting.size === count) end();
    },
    work: (lane) => void resting.delete(lane),
  };
}

async function runLane<Claimed>(lane: LaneOfSenders<Claimed>, round: Round): Promise<void> {
  const ready: Claimed[] = [];
  const senders = createSenders(lane, ready, round);
  for (;;) {
    const most = lane.slots + lane.ahead - senders.busy() - ready.length;
    const mayClaim = !round.isEnding() && most > 0 && ready.length <= lane.ahead / 2;
    const claimed = mayClaim ? await lane.claim(most).catch(senders.fail) : [];
    ready.push(...claimed);
    const changed = senders.fill();
    if (claimed.length > 0) round.work(lane);
    else if (senders.isIdle() && !round.isEnding()) round.rest(lane);
    if (round.isEnding() && senders.isIdle()) break;
    if (claimed.length < most || !mayClaim) await firstOf([changed, ...(round.isEnding() ? [] : [round.ended])]);
  }
  if (ready.length > 0) await lane.release(ready);
  senders.throwFailure();
}

/** The first of these, or the time to look again. */
async function firstOf(events: readonly Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeOver = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, lookAgainMs);
  });
  await Promise.race([...events, timeOver]);
  clearTimeout(timer);
}

interface Senders {
  /** Begins what is ready, as far as there is room. Resolves when a sending ended, or left its slot. */
  fill(): Promise<void>;
  busy(): number;
  isIdle(): boolean;
  fail(error: unknown): readonly never[];
  throwFailure(): void;
}

function createSenders<Claimed>(lane: LaneOfSenders<Claimed>, ready: Claimed[], round: Round): Senders {
  let [busy, slow] = [0, 0];
  const failures: unknown[] = [];
  let change = createChange();

  const fail = (error: unknown): readonly never[] => {
    failures.push(error);
    round.end();
    return [];
  };
  const beginReady = () => {
    while (busy < lane.slots && !round.isEnding()) {
      const next = ready.shift();
      if (next === undefined) return;
      begin(next);
    }
  };
  const note = () => {
    beginReady();
    change.resolve();
    change = createChange();
  };
  const begin = (claimed: Claimed) => {
    busy++;
    let leaveSlot = () => {
      busy--;
    };
    const timer = setTimeout(() => {
      if (slow >= lane.slowSlots) return;
      busy--;
      slow++;
      leaveSlot = () => {
        slow--;
      };
      note();
    }, slowAfterMs);
    void lane
      .send(claimed)
      .catch(fail)
      .then(() => {
        clearTimeout(timer);
        leaveSlot();
        note();
      });
  };
  return {
    fill() {
      const { promise } = change;
      beginReady();
      return promise;
    },
    busy: () => busy,
    isIdle: () => busy + slow === 0 && (ready.length === 0 || round.isEnding()),
    fail,
    throwFailure() {
      if (failures.length > 0) throw failures[0];
    },
  };
}

interface Change {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

function createChange(): Change {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((resolved) => {
    resolve = resolved;
  });
  return { promise, resolve };
}
