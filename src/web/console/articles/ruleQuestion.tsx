import type { ExplainedClause } from '../../../domain/rules/matcher/explain.ts';
import type { MatchInput } from '../../../domain/rules/rule.ts';
import type { NamedRule } from '../../../ports/deskReadings.ts';
import type { Viewer } from '../../access/viewer.ts';

/** Why a rule matches the article or does not. */
export type RuleAnswer =
  | { readonly kind: 'refused'; readonly rule: NamedRule; readonly message: string }
  | { readonly kind: 'explained'; readonly rule: NamedRule; readonly clause: ExplainedClause };

interface RuleQuestionProps {
  readonly viewer: Viewer;
  readonly articleId: number;
  /** What else was asked, and is asked again with this: it stands in the address. */
  readonly subscriber: string;
  readonly rules: readonly NamedRule[];
  readonly input: Pick<MatchInput, 'title' | 'body'>;
  readonly answer: RuleAnswer | null;
}

/** Asks of one rule, and is answered clause by clause. */
export const RuleQuestion = ({ viewer, articleId, subscriber, rules, input, answer }: RuleQuestionProps) => {
  const words = viewer.words.articles;
  return (
    <section id="rule">
      <h2>{words.whyRule}</h2>
      <form method="get" action={`/articles/${articleId}#rule`} class="filters">
        {subscriber === '' ? null : <input type="hidden" name="subscriber" value={subscriber} />}
        <label class="field">
          <span>{words.rule}</span>
          <select name="rule" required>
            <option value="">{words.chooseRule}</option>
            {rules.map(({ ruleId, name }) => (
              <option value={ruleId} selected={answer?.rule.ruleId === ruleId}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{words.explain}</button>
      </form>
      {answer === null ? null : <Answer viewer={viewer} input={input} answer={answer} />}
    </section>
  );
};

interface AnswerProps {
  readonly viewer: Viewer;
  readonly input: RuleQuestionProps['input'];
  readonly answer: RuleAnswer;
}

const Answer = ({ viewer, input, answer }: AnswerProps) => {
  const words = viewer.words.articles;
  const { name } = answer.rule;
  if (answer.kind === 'refused') return <p class="bad">{words.ruleIsRefused(answer.message)}</p>;
  const { clause } = answer;
  return (
    <>
      <p>
        <strong>{clause.holds ? words.ruleMatches(name) : words.ruleMatchesNot(name)}</strong>
      </p>
      <ul class="clauses">
        <Clause viewer={viewer} input={input} clause={clause} />
      </ul>
    </>
  );
};

interface ClauseProps {
  readonly viewer: Viewer;
  readonly input: RuleQuestionProps['input'];
  readonly clause: ExplainedClause;
}

const mostFound = 6;

/** Whether it held, by which words of the article or what it missed by, and below it the clauses that it is made of. */
const Clause = ({ viewer, input, clause: { clause, holds, spans, miss, clauses } }: ClauseProps) => {
  const words = viewer.words.articles;
  const found = [...new Set(spans.map(([field, start, end]) => input[field].slice(start, end)))];
  return (
    <li>
      <span class={holds ? 'chip good' : 'chip'}>{holds ? words.clauseHolds : words.clauseFails}</span>{' '}
      <code>{clause}</code> {miss === null ? null : <small>{miss}</small>}
      {clauses.length > 0
        ? null
        : found.slice(0, mostFound).map((text) => (
            <>
              {' '}
              <mark>{text}</mark>
            </>
          ))}
      {clauses.length === 0 ? null : (
        <ul class="clauses">
          {clauses.map((child) => (
            <Clause viewer={viewer} input={input} clause={child} />
          ))}
        </ul>
      )}
    </li>
  );
};
