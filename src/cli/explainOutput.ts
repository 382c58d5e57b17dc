import { lineOf } from '../adapters/channels/mail/hostileText.ts';
import { instantWords } from '../domain/basics/wording.ts';
import type { ExplainedClause } from '../domain/rules/matcher/explain.ts';
import type { MatchFact, MessageFact } from '../pipeline/history/deliveryFacts.ts';
import type { DeliveryVerdict, SubscriptionVerdict, Waiting } from '../pipeline/history/explainDelivery.ts';
import type { QueryExplanation } from '../pipeline/history/explainQuery.ts';

/** A line for the subscription, and one for each message, or for each clause that failed. */
export function shownVerdict({ subscription, target, verdict }: SubscriptionVerdict): string {
  const name = `subscription ${subscription.id} (${subscription.channel} ${lineOf(target)})`;
  return [`${name}: ${verdictWords(verdict)}`, ...detailsOf(verdict).map((line) => `    ${line}`), ''].join('\n');
}

function verdictWords(verdict: DeliveryVerdict): string {
  switch (verdict.kind) {
    case 'told':
      return `notified by ${rulesWords(verdict.matches) || 'news of a story that its rules follow'}`;
    case 'told-long-ago':
      return `notified on ${instantWords(verdict.at)}; the message is no longer kept`;
    case 'waiting':
      return `waits since ${instantWords(verdict.since)} ${waitingWords[verdict.because]}${untilWords(verdict.until)}`;
    case 'copy':
      return `withheld as a copy${verdict.of === null ? '' : ` of article ${verdict.of.articleId} (${lineOf(verdict.of.outlet)})`}`;
    case 'on-its-way':
      return verdict.isQuarantined
        ? `quarantined at the step ${verdict.step}; \`tocsin release\` lets it go on`
        : `not yet: it is at the step ${verdict.step}`;
    case 'not-listening':
      return `not notified: ${notListening[verdict.because]}${verdict.since === null ? '' : ` on ${instantWords(verdict.since)}`}`;
    case 'left':
      return `not notified: the subscriber left ${rulesWords(verdict.matches)}`;
    case 'other-rules':
      return `not notified: it matched ${rulesWords(verdict.matches)}, which this subscription does not have`;
    case 'too-old':
      return verdict.because === 'old'
        ? 'not notified: it was older than a day when its feed was new'
        : 'not notified: it was published two days before it appeared, which is for digests only';
    case 'subscribed-later':
      return `not notified: the subscription was made on ${instantWords(verdict.createdAt)}, after the article`;
    case 'nothing-new':
      return `not notified: it matched ${rulesWords(verdict.matches)}, and brought nothing new of its story`;
    case 'not-matched':
      return 'not notified: it matches none of its rules';
  }
}

const waitingWords: Readonly<Record<Waiting, string>> = {
  'quiet-hours': 'for the end of the quiet hours',
  'digest-time': 'for the next digest',
  cooldown: 'for the end of the cooldown of its story',
  'hourly-limit': 'because the hourly limit is reached',
  planning: 'to be planned',
  suspended: 'because planning for this subscription failed; `tocsin release` lets it go on',
};

const notListening = {
  removed: 'it was removed',
  unsubscribed: 'the subscriber left it',
  unconfirmed: 'the subscriber never confirmed',
};

const untilWords = (until: Date | null): string => (until === null ? '' : `, until ${instantWords(until)}`);

const rulesWords = (matches: readonly MatchFact[]): string =>
  [...new Set(matches.map(({ ruleId, revision }) => `${ruleId} (revision ${revision})`))].join(', ');

function detailsOf(verdict: DeliveryVerdict): readonly string[] {
  switch (verdict.kind) {
    case 'told':
    case 'copy':
      return verdict.messages.map(messageLine);
    case 'nothing-new':
      return verdict.conditions.map(({ ruleId, when }) => `${ruleId} speaks only when ${lineOf(when)}`);
    case 'not-matched':
      return verdict.rules.flatMap(({ ruleId, clause }) =>
        clause === null ? [`${ruleId}: its query has an error`] : [`${ruleId}:`, ...clauseLines(clause, 1)],
      );
    default:
      return [];
  }
}

const messageLine = ({ kind, messageId, createdAt, state, response }: MessageFact): string =>
  `${kind} ${messageId} of ${instantWords(createdAt)}: ${state}${response === null ? '' : `, ${lineOf(response)}`}`;

/** The article, then a line a clause. */
export const shownExplanation = ({ text, clause }: Extract<QueryExplanation, { kind: 'explained' }>): string =>
  [`${lineOf(text.outlet.name)}: ${lineOf(text.title)}`, ...clauseLines(clause, 0), ''].join('\n');

function clauseLines({ clause, holds, miss, clauses }: ExplainedClause, depth: number): readonly string[] {
  const why = miss === null ? '' : `: ${lineOf(miss)}`;
  const line = `${'  '.repeat(depth)}${holds ? 'yes' : 'no '}  ${lineOf(clause)}${why}`;
  return [line, ...clauses.flatMap((each) => clauseLines(each, depth + 1))];
}
