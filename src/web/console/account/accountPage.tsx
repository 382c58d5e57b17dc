import type { ListedToken } from '../../../domain/people/apiToken.ts';
import type { ListedSession } from '../../../domain/people/listedPerson.ts';
import { leastPasswordLength } from '../../../domain/people/passwordFault.ts';
import { includesRole, type PersonRole } from '../../../domain/people/role.ts';
import { roleOfScopes, scopes } from '../../../domain/people/scope.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Choice, Field, PostForm } from '../form.tsx';
import { Page } from '../page.tsx';
import { Time } from '../shownTime.tsx';
import { browserName } from './browserName.ts';
import { TokenTable } from './tokenTable.tsx';

/** A form that came back: which, what is wrong, and what was written. */
export interface Refused {
  readonly form: 'profile' | 'password' | 'token';
  readonly field: string;
  readonly reason: string;
  readonly given: Readonly<Record<string, string | readonly string[]>>;
}

export interface AccountView {
  readonly hasPassword: boolean;
  readonly sessions: readonly ListedSession[];
  readonly tokens: readonly ListedToken[];
  readonly now: Date;
}

interface SectionProps extends AccountView {
  readonly viewer: Viewer;
  readonly faultOf: (form: Refused['form'], field: string) => string | null;
  readonly givenOf: (form: Refused['form'], field: string) => string | undefined;
}

/** How long a token works, in days; 0: until it is revoked. */
const tokenDays = [30, 90, 365, 0] as const;

export const AccountPage = ({
  viewer,
  refused = null,
  ...view
}: AccountView & { readonly viewer: Viewer; readonly refused?: Refused | null }) => {
  const faultOf = (form: Refused['form'], field: string) =>
    refused?.form === form && refused.field === field ? refused.reason : null;
  const givenOf = (form: Refused['form'], field: string) => {
    const given = refused?.form === form ? refused.given[field] : undefined;
    return typeof given === 'string' ? given : undefined;
  };
  const props = { ...view, viewer, faultOf, givenOf };
  const { words, person } = viewer;
  return (
    <Page viewer={viewer} at={null} title={words.account.title}>
      <h1>{person.name}</h1>
      <p class="soft">
        {person.email} <span class="chip">{words.account.role[person.role]}</span>
      </p>
      <div class="settings-forms">
        <Profile {...props} />
        <Password {...props} />
      </div>
      <Sessions {...props} />
      <Tokens {...props} chosen={refused?.form === 'token' ? refused.given.scopes : undefined} />
    </Page>
  );
};

const Profile = ({ viewer, faultOf, givenOf }: SectionProps) => {
  const { profile } = viewer.words.account;
  const zones = [...new Set(['UTC', viewer.person.timezone, ...Intl.supportedValuesOf('timeZone')])];
  return (
    <section aria-labelledby="profile">
      <h2 id="profile">{profile.title}</h2>
      <PostForm viewer={viewer} action="/account/profile">
        <Field
          name="name"
          label={profile.name}
          value={givenOf('profile', 'name') ?? viewer.person.name}
          hint={profile.nameHint}
          fault={faultOf('profile', 'name')}
          autocomplete="name"
          required
        />
        <Choice
          name="timezone"
          label={profile.timezone}
          options={zones.map((zone) => [zone, zone])}
          chosen={givenOf('profile', 'timezone') ?? viewer.person.timezone}
          hint={profile.timezoneHint}
          fault={faultOf('profile', 'timezone')}
        />
        <button type="submit">{profile.button}</button>
      </PostForm>
    </section>
  );
};

const Password = ({ viewer, hasPassword, faultOf }: SectionProps) => {
  const { password } = viewer.words.account;
  const { hint } = viewer.words.newPassword;
  return (
    <section aria-labelledby="password">
      <h2 id="password">{password.title}</h2>
      <PostForm viewer={viewer} action="/account/password">
        <input type="hidden" name="username" value={viewer.person.email} autocomplete="username" />
        {hasPassword ? (
          <Field
            name="old"
            type="password"
            label={password.old}
            fault={faultOf('password', 'old')}
            autocomplete="current-password"
            required
          />
        ) : (
          <p class="late">{password.none}</p>
        )}
        <Field
          name="password"
          type="password"
          label={password.wanted}
          hint={hint(leastPasswordLength)}
          fault={faultOf('password', 'password')}
          autocomplete="new-password"
          required
        />
        <button type="submit">{hasPassword ? password.change : password.set}</button>
      </PostForm>
    </section>
  );
};

