import type { PropsWithChildren } from 'hono/jsx';
import { figureKinds } from '../../../domain/figures/figure.ts';
import { boundsInWords } from '../../../domain/ledger/boundsInWords.ts';
import type { ReadStory } from '../../../ports/storyPageReadings.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Field, PostForm } from '../form.tsx';
import { reportGroups } from './storyReports.tsx';

/** What a form held, and what is wrong with it, as it was sent. */
export interface Refused {
  readonly form: 'note' | 'mute' | 'merge' | 'split' | 'correct' | 'story';
  readonly says: string;
  readonly fields: Readonly<Record<string, string>>;
}

interface ActionsProps {
  readonly viewer: Viewer;
  readonly story: ReadStory;
  readonly refused: Refused | null;
}

/** What an editor may do with a story; each form is complete by itself. */
export const StoryActions = ({ viewer, story, refused }: ActionsProps) => {
  const { actions } = viewer.words.stories;
  return (
    <section class="actions" aria-label={actions.label}>
      <Ownership viewer={viewer} story={story} />
      <Note {...{ viewer, story, refused }} />
      <Mute {...{ viewer, story, refused }} />
      <Merge {...{ viewer, story, refused }} />
      <Split {...{ viewer, story, refused }} />
      <Correct {...{ viewer, story, refused }} />
    </section>
  );
};

const Based = ({ story }: { readonly story: ReadStory }) => (
  <input type="hidden" name="basedOn" value={String(story.attention.version)} />
);

const Ownership = ({ viewer, story }: Omit<ActionsProps, 'refused'>) => {
  const { actions } = viewer.words.stories;
  const path = `/stories/${story.storyId}`;
  const isOwn = story.attention.owner?.id === viewer.person.id;
  return (
    <>
      <PostForm viewer={viewer} action={`${path}/${isOwn ? 'release' : 'take'}`}>
        <Based story={story} />
        <button type="submit" class={isOwn ? '' : 'primary'} data-key={isOwn ? undefined : 'take'}>
          {isOwn ? actions.release : actions.take}
        </button>
      </PostForm>
      {story.change === null || (story.attention.acknowledged?.change ?? -1) >= story.change ? null : (
        <PostForm viewer={viewer} action={`${path}/acknowledge`}>
          <Based story={story} />
          <input type="hidden" name="change" value={String(story.change)} />
          <button type="submit">{actions.acknowledge}</button>
        </PostForm>
      )}
      {story.attention.mute === null ? null : (
        <PostForm viewer={viewer} action={`${path}/unmute`}>
          <Based story={story} />
          <button type="submit">{actions.unmute}</button>
        </PostForm>
      )}
    </>
  );
};

interface FormProps extends ActionsProps {
  readonly form: Refused['form'];
  readonly summary: string;
  readonly lead?: string;
  readonly dataKey?: string;
}

const Action = ({ viewer, story, refused, form, summary, lead, dataKey, children }: PropsWithChildren<FormProps>) => (
  <details open={refused?.form === form} data-key={dataKey}>
    <summary>{summary}</summary>
    {refused?.form === form ? (
      <p class="fault" role="alert">
        {refused.says}
      </p>
    ) : null}
    {lead === undefined ? null : <p class="small soft">{lead}</p>}
    <PostForm viewer={viewer} action={`/stories/${story.storyId}/${form}`}>
      <Based story={story} />
      {children}
    </PostForm>
  </details>
);

const keptIn =
  (refused: Refused | null, form: Refused['form']) =>
  (name: string): string =>
    refused?.form === form ? (refused.fields[name] ?? '') : '';

const Note = (props: ActionsProps) => {
  const { actions } = props.viewer.words.stories;
  return (
    <Action {...props} form="note" summary={actions.note}>
      <label class="field">
        <span>{actions.noteField}</span>
        <textarea name="text" required>
          {keptIn(props.refused, 'note')('text')}
        </textarea>
      </label>
      <button type="submit">{actions.noteButton}</button>
    </Action>
  );
};

const Why = ({ viewer, form, value }: { readonly viewer: Viewer; readonly form: string; readonly value: string }) => {
  const { actions } = viewer.words.stories;
  return (
    <label class="field">
      <span>{actions.why}</span>
      <input name="why" value={value} required aria-describedby={`${form}-why`} />
      <small id={`${form}-why`}>{actions.whyHint}</small>
    </label>
  );
};

