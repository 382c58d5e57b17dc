import type { ExplainedClause } from '../../../domain/rules/matcher/explain.ts';
import type { ClauseCount, PreviewChange } from '../../../pipeline/history/previewQuery.ts';
import type { PreviewCounts } from '../../../pipeline/history/previewTally.ts';
import { DayBars } from './dayBars.tsx';
import { previewDays, shownHits } from './previewing.ts';
import { HitItem } from './ruleHits.tsx';
import { ShownQuery } from './shownQuery.tsx';
import { isChanged, pathOf, type Tab, tabs, type WhyNotView, type WorkbenchView } from './workbenchView.ts';

/** What the rule does: the right side of the workbench. */
export const RuleResults = (view: WorkbenchView) => {
  const { viewer, tab } = view;
  const words = viewer.words.rules;
  return (
    <section class="results" data-results aria-label={words.tabs.label}>
      <nav class="tabs" aria-label={words.tabs.label} data-tabs>
        {tabs.map((each) => (
          <a href={tabLink(view, each)} data-tab={each} aria-current={each === tab ? 'true' : undefined}>
            {words.tabs[each]} <span data-count={each}>{tabCount(view, each)}</span>
          </a>
        ))}
      </nav>
      <div data-panel={tab}>
        {tab === 'catches' ? <Catches {...view} /> : null}
        {tab === 'difference' ? <Difference {...view} /> : null}
        {tab === 'forecast' ? <Forecast {...view} /> : null}
        {tab === 'why' ? <WhyNot {...view} /> : null}
      </div>
    </section>
  );
};

const longestInAddress = 1500;

function tabLink(view: WorkbenchView, tab: Tab): string {
  const { query } = view.fields;
  const carried = isChanged(view) && query.length <= longestInAddress ? { query } : {};
  return `${pathOf(view)}?${new URLSearchParams({ ...carried, tab })}`;
}

function tabCount({ preview }: WorkbenchView, tab: Tab): string {
  if (preview === null) return '';
  const { candidate, gained, lost } = preview.counts;
  if (tab === 'catches') return candidate.toLocaleString('en');
  return tab === 'difference' && gained + lost > 0
    ? `+${gained.toLocaleString('en')} −${lost.toLocaleString('en')}`
    : '';
}

const Catches = (view: WorkbenchView) => {
  const { viewer, preview, faults } = view;
  const words = viewer.words.rules.catches;
  if (preview === null) return <p class="empty">{faults.length > 0 ? words.refused : words.nothingYet}</p>;
  return (
    <>
      <CatchesSummary viewer={viewer} counts={preview.counts} />
      {preview.isCut ? <p class="late small">{words.cut}</p> : null}
      <Hits {...view} changes={['gained', 'kept']} total={preview.counts.candidate} none={words.none} />
    </>
  );
};

/** The count with the bars. */
const CatchesSummary = ({ viewer, counts }: Pick<WorkbenchView, 'viewer'> & { readonly counts: PreviewCounts }) => {
  const words = viewer.words.rules.catches;
  return (
    <div class="summary" data-summary>
      <p class="soft small">{words.lead(counts.candidate, counts.articles, previewDays)}</p>
      <DayBars days={barsOf(counts)} label={words.bars(counts.candidate)} isLarge />
    </div>
  );
};

/** The newest day last; a day without articles has no bar. */
const barsOf = ({ days }: PreviewCounts): readonly number[] => days.map(({ candidate }) => candidate).reverse();

const Difference = (view: WorkbenchView) => {
  const { viewer, preview, detail, faults } = view;
  const words = viewer.words.rules.difference;
  if (detail === null || detail.current === null) return <p class="empty">{words.noSaved}</p>;
  if (preview === null)
    return <p class="empty">{faults.length > 0 ? viewer.words.rules.catches.refused : words.same}</p>;
  if (!isChanged(view) && preview.counts.gained + preview.counts.lost === 0) return <p class="empty">{words.same}</p>;
  return (
    <div class="two">
      {preview.isCut ? <p class="late small">{viewer.words.rules.catches.cut}</p> : null}
      <div>
        <h2>
          {words.gained} {preview.counts.gained.toLocaleString('en')}
        </h2>
        <Hits {...view} changes={['gained']} total={preview.counts.gained} none={words.noneGained} />
      </div>
      <div>
        <h2>
          {words.lost} {preview.counts.lost.toLocaleString('en')}
        </h2>
        <Hits {...view} changes={['lost']} total={preview.counts.lost} none={words.noneLost} />
      </div>
    </div>
  );
};

type HitsView = WorkbenchView & {
  readonly changes: readonly PreviewChange[];
  readonly total: number;
  readonly none: string;
};

