import { grouped } from '../../../domain/basics/grouped.ts';
import { webUrl } from '../../../domain/basics/webUrl.ts';
import type { ReadReport, ReadStory } from '../../../ports/storyPageReadings.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Time } from '../shownTime.tsx';

export interface ReportGroup {
  /** Its last revision. */
  readonly report: ReadReport;
  readonly changes: number;
  readonly copies: readonly ReadReport[];
}

/** The reports in time order, each with how often it changed and the copies that were folded into it. */
export function reportGroups(members: readonly ReadReport[]): readonly ReportGroup[] {
  const articles = [...grouped(members, ({ articleId }) => articleId).values()].flatMap((revisions) => {
    const [first, last] = [revisions[0], revisions.at(-1)];
    return first === undefined || last === undefined
      ? []
      : [{ report: { ...last, at: first.at, copyOf: first.copyOf }, changes: revisions.length - 1 }];
  });
  const known = new Set(articles.map(({ report }) => report.articleId));
  const isFolded = ({ copyOf }: ReadReport) => copyOf !== null && known.has(copyOf);
  const copiesOf = grouped(
    articles.filter(({ report }) => isFolded(report)).map(({ report }) => report),
    ({ copyOf }) => copyOf,
  );
  return articles
    .filter(({ report }) => !isFolded(report))
    .map((article) => ({ ...article, copies: copiesOf.get(article.report.articleId) ?? [] }));
}

interface ReportsProps {
  readonly viewer: Viewer;
  readonly story: ReadStory;
  readonly now: Date;
}

export const Reports = ({ viewer, story, now }: ReportsProps) => {
  const words = viewer.words.stories;
  return (
    <section>
      <h2>{words.reports}</h2>
      <ul class="rows reports">
        {reportGroups(story.members).map(({ report, changes, copies }) => (
          <li>
            <Time viewer={viewer} at={report.at} now={now} />
            <span>
              <Title report={report} /> <span class="outlet">{report.outlet}</span>{' '}
              {changes === 0 ? null : <small>{words.changed(changes)}</small>}
            </span>
            {copies.length === 0 ? null : (
              <ul aria-label={words.copies(copies.length)}>
                {copies.map((copy) => (
                  <li>
                    <Time viewer={viewer} at={copy.at} now={now} /> <Title report={copy} /> {copy.outlet}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

const Title = ({ report: { title, link } }: { readonly report: ReadReport }) => {
  const url = link === null ? null : webUrl(link);
  return url === null ? (
    <span>{title}</span>
  ) : (
    <a class="plain" href={url.href} rel="noreferrer noopener">
      {title}
    </a>
  );
};
