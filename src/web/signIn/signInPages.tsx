import { leastPasswordLength } from '../../domain/people/passwordFault.ts';
import { BarePage } from '../console/barePage.tsx';
import { Field } from '../console/form.tsx';
import { words } from '../console/words/words.ts';

const Said = ({ says, isFault = true }: { readonly says: string | null; readonly isFault?: boolean }) =>
  says === null ? null : (
    <p class={isFault ? 'bad' : 'soft'} role={isFault ? 'alert' : 'status'}>
      {says}
    </p>
  );

const PasswordField = ({ label }: { readonly label: string }) => (
  <Field
    name="password"
    type="password"
    label={label}
    autocomplete="new-password"
    hint={words.newPassword.hint(leastPasswordLength)}
    required
  />
);

interface SignInProps {
  /** The page to go to afterwards. */
  readonly to: string;
  readonly said: string | null;
  readonly email?: string;
  readonly isFault?: boolean;
  /** The name of the identity provider; null: there is none. */
  readonly provider: string | null;
}

export const SignInPage = ({ to, said, provider, email = '', isFault = false }: SignInProps) => (
  <BarePage title={words.signIn.title}>
    <p class="brand">{words.product}</p>
    <h1>{words.signIn.title}</h1>
    <Said says={said} isFault={isFault} />
    <form method="post" action="/sign-in">
      <input type="hidden" name="to" value={to} />
      <Field name="email" type="email" label={words.signIn.email} value={email} autocomplete="username" required />
      <Field name="password" type="password" label={words.signIn.password} autocomplete="current-password" required />
      <button type="submit" class="primary">
        {words.signIn.button}
      </button>
    </form>
    {provider === null ? null : (
      <p class="after">
        <a class="button" href={`/sign-in/oidc?to=${encodeURIComponent(to)}`}>
          {words.provider.button(provider)}
        </a>
      </p>
    )}
    <p class="small after">
      <a href="/password">{words.signIn.forgotten}</a>
    </p>
  </BarePage>
);

export const WelcomePage = ({
  said = null,
  email = '',
  name = '',
}: {
  readonly said?: string | null;
  readonly email?: string;
  readonly name?: string;
}) => (
  <BarePage title={words.welcome.title} islands={['zoneIsland']}>
    <p class="brand">{words.product}</p>
    <h1>{words.welcome.title}</h1>
    <p class="soft">{words.welcome.lead}</p>
    <Said says={said} />
    <form method="post">
      <Field name="name" label={words.welcome.name} value={name} autocomplete="name" required />
      <Field name="email" type="email" label={words.signIn.email} value={email} autocomplete="username" required />
      <PasswordField label={words.signIn.password} />
      <input type="hidden" name="timezone" data-zone />
      <button type="submit" class="primary">
        {words.welcome.button}
      </button>
    </form>
  </BarePage>
);

export const NewPasswordPage = ({ email, said = null }: { readonly email: string; readonly said?: string | null }) => (
  <BarePage title={words.newPassword.title}>
    <h1>{words.newPassword.title}</h1>
    {email === '' ? null : <p class="soft">{words.newPassword.lead(email)}</p>}
    <Said says={said} />
    <form method="post">
      <PasswordField label={words.newPassword.password} />
      <button type="submit" class="primary">
        {words.newPassword.button}
      </button>
    </form>
  </BarePage>
);

export const ResetPage = () => (
  <BarePage title={words.reset.title}>
    <h1>{words.reset.title}</h1>
    <p class="soft">{words.reset.lead}</p>
    <form method="post">
      <Field name="email" type="email" label={words.signIn.email} autocomplete="username" required />
      <button type="submit" class="primary">
        {words.reset.button}
      </button>
    </form>
  </BarePage>
);

/** A link is used by a button: mail programs and chats look at links by themselves. */
export const LinkPage = () => (
  <BarePage title={words.link.title}>
    <p class="brand">{words.product}</p>
    <h1>{words.link.title}</h1>
    <p class="soft">{words.link.lead}</p>
    <form method="post">
      <button type="submit" class="primary">
        {words.link.button}
      </button>
    </form>
  </BarePage>
);

export const SaidPage = ({ title, says }: { readonly title: string; readonly says: string }) => (
  <BarePage title={title}>
    <h1>{title}</h1>
    <p>{says}</p>
    <p>
      <a href="/sign-in">{words.signIn.title}</a>
    </p>
  </BarePage>
);
