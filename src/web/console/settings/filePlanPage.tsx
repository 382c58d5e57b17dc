import type { Viewer } from '../../access/viewer.ts';
import { Field, PostForm } from '../form.tsx';
import type { ConfigFileKind, FaultyFile, FileChange, FilePlan } from './configFiles.ts';
import { SettingsFrame } from './settingsFrame.tsx';

interface FilePlanProps {
  readonly viewer: Viewer;
  readonly name: ConfigFileKind;
  readonly text: string;
  readonly planned: FilePlan | FaultyFile;
  readonly why: string;
  readonly fault: string | null;
  readonly objection: string | null;
}

/** What a file would change, before it is applied. */
export const FilePlanPage = (props: FilePlanProps) => {
  const { viewer, name, text, planned, objection } = props;
  const words = viewer.words.settings.files;
  return (
    <SettingsFrame viewer={viewer} at="files" title={words.planTitle(words.names[name])}>
      {objection === null ? null : (
        <p class="bad" role="alert">
          {objection}
        </p>
      )}
      {planned.kind === 'faulty' ? (
        <>
          <p class="bad" role="alert">
            {words.faulty}
          </p>
          <ul class="files-text">
            {planned.findings.map((finding) => (
              <li>{finding}</li>
            ))}
          </ul>
          <PostForm viewer={viewer} action={`/settings/files/${name}/plan`}>
            <label class="field">
              <span>{words.text}</span>
              <textarea name="text" rows={12} spellcheck={false}>
                {text}
              </textarea>
            </label>
            <button type="submit">{words.plan}</button>
          </PostForm>
        </>
      ) : (
        <Plan {...props} planned={planned} />
      )}
      <p>
        <a href="/settings/files">{words.back}</a>
      </p>
    </SettingsFrame>
  );
};

const Plan = ({ viewer, name, text, planned, why, fault }: FilePlanProps & { readonly planned: FilePlan }) => {
  const words = viewer.words.settings.files;
  const { changes, notes, doubts, version } = planned;
  return (
    <>
      {changes.length === 0 ? <p>{words.same}</p> : <Changes changes={changes} />}
      {notes.map((note) => (
        <p class="soft files-text">{note}</p>
      ))}
      <PostForm viewer={viewer} action={`/settings/files/${name}/apply`}>
        <input type="hidden" name="basedOn" value={version} />
        <textarea name="text" hidden>
          {text}
        </textarea>
        {doubts.map((doubt) => (
          <p class="late files-text">{words.doubt(doubt)}</p>
        ))}
        {doubts.length === 0 ? null : (
          <label>
            <input type="checkbox" name="isSure" value="yes" /> {words.sure}
          </label>
        )}
        <Field {...{ name: 'why', label: words.why, value: why, fault }} />
        <button type="submit" class="primary">
          {words.apply}
        </button>
      </PostForm>
    </>
  );
};

const signs = { added: '+', changed: '~', removed: '−' } as const;

const Changes = ({ changes }: { readonly changes: readonly FileChange[] }) => (
  <ul class="rows files-text">
    {changes.map(({ kind, what, details }) => (
      <li>
        {signs[kind]} {what}
        {details.map((detail) => (
          <div class="small soft">{detail}</div>
        ))}
      </li>
    ))}
  </ul>
);
