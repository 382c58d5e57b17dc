import { grouped } from '../../../domain/basics/grouped.ts';
import type { StatedFigure } from '../../../domain/figures/figure.ts';
import type { SearchHit } from '../../../pipeline/history/searchArticles.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Time } from '../shownTime.tsx';
import { Highlighted } from './highlighted.tsx';

interface HitListProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly hits: readonly SearchHit[];
}

/** Articles that were found, each with its figures, its story and the rules that matched it. */
export const HitList = ({ viewer, now, hits }: HitListProps) => (
  <ol class="rows hits">
    {hits.map((hit) => (
      <Hit viewer={viewer} now={now} hit={hit} />
    ))}
  </ol>
);

const Hit = ({ viewer, now, hit }: { readonly viewer: Viewer; readonly now: Date; readonly hit: SearchHit }) => {
  const words = viewer.words.articles;
  const { article, title, excerpts, figures, story, rules } = hit;
  return (
    <li>
      <div class="hit-head">
        <a class="plain" href={`/articles/${article.articleId}`}>
          <Highlighted excerpt={title} />
        </a>
        <span class="small soft nowrap">
          <Time viewer={viewer} at={article.publishedAt ?? article.savedAt} now={now} />
        </span>
      </div>
      <p class="facts small">
        <span>{article.outlet.name}</span>
        {article.feedName === undefined || article.feedName === article.outlet.name ? null : (
          <span>{article.feedName}</span>
        )}
        {article.lang === null ? null : <span>{article.lang}</span>}
        {article.revision === 1 ? null : <span>{words.revision(article.revision)}</span>}
      </p>
      {excerpts.slice(0, 2).map((excerpt) => (
        <p class="excerpt">
          <Highlighted excerpt={excerpt} />
        </p>
      ))}
      <p class="facts small">
        {largest(figures).map(({ kind, min }) => (
          <span>
            {kind} <b>{count.format(min)}</b>
          </span>
        ))}
        {story === null ? null : (
          <span>
            {words.story}: <a href={`/stories/${story.id}`}>{story.title}</a>
          </span>
        )}
        {rules.map(({ ruleId, name }) => (
          <a class="chip" href={`/rules/${encodeURIComponent(ruleId)}`}>
            {name}
          </a>
        ))}
      </p>
    </li>
  );
};

const count = new Intl.NumberFormat('en-GB');

/** Of each kind the largest that is stated; the article's page has all. */
const largest = (figures: readonly StatedFigure[]): readonly StatedFigure[] =>
  [...grouped(figures, ({ kind }) => kind).values()].flatMap((ofKind) => {
    const [first] = [...ofKind].sort((a, b) => b.min - a.min);
    return first === undefined ? [] : [first];
  });
