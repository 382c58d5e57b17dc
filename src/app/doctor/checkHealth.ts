import { createConsoleStore } from '../../adapters/store/consoleStore.ts';
import type { FeedView } from '../../ports/consoleStore.ts';
import type { OpenedStore } from '../openStore.ts';
import { systemClock } from '../systemPorts.ts';
import { type CheckResult, fault, ok, warned } from './check.ts';

/** What the service itself has found of the feeds: the same words as on the console. */
export async function checkHealth({ db }: OpenedStore): Promise<readonly CheckResult[]> {
  const feeds = await createConsoleStore(db).feeds(systemClock.now());
  const well = feeds.filter(({ health }) => health.advice === null).length;
  const results = feeds.flatMap(feedResults);
  return feeds.length === 0 ? [] : [...results, ok('feeds', `${well} of ${feeds.length} are as usual, or new`)];
}

const feedResults = ({ name, health: { state, says, advice, others } }: FeedView): readonly CheckResult[] => [
  ...(advice === null ? [] : [sayOf(state)(`feed ${name}`, `${state}: ${says}`, advice)]),
  ...others.map((other) => warned(`feed ${name}`, `${other.state}: ${other.says}`, other.advice)),
];

const sayOf = (state: FeedView['health']['state']) =>
  state === 'ended' || state === 'put aside' || state === 'failing' ? fault : warned;
