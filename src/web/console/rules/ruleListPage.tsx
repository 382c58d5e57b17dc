import type { NoticeView } from '../../../ports/consoleStore.ts';
import type { RuleLine, RuleLines } from '../../../ports/ruleBoard.ts';
import { mayEdit, type Viewer } from '../../access/viewer.ts';
import { FileBadge } from '../fileBadge.tsx';
import { Page } from '../page.tsx';
import { Time, timeIn } from '../shownTime.tsx';
import { deliveryStatus } from '../shownValues.ts';
import { DayBars } from './dayBars.tsx';
import { ShownQuery } from './shownQuery.tsx';

interface RuleListProps extends RuleLines {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly search: string;
  readonly differs: boolean;
  readonly notices: readonly NoticeView[];
}

/** Which rule is blind, dead, noisy or paused: those first. */
export const RuleListPage = ({ viewer, now, lines, next, search, differs, notices }: RuleListProps) => {
  const { list } = viewer.words.rules;
  return (
    <Page viewer={viewer} at="rules" title={list.title}>
      <div class="bar">
        <h1>{list.title}</h1>
        <span class="grow" />
        <AddRule viewer={viewer} />
      </div>
      <FileBadge viewer={viewer} differs={differs} />
      {lines.length > 0 || search !== '' ? (
        <form class="filters" method="get" action="/rules">
          <input type="search" name="q" value={search} aria-label={list.search} placeholder={list.searchHint} />
          <button type="submit">{list.filter}</button>
          {search === '' ? null : <a href="/rules">{list.clear}</a>}
        </form>
      ) : null}
      {lines.length === 0 ? (
        <NoRules viewer={viewer} search={search} />
      ) : (
        <ul class="rows rule-rows">
          {lines.map((line) => (
            <RuleRow viewer={viewer} now={now} line={line} />
          ))}
        </ul>
      )}
      {next === null ? null : (
        <p class="more">
          <a
            class="button"
            href={`/rules?${new URLSearchParams({ ...(search === '' ? {} : { q: search }), after: next })}`}
          >
            {list.more}
          </a>
        </p>
      )}
      {notices.length === 0 ? null : <Notices viewer={viewer} now={now} notices={notices} />}
    </Page>
  );
};

const NoRules = ({ viewer, search }: { readonly viewer: Viewer; readonly search: string }) => {
  const { list } = viewer.words.rules;
  if (search !== '') return <p class="empty">{list.none}</p>;
  return (
    <div class="empty">
      <h3>{list.empty.title}</h3>
      <p>{list.empty.says}</p>
      <AddRule viewer={viewer} />
    </div>
  );
};

const AddRule = ({ viewer }: { readonly viewer: Viewer }) =>
  mayEdit(viewer) ? (
    <a class="button primary" href="/rules/new">
      {viewer.words.rules.list.add}
    </a>
  ) : null;

const RuleRow = ({ viewer, now, line }: { readonly viewer: Viewer; readonly now: Date; readonly line: RuleLine }) => {
  const { list } = viewer.words.rules;
  const total = line.days.reduce((sum, count) => sum + count, 0);
  const [owner, people] = [line.owner ?? list.noOwner, line.people === 0 ? list.nobody : list.people(line.people)];
  return (
    <li class="rule-row">
      <div class="rule-what">
        <a class="rule-name" href={`/rules/${encodeURIComponent(line.ruleId)}`}>
          {line.name}
        </a>
        <StateChip viewer={viewer} now={now} line={line} />
        <ShownQuery query={line.query} />
      </div>
      <div class="rule-days">
        <DayBars days={line.days} label={list.bars(total)} />
        <small>{list.bars(total)}</small>
      </div>
      <div class="rule-who small soft">
        <span>{people}</span>
        <span>{owner}</span>
        <span class={line.state === 'blind' ? 'bad' : undefined}>
          {line.share === null ? list.unchecked : list.sources(line.sources, Math.round(line.share * 100))}
        </span>
      </div>
    </li>
  );
};

const StateChip = ({ viewer, now, line }: { readonly viewer: Viewer; readonly now: Date; readonly line: RuleLine }) => {
  const { states } = viewer.words.rules;
  if (line.state === 'ok') return null;
  const time = (at: Date) => timeIn(viewer.person.timezone, at, now);
  const until = line.state === 'paused' ? (line.pause?.endsAt ?? null) : null;
  const since = line.state === 'blind' ? line.blindSince : null;
  return (
    <span class={`chip ${line.state === 'blind' ? 'bad' : 'late'}`} title={line.pause?.why}>
      {states[line.state]}
      {until === null ? null : ` ${states.until(time(until))}`}
      {since === null ? null : ` ${states.since(time(since))}`}
    </span>
  );
};

const Notices = ({ viewer, now, notices }: Pick<RuleListProps, 'viewer' | 'now' | 'notices'>) => {
  const { list } = viewer.words.rules;
  const heads = list.noticeHeads;
  return (
    <section>
      <h2>{list.notices}</h2>
      <table class="cards">
        <thead>
          <tr>
            <th>{heads.created}</th>
            <th>{heads.notice}</th>
            <th>{heads.to}</th>
            <th>{heads.status}</th>
          </tr>
        </thead>
        <tbody>
          {notices.map((notice) => (
            <tr>
              <td class="nowrap">
                <Time viewer={viewer} at={notice.createdAt} now={now} />
              </td>
              <td class="whole">{notice.subject}</td>
              <td data-label={heads.to}>{notice.recipient}</td>
              <td data-label={heads.status} class={notice.state === 'rejected' ? 'bad' : undefined}>
                {deliveryStatus(notice)}
                {notice.state === 'sent' || notice.response === null ? null : <small> {notice.response}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
