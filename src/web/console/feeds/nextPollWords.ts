import { counted, itemsWords, spanWords } from '../../../domain/basics/wording.ts';
import type { NextPollReason } from '../../../domain/feeds/nextPollReason.ts';
import type { Words } from '../words/words.ts';

const span = (seconds: number): string =>
  seconds < 120 ? counted(Math.round(seconds), 'second') : spanWords(seconds * 1000);

/** Why the next poll is when it is, as a sentence. `timeOf`: in the viewer's zone. */
export function nextPollWords(reason: NextPollReason, words: Words, timeOf: (at: Date) => string): string {
  const { why } = words.feeds.page.next;
  switch (reason.kind) {
    case 'ended':
    case 'quarantined':
    case 'first':
    case 'due':
    case 'paused':
    case 'pushed':
      return why[reason.kind];
    case 'held':
      return why.held(timeOf(reason.until));
    case 'failing':
      return why.failing(counted(reason.failures, 'time'));
    case 'fixed':
      return why.fixed(span(reason.everySeconds));
    case 'skipped hours':
      return why.skipped;
    case 'requested':
      return why[reason.by](span(reason.ownSeconds));
    case 'outrun':
      return why.outrun(span(reason.intervalSeconds));
    case 'rhythm':
      return reason.itemsPerHour === null
        ? why.unknownRhythm(span(reason.intervalSeconds))
        : why.rhythm(itemsWords(reason.itemsPerHour), span(reason.intervalSeconds));
  }
}
