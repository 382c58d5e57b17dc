import type { QueryFinding } from '../../../domain/rules/language/finding.ts';
import type { Viewer } from '../../access/viewer.ts';
import { type SearchParams, searchAddress } from './searchParams.ts';

interface QueryFaultProps {
  readonly viewer: Viewer;
  readonly params: SearchParams;
  readonly findings: readonly QueryFinding[];
  /** Whole queries that put it right. */
  readonly mends: readonly string[];
}

/** What is wrong with a query, under the very characters, with the mend as a link. */
export const QueryFault = ({ viewer, params, findings: [finding], mends }: QueryFaultProps) => {
  const words = viewer.words.articles;
  if (finding === undefined) return null;
  const { column, message, suggestion } = finding;
  const faulty = /^\S*/.exec(params.q.slice(column - 1))?.[0] ?? '';
  return (
    <div class="query-fault" id="query-fault" role="alert">
      <p class="bad">{words.refused}</p>
      <pre class="faulty">
        {params.q.slice(0, column - 1)}
        <u>{faulty === '' ? ' ' : faulty}</u>
        {params.q.slice(column - 1 + faulty.length)}
      </pre>
      <p>
        {message}
        {mends.length === 0 && suggestion !== null ? ` (${words.tryInstead.toLowerCase()}: ${suggestion})` : ''}
      </p>
      {mends.map((mend) => (
        <p>
          <a class="button" href={searchAddress(params, { q: mend, before: '' })}>
            {words.tryInstead} <code>{mend}</code>
          </a>
        </p>
      ))}
    </div>
  );
};
