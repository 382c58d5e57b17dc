import { formatDuration } from '../../../domain/basics/duration.ts';
import type { FeedDefinition } from '../../../domain/configuration/definitions.ts';
import type { FeedFault } from '../../../domain/configuration/feedEntry.ts';
import { mayAdminister, type Viewer } from '../../access/viewer.ts';
import { enteredText } from '../enteredText.ts';
import { Field } from '../form.tsx';

/** What the form holds, as it was entered. */
export interface FeedFields {
  readonly url: string;
  readonly name: string;
  readonly every: string;
  readonly fullText: boolean;
  readonly user: string;
  readonly password: string;
  readonly bearer: string;
  /** A header a line. */
  readonly headers: string;
}

export const fieldsOfFeed = ({ url, name, everySeconds, fullText, credentials }: FeedDefinition): FeedFields => {
  const { auth, headers = {} } = credentials ?? {};
  return {
    ...{ url, name, every: everySeconds === null ? '' : formatDuration(everySeconds), fullText: fullText === true },
    ...{ user: '', password: '', bearer: '', ...auth },
    headers: Object.entries(headers)
      .map(([header, reference]) => `${header}: ${reference}`)
      .join('\n'),
  };
};

/** Only these fields of a form are read; whatever else is posted is nobody's. */
export function fieldsOfForm(form: Readonly<Record<string, unknown>>): FeedFields {
  const text = (name: string): string => enteredText(form[name]);
  return {
    ...{ url: text('url'), name: text('name'), every: text('every'), fullText: text('fullText') === 'yes' },
    ...{ user: text('user'), password: text('password'), bearer: text('bearer'), headers: text('headers') },
  };
}

/** As it would stand in the file. A line of the headers that is none is one without a reference. */
export function entryOf({ url, name, every, fullText, user, password, bearer, headers }: FeedFields): unknown {
  const lines = headers
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const named = lines.map((line) => /^([^:\s]+):\s*(.*)$/.exec(line)?.slice(1, 3) ?? [' ', '']);
  return {
    url,
    ...(name !== '' && { name }),
    ...(every !== '' && { every }),
    ...(fullText && { fullText }),
    ...(bearer !== '' && { auth: { bearer, ...(user !== '' && { user }), ...(password !== '' && { password }) } }),
    ...(bearer === '' && (user !== '' || password !== '') && { auth: { user, password } }),
    ...(lines.length > 0 && { headers: Object.fromEntries(named) }),
  };
}

const reference = /^env:[A-Za-z_][A-Za-z0-9_]*$/;

/** What stands in the place of a reference may be a secret: it is not sent back. */
export const withoutSecrets = (fields: FeedFields): FeedFields => {
  const kept = (text: string): string => (reference.test(text) ? text : '');
  const lines = fields.headers.split('\n').map((line) => line.trim());
  return {
    ...fields,
    ...{ user: kept(fields.user), password: kept(fields.password), bearer: kept(fields.bearer) },
    headers: lines.filter((line) => reference.test(line.replace(/^[^:\s]+:\s*/, ''))).join('\n'),
  };
};

/** The fault of a field of the form, by the key of the file. */
function faultOf(faults: readonly FeedFault[], field: keyof FeedFields): string | null {
  const keys: Readonly<Partial<Record<keyof FeedFields, readonly string[]>>> = {
    user: ['auth.user', 'auth'],
    password: ['auth.password'],
    bearer: ['auth.bearer'],
  };
  const wanted = keys[field] ?? [field];
  const own = faults.filter(
    ({ key }) =>
      key !== null && wanted.some((each) => key === each || (field === 'headers' && key.startsWith('headers.'))),
  );
  return own.length === 0 ? null : [...new Set(own.map(({ says }) => says))].join('; ');
}

interface FieldsProps {
  readonly viewer: Viewer;
  readonly fields: FeedFields;
  readonly faults: readonly FeedFault[];
  /** The address stands elsewhere. */
  readonly hasUrl?: boolean;
}

/** All that people set of a feed. */
export const FeedFormFields = ({ viewer, fields, faults, hasUrl = true }: FieldsProps) => {
  const words = viewer.words.feeds.form;
  const fault = (field: keyof FeedFields) => faultOf(faults, field);
  return (
    <>
      {hasUrl ? (
        <Field name="url" type="url" label={words.url} value={fields.url} fault={fault('url')} required />
      ) : null}
      <Field name="name" label={words.name} value={fields.name} hint={words.nameHint} fault={fault('name')} />
      <Field name="every" label={words.every} value={fields.every} hint={words.everyHint} fault={fault('every')} />
      <label class="feed-check">
        <input type="checkbox" name="fullText" value="yes" checked={fields.fullText} />
        <span>
          {words.fullText}
          <small>{words.fullTextHint}</small>
        </span>
      </label>
      {mayAdminister(viewer) ? (
        <LoginFields {...{ viewer, fields, faults }} />
      ) : (
        <KeptLogin {...{ viewer, fields, faults }} />
      )}
    </>
  );
};

const loginFields = ['user', 'password', 'bearer', 'headers'] as const;

type LoginProps = Omit<FieldsProps, 'hasUrl'>;

/** The names of the variables that hold the login. */
const LoginFields = ({ viewer, fields, faults }: LoginProps) => {
  const words = viewer.words.feeds.form;
  const fault = (field: keyof FeedFields) => faultOf(faults, field);
  const isOpen = loginFields.some((field) => fields[field] !== '' || fault(field) !== null);
  return (
    <details class="feed-login" open={isOpen}>
      <summary>{words.login}</summary>
      <p class="small soft">{words.loginLead}</p>
      <div class="two">
        <Field name="user" label={words.user} value={fields.user} fault={fault('user')} autocomplete="off" />
        <Field
          name="password"
          label={words.password}
          value={fields.password}
          fault={fault('password')}
          autocomplete="off"
        />
      </div>
      <Field name="bearer" label={words.bearer} value={fields.bearer} fault={fault('bearer')} autocomplete="off" />
      <label class="field">
        <span>{words.headers}</span>
        <textarea name="headers" rows={2} aria-describedby="headers-hint">
          {fields.headers}
        </textarea>
        {fault('headers') === null ? null : (
          <small class="bad" role="alert">
            {fault('headers')}
          </small>
        )}
        <small id="headers-hint">{words.headersHint}</small>
      </label>
    </details>
  );
};

/** Who may not change it takes it along, or takes it away. */
const KeptLogin = ({ viewer, fields, faults }: LoginProps) => {
  const words = viewer.words.feeds.form;
  const kept = loginFields.filter((field) => fields[field] !== '');
  const fault = faultOf(faults, 'user');
  return (
    <>
      {fault === null ? null : (
        <p class="bad" role="alert">
          {fault}
        </p>
      )}
      {kept.length === 0 ? null : (
        <p class="small soft">
          {words.login}: {kept.map((field) => fields[field]).join(', ')}. {words.loginIsKept}
        </p>
      )}
      {kept.map((field) => (
        <input type="hidden" name={field} value={fields[field]} />
      ))}
    </>
  );
};
