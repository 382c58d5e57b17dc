import type { FeedTrial } from '../../../desk/feeds/tryFeed.ts';
import type { FeedItem } from '../../../domain/articles/article.ts';
import { shownUrl } from '../../../domain/basics/webUrl.ts';
import { atStart, counted } from '../../../domain/basics/wording.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Advice } from '../advice.tsx';
import { Time } from '../shownTime.tsx';

const shownItems = 10;

interface TrialProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly trial: FeedTrial;
}

/** What asking for a feed came to: its items, or why there are none and what to do. */
export const TrialResult = ({ viewer, now, trial }: TrialProps) => {
  const words = viewer.words.feeds.trial;
  const took = tookWords(trial.tookMs);
  if (trial.kind === 'no feed') {
    return (
      <div class="need" role="alert">
        <strong>{words.refused(took)}</strong>
        <span>{atStart(trial.says)}.</span>
        <span>
          {viewer.words.feeds.doing} <Advice text={trial.advice} />.
        </span>
      </div>
    );
  }
  const { header, items, permanentUrl } = trial;
  return (
    <section aria-label={words.title}>
      <p>
        {words.says(words.formats[header.format], counted(items.length, 'item'), took)} {words.nothingKept}
      </p>
      {permanentUrl === null ? null : <p class="late">{words.redirects(shownUrl(permanentUrl))}</p>}
      {items.length === 0 ? <p class="late">{words.empty}</p> : <ItemTable viewer={viewer} now={now} items={items} />}
    </section>
  );
};

const tookWords = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);

const ItemTable = ({ viewer, now, items }: Omit<TrialProps, 'trial'> & { readonly items: readonly FeedItem[] }) => {
  const words = viewer.words.feeds.trial;
  return (
    <>
      <table class="cards">
        <thead>
          <tr>
            <th>{words.item}</th>
            <th>{words.date}</th>
            <th>{words.lacks}</th>
          </tr>
        </thead>
        <tbody>
          {items.slice(0, shownItems).map((item) => (
            <tr>
              <td class="whole">{item.title}</td>
              <td class="nowrap">
                {item.publishedAt === null ? null : <Time viewer={viewer} at={item.publishedAt} now={now} />}
              </td>
              <td class="late">
                {lacking(item)
                  .map((lack) => words.missing[lack])
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {items.length > shownItems ? <p class="small soft">{words.shown(shownItems)}</p> : null}
    </>
  );
};

function lacking({ publishedAt, link, summary, contentText }: FeedItem): readonly ('date' | 'link' | 'text')[] {
  return [
    ...(publishedAt === null ? (['date'] as const) : []),
    ...(link === null ? (['link'] as const) : []),
    ...((summary ?? '') === '' && (contentText ?? '') === '' ? (['text'] as const) : []),
  ];
}
