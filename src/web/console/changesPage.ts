import { html } from 'hono/html';
import { webUrl } from '../../domain/basics/webUrl.ts';
import type { ChangedArticle, FoldedArticle, ShownArticle } from '../../ports/consoleStore.ts';
import type { Html } from './layout.ts';
import { instant } from './shownValues.ts';
import { type DiffPiece, wordDiff } from './wordDiff.ts';

/** What publishers changed in articles after they had appeared, and which articles were taken for copies; newest first. */
export const changesPage = (changes: readonly ChangedArticle[], folded: readonly FoldedArticle[]): Html =>
  html`<h1>Changed articles</h1>
    ${changes.length === 0 ? html`<p class="soft">No publisher has changed an article yet.</p>` : changes.map(change)}
    <h1>Copies</h1>
    ${folded.length === 0 ? html`<p class="soft">No article was taken for a copy yet.</p>` : copies(folded)}`;

const copies = (folded: readonly FoldedArticle[]): Html =>
  html`<p class="soft">A subscription that was notified of the one is not notified of the other.</p>
    <div class="table"><table>
      <thead><tr><th>Time</th><th>Article</th><th>Copy of</th></tr></thead>
      <tbody>${folded.map(
        ({ foldedAt, copy, original }) =>
          html`<tr><td class="time">${instant(foldedAt)}</td><td class="whole">${named(copy)}</td><td class="whole">${named(original)}</td></tr>`,
      )}</tbody>
    </table></div>`;

const named = ({ articleId, outlet, title, link }: ShownArticle): Html =>
  html`${title}<br /><small>${outlet}, article ${articleId}${linkTo(link)}</small>`;

const change = ({ before, after, changedAt, revision, outlet, link }: ChangedArticle): Html =>
  html`<article>
    <h2>${pieces(wordDiff(before.title, after.title))}</h2>
    <p class="soft">${outlet}, revision ${revision}, ${instant(changedAt)}${linkTo(link)}</p>
    ${body(before.body, after.body)}
  </article>`;

function body(before: string, after: string): Html {
  if (before === after) return html`<p class="soft">The text did not change.</p>`;
  const diff = wordDiff(before, after);
  return diff === null ? html`<p class="soft">The text was rewritten.</p>` : html`<p>${pieces(shortened(diff))}</p>`;
}

const pieces = (diff: readonly DiffPiece[] | null): Html | string =>
  diff === null ? '' : html`${diff.map(({ kind, text }) => marked(kind, text))}`;

const marked = (kind: DiffPiece['kind'], text: string): Html | string => {
  if (kind === 'added') return html`<ins>${text}</ins>`;
  return kind === 'removed' ? html`<del>${text}</del>` : text;
};

const contextChars = 120;

/** Of what stayed the same only the words beside a change; articles are not shown whole. */
const shortened = (diff: readonly DiffPiece[]): readonly DiffPiece[] =>
  diff.map((piece, index) => {
    const { kind, text } = piece;
    if (kind !== 'same' || text.length <= 2 * contextChars) return piece;
    const head = index === 0 ? '' : text.slice(0, contextChars);
    const tail = index === diff.length - 1 ? '' : text.slice(-contextChars);
    return { kind, text: `${head} … ${tail}` };
  });

function linkTo(link: string | null): Html | string {
  const url = link === null ? null : webUrl(link);
  return url === null ? '' : html` · <a href="${url.href}" rel="noreferrer noopener">Open the article</a>`;
}
