import type { Viewer } from '../../access/viewer.ts';
import { Field, PostForm } from '../form.tsx';
import { Page } from '../page.tsx';

interface NewProps {
  readonly viewer: Viewer;
  /** As they were sent. */
  readonly fields: Readonly<Record<string, string>>;
  readonly says: string | null;
}

/** Somebody who is to get messages. */
export const NewSubscriberPage = ({ viewer, fields, says }: NewProps) => {
  const words = viewer.words.subscribers;
  return (
    <Page viewer={viewer} at="subscribers" title={words.add}>
      <h1>{words.add}</h1>
      {says === null ? null : (
        <p class="bad" role="alert">
          {says}
        </p>
      )}
      <PostForm viewer={viewer} action="/subscribers/new" class="person-form">
        <Field name="name" label={words.name} value={fields.name ?? ''} required />
        <Field name="email" type="email" label={words.email} value={fields.email ?? ''} required />
        <Field
          name="timezone"
          label={words.zone}
          value={fields.timezone ?? viewer.person.timezone}
          hint={words.zoneHint}
          required
        />
        <button type="submit" class="primary">
          {words.add}
        </button>
      </PostForm>
    </Page>
  );
};
