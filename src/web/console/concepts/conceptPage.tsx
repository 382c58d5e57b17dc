import { conceptVersion } from '../../../domain/rules/conceptEdit.ts';
import type { ReadTerm } from '../../../domain/rules/termForms.ts';
import type { ConceptChange } from '../../../ports/conceptViews.ts';
import type { NamedRule } from '../../../ports/deskReadings.ts';
import { mayEdit, type Viewer } from '../../access/viewer.ts';
import { Field, PostForm } from '../form.tsx';
import { Page } from '../page.tsx';
import { Time } from '../shownTime.tsx';
import { TermsField } from './conceptListPage.tsx';
import type { TermLine } from './termLines.ts';

export interface ConceptPageProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly name: string;
  readonly terms: readonly string[];
  readonly lines: readonly TermLine[];
  readonly isCounting: boolean;
  readonly users: readonly NamedRule[];
  readonly changes: readonly ConceptChange[];
  /** Why it could not be renamed or removed; null: nobody tried. */
  readonly objection: string | null;
}

/** The terms of one concept: which are dead, noisy or needless, and which rules they reach. */
export const ConceptPage = (props: ConceptPageProps) => {
  const { viewer, name, isCounting, objection } = props;
  const words = viewer.words.concepts;
  return (
    <Page viewer={viewer} at="concepts" title={`@${name}`}>
      <p class="small">
        <a href="/concepts">{words.all}</a>
      </p>
      <h1>@{name}</h1>
      {objection === null ? null : (
        <p class="bad" role="alert">
          {objection}
        </p>
      )}
      {isCounting ? <p class="soft">{words.counting}</p> : null}
      <div class="split concept">
        <div>{mayEdit(viewer) ? <TermsForm {...props} /> : <TermTable {...props} />}</div>
        <div>
          <Users {...props} />
          <History {...props} />
          {mayEdit(viewer) ? <Whole {...props} /> : null}
        </div>
      </div>
    </Page>
  );
};

const TermsForm = (props: ConceptPageProps) => {
  const { viewer, name, terms } = props;
  const words = viewer.words.concepts;
  return (
    <PostForm viewer={viewer} action={`/concepts/${encodeURIComponent(name)}/plan`}>
      <input type="hidden" name="basedOn" value={conceptVersion(terms)} />
      <TermTable {...props} />
      <TermsField viewer={viewer} name="added" label={words.addTerms} value="" fault={null} />
      <button type="submit" class="primary">
        {words.preview}
      </button>
    </PostForm>
  );
};

const TermTable = ({ viewer, lines }: ConceptPageProps) => {
  const words = viewer.words.concepts;
  const edits = mayEdit(viewer);
  return (
    <table class="cards terms">
      <thead>
        <tr>
          <th>{words.term}</th>
          <th>{words.reads}</th>
          <th class="number">{words.articles}</th>
          {edits ? <th>{words.takeOut}</th> : null}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ text, read, articles, mark, covered }) => (
          <tr>
            <td class="whole">
              <b>{text}</b>{' '}
              {mark === null ? null : (
                <span class="chip late" title={mark === 'dead' ? words.deadSays : words.noisySays}>
                  {words[mark]}
                </span>
              )}
              {covered === null ? null : (
                <>
                  <span class="chip late">{words.covered}</span> <small>{covered}</small>
                </>
              )}
            </td>
            <td class="whole">
              <Reading viewer={viewer} read={read} />
            </td>
            <td class="number" data-label={words.articles}>
              {articles ?? '…'}
            </td>
            {edits ? (
              <td data-label={words.takeOut}>
                <input type="checkbox" name="removed" value={text} aria-label={`${words.takeOut}: ${text}`} />
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Reading = ({ viewer, read }: { readonly viewer: Viewer; readonly read: ReadTerm }) => {
  const words = viewer.words.concepts;
  const parts = [
    read.script === null ? null : words.scripts[read.script],
    words.kinds[read.kind],
    read.mode === null ? null : words.modes[read.mode],
  ].filter((part) => part !== null);
  const forms = read.forms.length < 2 ? null : read.forms;
  return (
    <>
      <small>{parts.join(', ')}</small>
      {forms === null ? null : (
        <details class="small">
          <summary>
            {words.forms(forms.length)} {read.takesKazakhEndings ? words.kazakhEndings : ''}
          </summary>
          {forms.join(', ')}
        </details>
      )}
    </>
  );
};

const Users = ({ viewer, users }: ConceptPageProps) => {
  const words = viewer.words.concepts;
  return (
    <section>
      <h2>{words.usedBy}</h2>
      {users.length === 0 ? <p class="soft">{words.unused}</p> : null}
      <ul class="rows">
        {users.map(({ ruleId, name }) => (
          <li>
            <a href={`/rules/${encodeURIComponent(ruleId)}`}>{name}</a>
          </li>
        ))}
      </ul>
    </section>
  );
};

const History = ({ viewer, now, changes }: ConceptPageProps) => {
  const words = viewer.words.concepts;
  return (
    <section>
      <h2>{words.history}</h2>
      {changes.length === 0 ? <p class="soft">{words.noHistory}</p> : null}
      <ul class="rows">
        {changes.map(({ at, by, why, added, removed }) => (
          <li>
            <small>
              <Time viewer={viewer} at={at} now={now} /> {words.change(by, why)}
            </small>
            {added.length === 0 ? null : <div>+ {added.join(', ')}</div>}
            {removed.length === 0 ? null : <div>− {removed.join(', ')}</div>}
          </li>
        ))}
      </ul>
    </section>
  );
};

/** What is done to the concept as a whole. */
const Whole = ({ viewer, name, terms, users }: ConceptPageProps) => {
  const words = viewer.words.concepts;
  const path = `/concepts/${encodeURIComponent(name)}`;
  const version = <input type="hidden" name="basedOn" value={conceptVersion(terms)} />;
  return (
    <>
      <details>
        <summary>{words.rename}</summary>
        <PostForm viewer={viewer} action={`${path}/rename`}>
          {version}
          <Field name="newName" label={words.newName} value={name} hint={words.newNameHint} required />
          <Field name="why" label={words.why} required />
          <button type="submit">{words.rename}</button>
        </PostForm>
      </details>
      {users.length > 0 ? null : (
        <details>
          <summary>{words.remove}</summary>
          <PostForm viewer={viewer} action={`${path}/remove`}>
            {version}
            <Field name="why" label={words.why} required />
            <button type="submit">{words.remove}</button>
          </PostForm>
        </details>
      )}
    </>
  );
};
