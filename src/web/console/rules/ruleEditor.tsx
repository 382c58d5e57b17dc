import type { RuleField } from '../../../domain/rules/checkRule.ts';
import { mayEdit } from '../../access/viewer.ts';
import { CsrfField } from '../form.tsx';
import { Findings } from './queryFindings.tsx';
import { CaseLines } from './ruleCasesPart.tsx';
import type { RuleFields } from './ruleForm.ts';
import { Clauses } from './ruleResults.tsx';
import { pathOf, type WorkbenchView } from './workbenchView.ts';

/** The form of a rule. Without script it is a form with a text field; the island makes an editor of that. */
export const RuleEditor = (view: WorkbenchView) => {
  const { viewer, detail, fields, preview, isHeldByCases, cases } = view;
  const words = viewer.words.rules.form;
  const path = pathOf(view);
  const isEditor = mayEdit(viewer);
  return (
    <form method="post" action={detail === null ? '/rules' : path} id="rule-form" class="rule-form" data-rule-form>
      <CsrfField viewer={viewer} />
      <input type="hidden" name="basedOn" value={fields.basedOn} />
      {/* Enter in a field does what this button does. */}
      <button type="submit" hidden {...(isEditor ? {} : { formaction: `${path}/preview` })} />
      {detail === null ? (
        <div class="two">
          <Text view={view} name="name" label={words.name} />
          <Text view={view} name="id" label={words.id} hint={words.idHint} />
        </div>
      ) : (
        <input type="hidden" name="id" value={fields.id} />
      )}
      <div class="field">
        <div class="bar">
          <label for="query">
            <b class="small">{words.query}</b>
          </label>
          <span class="grow" />
        </div>
        <textarea
          id="query"
          name="query"
          rows={5}
          class="mono"
          spellcheck={false}
          autocomplete="off"
          aria-describedby="query-findings"
          data-query
        >
          {fields.query}
        </textarea>
        <Findings view={view} field="query" />
      </div>
      <div data-clauses>
        {preview === null || preview.clauses.length === 0 ? null : (
          <Clauses viewer={viewer} query={fields.query} clauses={preview.clauses} />
        )}
      </div>
      <details class="more-fields" open={isOpen(view)}>
        <summary>{words.alerts}</summary>
        {detail === null ? null : <Text view={view} name="name" label={words.name} />}
        <div class="two">
          <label class="field">
            <span>{words.on}</span>
            <select name="on">
              {(['change', 'story', 'article'] as const).map((each) => (
                <option value={each} selected={fields.on === each}>
                  {words.onChoices[each]}
                </option>
              ))}
            </select>
          </label>
          <Text view={view} name="cooldown" label={words.cooldown} hint={words.cooldownHint} />
        </div>
        <Text view={view} name="when" label={words.when} hint={words.whenHint} isMono />
        <div class="two">
          <Text view={view} name="owner" label={words.owner} hint={words.ownerHint} />
          <Text view={view} name="blindBelow" label={words.blindBelow} hint={words.blindBelowHint} />
        </div>
      </details>
      {isHeldByCases ? (
        <div class="held" role="alert">
          <p>
            <b>{viewer.words.rules.cases.failing}</b>
          </p>
          <CaseLines viewer={viewer} results={cases.filter(({ passes }) => !passes)} />
          <label class="tick">
            <input type="checkbox" name="savesAnyway" value="yes" /> {words.saveAnyway}
          </label>
        </div>
      ) : null}
      {isEditor ? <SaveLine {...view} /> : <p class="soft small">{words.tryHint}</p>}
      <p class="actions">
        {isEditor ? (
          <button type="submit" class="primary" name="do" value="save">
            {words.save((detail?.newest.revision ?? 0) + 1)}
          </button>
        ) : null}
        <button type="submit" formaction={`${path}/preview`} formnovalidate data-preview>
          {words.preview}
        </button>
        {isEditor && detail !== null ? (
          <button type="submit" name="do" value="draft">
            {words.draft}
          </button>
        ) : null}
      </p>
    </form>
  );
};

const SaveLine = (view: WorkbenchView) => {
  const { viewer, detail, preview } = view;
  const words = viewer.words.rules;
  const counts = preview?.counts;
  const isDifferent = detail?.current != null && counts !== undefined && counts.gained + counts.lost > 0;
  return (
    <>
      <Text view={view} name="why" label={words.form.why} hint={words.form.whyHint} isRequired />
      <p class="small soft">
        {detail === null ? null : words.form.concerns(detail.people)}{' '}
        <span data-difference>{isDifferent ? words.difference.counts(counts.gained, counts.lost) : ''}</span>
      </p>
    </>
  );
};

/** Fields that differ from what is usual, or are wrong, are not hidden. */
const isOpen = ({ fields, faults }: WorkbenchView): boolean =>
  fields.when !== '' ||
  fields.cooldown !== '' ||
  faults.some(({ field }) => (['when', 'cooldown', 'owner', 'blindBelow'] as const).some((each) => each === field));

interface TextProps {
  readonly view: WorkbenchView;
  readonly name: Extract<RuleField, keyof RuleFields>;
  readonly label: string;
  readonly hint?: string;
  readonly isRequired?: boolean;
  readonly isMono?: boolean;
}

const Text = ({ view, name, label, hint, isRequired = false, isMono = false }: TextProps) => {
  const isWrong = view.faults.some(({ field, severity }) => field === name && severity === 'error');
  return (
    <div class="field">
      <label for={name}>
        <b class="small">{label}</b>
      </label>
      <input
        id={name}
        name={name}
        value={view.fields[name]}
        class={isMono ? 'mono' : undefined}
        required={isRequired}
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={`${name}-hint ${name}-findings`}
        autocomplete="off"
      />
      {hint === undefined ? null : <small id={`${name}-hint`}>{hint}</small>}
      <Findings view={view} field={name} />
    </div>
  );
};
