import type { FeedTrial } from '../../../desk/feeds/tryFeed.ts';
import { shownUrl } from '../../../domain/basics/webUrl.ts';
import { counted } from '../../../domain/basics/wording.ts';
import type { FeedFault } from '../../../domain/configuration/feedEntry.ts';
import type { FeedHeader } from '../../../domain/feeds/feed.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Field, PostForm } from '../form.tsx';
import { Time } from '../shownTime.tsx';
import { type FeedFields, FeedFormFields } from './feedEntryForm.tsx';
import { TrialResult } from './trialResult.tsx';

/** A feed that was found at a site. */
export interface FoundFeed {
  readonly url: string;
  readonly title: string | null;
  readonly format: FeedHeader['format'];
  readonly items: number;
  readonly newest: Date | null;
  readonly via: 'itself' | 'named' | 'linked' | 'guessed' | 'sitemap';
}

/** Of the feeds of a site. */
export interface FoundFeeds {
  /** Best first. */
  readonly feeds: readonly FoundFeed[];
  readonly requests: number;
  /** Why there are none, where the address itself could not be had. */
  readonly failure: string | null;
}

interface SiteProps {
  readonly viewer: Viewer;
  readonly site: string;
  readonly fault: string | null;
}

/** First step: the address of a site. */
export const SiteForm = ({ viewer, site, fault }: SiteProps) => {
  const words = viewer.words.feeds.new;
  return (
    <div class="narrowed">
      <p class="small">
        <a href="/feeds">{viewer.words.feeds.title}</a>
      </p>
      <h1>{words.title}</h1>
      <PostForm viewer={viewer} action="/feeds/new/find">
        <Field name="site" label={words.site} value={site} hint={words.siteHint} fault={fault} required />
        <button type="submit" class="primary">
          {words.find}
        </button>
      </PostForm>
    </div>
  );
};

interface FoundProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly feeds: readonly FoundFeed[];
}

/** Second step: one of the feeds that were found. */
export const FoundList = ({ viewer, now, feeds }: FoundProps) => {
  const words = viewer.words.feeds.new;
  const { formats } = viewer.words.feeds.trial;
  return (
    <>
      <p class="small">
        <a href="/feeds/new">{words.another}</a>
      </p>
      <h1>{words.title}</h1>
      <p>{words.found(counted(feeds.length, 'feed'))}</p>
      <ul class="rows">
        {feeds.map(({ url, title, format, items, newest, via }) => (
          <li class="bar">
            <span class="grow">
              <strong>{title ?? shownUrl(url)}</strong>
              <small class="address">{shownUrl(url)}</small>
              <small>
                {formats[format]}, {counted(items, 'item')},{' '}
                {newest === null ? (
                  words.undated
                ) : (
                  <>
                    {words.newest} <Time viewer={viewer} at={newest} now={now} />
                  </>
                )}
                , {words.via[via]}
              </small>
            </span>
            <PostForm viewer={viewer} action="/feeds/new/preview">
              <input type="hidden" name="url" value={url} />
              <input type="hidden" name="name" value={title ?? ''} />
              <button type="submit">{words.preview}</button>
            </PostForm>
          </li>
        ))}
      </ul>
    </>
  );
};

interface PreviewProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly fields: FeedFields;
  readonly faults: readonly FeedFault[];
  /** Null: it was not asked for, since what was entered could not be. */
  readonly trial: FeedTrial | null;
  readonly said: string | null;
}

/** Third step: what the feed brings, and what to call it. */
export const NewFeed = ({ viewer, now, fields, faults, trial, said }: PreviewProps) => {
  const words = viewer.words.feeds.new;
  return (
    <>
      <p class="small">
        <a href="/feeds/new">{words.another}</a>
      </p>
      <h1>{words.title}</h1>
      {said === null ? null : (
        <p class="bad" role="alert">
          {said}
        </p>
      )}
      <div class="split">
        <PostForm viewer={viewer} action="/feeds">
          <FeedFormFields viewer={viewer} fields={fields} faults={faults} />
          <p class="bar">
            <button type="submit" class="primary">
              {words.save}
            </button>
            <button type="submit" formaction="/feeds/new/preview">
              {words.again}
            </button>
          </p>
        </PostForm>
        <div>{trial === null ? null : <TrialResult viewer={viewer} now={now} trial={trial} />}</div>
      </div>
    </>
  );
};
