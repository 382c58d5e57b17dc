import type { ListedPerson } from '../../../domain/people/listedPerson.ts';
import { roles } from '../../../domain/people/role.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Choice, Field, PostForm } from '../form.tsx';
import { Time } from '../shownTime.tsx';
import type { Words } from '../words/words.ts';
import { SettingsFrame } from './settingsFrame.tsx';

/** A person who could not be added, as it was written. */
export interface Added {
  readonly given: Readonly<Record<'email' | 'name' | 'role', string>>;
  readonly field: string;
  readonly reason: string;
}

interface PeopleProps {
  readonly viewer: Viewer;
  readonly people: readonly ListedPerson[];
  /** Behind whom the next page begins; null: there is none. */
  readonly next: string | null;
  readonly refused: Added | null;
  readonly now: Date;
}

export const wayOf = (words: Words, { hasPassword, issuedBy }: ListedPerson): string => {
  const { way } = words.settings.people;
  const ways = [...(hasPassword ? [way.password] : []), ...(issuedBy === null ? [] : [way.provider])];
  return ways.length === 0 ? way.link : ways.join(', ');
};

export const PeoplePage = ({ viewer, people, next, refused, now }: PeopleProps) => {
  const { account, settings } = viewer.words;
  const { columns, disabled, neverSeen, lead } = settings.people;
  return (
    <SettingsFrame viewer={viewer} at="people">
      <p class="soft">{lead}</p>
      <table class="cards">
        <thead>
          <tr>
            <th>{columns.person}</th>
            <th>{columns.role}</th>
            <th>{columns.way}</th>
            <th>{columns.seen}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr>
              <th class="whole">
                <a href={`/settings/people/${person.id}`}>{person.name}</a>{' '}
                {person.disabledAt === null ? null : <span class="chip bad">{disabled}</span>}
                <small class="below">{person.email}</small>
              </th>
              <td data-label={columns.role}>{account.role[person.role]}</td>
              <td data-label={columns.way}>{wayOf(viewer.words, person)}</td>
              <td data-label={columns.seen}>
                {person.lastSeenAt === null ? neverSeen : <Time {...{ viewer, now }} at={person.lastSeenAt} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {next === null ? null : (
        <p class="after">
          <a href={`/settings/people?after=${encodeURIComponent(next)}`}>{settings.people.next}</a>
        </p>
      )}
      <AddForm viewer={viewer} refused={refused} />
    </SettingsFrame>
  );
};

const AddForm = ({ viewer, refused }: Pick<PeopleProps, 'viewer' | 'refused'>) => {
  const { account, settings } = viewer.words;
  const words = settings.people;
  const fault = (field: string) => (refused?.field === field ? refused.reason : null);
  return (
    <section aria-labelledby="add">
      <h2 id="add">{words.add}</h2>
      <PostForm viewer={viewer} action="/settings/people" class="settings-form">
        <Field
          name="email"
          type="email"
          label={words.email}
          value={refused?.given.email ?? ''}
          fault={fault('email')}
          autocomplete="off"
          required
        />
        <Field
          name="name"
          label={words.name}
          value={refused?.given.name ?? ''}
          fault={fault('name')}
          autocomplete="off"
        />
        <Choice
          name="role"
          label={words.role}
          options={roles.map((role) => [role, account.role[role]])}
          chosen={refused?.given.role ?? 'viewer'}
          hint={words.roleHint}
        />
        <button type="submit" class="primary">
          {words.button}
        </button>
      </PostForm>
    </section>
  );
};
