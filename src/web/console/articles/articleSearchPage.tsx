import type { QueryFinding } from '../../../domain/rules/language/finding.ts';
import type { SearchHit } from '../../../pipeline/history/searchArticles.ts';
import type { FeedChoice } from '../../../ports/wholeArticle.ts';
import { mayEdit, type Viewer } from '../../access/viewer.ts';
import { Page } from '../page.tsx';
import { timeIn } from '../shownTime.tsx';
import { HitList } from './hitList.tsx';
import { QueryFault } from './queryFault.tsx';
import { type FaultyParam, type SearchParams, searchAddress } from './searchParams.ts';

/** What a search came to. */
export type SearchAnswer =
  | { readonly kind: 'faulty'; readonly param: FaultyParam }
  | { readonly kind: 'refused'; readonly findings: readonly QueryFinding[]; readonly mends: readonly string[] }
  | {
      readonly kind: 'found';
      readonly hits: readonly SearchHit[];
      readonly next: string | null;
      /** It ended before the range was through: what is older was not looked at yet. */
      readonly isCut: boolean;
      readonly reached: Date | null;
    };

export interface ArticleSearchProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly params: SearchParams;
  readonly feeds: readonly FeedChoice[];
  readonly answer: SearchAnswer;
}

/** The archive, searched with the language of the rules. */
export const ArticleSearchPage = ({ viewer, now, params, feeds, answer }: ArticleSearchProps) => {
  const words = viewer.words.articles;
  return (
    <Page viewer={viewer} at="articles" title={params.q === '' ? words.title : `${params.q} · ${words.title}`}>
      <div class="bar">
        <h1 class="grow">{words.title}</h1>
        <a href="/articles?changed=1" class="small">
          {words.changed}
        </a>
      </div>
      <SearchForm viewer={viewer} params={params} feeds={feeds} answer={answer} />
      {answer.kind === 'found' ? (
        <Found viewer={viewer} now={now} params={params} answer={answer} />
      ) : answer.kind === 'refused' ? (
        <QueryFault viewer={viewer} params={params} findings={answer.findings} mends={answer.mends} />
      ) : null}
    </Page>
  );
};

type SearchFormProps = Pick<ArticleSearchProps, 'viewer' | 'params' | 'feeds' | 'answer'>;

const SearchForm = ({ viewer, params, feeds, answer }: SearchFormProps) => {
  const words = viewer.words.articles;
  const isRefused = answer.kind === 'refused';
  return (
    <form method="get" action="/articles" class="article-search">
      <div class="query">
        <label class="field">
          <span>{words.query}</span>
          <input
            type="search"
            name="q"
            value={params.q}
            spellcheck={false}
            autocomplete="off"
            aria-describedby={isRefused ? 'query-fault' : 'query-hint'}
            aria-invalid={isRefused ? 'true' : undefined}
          />
        </label>
        <button type="submit" class="primary">
          {words.search}
        </button>
      </div>
      <small id="query-hint">{words.queryHint}</small>
      <div class="filters">
        <label class="field">
          <span>{words.feed}</span>
          <select name="feed">
            <option value="">{words.anyFeed}</option>
            {feeds.map(({ id, name }) => (
              <option value={String(id)} selected={String(id) === params.feed}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{words.outlet}</span>
          <input name="outlet" value={params.outlet} placeholder="reuters.com" />
        </label>
        <label class="field">
          <span>{words.lang}</span>
          <select name="lang">
            <option value="">{words.anyLang}</option>
            {Object.entries(words.languages).map(([code, name]) => (
              <option value={code} selected={code === params.lang}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <DayField viewer={viewer} name="from" params={params} answer={answer} />
        <DayField viewer={viewer} name="to" params={params} answer={answer} />
        {params.story === '' ? null : <input type="hidden" name="story" value={params.story} />}
        {params.rule === '' ? null : <input type="hidden" name="rule" value={params.rule} />}
        {mayEdit(viewer) && params.q !== '' && !isRefused ? (
          <a class="button" href={`/rules/new?query=${encodeURIComponent(params.q)}`}>
            {words.makeRule}
          </a>
        ) : null}
      </div>
      <Within viewer={viewer} params={params} />
    </form>
  );
};

interface DayFieldProps extends Pick<ArticleSearchProps, 'viewer' | 'params' | 'answer'> {
  readonly name: 'from' | 'to';
}

const DayField = ({ viewer, name, params, answer }: DayFieldProps) => {
  const words = viewer.words.articles;
  const isFaulty = answer.kind === 'faulty' && answer.param === name;
  return (
    <label class="field">
      <span>{words[name]}</span>
      <input
        type="date"
        name={name}
        value={params[name]}
        aria-invalid={isFaulty ? 'true' : undefined}
        aria-describedby={isFaulty ? `${name}-fault` : undefined}
      />
      {isFaulty ? (
        <small class="bad" id={`${name}-fault`}>
          {words.wrongDay}
        </small>
      ) : null}
    </label>
  );
};

/** The story or rule that a link led here by, which can be left. */
const Within = ({ viewer, params }: Pick<ArticleSearchProps, 'viewer' | 'params'>) => {
  const words = viewer.words.articles;
  const lines = [
    { name: 'story', value: params.story, says: words.withinStory(params.story) },
    { name: 'rule', value: params.rule, says: words.withinRule(params.rule) },
  ].filter(({ value }) => value !== '');
  if (lines.length === 0) return null;
  return (
    <p class="facts small">
      {lines.map(({ name, says }) => (
        <span>
          {says} <a href={searchAddress(params, { [name]: '', before: '' })}>{words.leave}</a>
        </span>
      ))}
    </p>
  );
};

interface FoundProps extends Pick<ArticleSearchProps, 'viewer' | 'now' | 'params'> {
  readonly answer: Extract<SearchAnswer, { kind: 'found' }>;
}

const Found = ({ viewer, now, params, answer: { hits, next, isCut, reached } }: FoundProps) => {
  const words = viewer.words.articles;
  const isAsked = searchAddress(params) !== '/articles';
  return (
    <>
      {isAsked ? null : <Teaching viewer={viewer} params={params} />}
      {hits.length > 0 ? (
        <>
          {isAsked ? null : <h2>{words.newest}</h2>}
          <HitList viewer={viewer} now={now} hits={hits} />
        </>
      ) : isCut ? null : (
        <div class="empty">
          <strong>{isAsked ? words.noneFound.title : words.noneYet.title}</strong>
          <br />
          {isAsked ? words.noneFound.says : words.noneYet.says}
        </div>
      )}
      {next === null ? null : (
        <p class="bar">
          <a class="button" href={searchAddress(params, { before: next })} rel="next">
            {isCut ? words.searchFurther : words.more}
          </a>
          {isCut && reached !== null ? (
            <small>{words.lookedBackTo(timeIn(viewer.person.timezone, reached, now))}</small>
          ) : null}
        </p>
      )}
    </>
  );
};

/** Three queries to begin with, each a link. */
const Teaching = ({ viewer, params }: Pick<ArticleSearchProps, 'viewer' | 'params'>) => {
  const { teach } = viewer.words.articles;
  return (
    <section class="empty teach">
      <strong>{teach.title}</strong>
      <p>{teach.says}</p>
      <ul>
        {teach.examples.map(({ query, says }) => (
          <li>
            <a href={searchAddress(params, { q: query })}>
              <code>{query}</code>
            </a>{' '}
            <small>{says}</small>
          </li>
        ))}
      </ul>
    </section>
  );
};
