import type { ListedPerson } from '../../../domain/people/listedPerson.ts';
import { roles } from '../../../domain/people/role.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Choice, PostForm } from '../form.tsx';
import { Time } from '../shownTime.tsx';
import { wayOf } from './peoplePage.tsx';
import { SettingsFrame } from './settingsFrame.tsx';

interface PersonProps {
  readonly viewer: Viewer;
  readonly person: ListedPerson;
  readonly fault: string | null;
  readonly now: Date;
}

/** One person: role, and everything that lets them in or keeps them out. */
export const PersonPage = ({ viewer, person, fault, now }: PersonProps) => {
  const { account, settings } = viewer.words;
  const { person: words, people } = settings;
  const path = `/settings/people/${person.id}`;
  const isDisabled = person.disabledAt !== null;
  return (
    <SettingsFrame viewer={viewer} at="people" title={person.name}>
      <p class="soft">
        {person.email} {isDisabled ? <span class="chip bad">{people.disabled}</span> : null}
      </p>
      {fault === null ? null : (
        <p class="bad" role="alert">
          {fault}
        </p>
      )}
      <dl class="setting-facts">
        <dt>{people.columns.way}</dt>
        <dd>{wayOf(viewer.words, person)}</dd>
        <dt>{people.columns.seen}</dt>
        <dd>{person.lastSeenAt === null ? people.neverSeen : <Time {...{ viewer, now }} at={person.lastSeenAt} />}</dd>
        <dt>{words.since}</dt>
        <dd>
          <Time {...{ viewer, now }} at={person.createdAt} />
        </dd>
      </dl>
      <p>
        <a href={`/settings/audit?by=person:${person.id}`}>{words.deeds}</a>
      </p>
      <h2>{words.roleTitle}</h2>
      <PostForm viewer={viewer} action={`${path}/role`} class="settings-form">
        <input type="hidden" name="basedOn" value={person.role} />
        <Choice
          name="role"
          label={people.role}
          options={roles.map((role) => [role, account.role[role]])}
          chosen={person.role}
          hint={people.roleHint}
        />
        <button type="submit">{words.roleButton}</button>
      </PostForm>
      <h2>{words.access}</h2>
      <ul class="rows">
        {isDisabled ? null : <Access {...{ viewer }} {...words.link} action={`${path}/password-link`} />}
        {isDisabled ? null : <Access {...{ viewer }} {...words.signOut} action={`${path}/sign-out`} />}
        {isDisabled ? (
          <Access {...{ viewer }} {...words.enable} action={`${path}/enable`} />
        ) : (
          <Access {...{ viewer }} {...words.disable} action={`${path}/disable`} isDanger />
        )}
      </ul>
    </SettingsFrame>
  );
};

interface AccessProps {
  readonly viewer: Viewer;
  readonly action: string;
  readonly button: string;
  readonly lead: string;
  readonly isDanger?: boolean;
}

const Access = ({ viewer, action, button, lead, isDanger = false }: AccessProps) => (
  <li class="bar">
    <span class="grow soft">{lead}</span>
    <PostForm viewer={viewer} action={action}>
      <button type="submit" class={isDanger ? 'danger' : undefined}>
        {button}
      </button>
    </PostForm>
  </li>
);