const Sessions = ({ viewer, sessions, now }: SectionProps) => {
  const { sessions: words, byProxy } = viewer.words.account;
  const here = viewer.session?.toString('hex');
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{words.title}</h2>
      {here === undefined ? <p class="soft">{byProxy}</p> : null}
      {sessions.length === 0 ? null : (
        <table class="cards">
          <thead>
            <tr>
              <th>{words.device}</th>
              <th>{words.address}</th>
              <th>{words.since}</th>
              <th>{words.used}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {sessions.map(({ id, userAgent, address, createdAt, lastSeenAt }) => (
              <tr>
                <th class="whole">
                  {browserName(userAgent) || words.unknown}{' '}
                  {id === here ? <span class="chip">{words.here}</span> : null}
                </th>
                <td data-label={words.address}>{address}</td>
                <td data-label={words.since}>
                  <Time {...{ viewer, now }} at={createdAt} />
                </td>
                <td data-label={words.used}>
                  <Time {...{ viewer, now }} at={lastSeenAt} />
                </td>
                <td class="deeds">
                  {id === here ? null : (
                    <PostForm viewer={viewer} action={`/account/sessions/${id}/end`}>
                      <button type="submit">{words.end}</button>
                    </PostForm>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {sessions.length > 1 ? (
        <PostForm viewer={viewer} action="/account/sessions/end-others" class="after">
          <button type="submit">{words.endOthers}</button>
        </PostForm>
      ) : null}
    </section>
  );
};

const Tokens = ({
  viewer,
  tokens,
  now,
  faultOf,
  givenOf,
  chosen = ['read'],
}: SectionProps & { readonly chosen?: string | readonly string[] | undefined }) => {
  const { tokens: words } = viewer.words.account;
  const fault = faultOf('token', 'scopes');
  const isOpen = ['name', 'scopes', 'days'].some((field) => faultOf('token', field) !== null);
  return (
    <section aria-labelledby="tokens">
      <h2 id="tokens">{words.title}</h2>
      <p class="soft">{words.lead}</p>
      {tokens.length === 0 ? (
        <p class="empty">{words.empty}</p>
      ) : (
        <TokenTable {...{ viewer, tokens, now }} below="/account/tokens" />
      )}
      <details class="after" open={isOpen}>
        <summary>{words.make}</summary>
        <PostForm viewer={viewer} action="/account/tokens" class="settings-form">
          <Field
            name="name"
            label={words.name}
            value={givenOf('token', 'name') ?? ''}
            fault={faultOf('token', 'name')}
            required
          />
          <fieldset class="choices">
            <legend>{words.scopes}</legend>
            {scopes
              .filter((scope) => isWithin(viewer.person.role, scope))
              .map((scope) => (
                <label>
                  <input type="checkbox" name="scopes" value={scope} checked={chosen.includes(scope)} />{' '}
                  {words.scope[scope]}
                </label>
              ))}
            {fault === null ? null : (
              <small class="bad" role="alert">
                {fault}
              </small>
            )}
          </fieldset>
          <Choice
            name="days"
            label={words.expires}
            options={tokenDays.map((days) => [String(days), days === 0 ? words.forever : words.days(days)])}
            chosen={givenOf('token', 'days') ?? '90'}
            fault={faultOf('token', 'days')}
          />
          <button type="submit" class="primary">
            {words.button}
          </button>
        </PostForm>
      </details>
    </section>
  );
};

const isWithin = (role: PersonRole, scope: (typeof scopes)[number]): boolean =>
  includesRole(role, roleOfScopes([scope]) ?? 'viewer');
