import type { ListedDeed } from '../../../desk/listedDeed.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Choice, Field } from '../form.tsx';
import { Time } from '../shownTime.tsx';
import { changedValues } from './changedValues.ts';
import type { WrittenFilter } from './deedFilter.ts';
import { SettingsFrame } from './settingsFrame.tsx';

interface AuditProps {
  readonly viewer: Viewer;
  readonly deeds: readonly ListedDeed[];
  readonly filter: WrittenFilter;
  readonly people: readonly { readonly id: number; readonly name: string }[];
  /** Null: there are no older ones. */
  readonly older: string | null;
  readonly now: Date;
}

const addressOf = (path: string, filter: Partial<WrittenFilter>): string => {
  const given = Object.entries(filter).filter(([, value]) => value !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
};

export const AuditPage = ({ viewer, deeds, filter, people, older, now }: AuditProps) => {
  const words = viewer.words.settings.audit;
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return (
    <SettingsFrame viewer={viewer} at="audit">
      <Filters {...{ viewer, filter, people, isFiltered }} />
      {deeds.length === 0 ? (
        <p class="empty">{isFiltered ? words.none : words.empty}</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>{words.columns.at}</th>
              <th>{words.columns.who}</th>
              <th>{words.columns.action}</th>
              <th>{words.columns.what}</th>
              <th>{words.columns.change}</th>
            </tr>
          </thead>
          <tbody>
            {deeds.map((deed) => (
              <Row {...{ viewer, deed, now }} />
            ))}
          </tbody>
        </table>
      )}
      <p class="after bar">
        {older === null ? null : (
          <a class="button" href={addressOf('/settings/audit', { ...filter, before: older })}>
            {words.older}
          </a>
        )}
        {deeds.length === 0 ? null : (
          <a href={addressOf('/settings/audit/export.csv', { ...filter, before: '' })}>{words.csv}</a>
        )}
      </p>
    </SettingsFrame>
  );
};

const Filters = ({
  viewer,
  filter,
  people,
  isFiltered,
}: Pick<AuditProps, 'viewer' | 'filter' | 'people'> & { readonly isFiltered: boolean }) => {
  const words = viewer.words.settings.audit;
  const options: readonly (readonly [string, string])[] = [
    ['', words.everybody],
    ...people.map(({ id, name }) => [`person:${id}`, name] as const),
    ...(['token', 'command', 'service'] as const).map((kind) => [kind, words.others[kind]] as const),
  ];
  const isListed = options.some(([value]) => value === filter.by);
  return (
    <form class="filters" method="get" action="/settings/audit">
      <Choice
        name="by"
        label={words.by}
        options={isListed ? options : [...options, [filter.by, filter.by]]}
        chosen={filter.by}
      />
      <Field name="action" label={words.action} value={filter.action} placeholder={words.actionHint} />
      <Field name="subject" label={words.subject} value={filter.subject} placeholder={words.subjectHint} />
      <Field name="day" type="date" label={words.day} value={filter.day} />
      <button type="submit">{words.button}</button>
      {isFiltered ? <a href="/settings/audit">{words.all}</a> : null}
    </form>
  );
};

const Row = ({ viewer, deed, now }: { readonly viewer: Viewer; readonly deed: ListedDeed; readonly now: Date }) => {
  const words = viewer.words.settings.audit;
  const { by, subject, action, at, why } = deed;
  const who = by.id === null ? by.kind : `${by.kind}:${by.id}`;
  const changes = changedValues(deed.before, deed.after);
  return (
    <tr>
      <td class="nowrap">
        <Time {...{ viewer, at, now }} />
      </td>
      <td>
        <a class="plain" href={addressOf('/settings/audit', { by: who })}>
          {by.name}
        </a>{' '}
        {words.kinds[by.kind] === '' ? null : <span class="chip">{words.kinds[by.kind]}</span>}
      </td>
      <td>
        <a class="plain" href={addressOf('/settings/audit', { action })}>
          {action}
        </a>
      </td>
      <td>
        <a class="plain" href={addressOf('/settings/audit', { subject: `${subject.kind}:${subject.id}` })}>
          {subject.id}
        </a>
      </td>
      <td class="whole">
        {changes.map(({ name, before, after }) => (
          <div>
            {name === '' ? null : <span class="soft">{name} </span>}
            {before === null ? null : <del>{before}</del>}
            {before === null || after === null ? null : ' → '}
            {after === null ? null : <span>{after}</span>}
          </div>
        ))}
        {why === '' ? null : <q>{why}</q>}
        {changes.length === 0 && why === '' ? <span class="soft">{words.nothing}</span> : null}
      </td>
    </tr>
  );
};