const Mute = (props: ActionsProps) => {
  const { viewer, story, refused } = props;
  const { actions } = viewer.words.stories;
  const kept = keptIn(refused, 'mute');
  const until = kept('until') === '' ? 'time' : kept('until');
  const figure = kept('figure') === '' ? (story.figures[0]?.kind ?? 'killed') : kept('figure');
  return (
    <Action {...props} form="mute" summary={actions.mute} lead={actions.muteLead} dataKey="mute">
      <fieldset>
        <legend>{actions.until}</legend>
        <div class="choice">
          <label>
            <input type="radio" name="until" value="time" checked={until === 'time'} /> {actions.untilTime}
          </label>
          <input
            name="time"
            value={kept('time')}
            aria-label={actions.time}
            aria-describedby="mute-time"
            placeholder="18:00"
          />
          <small id="mute-time">{actions.timeHint}</small>
        </div>
        <div class="choice">
          <label>
            <input type="radio" name="until" value="move" checked={until === 'move'} /> {actions.untilMove}
          </label>
          <select name="figure" aria-label={actions.figure}>
            {figureKinds.map((kind) => (
              <option value={kind} selected={kind === figure}>
                {kind}
              </option>
            ))}
          </select>
          <input name="by" inputmode="numeric" value={kept('by') === '' ? '20' : kept('by')} aria-label={actions.by} />
          <select name="unit" aria-label={actions.by}>
            <option value="percent">{actions.percent}</option>
            <option value="count" selected={kept('unit') === 'count'}>
              {actions.count}
            </option>
          </select>
        </div>
        <div class="choice">
          <label>
            <input type="radio" name="until" value="never" checked={until === 'never'} /> {actions.untilNever}
          </label>
        </div>
      </fieldset>
      <Why viewer={viewer} form="mute" value={kept('why')} />
      <button type="submit">{actions.muteButton}</button>
    </Action>
  );
};

const Merge = (props: ActionsProps) => {
  const { actions } = props.viewer.words.stories;
  const kept = keptIn(props.refused, 'merge');
  return (
    <Action {...props} form="merge" summary={actions.merge} lead={actions.mergeLead}>
      <Field name="into" label={actions.mergeField} value={kept('into')} required />
      <Why viewer={props.viewer} form="merge" value={kept('why')} />
      <button type="submit">{actions.mergeButton}</button>
    </Action>
  );
};

const Split = (props: ActionsProps) => {
  const { actions } = props.viewer.words.stories;
  const groups = reportGroups(props.story.members);
  if (groups.length < 2) return null;
  return (
    <Action {...props} form="split" summary={actions.split} lead={actions.splitLead}>
      <fieldset>
        {groups.map(({ report: { articleId, title, outlet } }) => (
          <label>
            <input type="checkbox" name={`article-${articleId}`} value="on" /> {title} <small>{outlet}</small>
          </label>
        ))}
      </fieldset>
      <Why viewer={props.viewer} form="split" value={keptIn(props.refused, 'split')('why')} />
      <button type="submit">{actions.splitButton}</button>
    </Action>
  );
};

const Correct = (props: ActionsProps) => {
  const { viewer, story, refused } = props;
  const { actions } = viewer.words.stories;
  const kept = keptIn(refused, 'correct');
  const open = story.claims.filter(
    ({ state, isDenial, isEdit }) => !isEdit && !isDenial && (state === 'in force' || state === 'standing'),
  );
  const figure = kept('figure') === '' ? (open.at(-1)?.figure ?? 'killed') : kept('figure');
  return (
    <Action {...props} form="correct" summary={actions.correct} lead={actions.correctLead}>
      <label class="field">
        <span>{actions.strike}</span>
        <select name="claim">
          <option value="">{actions.strikeNothing}</option>
          {open.map((claim) => (
            <option value={String(claim.claimId)} selected={kept('claim') === String(claim.claimId)}>
              {`${claim.figure} ${boundsInWords(claim)}, ${claim.attribution ?? claim.outlet}`}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>{actions.state}</legend>
        <div class="choice">
          <select name="figure" aria-label={actions.figure}>
            {figureKinds.map((kind) => (
              <option value={kind} selected={kind === figure}>
                {kind}
              </option>
            ))}
          </select>
          <input
            name="count"
            inputmode="numeric"
            value={kept('count')}
            aria-label={actions.stateCount}
            placeholder={actions.stateCount}
          />
        </div>
      </fieldset>
      <Field name="attribution" label={actions.stateWho} value={kept('attribution')} />
      <Field name="source" label={actions.stateSource} value={kept('source')} hint={actions.stateSourceHint} />
      <Why viewer={viewer} form="correct" value={kept('why')} />
      <button type="submit">{actions.correctButton}</button>
    </Action>
  );
};
