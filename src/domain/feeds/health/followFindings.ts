import { hourMs } from '../../basics/time.ts';
import type { Judgement } from './judgeFeed.ts';
import type { Finding, Trouble } from './states.ts';

/** A trouble as it is kept. `calmSince`: nothing has kept it open since then. */
export interface KeptFinding extends Finding {
  readonly calmSince: Date | null;
}

export interface FindingChanges {
  readonly opened: readonly Finding[];
  /** With other words, or another calm, than are kept. */
  readonly altered: readonly KeptFinding[];
  readonly closed: readonly Trouble[];
}

/** So long must a trouble be gone before it counts as over: a feed that comes and goes is one trouble, not many. */
const calmMs: Readonly<Partial<Record<Trouble, number>>> = { failing: hourMs / 2, flooding: hourMs };

/** What changes in the kept findings of one feed by how it is judged now. */
export function followFindings(kept: readonly KeptFinding[], judged: readonly Judgement[], now: Date): FindingChanges {
  const opened = judged
    .filter(({ state, begins }) => begins && !kept.some((each) => each.state === state))
    .map(({ state, says, advice }) => ({ state, says, advice, since: now }));
  const followed = kept.map((finding) => follow(finding, judged, now));
  return {
    opened,
    altered: followed
      .filter((next, index) => next !== null && isAltered(kept[index], next))
      .filter((next) => next !== null),
    closed: kept.filter((_, index) => followed[index] === null).map(({ state }) => state),
  };
}

/** Null when it is over. */
function follow(finding: KeptFinding, judged: readonly Judgement[], now: Date): KeptFinding | null {
  const judgement = judged.find(({ state, goesOn }) => state === finding.state && goesOn);
  if (judgement !== undefined) {
    return { ...finding, says: judgement.says, advice: judgement.advice, calmSince: null };
  }
  const calmSince = finding.calmSince ?? now;
  return now.getTime() - calmSince.getTime() >= (calmMs[finding.state] ?? 0) ? null : { ...finding, calmSince };
}

const isAltered = (before: KeptFinding | undefined, after: KeptFinding): boolean =>
  before?.says !== after.says ||
  before.advice !== after.advice ||
  before.calmSince?.getTime() !== after.calmSince?.getTime();
