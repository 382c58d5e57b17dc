import { dayBounds } from '../../../domain/schedules/dayBounds.ts';
import { noFilters, type SearchFilters } from '../../../pipeline/history/searchRequest.ts';

/** What a search of articles is asked for, as it stands in the address. Empty: not asked for. */
export interface SearchParams {
  readonly q: string;
  readonly feed: string;
  readonly outlet: string;
  readonly lang: string;
  readonly from: string;
  readonly to: string;
  readonly story: string;
  readonly rule: string;
  readonly before: string;
}

const names = ['q', 'feed', 'outlet', 'lang', 'from', 'to', 'story', 'rule', 'before'] as const;

/** Longer queries are no queries of ours: a rule's is refused long before. */
const longest = 20_000;

export function searchParamsOf(param: (name: string) => string | undefined): SearchParams {
  const [q, feed, outlet, lang, from, to, story, rule, before] = names.map((name) =>
    (param(name) ?? '').trim().slice(0, longest),
  );
  return {
    ...{ q: q ?? '', feed: feed ?? '', outlet: outlet ?? '', lang: lang ?? '', from: from ?? '', to: to ?? '' },
    ...{ story: story ?? '', rule: rule ?? '', before: before ?? '' },
  };
}

/** The address that shows the same search, with some of it otherwise. */
export function searchAddress(params: SearchParams, changes: Partial<SearchParams> = {}): string {
  const changed = { ...params, ...changes };
  const query = new URLSearchParams();
  for (const name of names) if (changed[name] !== '') query.set(name, changed[name]);
  return query.size === 0 ? '/articles' : `/articles?${query}`;
}

export interface ReadParams {
  readonly query: string | null;
  readonly filters: SearchFilters;
  readonly since: Date;
  readonly until: Date;
  readonly cursor: string | null;
}

/** The fields that cannot be read. */
export type FaultyParam = 'from' | 'to' | 'feed' | 'story';

/** Days are those of the viewer's zone, both included. */
export function readParams(
  params: SearchParams,
  { timezone, now }: { readonly timezone: string; readonly now: Date },
): ReadParams | FaultyParam {
  const from = params.from === '' ? null : dayBounds(params.from, timezone);
  const to = params.to === '' ? null : dayBounds(params.to, timezone);
  if (params.from !== '' && from === null) return 'from';
  if (params.to !== '' && to === null) return 'to';
  const [feed, story] = [numberOf(params.feed), numberOf(params.story)];
  if (feed === undefined) return 'feed';
  if (story === undefined) return 'story';
  return {
    query: orNull(params.q),
    filters: {
      ...noFilters,
      ...{ feedIds: feed === null ? [] : [feed], outlet: orNull(params.outlet), lang: orNull(params.lang) },
      ...{ storyId: story, ruleId: orNull(params.rule) },
    },
    since: from?.start ?? new Date(0),
    until: to === null ? now : new Date(Math.min(to.end.getTime() - 1, now.getTime())),
    cursor: orNull(params.before),
  };
}

const orNull = (text: string): string | null => (text === '' ? null : text);

/** Undefined: no number of ours. */
function numberOf(text: string): number | null | undefined {
  if (text === '') return null;
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
