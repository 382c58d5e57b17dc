import { mayEdit } from '../../access/viewer.ts';
import { PostForm } from '../form.tsx';
import { Page } from '../page.tsx';
import { Time } from '../shownTime.tsx';
import { Findings } from './queryFindings.tsx';
import { Cases } from './ruleCasesPart.tsx';
import { Drafts, ReviewSetting } from './ruleDraftsPart.tsx';
import { RuleEditor } from './ruleEditor.tsx';
import { History } from './ruleHistoryPart.tsx';
import { Clauses, RuleResults } from './ruleResults.tsx';
import { pathOf, type SavedView, type WorkbenchView } from './workbenchView.ts';

/** One rule: left what it says, right what it does. */
export const RuleWorkbench = (view: WorkbenchView) => {
  const { viewer, detail } = view;
  const words = viewer.words.rules;
  const title = detail === null ? words.page.newTitle : detail.newest.name;
  return (
    <Page viewer={viewer} at="rules" title={title} islands={['editorIsland']}>
      <div data-workbench={pathOf(view)} data-csrf={viewer.csrf} data-concepts={JSON.stringify(conceptHints(view))}>
        {detail === null ? <NewHeader {...view} /> : <RuleHeader {...view} detail={detail} />}
        <div class="split workbench">
          <div>
            <RuleEditor {...view} />
            {detail === null ? null : (
              <>
                <Drafts {...view} detail={detail} />
                <Cases {...view} detail={detail} />
                <History {...view} detail={detail} />
                <ReviewSetting {...view} detail={detail} />
              </>
            )}
          </div>
          <RuleResults {...view} />
        </div>
      </div>
    </Page>
  );
};

const hintedTerms = 4;

/** For the completion of the editor: each concept with its first terms. */
const conceptHints = ({ concepts }: WorkbenchView): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(concepts).map(([name, terms]) => [name, terms.slice(0, hintedTerms).join(', ')]));

/** Beside the results, what changes while somebody types: the findings and the clauses, to be put in their places. */
export const LiveParts = (view: WorkbenchView) => {
  const { viewer, preview, fields, detail } = view;
  const counts = preview?.counts;
  const isDifferent = detail?.current != null && counts !== undefined && counts.gained + counts.lost > 0;
  return (
    <div data-live hidden>
      <Findings view={view} field="query" />
      <div data-clauses>
        {preview === null || preview.clauses.length === 0 ? null : (
          <Clauses viewer={viewer} query={fields.query} clauses={preview.clauses} />
        )}
      </div>
      {detail === null ? null : <Cases {...view} detail={detail} />}
      <span data-difference>{isDifferent ? viewer.words.rules.difference.counts(counts.gained, counts.lost) : ''}</span>
    </div>
  );
};

const NewHeader = ({ viewer }: WorkbenchView) => (
  <>
    <h1>{viewer.words.rules.page.newTitle}</h1>
    <p class="soft">{viewer.words.rules.page.newLead}</p>
  </>
);

const RuleHeader = (view: SavedView) => {
  const { viewer, now, detail } = view;
  const { page, list } = viewer.words.rules;
  const { current, newest, sight, people } = detail;
  const facts = [
    page.people(people),
    page.owner(newest.owner),
    ...(sight === null ? [] : [page.sight(Math.round(sight.share * 100))]),
  ];
  return (
    <>
      <div class="bar">
        <h1>{newest.name}</h1>
        <span class="grow" />
        {mayEdit(viewer) && current !== null ? <HeaderActions {...view} /> : null}
      </div>
      <p class="soft small">
        <span class="mono">{newest.ruleId}</span>, {page.revision(newest.revision, newest.since.by)}{' '}
        <Time viewer={viewer} at={newest.since.at} now={now} /> · {facts.join(' · ')}
        {detail.days.some((count) => count > 0)
          ? ` · ${list.bars(detail.days.reduce((sum, each) => sum + each, 0))}`
          : null}
      </p>
      {current === null && newest.until !== null ? (
        <p class="empty">{page.removed(newest.until.by, newest.until.why)}</p>
      ) : null}
      {sight !== null && sight.blindSince !== null ? (
        <ul class="need">
          <li>
            {page.blind} {sight.says} {sight.advice} <a href="/feeds">{page.feeds}</a>
          </li>
        </ul>
      ) : null}
      <PauseLine {...view} />
    </>
  );
};

const PauseLine = ({ viewer, now, detail }: SavedView) => {
  const { page } = viewer.words.rules;
  const { pause } = detail;
  if (pause === null) return null;
  return (
    <div class="paused-line" role="note">
      <span>
        <b>
          {pause.endsAt === null ? page.pausedOpen : page.pausedLead}{' '}
          {pause.endsAt === null ? null : <Time viewer={viewer} at={pause.endsAt} now={now} />}
        </b>
        {' · '}
        {page.pausedUntil(pause.by, pause.why)} <span class="soft">{page.pausedNote}</span>
      </span>
      {mayEdit(viewer) ? (
        <PostForm viewer={viewer} action={`${pathOf({ detail })}/resume`}>
          <button type="submit">{page.resume}</button>
        </PostForm>
      ) : null}
    </div>
  );
};

const HeaderActions = ({ viewer, detail, fields }: SavedView) => {
  const { pause, remove } = viewer.words.rules.page;
  const path = pathOf({ detail });
  return (
    <>
      <details class="menu">
        <summary class="button">{pause.open}</summary>
        <PostForm viewer={viewer} action={`${path}/pause`} class="popup">
          <label class="field">
            <span>{pause.until}</span>
            <select name="for">
              {pause.choices.map(([value, label]) => (
                <option value={value}>{label}</option>
              ))}
            </select>
          </label>
          <label class="field">
            <span>{pause.why}</span>
            <input name="why" required maxlength={500} />
          </label>
          <small>{pause.note}</small>
          <button type="submit">{pause.button}</button>
        </PostForm>
      </details>
      <details class="menu">
        <summary class="button">{remove.open}</summary>
        <PostForm viewer={viewer} action={`${path}/remove`} class="popup">
          <input type="hidden" name="basedOn" value={fields.basedOn} />
          <label class="field">
            <span>{remove.why}</span>
            <input name="why" required maxlength={500} />
          </label>
          <small>{remove.note}</small>
          <button type="submit" class="danger">
            {remove.button}
          </button>
        </PostForm>
      </details>
    </>
  );
};
