import type { CaseResult } from '../../../domain/rules/ruleCase.ts';
import { mayEdit } from '../../access/viewer.ts';
import { CsrfField } from '../form.tsx';
import { pathOf, type SavedView, type WorkbenchView } from './workbenchView.ts';

/** The rule's own test cases, held against what is typed. */
export const Cases = ({ viewer, cases, detail }: SavedView) => {
  const words = viewer.words.rules.cases;
  return (
    <section data-cases>
      <h2>{words.title}</h2>
      {cases.length === 0 ? (
        <p class="soft small">{words.none}</p>
      ) : (
        <CaseLines viewer={viewer} results={cases} path={pathOf({ detail })} />
      )}
    </section>
  );
};

interface CaseLinesProps extends Pick<WorkbenchView, 'viewer'> {
  readonly results: readonly CaseResult[];
  /** Of the rule; absent: they cannot be dropped here. */
  readonly path?: string;
}

export const CaseLines = ({ viewer, results, path }: CaseLinesProps) => {
  const words = viewer.words.rules.cases;
  return (
    <ul class="cases">
      {results.map(({ case: { id, mustMatch, text }, passes }) => (
        <li class={passes ? 'passes' : 'fails'}>
          <span class="sign" role="img" aria-label={passes ? words.passes : words.fails}>
            {passes ? '✓' : '✗'}
          </span>
          <span>
            <span class="soft">{mustMatch ? words.mustMatch : words.mustNotMatch}</span> “
            {text.title || text.body.slice(0, 80)}” <small>{text.outlet.name}</small>
          </span>
          {path !== undefined && mayEdit(viewer) ? (
            <form method="post" action={`${path}/cases/${id}/drop`} data-case>
              <CsrfField viewer={viewer} />
              <button type="submit" class="link small soft">
                {words.drop}
              </button>
            </form>
          ) : null}
        </li>
      ))}
    </ul>
  );
};
