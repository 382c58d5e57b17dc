import type { MatchFact } from '../../../pipeline/history/deliveryFacts.ts';
import type { DeliveryVerdict } from '../../../pipeline/history/explainDelivery.ts';
import { shownTo } from '../../access/shownTo.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Time, timeIn } from '../shownTime.tsx';

interface VerdictProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly verdict: DeliveryVerdict;
}

/** Why a subscription was told of an article, or why not, as a sentence, and the messages that tell of it. */
export const VerdictText = ({ viewer, now, verdict }: VerdictProps) => {
  const messages = verdict.kind === 'told' || verdict.kind === 'copy' ? verdict.messages : [];
  const conditions = verdict.kind === 'nothing-new' ? verdict.conditions : [];
  const words = viewer.words.articles.verdicts;
  return (
    <>
      <p>
        <strong>{sentenceOf(viewer, now, verdict)}</strong>{' '}
        {verdict.kind === 'copy' && verdict.of !== null ? (
          <a href={`/articles/${verdict.of.articleId}`}>{verdict.of.title}</a>
        ) : null}
      </p>
      {conditions.map(({ ruleId, when }) => (
        <p class="small">
          {words.onlyWhen(ruleId)} <code>{when}</code>
        </p>
      ))}
      {messages.map(({ messageId, state, createdAt, response }) => (
        <p class="small">
          <a href={`/messages/${encodeURIComponent(messageId)}`}>
            <Time viewer={viewer} at={createdAt} now={now} />
          </a>{' '}
          {state}
          {response === null ? '' : `: ${shownTo(viewer, response)}`}
        </p>
      ))}
    </>
  );
};

function sentenceOf({ words, person }: Viewer, now: Date, verdict: DeliveryVerdict): string {
  const says = words.articles.verdicts;
  const time = (at: Date) => timeIn(person.timezone, at, now);
  switch (verdict.kind) {
    case 'told':
      return verdict.matches.length === 0 ? says.toldOfStory : says.told(rulesOf(verdict.matches));
    case 'told-long-ago':
      return says.toldLongAgo(time(verdict.at));
    case 'waiting':
      return says.waiting(says.waits[verdict.because], verdict.until === null ? null : time(verdict.until));
    case 'copy':
      return says.copy;
    case 'on-its-way':
      return verdict.isQuarantined ? says.quarantined(verdict.step) : says.onItsWay(verdict.step);
    case 'not-listening':
      return says.notListening[verdict.because](verdict.since === null ? null : time(verdict.since));
    case 'left':
      return says.left(rulesOf(verdict.matches));
    case 'other-rules':
      return says.otherRules(rulesOf(verdict.matches));
    case 'too-old':
      return says.tooOld[verdict.because];
    case 'subscribed-later':
      return says.subscribedLater(time(verdict.createdAt));
    case 'nothing-new':
      return says.nothingNew(rulesOf(verdict.matches));
    case 'not-matched':
      return says.notMatched(verdict.rules.map(({ name }) => name).join(', '));
  }
}

const rulesOf = (matches: readonly MatchFact[]): string => [...new Set(matches.map(({ name }) => name))].join(', ');
