import type { KeptRevision } from '../../../domain/rules/keptRevision.ts';
import { mayEdit } from '../../access/viewer.ts';
import { CsrfField } from '../form.tsx';
import { Page } from '../page.tsx';
import { Time } from '../shownTime.tsx';
import { DiffText } from './diffText.tsx';
import { ShownQuery } from './shownQuery.tsx';
import type { WorkbenchView } from './workbenchView.ts';

interface ConflictProps extends Pick<WorkbenchView, 'viewer' | 'now' | 'fields'> {
  /** Null: the rule was taken out. */
  readonly current: KeptRevision | null;
}

/** Two edited one rule: what is in force beside what this person wanted. Nothing is lost. */
export const ConflictPage = ({ viewer, now, fields, current }: ConflictProps) => {
  const words = viewer.words.rules.conflict;
  const path = `/rules/${encodeURIComponent(fields.id)}`;
  const isNew = fields.basedOn === '';
  return (
    <Page viewer={viewer} at="rules" title={words.title}>
      <h1>{words.title}</h1>
      {current === null ? (
        <p>{words.removed}</p>
      ) : isNew ? (
        <p>{words.exists}</p>
      ) : (
        <p>
          {words.lead(current.since.by, current.since.why)}{' '}
          <small>
            <Time viewer={viewer} at={current.since.at} now={now} />
          </small>
        </p>
      )}
      <div class="two conflict">
        <section>
          <h2>
            {words.theirs}
            {current === null ? null : ` · ${current.revision}`}
          </h2>
          {current === null ? null : <ShownQuery query={current.query} />}
        </section>
        <section>
          <h2>{words.yours}</h2>
          {current === null ? (
            <ShownQuery query={fields.query} />
          ) : (
            <DiffText before={current.query} after={fields.query} />
          )}
        </section>
      </div>
      {mayEdit(viewer) ? (
        <form class="bar" method="post" action={path}>
          <CsrfField viewer={viewer} />
          {Object.entries({ ...fields, basedOn: current === null ? '' : String(current.revision) }).map(
            ([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ),
          )}
          {isNew && current !== null ? null : (
            <button type="submit" class="primary">
              {words.overwrite}
            </button>
          )}
          <a class="button" href={path}>
            {words.discard}
          </a>
        </form>
      ) : null}
    </Page>
  );
};
