import type { PropsWithChildren } from 'hono/jsx';
import { csrfField } from '../access/csrf.ts';
import type { Viewer } from '../access/viewer.ts';

/** Every form that posts has one. */
export const CsrfField = ({ viewer }: { readonly viewer: Viewer }) => (
  <input type="hidden" name={csrfField} value={viewer.csrf} />
);

/** A form that changes something. */
export const PostForm = ({
  viewer,
  action,
  class: className,
  children,
}: PropsWithChildren<{ readonly viewer: Viewer; readonly action: string; readonly class?: string }>) => (
  <form method="post" action={action} class={className}>
    <CsrfField viewer={viewer} />
    {children}
  </form>
);

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type?: string;
  readonly value?: string;
  readonly autocomplete?: string;
  readonly hint?: string;
  readonly required?: boolean;
}

/** A labelled input. */
export const Field = ({ name, label, type = 'text', value, autocomplete, hint, required = false }: FieldProps) => (
  <label class="field">
    <span>{label}</span>
    <input
      {...{ name, type, value, autocomplete, required }}
      aria-describedby={hint === undefined ? undefined : `${name}-hint`}
    />
    {hint === undefined ? null : <small id={`${name}-hint`}>{hint}</small>}
  </label>
);
