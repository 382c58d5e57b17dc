import { Hono } from 'hono';
import { doneAt } from '../../access/flash.ts';
import {
  type ConsoleContext,
  deedOf,
  mayAdminister,
  mayEdit,
  type SignedIn,
  type Viewer,
} from '../../access/viewer.ts';
import { enteredText } from '../enteredText.ts';
import { PostForm } from '../form.tsx';
import type { ConfigFile, FileState, FilesDeps } from './configFiles.ts';
import { FilePlanPage } from './filePlanPage.tsx';
import { SettingsFrame } from './settingsFrame.tsx';

/** The files of rules, feeds and subscribers: how they compare with the store, as downloads, and as uploads with a plan. */
export function filesPages({ files, clock }: FilesDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  const fileOf = (context: ConsoleContext) => files.find(({ name }) => name === context.req.param('kind'));
  pages.get('/settings/files', async (context) => {
    const states = await Promise.all(files.map(async ({ name, state }) => ({ name, state: await state() })));
    return context.html(<FilesPage viewer={context.var.viewer} states={states} />);
  });
  pages.get('/settings/files/:kind/export.yaml', async (context) => {
    const file = fileOf(context);
    if (file === undefined) return context.notFound();
    context.header('content-type', 'application/yaml; charset=utf-8');
    context.header('content-disposition', `attachment; filename="${file.name}.yaml"`);
    return context.body(await file.exported());
  });
  pages.post('/settings/files/:kind/plan', async (context) => {
    const file = fileOf(context);
    if (file === undefined) return context.notFound();
    return show(context, file, await uploadedText(context), { why: '' });
  });
  pages.post('/settings/files/:kind/apply', async (context) => {
    const file = fileOf(context);
    if (file === undefined) return context.notFound();
    const body = await context.req.parseBody();
    const [text, why] = [textOf(body.text), enteredText(body.why)];
    const words = context.var.viewer.words.settings.files;
    if (why === '') return show(context, file, text, { why, fault: words.reason }, 422);
    const wanted = { text, basedOn: enteredText(body.basedOn), isSure: body.isSure === 'yes' };
    const { kind } = await file.apply(wanted, deedOf(context, clock.now(), why));
    if (kind === 'applied') return doneAt(context, '/settings/files', words.applied(words.names[file.name]));
    if (kind === 'stale') return show(context, file, text, { why, objection: words.stale }, 409);
    return show(context, file, text, { why, ...(kind === 'doubtful' ? { objection: words.doubtful } : {}) }, 422);
  });
  return pages;
}

interface Again {
  readonly why: string;
  readonly fault?: string;
  readonly objection?: string;
}

async function show(
  context: ConsoleContext,
  file: ConfigFile,
  text: string,
  { why, fault, objection }: Again,
  status: 200 | 409 | 422 = 200,
): Promise<Response> {
  const planned = await file.plan(text);
  const props = {
    viewer: context.var.viewer,
    name: file.name,
    text,
    planned,
    why,
    fault: fault ?? null,
    objection: objection ?? null,
  };
  return context.html(<FilePlanPage {...props} />, planned.kind === 'faulty' ? 422 : status);
}

/** A browser sends text of forms with CRLF. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '');

async function uploadedText(context: ConsoleContext): Promise<string> {
  const { file, text } = await context.req.parseBody();
  return file instanceof File && file.size > 0 ? textOf(await file.text()) : textOf(text);
}

interface FilesProps {
  readonly viewer: Viewer;
  readonly states: readonly { readonly name: ConfigFile['name']; readonly state: FileState }[];
}

const FilesPage = ({ viewer, states }: FilesProps) => {
  const words = viewer.words.settings.files;
  return (
    <SettingsFrame viewer={viewer} at="files">
      <p class="soft">{words.lead}</p>
      {states.map(({ name, state }) => (
        <section aria-labelledby={name}>
          <div class="bar">
            <h2 id={name} class="grow">
              {words.names[name]} <StateChip viewer={viewer} state={state} />
            </h2>
            {mayAdminister(viewer) || (mayEdit(viewer) && name !== 'subscribers') ? (
              <a class="button" href={`/settings/files/${name}/export.yaml`} aria-label={`${words.download}: ${name}`}>
                {words.download}
              </a>
            ) : null}
          </div>
          {state.kind === 'faulty' ? <p class="bad files-text">{state.message}</p> : null}
          {mayEdit(viewer) ? <UploadForm viewer={viewer} name={name} /> : null}
        </section>
      ))}
    </SettingsFrame>
  );
};

const StateChip = ({ viewer, state }: { readonly viewer: Viewer; readonly state: FileState }) => {
  const words = viewer.words.settings.files;
  if (state.kind === 'differs') return <span class="chip late">{words.differs(state.places)}</span>;
  return <span class={state.kind === 'faulty' ? 'chip bad' : 'chip'}>{words.states[state.kind]}</span>;
};

const UploadForm = ({ viewer, name }: { readonly viewer: Viewer; readonly name: ConfigFile['name'] }) => {
  const words = viewer.words.settings.files;
  return (
    <details>
      <summary>{words.upload}</summary>
      <PostForm viewer={viewer} action={`/settings/files/${name}/plan`}>
        <label class="field">
          <span>{words.text}</span>
          <textarea name="text" rows={8} spellcheck={false} required />
          <small>{words.textHint}</small>
        </label>
        <button type="submit">{words.plan}</button>
      </PostForm>
    </details>
  );
};
