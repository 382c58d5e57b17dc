import { grouped } from '../basics/grouped.ts';
import type { SharedFault } from '../feeds/health/sharedFault.ts';
import { defaultBlindBelow } from '../rules/ruleDefinition.ts';
import { missingWords, percent, type Sight } from '../rules/sight/sight.ts';
import type { Notice } from './notice.ts';

/** A rule that lost its sight, or has it again. */
export interface SightChange {
  readonly ruleId: string;
  readonly name: string;
  readonly owner: string | null;
  readonly blindBelow?: number;
  readonly event: 'lost' | 'back';
  readonly sight: Sight;
}

export interface SightOccasion {
  readonly changes: readonly SightChange[];
  readonly now: Date;
  /** Hears of rules without an owner; null: nobody does. */
  readonly admin: string | null;
  /** Of all feeds, how many see nothing. */
  readonly feeds: { readonly blind: number; readonly all: number; readonly shared?: SharedFault | null };
  readonly consoleUrl: string;
}

/** One mail an owner for all rules that cannot see any more, one for all that can again. */
export function sightNotices(occasion: SightOccasion): readonly Notice[] {
  const addressed = occasion.changes.flatMap((change) => {
    const recipient = change.owner ?? occasion.admin;
    return recipient === null ? [] : [{ change, recipient }];
  });
  return [...grouped(addressed, ({ recipient, change }) => `${change.event} ${recipient}`).values()].flatMap(
    (group) => {
      const [first] = group;
      return first === undefined
        ? []
        : [
            noticeOf(
              first.recipient,
              first.change.event,
              group.map(({ change }) => change),
              occasion,
            ),
          ];
    },
  );
}

function noticeOf(
  recipient: string,
  event: SightChange['event'],
  changes: readonly SightChange[],
  occasion: SightOccasion,
): Notice {
  const [only] = changes;
  const rules = changes.length === 1 ? `The rule ${only?.name}` : `${changes.length} rules`;
  const verb =
    event === 'lost'
      ? `${changes.length === 1 ? 'is' : 'are'} blind`
      : `${changes.length === 1 ? 'is' : 'are'} no longer blind`;
  const parts = [
    event === 'lost' ? lostIntroduction : backIntroduction,
    ...(event === 'lost' ? commonCause(occasion.feeds) : []),
    ...changes.map(event === 'lost' ? lostWords : backWords),
    `See ${occasion.consoleUrl}/rules for the current state. You get this because you own ${changes.length === 1 ? 'the rule' : 'these rules'} or administer Tocsin.`,
  ];
  return {
    key: `sight ${event} ${recipient} ${occasion.now.toISOString()}`,
    channel: 'email',
    recipient,
    subject: `${rules} ${verb}`,
    body: parts.join('\n\n'),
  };
}

const lostIntroduction =
  'Too few of the sources are delivering right now, so you are not notified of what happens there. You get this notice once, and another when it is over.';
const backIntroduction =
  'Enough of the sources are delivering again. You were notified as usual of whatever their feeds still held from the time in between.';

/** Where most feeds fail at once, the fault is seldom theirs. */
const commonCause = ({ blind, all, shared = null }: SightOccasion['feeds']): readonly string[] =>
  shared !== null
    ? [`What they share: ${shared.says}.\n  What to do: ${shared.advice}.`]
    : all >= 5 && blind / all >= 0.8
      ? [`${blind} of all ${all} feeds deliver nothing: check this machine’s network first.`]
      : [];

const shownFeeds = 10;

function lostWords({ name, ruleId, blindBelow, sight }: SightChange): string {
  const { fault, share, missing } = sight;
  if (fault !== null) return `${titled(name, ruleId)}: ${fault.says}.\n  What to do: ${fault.advice}.`;
  const feeds = missing
    .slice(0, shownFeeds)
    .flatMap((each) => [
      `  ${missingWords(each)}`,
      `    ${each.feed.blindness?.says ?? ''}`,
      `    What to do: ${each.feed.blindness?.advice ?? ''}`,
    ]);
  const more = missing.length > shownFeeds ? [`  and ${missing.length - shownFeeds} more`] : [];
  const least = percent(blindBelow ?? defaultBlindBelow);
  return [
    `${titled(name, ruleId)}: ${percent(share)} source coverage; you are notified below ${least}.`,
    ...feeds,
    ...more,
  ].join('\n');
}

const backWords = ({ name, ruleId, sight }: SightChange): string =>
  `${titled(name, ruleId)}: ${percent(sight.share)} source coverage.`;

const titled = (name: string, ruleId: string): string => (name === ruleId ? ruleId : `${name} (${ruleId})`);
