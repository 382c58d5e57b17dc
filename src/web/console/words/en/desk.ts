import type { MuteEnd } from '../../../../domain/stories/mute.ts';

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
const inWords = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

/** What the desk and the hand-over say. */
export const deskWords = {
  title: 'Desk',
  moved: (count: number, isAll: boolean): string =>
    `${isAll ? (inWords[count] ?? count) : `More than ${count}`} ${count === 1 ? 'story' : 'stories'} moved since you last looked`,
  nothingMoved: 'Nothing has moved since you last looked',
  handOver: 'Hand over',
  allSeen: 'I have seen these',
  seenAll: 'What had moved is marked as seen.',
  live: 'Live',
  lost: 'Not live: looking again',
  announce: 'The desk has moved:',
  unread: 'Moved',
  running: 'What you have seen',
  older: 'Older ones',
  newest: 'Back to the newest',
  newStory: 'new story',
  noChange: 'no change',
  firstFigure: 'first figure',
  denied: 'denied',
  withdrawn: 'withdrawn',
  correction: 'correction',
  rise: 'rise',
  fall: 'fall',
  byTheDesk: 'corrected at the desk',
  reports: (reports: number, outlets: number): string => `${counted(reports, 'report')}, ${counted(outlets, 'outlet')}`,
  has: (name: string): string => `${name} has it`,
  youHave: 'You have it',
  take: 'Take it',
  mutedBy: (name: string, end: string, reason: string): string => `Muted by ${name} ${end}: ${reason}`,
  muteEnd: (end: MuteEnd, time: string): string => {
    if (end.kind === 'never') return 'for good';
    if (end.kind === 'time') return `until ${time}`;
    return `until ${end.figure} moves by ${'percent' in end.by ? `${end.by.percent} %` : end.by.count}`;
  },
  empty: {
    lead: 'No rule has matched an article yet. Stories come here as soon as one does.',
    rules: 'See what your rules look for',
    feeds: 'See whether your feeds answer',
  },
  troubles: {
    label: 'What needs you',
    nothingWatched: 'Nothing is watched: there are no feeds. Add one',
    failingFeeds: (failing: number, feeds: number): string =>
      `${failing} of ${counted(feeds, 'feed')} failed at the last poll`,
    shared: (says: string): string => `${says.charAt(0).toUpperCase()}${says.slice(1)}`,
    blind: (name: string, since: string, says: string | null): string =>
      `“${name}” cannot see since ${since}${says === null ? '' : `: ${says}`}`,
    quarantined: (count: number): string =>
      `${counted(count, 'item')} failed five times and ${count === 1 ? 'is' : 'are'} quarantined`,
    failed: (count: number): string => `${counted(count, 'message')} failed for good in the last week`,
    held: (channel: string, reason: string, waiting: number): string =>
      `Nothing is sent by ${channel}: ${reason} (${counted(waiting, 'message')} waiting)`,
    suppressed: (count: number): string =>
      `${counted(count, 'target')} ${count === 1 ? 'is' : 'are'} switched off: ${count === 1 ? 'it' : 'they'} refused everything`,
    canary: (since: string): string => `The test article does not arrive since ${since}: messages may not either`,
  },
  handover: {
    title: 'Hand-over',
    since: (time: string): string => `What happened since ${time}`,
    field: 'Since',
    hint: 'A time of day, or a date and a time; in your zone',
    button: 'Show',
    print: 'Print this page with your browser; the navigation stays away.',
    wrong: 'Write a time as 08:00, or a day and a time as 2022-01-06 08:00.',
    moves: 'What moved',
    attention: 'Who did what with the stories',
    edits: 'Edits of stories',
    rules: 'Edits of rules and concepts',
    nothing: 'Nothing.',
    more: (count: number): string => `Only the newest ${count} are shown. Choose a later time.`,
    rule: (action: string, subject: string): string => `${action} ${subject}`,
  },
  keys: {
    title: 'Keys',
    lead: 'They work wherever you are not typing.',
    next: 'the next line',
    previous: 'the line before',
    open: 'open it',
    take: 'take the story',
    mute: 'mute the story',
    search: 'search',
    help: 'this help',
    close: 'Close',
  },
};
