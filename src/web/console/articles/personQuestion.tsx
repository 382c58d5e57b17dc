import type { SubscriptionVerdict } from '../../../pipeline/history/explainDelivery.ts';
import { shownTo, targetShownTo } from '../../access/shownTo.ts';
import type { Viewer } from '../../access/viewer.ts';
import { VerdictText } from './verdictText.tsx';

export interface PersonChoice {
  readonly id: number;
  readonly name: string;
  readonly email: string;
}

interface PersonQuestionProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly articleId: number;
  /** The rule that was asked for besides, and is asked for again with this. */
  readonly rule: string;
  readonly people: readonly PersonChoice[];
  readonly chosen: number | null;
  /** Of each subscription; null: nobody was asked for. */
  readonly verdicts: readonly SubscriptionVerdict[] | null;
}

/** Asks why a subscriber was told of the article, or why not. */
export const PersonQuestion = ({ viewer, now, articleId, rule, people, chosen, verdicts }: PersonQuestionProps) => {
  const words = viewer.words.articles;
  return (
    <section id="person">
      <h2>{words.whyPerson}</h2>
      <form method="get" action={`/articles/${articleId}#person`} class="filters">
        {rule === '' ? null : <input type="hidden" name="rule" value={rule} />}
        <label class="field">
          <span>{words.person}</span>
          <select name="subscriber" required>
            <option value="">{words.choosePerson}</option>
            {people.map(({ id, name, email }) => (
              <option value={id} selected={id === chosen}>
                {shownTo(viewer, `${name}, ${email}`)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{words.explain}</button>
      </form>
      {verdicts?.length === 0 ? <p>{words.noSubscriptions}</p> : null}
      <ul class="rows">
        {(verdicts ?? []).map(({ subscription, target, verdict }) => (
          <li>
            <small>
              {subscription.channel} {targetShownTo(viewer, subscription.channel, target)}
            </small>
            <VerdictText viewer={viewer} now={now} verdict={verdict} />
          </li>
        ))}
      </ul>
    </section>
  );
};
