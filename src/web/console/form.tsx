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
  readonly placeholder?: string;
  readonly required?: boolean;
  /** What is wrong with the value; stands beside it. */
  readonly fault?: string | null;
}

/** A labelled input. */
export const Field = ({
  name,
  label,
  type = 'text',
  value,
  autocomplete,
  hint,
  placeholder,
  required = false,
  fault = null,
}: FieldProps) => (
  <label class="field">
    <span>{label}</span>
    <input
      {...{ name, type, value, autocomplete, placeholder, required }}
      aria-invalid={fault === null ? undefined : 'true'}
      aria-describedby={describedBy({ name, hint, fault })}
    />
    <Notes {...{ name, hint, fault }} />
  </label>
);

interface NotesProps {
  readonly name: string;
  readonly hint: string | undefined;
  readonly fault: string | null;
}

/** Below a field: what is wrong with it, then what it wants. */
const Notes = ({ name, hint, fault }: NotesProps) => (
  <>
    {fault === null ? null : (
      <small id={`${name}-fault`} class="bad" role="alert">
        {fault}
      </small>
    )}
    {hint === undefined ? null : <small id={`${name}-hint`}>{hint}</small>}
  </>
);

const describedBy = ({ name, hint, fault }: NotesProps): string | undefined => {
  const ids = [...(fault === null ? [] : [`${name}-fault`]), ...(hint === undefined ? [] : [`${name}-hint`])];
  return ids.length === 0 ? undefined : ids.join(' ');
};

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  /** Value and text of each. */
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly chosen: string;
  readonly hint?: string;
  readonly fault?: string | null;
}

/** A labelled choice of one. */
export const Choice = ({ name, label, options, chosen, hint, fault = null }: ChoiceProps) => (
  <label class="field">
    <span>{label}</span>
    <select name={name} aria-describedby={describedBy({ name, hint, fault })}>
      {options.map(([value, text]) => (
        <option value={value} selected={value === chosen}>
          {text}
        </option>
      ))}
    </select>
    <Notes {...{ name, hint, fault }} />
  </label>
);
