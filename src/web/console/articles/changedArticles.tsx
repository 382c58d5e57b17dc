import { webUrl } from '../../../domain/basics/webUrl.ts';
import type { ChangedArticle, FoldedArticle, ShownArticle } from '../../../ports/consoleStore.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Page } from '../page.tsx';
import { Time } from '../shownTime.tsx';
import { TextChange } from './revisionDiff.tsx';

interface ChangedArticlesProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly changes: readonly ChangedArticle[];
  readonly folded: readonly FoldedArticle[];
}

/** What publishers changed in articles after they had appeared, and which articles were taken for copies; newest first. */
export const ChangedArticles = ({ viewer, now, changes, folded }: ChangedArticlesProps) => {
  const words = viewer.words.articles;
  return (
    <Page viewer={viewer} at="articles" title={words.changedTitle}>
      <p class="small">
        <a href="/articles">{words.allArticles}</a>
      </p>
      <h1>{words.changedTitle}</h1>
      {changes.length === 0 ? (
        <div class="empty">
          <strong>{words.noneChanged.title}</strong>
          <br />
          {words.noneChanged.says}
        </div>
      ) : (
        <ul class="rows">
          {changes.map(({ before, after, changedAt, revision, outlet, link }) => (
            <li>
              <TextChange viewer={viewer} before={before} after={after} />
              <p class="soft small">
                {outlet} · {words.revision(revision)} · <Time viewer={viewer} at={changedAt} now={now} />
                <LinkTo viewer={viewer} link={link} />
              </p>
            </li>
          ))}
        </ul>
      )}
      {folded.length === 0 ? null : (
        <>
          <h2>{words.copies}</h2>
          <p class="soft">{words.copiesSay}</p>
          <table class="cards">
            <thead>
              <tr>
                <th>{words.time}</th>
                <th>{words.article}</th>
                <th>{words.copyOf}</th>
              </tr>
            </thead>
            <tbody>
              {folded.map(({ foldedAt, copy, original }) => (
                <tr>
                  <td class="nowrap">
                    <Time viewer={viewer} at={foldedAt} now={now} />
                  </td>
                  <td class="whole">
                    <Named article={copy} />
                  </td>
                  <td class="whole" data-label={words.copyOf}>
                    <Named article={original} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Page>
  );
};

const Named = ({ article: { articleId, outlet, title } }: { readonly article: ShownArticle }) => (
  <>
    <a href={`/articles/${articleId}`}>{title}</a>
    <br />
    <small>{outlet}</small>
  </>
);

const LinkTo = ({ viewer, link }: { readonly viewer: Viewer; readonly link: string | null }) => {
  const url = link === null ? null : webUrl(link);
  if (url === null) return null;
  return (
    <>
      {' · '}
      <a href={url.href} rel="noreferrer noopener">
        {viewer.words.articles.openArticle}
      </a>
    </>
  );
};