const Hits = ({ viewer, now, detail, fields, preview, changes, total, none }: HitsView) => {
  const all = changes.flatMap((change) => preview?.hits[change] ?? []);
  const hits = all.sort((a, b) => b.article.savedAt.getTime() - a.article.savedAt.getTime()).slice(0, shownHits);
  const more = total - hits.length;
  const about = { viewer, now, ruleId: detail?.newest.ruleId ?? null, query: fields.query };
  if (hits.length === 0) return <p class="soft">{none}</p>;
  return (
    <>
      <ul class="hits">
        {hits.map((hit) => (
          <HitItem {...about} hit={hit} />
        ))}
      </ul>
      {more > 0 ? <p class="soft small">{viewer.words.rules.catches.more(more)}</p> : null}
    </>
  );
};

const Forecast = ({ viewer, forecast }: WorkbenchView) => {
  const words = viewer.words.rules.forecast;
  if (forecast === null || forecast.length === 0) return <p class="empty">{words.none}</p>;
  return (
    <>
      <p class="soft small">{words.lead}</p>
      <table class="cards">
        <thead>
          <tr>
            <th>{words.who}</th>
            <th class="number">{words.now}</th>
            <th class="number">{words.after}</th>
          </tr>
        </thead>
        <tbody>
          {forecast.map(({ who, schedule, now, after, reachesLimit }) => (
            <tr>
              <td class="whole">
                {who} <small>{schedule}</small>
                {reachesLimit ? <span class="chip late">{words.limit}</span> : null}
              </td>
              <td class="number" data-label={words.now}>
                {now.toFixed(1)}
              </td>
              <td class="number" data-label={words.after}>
                <b class={after > now ? 'up' : undefined}>{after.toFixed(1)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
};

const WhyNot = (view: WorkbenchView) => {
  const words = view.viewer.words.rules.whyNot;
  const { whyNot } = view;
  return (
    <>
      <p class="soft small">{words.lead}</p>
      <label class="field">
        <span>{words.address}</span>
        <textarea name="asked" form="rule-form" rows={4} data-asked>
          {whyNot?.asked ?? ''}
        </textarea>
      </label>
      <button type="submit" form="rule-form" formaction={`${pathOf(view)}/preview`} name="tab" value="why" data-explain>
        {words.button}
      </button>
      {whyNot === null ? null : <Explanation whyNot={whyNot} viewer={view.viewer} />}
    </>
  );
};

/** Clause by clause, with what each one missed by. */
const Explanation = ({ whyNot, viewer }: { readonly whyNot: WhyNotView } & Pick<WorkbenchView, 'viewer'>) => {
  const words = viewer.words.rules.whyNot;
  const { explained } = whyNot;
  if (explained === null) return <p class="empty">{words.unknown}</p>;
  const { clause, text } = explained;
  return (
    <div class="explanation" data-explanation>
      <p>
        <b class={clause.holds ? 'good' : 'late'}>{clause.holds ? words.matches : words.misses}</b>{' '}
        <span class="soft">{text.title}</span>
      </p>
      <ul class="clause-tree">
        <ClauseItem clause={clause} viewer={viewer} />
      </ul>
    </div>
  );
};

const ClauseItem = ({ clause, viewer }: { readonly clause: ExplainedClause } & Pick<WorkbenchView, 'viewer'>) => {
  const words = viewer.words.rules.whyNot;
  return (
    <li class={clause.holds ? 'holds' : 'fails'}>
      <span class="sign" role="img" aria-label={clause.holds ? words.holds : words.fails}>
        {clause.holds ? '✓' : '✗'}
      </span>{' '}
      <ShownQuery query={clause.clause} />
      {clause.miss === null ? null : <small> {clause.miss}</small>}
      {clause.clauses.length === 0 ? null : (
        <ul>
          {clause.clauses.map((child) => (
            <ClauseItem clause={child} viewer={viewer} />
          ))}
        </ul>
      )}
    </li>
  );
};

/** A chip a part of the query. */
export const Clauses = ({ viewer, query, clauses }: ClausesProps) => {
  const words = viewer.words.rules.clauses;
  return (
    <ul class="clauses" title={words.hint}>
      {clauses.map(({ at, role, matched, decides }) => (
        <li class="clause">
          <ShownQuery query={query.slice(at.from, at.to)} /> <small>{words[role](matched, decides ?? 0)}</small>
        </li>
      ))}
    </ul>
  );
};

interface ClausesProps extends Pick<WorkbenchView, 'viewer'> {
  readonly query: string;
  readonly clauses: readonly ClauseCount[];
}
