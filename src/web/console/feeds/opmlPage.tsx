import type { ImportedFeeds } from '../../../desk/feeds/importOpml.ts';
import { shownUrl } from '../../../domain/basics/webUrl.ts';
import { counted } from '../../../domain/basics/wording.ts';
import type { FeedDefinition } from '../../../domain/configuration/definitions.ts';
import type { Viewer } from '../../access/viewer.ts';
import { CsrfField, PostForm } from '../form.tsx';

/** An entry of the file that could not be taken. */
export interface OpmlFinding {
  readonly line: number;
  readonly message: string;
}

/** First step: a file, or its text. */
export const OpmlForm = ({ viewer, fault }: { readonly viewer: Viewer; readonly fault: string | null }) => {
  const words = viewer.words.feeds.opml;
  return (
    <div class="narrowed">
      <p class="small">
        <a href="/feeds">{viewer.words.feeds.title}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="soft">{words.lead}</p>
      {fault === null ? null : (
        <p class="bad" role="alert">
          {fault}
        </p>
      )}
      <form method="post" action="/feeds/import" enctype="multipart/form-data">
        <CsrfField viewer={viewer} />
        <label class="field">
          <span>{words.file}</span>
          <input type="file" name="file" accept=".opml,.xml,text/xml,application/xml" />
        </label>
        <label class="field">
          <span>{words.text}</span>
          <textarea name="text" rows={6} />
        </label>
        <button type="submit" class="primary">
          {words.plan}
        </button>
      </form>
    </div>
  );
};

interface PlanProps {
  readonly viewer: Viewer;
  readonly plan: ImportedFeeds;
  readonly refused: readonly OpmlFinding[];
  /** Of the file. */
  readonly text: string;
}

/** Second step: what would be added, what is there, what cannot be taken. */
export const OpmlPlan = ({ viewer, plan, refused, text }: PlanProps) => {
  const words = viewer.words.feeds.opml;
  const feeds = counted(plan.added.length, 'feed');
  return (
    <>
      <p class="small">
        <a href="/feeds/import">{words.other}</a>
      </p>
      <h1>{words.planTitle}</h1>
      {plan.added.length === 0 ? (
        <p>{words.nothingNew}</p>
      ) : (
        <PostForm viewer={viewer} action="/feeds/import/confirm">
          <textarea name="text" hidden>
            {text}
          </textarea>
          <button type="submit" class="primary">
            {words.confirm(feeds)}
          </button>
        </PostForm>
      )}
      {refused.length === 0 ? null : (
        <>
          <h2>{words.refused(String(refused.length))}</h2>
          <ul class="rows">
            {refused.slice(0, mostShown).map(({ line, message }) => (
              <li>
                <span class="soft">{words.line(line)}</span> <span class="bad">{message}</span>
              </li>
            ))}
          </ul>
          <More viewer={viewer} count={refused.length} />
        </>
      )}
      <FeedNames viewer={viewer} title={words.added(String(plan.added.length))} feeds={plan.added} />
      <FeedNames viewer={viewer} title={words.known(String(plan.known.length))} feeds={plan.known} />
    </>
  );
};

const mostShown = 200;

const More = ({ viewer, count }: { readonly viewer: Viewer; readonly count: number }) =>
  count <= mostShown ? null : <p class="soft">{viewer.words.feeds.opml.more(count - mostShown)}</p>;

interface NamesProps {
  readonly viewer: Viewer;
  readonly title: string;
  readonly feeds: readonly FeedDefinition[];
}

const FeedNames = ({ viewer, title, feeds }: NamesProps) =>
  feeds.length === 0 ? null : (
    <>
      <h2>{title}</h2>
      <ul class="rows">
        {feeds.slice(0, mostShown).map(({ name, url }) => (
          <li>
            {name} <small class="address">{shownUrl(url)}</small>
          </li>
        ))}
      </ul>
      <More viewer={viewer} count={feeds.length} />
    </>
  );
