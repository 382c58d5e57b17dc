import type { Child } from 'hono/jsx';
import { bodyOf } from '../../../domain/articles/article.ts';
import { webUrl } from '../../../domain/basics/webUrl.ts';
import { buildEntry } from '../../../domain/digests/buildEntry.ts';
import type { Figure } from '../../../domain/figures/figure.ts';
import { boundsInWords } from '../../../domain/ledger/boundsInWords.ts';
import type { FoldedWith, MatchOfArticle, WholeArticle } from '../../../ports/wholeArticle.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Page } from '../page.tsx';
import { Time } from '../shownTime.tsx';
import { Highlighted } from './highlighted.tsx';
import { RevisionList } from './revisionDiff.tsx';

export interface ArticlePageProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly whole: WholeArticle;
  readonly figures: readonly Figure[];
  /** The questions that can be asked of it, each with its answer where it was asked. */
  readonly questions: Child;
}

/** One article, with all that became of it. */
export const ArticlePage = ({ viewer, now, whole, figures, questions }: ArticlePageProps) => {
  const words = viewer.words.articles;
  const { article, story } = whole;
  const entry = buildEntry(
    article,
    whole.matches
      .filter(({ isInForce, articleRevision }) => isInForce && articleRevision === article.revision)
      .map(({ ruleId, ruleName, ruleRevision, spans }) => ({ reason: { ruleId, ruleName, ruleRevision }, spans })),
  );
  const body = bodyOf(article);
  const url = article.link === null ? null : webUrl(article.link);
  return (
    <Page viewer={viewer} at="articles" title={article.title}>
      <p class="small">
        <a href="/articles">{words.allArticles}</a>
      </p>
      <h1>
        <Highlighted excerpt={entry.title} />
      </h1>
      <p class="facts">
        <strong>{article.outlet.name}</strong>
        <Time viewer={viewer} at={article.publishedAt ?? article.seenAt} now={now} />
        {article.feedName === undefined ? null : <a href={`/feeds/${article.feedId}`}>{article.feedName}</a>}
        {article.lang === null ? null : <span>{article.lang}</span>}
        <span>{words.revision(article.revision)}</span>
        {url === null ? null : (
          <a href={url.href} rel="noreferrer noopener">
            {words.openArticle}
          </a>
        )}
      </p>
      <div class="split article">
        <div>
          {entry.excerpts.map((excerpt) => (
            <p>
              {body.startsWith(excerpt.text) ? '' : '… '}
              <Highlighted excerpt={excerpt} />
              {body.endsWith(excerpt.text) ? '' : ' …'}
            </p>
          ))}
          <h2>{words.figures}</h2>
          <FigureTable viewer={viewer} figures={figures} />
          {questions}
        </div>
        <div>
          <h2>{words.story}</h2>
          {story === null ? (
            <p class="soft">{words.noStory}</p>
          ) : (
            <p>
              <a href={`/stories/${story.id}`}>{story.title}</a>
            </p>
          )}
          <h2>{words.matches}</h2>
          <MatchList viewer={viewer} now={now} whole={whole} />
          {whole.copies.length === 0 ? null : <CopyList viewer={viewer} now={now} copies={whole.copies} />}
          {whole.revisions.length < 2 ? null : (
            <>
              <h2>{words.revisions}</h2>
              <RevisionList viewer={viewer} now={now} revisions={whole.revisions} />
            </>
          )}
        </div>
      </div>
    </Page>
  );
};

/** Those that count first, then what the article says besides. */
const FigureTable = ({ viewer, figures }: { readonly viewer: Viewer; readonly figures: readonly Figure[] }) => {
  const words = viewer.words.articles;
  if (figures.length === 0) return <p class="soft">{words.noFigures}</p>;
  const counted = figures.filter(({ status }) => status === 'stated');
  const others = figures.filter(({ status }) => status !== 'stated');
  return (
    <table class="cards figure-table">
      <tbody>
        {[...counted, ...others].map((figure) => (
          <tr class={figure.status === 'stated' ? undefined : 'soft'}>
            <th scope="row">{figure.kind}</th>
            <td class="number">
              <b>{boundsInWords(figure)}</b>
            </td>
            <td class="whole">
              <q>{figure.quote}</q>
              <br />
              <small>
                {[
                  figure.attribution === null ? null : words.says(figure.attribution),
                  figure.place,
                  figure.asOf === null ? null : words.asOf(figure.asOf),
                  figure.status === 'stated' ? null : words.notCounted(figure.status),
                ]
                  .filter((part) => part !== null)
                  .join(' · ')}
              </small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

interface MatchListProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly whole: WholeArticle;
}

const MatchList = ({ viewer, now, whole: { article, matches } }: MatchListProps) => {
  const words = viewer.words.articles;
  if (matches.length === 0) return <p class="soft">{words.noMatches}</p>;
  return (
    <ul class="rows">
      {matches.map((match) => (
        <li class={match.isInForce ? undefined : 'soft'}>
          <div class="bar">
            <a href={`/rules/${encodeURIComponent(match.ruleId)}`}>{match.ruleName}</a>
            <small>
              {words.revision(match.ruleRevision)}
              {match.isInForce ? '' : ` · ${words.noLongerInForce}`} ·{' '}
              <Time viewer={viewer} at={match.matchedAt} now={now} />
            </small>
          </div>
          <MatchedWords viewer={viewer} match={match} article={article} />
        </li>
      ))}
    </ul>
  );
};

const mostWords = 12;

/** The words that a rule found in the revision that is shown. */
const MatchedWords = ({
  viewer,
  match,
  article,
}: {
  readonly viewer: Viewer;
  readonly match: MatchOfArticle;
  readonly article: WholeArticle['article'];
}) => {
  const words = viewer.words.articles;
  if (match.articleRevision !== article.revision) return <small>{words.inRevision(match.articleRevision)}</small>;
  const body = bodyOf(article);
  const found = match.spans.map(([field, start, end]) => (field === 'title' ? article.title : body).slice(start, end));
  const distinct = [...new Set(found)].slice(0, mostWords);
  if (distinct.length === 0) return <small>{words.noSpans}</small>;
  return (
    <div class="bar">
      {distinct.map((text) => (
        <mark>{text}</mark>
      ))}
    </div>
  );
};

interface CopyListProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly copies: readonly FoldedWith[];
}

const CopyList = ({ viewer, now, copies }: CopyListProps) => (
  <>
    <h2>{viewer.words.articles.copies}</h2>
    <p class="soft">{viewer.words.articles.copiesSay}</p>
    <ul class="rows">
      {copies.map(({ articleId, outlet, title, seenAt }) => (
        <li>
          <a href={`/articles/${articleId}`}>{title}</a>
          <br />
          <small>
            {outlet} · <Time viewer={viewer} at={seenAt} now={now} />
          </small>
        </li>
      ))}
    </ul>
  </>
);
