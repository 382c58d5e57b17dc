import { parseAlertCondition } from '../../../domain/rules/alertCondition.ts';
import type { RuleFault } from '../../../domain/rules/checkRule.ts';
import type { QueryFinding } from '../../../domain/rules/language/finding.ts';
import { type Mend, mendsOf } from '../../../domain/rules/language/mends.ts';
import { findingsOfQuery } from '../../../domain/rules/language/parser.ts';
import type { Concepts } from '../../../domain/rules/rule.ts';
import type { WorkbenchView } from './workbenchView.ts';
import { pathOf } from './workbenchView.ts';

function findingsOfCondition(when: string): readonly QueryFinding[] {
  const parsed = parseAlertCondition(when);
  return parsed.kind === 'refused' ? parsed.findings : [];
}

/** The changes that the buttons of a field's findings make, in order. */
export const mendsOfField = (field: 'query' | 'when', text: string, concepts: Concepts): readonly Mend[] => {
  const findIn = field === 'query' ? (each: string) => findingsOfQuery(each, { concepts }) : findingsOfCondition;
  return findIn(text).flatMap((finding) => mendsOf(text, finding, findIn));
};

/** What is wrong with a field, below it; a mend is a button. */
export const Findings = ({ view, field }: { readonly view: WorkbenchView; readonly field: RuleFault['field'] }) => {
  const { viewer, faults, fields, concepts } = view;
  const words = viewer.words.rules.form;
  const own = faults.filter((fault) => fault.field === field);
  const isText = field === 'query' || field === 'when';
  const mends = isText && own.length > 0 ? mendsOfField(field, fields[field], concepts) : [];
  return (
    <div id={`${field}-findings`} class="findings" data-findings={field} aria-live="polite">
      {own.map(({ severity, message, suggestion }) => (
        <p class={severity === 'error' ? 'bad' : 'late'}>
          <b class="hidden">{severity === 'error' ? words.error : words.warning}: </b>
          {message}
          {suggestion === null || mends.length > 0 ? null : <span class="soft"> ({suggestion})</span>}
        </p>
      ))}
      {mends.length === 0 ? null : (
        <p class="mends">
          {mends.map(({ label }, place) => (
            <button
              type="submit"
              formaction={`${pathOf(view)}/preview`}
              formnovalidate
              name="mend"
              value={`${field} ${place}`}
            >
              {words.mend} <code>{label}</code>
            </button>
          ))}
        </p>
      )}
    </div>
  );
};
