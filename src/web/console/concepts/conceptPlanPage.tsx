import type { TermEdit } from '../../../domain/rules/conceptEdit.ts';
import type { ChangedHit, ConceptPreview, RuleGains } from '../../../pipeline/history/previewConcept.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Highlighted } from '../articles/highlighted.tsx';
import { Field, PostForm } from '../form.tsx';
import { Page } from '../page.tsx';
import { Time, timeIn } from '../shownTime.tsx';
import { TermsField } from './conceptListPage.tsx';

export interface ConceptPlanProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly name: string;
  readonly basedOn: string;
  readonly edit: TermEdit;
  readonly why: string;
  readonly days: number;
  /** Null: the terms cannot be used, or nothing changes. */
  readonly preview: ConceptPreview | null;
  readonly objections: readonly string[];
  readonly termsFault: string | null;
  readonly whyFault: string | null;
  /** Test cases would fail: it can be saved all the same. */
  readonly isHeldByCases: boolean;
}

/** What an edit of a concept gains and loses in each rule, before it is saved. */
export const ConceptPlanPage = (props: ConceptPlanProps) => {
  const { viewer, now, name, edit, days, preview, objections } = props;
  const words = viewer.words.concepts;
  const { plan } = words;
  return (
    <Page viewer={viewer} at="concepts" title={plan.title(name)}>
      <h1>{plan.title(name)}</h1>
      {objections.map((objection) => (
        <p class="bad" role="alert">
          {objection}
        </p>
      ))}
      {edit.added.length + edit.removed.length === 0 ? <p>{plan.nothing}</p> : null}
      {edit.added.length === 0 ? null : (
        <p>
          {plan.added}: <ins>{edit.added.join(', ')}</ins>
        </p>
      )}
      {edit.removed.length === 0 ? null : (
        <p>
          {plan.removed}: <del>{edit.removed.join(', ')}</del>
        </p>
      )}
      {preview === null ? null : (
        <>
          <p class="soft">{plan.lead(days, preview.looked)}</p>
          {preview.cutAt === null ? null : (
            <p class="late">{plan.cut(timeIn(viewer.person.timezone, preview.cutAt, now))}</p>
          )}
          <Gains viewer={viewer} now={now} rules={preview.rules} />
        </>
      )}
      <SaveForm {...props} />
    </Page>
  );
};

interface GainsProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly rules: readonly RuleGains[];
}

const Gains = ({ viewer, now, rules }: GainsProps) => {
  const { plan } = viewer.words.concepts;
  if (rules.length === 0) return <p>{plan.noRules}</p>;
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>{plan.rule}</th>
          <th class="number">{plan.gained}</th>
          <th class="number">{plan.lost}</th>
        </tr>
      </thead>
      <tbody>
        {rules.map(({ ruleId, name, gained, lost, firstGained, firstLost }) => (
          <tr>
            <td class="whole">
              <a href={`/rules/${encodeURIComponent(ruleId)}`}>{name}</a>
              <Examples viewer={viewer} now={now} sign="+" hits={firstGained} />
              <Examples viewer={viewer} now={now} sign="−" hits={firstLost} />
            </td>
            <td class="number" data-label={plan.gained}>
              {gained}
            </td>
            <td class="number" data-label={plan.lost}>
              {lost}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

interface ExamplesProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly sign: '+' | '−';
  readonly hits: readonly ChangedHit[];
}

const Examples = ({ viewer, now, sign, hits }: ExamplesProps) => (
  <>
    {hits.map(({ article, title, excerpts }) => (
      <div class="small">
        {sign}{' '}
        <a href={`/articles/${article.articleId}`}>
          <Highlighted excerpt={title} />
        </a>{' '}
        <small>
          {article.outlet.name} <Time viewer={viewer} at={article.publishedAt ?? article.savedAt} now={now} />
        </small>
        {excerpts.slice(0, 1).map((excerpt) => (
          <div class="soft">
            <Highlighted excerpt={excerpt} />
          </div>
        ))}
      </div>
    ))}
  </>
);

const SaveForm = ({ viewer, name, basedOn, edit, why, termsFault, whyFault, isHeldByCases }: ConceptPlanProps) => {
  const words = viewer.words.concepts;
  const path = `/concepts/${encodeURIComponent(name)}`;
  return (
    <PostForm viewer={viewer} action={path}>
      <input type="hidden" name="basedOn" value={basedOn} />
      {edit.removed.map((term) => (
        <input type="hidden" name="removed" value={term} />
      ))}
      <TermsField
        viewer={viewer}
        name="added"
        label={words.addTerms}
        value={edit.added.join('\n')}
        fault={termsFault}
      />
      <Field {...{ name: 'why', label: words.why, value: why, hint: words.whyHint, fault: whyFault }} />
      {isHeldByCases ? (
        <label>
          <input type="checkbox" name="savesAnyway" value="yes" /> {words.plan.savesAnyway}
        </label>
      ) : null}
      <div class="bar">
        <button type="submit" class="primary">
          {words.plan.save}
        </button>
        <button type="submit" formaction={`${path}/plan`}>
          {words.preview}
        </button>
        <a href={path}>{words.plan.back}</a>
      </div>
    </PostForm>
  );
};
