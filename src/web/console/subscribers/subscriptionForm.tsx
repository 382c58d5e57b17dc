import { channelNames } from '../../../domain/digests/channels.ts';
import { formatQuietHours, formatSchedule } from '../../../domain/schedules/parseSchedule.ts';
import type { NamedRule } from '../../../ports/deskReadings.ts';
import type { SubscriptionRead } from '../../../ports/subscriberBoard.ts';
import { targetShownTo } from '../../access/shownTo.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Field, PostForm } from '../form.tsx';

/** What a form held, and what is wrong with it, as it was sent. */
export interface RefusedForm {
  /** The subscription; `new`, `details` or `erase`. */
  readonly form: string;
  readonly says: string;
  readonly fields: Readonly<Record<string, string>>;
}

interface FormProps {
  readonly viewer: Viewer;
  readonly action: string;
  /** Null: a new one. */
  readonly subscription: SubscriptionRead | null;
  /** The version of it that is shown. */
  readonly version: string;
  readonly rules: readonly NamedRule[];
  readonly refused: RefusedForm | null;
}

/** A subscription as a person says it. What a target's address may hold in secret is not shown: left empty, it stays. */
export const SubscriptionForm = ({ viewer, action, subscription, version, rules, refused }: FormProps) => {
  const words = viewer.words.subscribers;
  const definition = subscription?.definition ?? null;
  const kept = (name: string, value: string): string => refused?.fields[name] ?? value;
  const isChosen = (ruleId: string): boolean =>
    refused === null ? (definition?.rules.includes(ruleId) ?? false) : refused.fields[`rule ${ruleId}`] === 'on';
  const shown = definition === null ? '' : targetShownTo(viewer, definition.channel, definition.target);
  return (
    <PostForm viewer={viewer} action={action}>
      {refused === null ? null : (
        <p class="fault bad" role="alert">
          {refused.says}
        </p>
      )}
      <input type="hidden" name="basedOn" value={version} />
      <fieldset>
        <legend>{words.rules}</legend>
        {rules.map(({ ruleId, name }) => (
          <label class="tick">
            <input type="checkbox" name={`rule ${ruleId}`} checked={isChosen(ruleId)} /> {name}
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>{words.channel}</span>
        <select name="channel">
          {channelNames.map((name) => (
            <option value={name} selected={name === kept('channel', definition?.channel ?? 'email')}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Field
        name="target"
        label={`${words.target}${shown === '' ? '' : ` (${shown})`}`}
        value={kept('target', '')}
        hint={words.targetHint}
      />
      <Field
        name="secret"
        label={words.secret}
        value={kept('secret', definition?.secretRef ?? '')}
        hint={words.secretHint}
      />
      <Field
        name="schedule"
        label={words.when}
        value={kept('schedule', definition === null ? 'instant' : formatSchedule(definition.schedule))}
        hint={words.whenHint}
        required
      />
      <Field
        name="quiet"
        label={words.quiet}
        value={kept('quiet', definition?.quiet == null ? '' : formatQuietHours(definition.quiet))}
        hint={words.quietHint}
      />
      <Field
        name="maxPerHour"
        label={words.most}
        value={kept('maxPerHour', String(definition?.maxPerHour ?? 20))}
        hint={words.mostHint}
      />
      <button type="submit">{subscription === null ? words.addButton : words.save}</button>
    </PostForm>
  );
};
