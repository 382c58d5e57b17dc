import { closeBrackets } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { lintKeymap } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import type { Concepts } from '../../../../domain/rules/rule.ts';
import { watchResults } from './liveResults.ts';
import { queryLanguage } from './queryLanguage.ts';

/** The concepts by their names, each with its first terms: enough for completion, and to know which there are. */
const conceptsIn = (workbench: HTMLElement): Concepts =>
  Object.fromEntries(
    Object.entries(JSON.parse(workbench.dataset.concepts ?? '{}') as Readonly<Record<string, string>>).map(
      ([name, terms]) => [name, terms.split(', ')],
    ),
  );

/**
 * Puts the editor in the place of the text field, which stays the form's own. It stands in a shadow root: there its styles are
 * adopted style sheets, which the policy of the pages allows, and no style element.
 */
function edit(workbench: HTMLElement, field: HTMLTextAreaElement): void {
  const host = document.createElement('div');
  host.className = 'editor';
  field.before(host);
  field.hidden = true;
  const root = host.attachShadow({ mode: 'open' });
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = '/assets/console.css';
  root.append(sheet);
  const refresh = watchResults(workbench, field, (query) =>
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: query } }),
  );
  const editor = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        history(),
        drawSelection(),
        closeBrackets(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          'aria-label': document.querySelector('label[for="query"]')?.textContent?.trim() ?? '',
          'aria-describedby': '',
        }),
        keymap.of([...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        queryLanguage(conceptsIn(workbench)),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          field.value = update.state.doc.toString();
          refresh();
        }),
      ],
    }),
  });
  document.querySelector('label[for="query"]')?.addEventListener('click', () => editor.focus());
}

const found = document.querySelector<HTMLElement>('[data-workbench]');
const textarea = document.querySelector<HTMLTextAreaElement>('textarea[data-query]');
if (found !== null && textarea !== null) edit(found, textarea);
