import { conceptDifferences, fieldDifferences } from '../../../domain/configuration/ruleDifferences.ts';
import { definitionOf, type KeptRevision } from '../../../domain/rules/keptRevision.ts';
import { mayEdit } from '../../access/viewer.ts';
import { PostForm } from '../form.tsx';
import { Time } from '../shownTime.tsx';
import { DiffText } from './diffText.tsx';
import { pathOf, type SavedView } from './workbenchView.ts';

/** Every revision with who, when, why, and what differs from the one before; newest first. */
export const History = (view: SavedView) => {
  const { viewer, history, hasOlder, detail } = view;
  const words = viewer.words.rules.history;
  const shown = hasOlder ? history.slice(0, -1) : history;
  const last = shown.at(-1);
  return (
    <section id="history">
      <h2>{words.title}</h2>
      <ol class="rows history">
        {shown.map((revision, place) => (
          <RevisionItem {...view} revision={revision} before={history[place + 1] ?? null} />
        ))}
      </ol>
      {hasOlder && last !== undefined ? (
        <p>
          <a href={`${pathOf({ detail })}?before=${last.revision}#history`}>{words.older}</a>
        </p>
      ) : null}
    </section>
  );
};

type RevisionProps = SavedView & { readonly revision: KeptRevision; readonly before: KeptRevision | null };

const RevisionItem = ({ viewer, now, detail, revision, before }: RevisionProps) => {
  const words = viewer.words.rules.history;
  const isInForce = revision.state === 'in force';
  return (
    <li>
      <div class="bar">
        <b>
          {revision.revision} · “{revision.since.why}”
        </b>
        {isInForce ? <span class="chip">{words.inForce}</span> : null}
        <span class="grow" />
        {mayEdit(viewer) && !isInForce ? (
          <PostForm viewer={viewer} action={`${pathOf({ detail })}/restore`}>
            <input type="hidden" name="revision" value={String(revision.revision)} />
            <input type="hidden" name="basedOn" value={String(detail.current?.revision ?? '')} />
            <button type="submit" class="link">
              {words.restore}
            </button>
          </PostForm>
        ) : null}
      </div>
      <small>
        {revision.since.by}, <Time viewer={viewer} at={revision.since.at} now={now} />
      </small>
      {before === null ? (
        <p class="mono diff">{revision.query}</p>
      ) : (
        <Differences viewer={viewer} {...{ before, revision }} />
      )}
    </li>
  );
};

const shownTerms = 6;

const Differences = ({
  viewer,
  before,
  revision,
}: Pick<SavedView, 'viewer'> & { readonly before: KeptRevision; readonly revision: KeptRevision }) => {
  const words = viewer.words.rules.history;
  const fields = fieldDifferences(definitionOf(before), definitionOf(revision));
  const concepts = conceptDifferences(before.concepts, revision.concepts);
  return (
    <>
      {fields.map(({ field, ...texts }) =>
        field === 'query' ? (
          <DiffText {...texts} />
        ) : (
          <p class="small">
            {words.fields[field]}: <del>{texts.before}</del> <ins>{texts.after}</ins>
          </p>
        ),
      )}
      {concepts.map(({ concept, removed, added }) => (
        <p class="small">
          {words.concept(concept)}{' '}
          {removed.slice(0, shownTerms).map((term) => (
            <>
              <del>{term}</del>{' '}
            </>
          ))}
          {added.slice(0, shownTerms).map((term) => (
            <>
              <ins>{term}</ins>{' '}
            </>
          ))}
          {added.length + removed.length > 2 * shownTerms ? '…' : null}
        </p>
      ))}
    </>
  );
};
