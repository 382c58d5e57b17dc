import { webUrl } from '../../../domain/basics/webUrl.ts';
import type { PreviewHit } from '../../../pipeline/history/previewQuery.ts';
import { mayEdit, type Viewer } from '../../access/viewer.ts';
import { CsrfField } from '../form.tsx';
import { timeIn } from '../shownTime.tsx';
import { Marked } from './shownQuery.tsx';

export interface HitsProps {
  readonly viewer: Viewer;
  readonly now: Date;
  /** The rule that test cases are kept for; null: it is not saved yet. */
  readonly ruleId: string | null;
  /** What is typed, so that the page comes back with it. */
  readonly query: string;
}

/** An article of a list, with buttons that make it a test case. */
export const HitItem = ({ hit, viewer, now, ruleId, query }: HitsProps & { readonly hit: PreviewHit }) => {
  const { article, title, excerpts } = hit;
  const link = article.link === null ? null : webUrl(article.link);
  const when = timeIn(viewer.person.timezone, article.publishedAt ?? article.savedAt, now);
  const about = [article.outlet.name, when, article.lang === null ? '' : `[${article.lang}]`];
  return (
    <li class="hit">
      <b>
        {link === null ? (
          <Marked excerpt={title} />
        ) : (
          <a class="plain" href={link.href} rel="noreferrer noopener">
            <Marked excerpt={title} />
          </a>
        )}
      </b>
      {excerpts.slice(0, 1).map((excerpt) => (
        <p>
          <Marked excerpt={excerpt} />
        </p>
      ))}
      <div class="small soft">
        {about.filter((each) => each !== '').join(', ')}
        {ruleId !== null && mayEdit(viewer) ? <CaseButtons {...{ hit, viewer, ruleId, query }} /> : null}
      </div>
    </li>
  );
};

type CaseButtonsProps = Pick<HitsProps, 'viewer' | 'query'> & { readonly hit: PreviewHit; readonly ruleId: string };

const CaseButtons = ({ hit, viewer, ruleId, query }: CaseButtonsProps) => {
  const words = viewer.words.rules.difference;
  return (
    <form class="case-buttons" method="post" action={`/rules/${encodeURIComponent(ruleId)}/cases`} data-case>
      <CsrfField viewer={viewer} />
      <input type="hidden" name="articleId" value={String(hit.article.articleId)} />
      <input type="hidden" name="revision" value={String(hit.article.revision)} />
      <input type="hidden" name="query" value={query} />
      <button type="submit" class="link" name="must" value="match">
        {words.mustMatch}
      </button>
      <button type="submit" class="link" name="must" value="not">
        {words.mustNotMatch}
      </button>
    </form>
  );
};
