import type { Troubles } from '../../../ports/deskReadings.ts';
import type { Viewer } from '../../access/viewer.ts';
import { timeIn } from '../shownTime.tsx';

interface TroubleLine {
  readonly says: string;
  readonly href: string;
}

/** What needs a person, a line each with where to go. */
function troubleLines(troubles: Troubles, viewer: Viewer, now: Date): readonly TroubleLine[] {
  const words = viewer.words.desk.troubles;
  const time = (at: Date) => timeIn(viewer.person.timezone, at, now);
  const { feeds, failingFeeds, sharedFault, canaryAlarmSince, quarantined, failedMessages, suppressedTargets } =
    troubles;
  const line = (isShown: boolean, says: string, href: string) => (isShown ? [{ says, href }] : []);
  return [
    ...line(feeds === 0, words.nothingWatched, '/feeds'),
    ...(canaryAlarmSince === null ? [] : line(true, words.canary(time(canaryAlarmSince)), '/settings')),
    ...troubles.blindRules.map(({ ruleId, name, since, says }) => ({
      says: words.blind(name, time(since), says),
      href: `/rules/${encodeURIComponent(ruleId)}`,
    })),
    ...(sharedFault === null
      ? line(failingFeeds > 0, words.failingFeeds(failingFeeds, feeds), '/feeds')
      : line(true, words.shared(sharedFault.says), '/feeds')),
    ...troubles.heldChannels.map(({ channel, reason, waiting }) => ({
      says: words.held(channel, reason, waiting),
      href: '/messages',
    })),
    ...line(failedMessages > 0, words.failed(failedMessages), '/messages'),
    ...line(suppressedTargets > 0, words.suppressed(suppressedTargets), '/messages'),
    ...line(quarantined > 0, words.quarantined(quarantined), '/messages'),
  ];
}

interface LinesProps {
  readonly viewer: Viewer;
  readonly troubles: Troubles;
  readonly now: Date;
}

export const TroubleLines = ({ viewer, troubles, now }: LinesProps) => {
  const lines = troubleLines(troubles, viewer, now);
  if (lines.length === 0) return null;
  return (
    <ul class="need" aria-label={viewer.words.desk.troubles.label}>
      {lines.map(({ says, href }) => (
        <li>
          <a href={href}>{says}</a>
        </li>
      ))}
    </ul>
  );
};
