import { createConsoleStore } from '../../adapters/store/views/consoleViews.ts';
import { hourMs } from '../../domain/basics/time.ts';
import { instantWords, waitingWords } from '../../domain/basics/wording.ts';
import { canaryAdvice, canaryWords } from '../../domain/canary/canary.ts';
import { nothingWatched } from '../../domain/configuration/nothingWatched.ts';
import { sharedFault } from '../../domain/feeds/health/sharedFault.ts';
import type { FeedView } from '../../ports/consoleStore.ts';
import type { OpenedStore } from '../openStore.ts';
import { systemClock } from '../systemPorts.ts';
import { type CheckResult, fault, ok, warned } from './checkResult.ts';

/** What the service itself has found of the feeds: the same words as on the console. */
export async function checkHealth({ db }: OpenedStore): Promise<readonly CheckResult[]> {
  const feeds = await createConsoleStore(db).feeds(systemClock.now());
  if (feeds.length === 0) return [warned('feeds', nothingWatched.says, nothingWatched.advice)];
  const shared = sharedFault(feeds);
  return [
    ...(shared === null ? [] : [fault('feeds', shared.says, shared.advice)]),
    ...feeds.flatMap(feedResults),
    ...unpolled(feeds),
    tallyOf(feeds),
  ];
}

const isWell = ({ health }: Pick<FeedView, 'health'>): boolean => health.advice === null;

function tallyOf(feeds: readonly FeedView[]): CheckResult {
  const well = feeds.filter(isWell).length;
  const tally = `${well} of ${feeds.length} healthy or new`;
  if (well > 0) return ok('feeds', tally);
  return fault('feeds', `${tally}: nobody is notified of anything`, 'follow the advice above, then run this again');
}

const latePollMs = hourMs / 2;

/** A feed that nobody polls is as new as ever. */
function unpolled(feeds: readonly FeedView[]): readonly CheckResult[] {
  const late = feeds.filter(
    ({ lastSucceededAt, lastError, nextPollAt, ...feed }) =>
      isWell(feed) &&
      lastSucceededAt === null &&
      lastError === null &&
      systemClock.now().getTime() - nextPollAt.getTime() > latePollMs,
  );
  if (late.length === 0) return [];
  const says = `${late.length} of ${feeds.length} were never polled, although their first poll was due`;
  return [fault('feeds', says, 'start the service with `tocsin serve`; one process needs the role poll')];
}

/** Whether our own article arrives. Nothing to say where none is sent. */
export async function checkCanary({ db }: OpenedStore): Promise<readonly CheckResult[]> {
  const canary = await createConsoleStore(db).canary();
  if (canary.alarmSince !== null) return [fault('canary', canaryWords(canary), canaryAdvice)];
  return canary.arrivedAt === null ? [] : [ok('canary', `the last one arrived on ${instantWords(canary.arrivedAt)}`)];
}

/** Channels and targets that are sent nothing now. */
export async function checkSending({ db }: OpenedStore): Promise<readonly CheckResult[]> {
  const heldUp = await createConsoleStore(db).heldUp();
  return heldUp.flatMap(({ id, channel, name, state, since, reason, waiting }) => {
    const waits = waitingWords(waiting);
    if (name === null) {
      const message = `nothing can be sent by ${channel} since ${instantWords(since)}: ${reason}; ${waits}`;
      return [fault('sending', message, 'fix what the message names; Tocsin then goes on by itself')];
    }
    if (state === 'held') return [];
    const advice = `fix the receiver or its address, then run \`tocsin deliveries resume ${id}\``;
    return [warned('sending', `${channel} ${name} is switched off: ${reason}; ${waits}`, advice)];
  });
}

/** Rules that cannot see, and what their owners could not be notified of. */
export async function checkSight({ db }: OpenedStore): Promise<readonly CheckResult[]> {
  const store = createConsoleStore(db);
  const [rules, notices] = [await store.rules(), await store.notices(50)];
  const blind = rules.filter(({ blindSince }) => blindSince !== null);
  const unsent = notices.filter(({ state, quarantined }) => state === 'rejected' || quarantined);
  return [
    ...blind.map(({ ruleId, says, advice }) =>
      warned(`rule ${ruleId}`, `is blind: ${says ?? ''}`, advice ?? 'see the Rules page of the console'),
    ),
    ...unsent.map(({ recipient, subject, response }) =>
      warned(
        'notice',
        `“${subject}” did not reach ${recipient}: ${response ?? 'quarantined'}`,
        'check the address and the mail server',
      ),
    ),
    ...(rules.length === 0
      ? []
      : [ok('rules', `${rules.length - blind.length} of ${rules.length} with enough source coverage`)]),
  ];
}

const feedResults = ({ name, health: { state, says, advice, others } }: FeedView): readonly CheckResult[] => [
  ...(advice === null ? [] : [sayOf(state)(`feed ${name}`, `${state}: ${says}`, advice)]),
  ...others.map((other) => warned(`feed ${name}`, `${other.state}: ${other.says}`, other.advice)),
];

const sayOf = (state: FeedView['health']['state']) =>
  state === 'ended' || state === 'quarantined' || state === 'failing' ? fault : warned;
