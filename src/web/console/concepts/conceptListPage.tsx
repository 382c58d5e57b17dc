import type { ListedConcept } from '../../../ports/conceptViews.ts';
import { mayEdit, type Viewer } from '../../access/viewer.ts';
import { Field, PostForm } from '../form.tsx';
import { Page } from '../page.tsx';
import { Time } from '../shownTime.tsx';

/** A concept that was typed and refused, with what is wrong. */
export interface TypedConcept {
  readonly name: string;
  readonly terms: string;
  readonly why: string;
  readonly faults: Readonly<Partial<Record<'name' | 'terms' | 'why', string>>>;
}

interface ConceptListProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly concepts: readonly ListedConcept[];
  readonly typed: TypedConcept;
}

const shownTerms = 8;

/** Which lists there are, and how many rules an edit of each would change. */
export const ConceptListPage = ({ viewer, now, concepts, typed }: ConceptListProps) => {
  const words = viewer.words.concepts;
  return (
    <Page viewer={viewer} at="concepts" title={words.title}>
      <h1>{words.title}</h1>
      <p class="soft">{words.lead}</p>
      {concepts.length === 0 ? (
        <div class="empty">
          <h2>{words.none.title}</h2>
          <p>{words.none.says}</p>
        </div>
      ) : (
        <table class="cards concept-list">
          <thead>
            <tr>
              <th>{words.heads.name}</th>
              <th>{words.heads.terms}</th>
              <th class="number">{words.heads.rules}</th>
              <th>{words.heads.changed}</th>
            </tr>
          </thead>
          <tbody>
            {concepts.map(({ name, terms, rules, changedAt }) => (
              <tr>
                <td>
                  <a href={`/concepts/${encodeURIComponent(name)}`}>@{name}</a>
                </td>
                <td class="whole">
                  {terms.slice(0, shownTerms).join(', ')}
                  {terms.length > shownTerms ? <small> {words.moreTerms(terms.length - shownTerms)}</small> : null}
                </td>
                <td class="number" data-label={words.heads.rules}>
                  {rules}
                </td>
                <td class="nowrap" data-label={words.heads.changed}>
                  <Time viewer={viewer} at={changedAt} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mayEdit(viewer) ? <NewConcept viewer={viewer} typed={typed} /> : null}
    </Page>
  );
};

const NewConcept = ({ viewer, typed: { name, terms, why, faults } }: Pick<ConceptListProps, 'viewer' | 'typed'>) => {
  const words = viewer.words.concepts;
  return (
    <section>
      <h2>{words.add}</h2>
      <PostForm viewer={viewer} action="/concepts">
        <Field
          {...{ name: 'name', label: words.newName, value: name, hint: words.newNameHint, fault: faults.name ?? null }}
          required
        />
        <TermsField viewer={viewer} name="terms" label={words.terms} value={terms} fault={faults.terms ?? null} />
        <Field
          {...{ name: 'why', label: words.why, value: why, hint: words.whyHint, fault: faults.why ?? null }}
          required
        />
        <button type="submit" class="primary">
          {words.make}
        </button>
      </PostForm>
    </section>
  );
};

interface TermsFieldProps {
  readonly viewer: Viewer;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly fault: string | null;
}

export const TermsField = ({ viewer, name, label, value, fault }: TermsFieldProps) => (
  <label class="field">
    <span>{label}</span>
    <textarea name={name} rows={5} spellcheck={false} aria-invalid={fault === null ? undefined : 'true'}>
      {value}
    </textarea>
    {fault === null ? null : (
      <small class="bad" role="alert">
        {fault}
      </small>
    )}
    <small>{viewer.words.concepts.termsHint}</small>
  </label>
);
