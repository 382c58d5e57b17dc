import type { ShownText } from '../../../ports/consoleStore.ts';
import type { ShownRevision } from '../../../ports/wholeArticle.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Time } from '../shownTime.tsx';
import { type DiffPiece, wordDiff } from '../wordDiff.ts';

interface RevisionListProps {
  readonly viewer: Viewer;
  readonly now: Date;
  /** Oldest first. */
  readonly revisions: readonly ShownRevision[];
}

/** How each revision differs from the one before it, newest first. */
export const RevisionList = ({ viewer, now, revisions }: RevisionListProps) => (
  <ul class="rows">
    {revisions
      .flatMap((after, place) => {
        const before = revisions[place - 1];
        return before === undefined ? [] : [{ before, after }];
      })
      .reverse()
      .map(({ before, after }) => (
        <li>
          <p class="soft small">
            {viewer.words.articles.revision(after.revision)} · <Time viewer={viewer} at={after.savedAt} now={now} />
          </p>
          <TextChange viewer={viewer} before={before} after={after} />
        </li>
      ))}
  </ul>
);

/** What a publisher changed of an article, word by word. */
export const TextChange = ({
  viewer,
  before,
  after,
}: {
  readonly viewer: Viewer;
  readonly before: ShownText;
  readonly after: ShownText;
}) => (
  <>
    <h3>
      <Pieces pieces={wordDiff(before.title, after.title) ?? [{ kind: 'same', text: after.title }]} />
    </h3>
    <BodyChange viewer={viewer} before={before.body} after={after.body} />
  </>
);

const BodyChange = ({
  viewer,
  before,
  after,
}: {
  readonly viewer: Viewer;
  readonly before: string;
  readonly after: string;
}) => {
  const words = viewer.words.articles;
  if (before === after) return <p class="soft">{words.sameText}</p>;
  const diff = wordDiff(before, after);
  if (diff === null) return <p class="soft">{words.rewritten}</p>;
  return (
    <p>
      <Pieces pieces={shortened(diff)} />
    </p>
  );
};

const Pieces = ({ pieces }: { readonly pieces: readonly DiffPiece[] }) => (
  <>
    {pieces.map(({ kind, text }) => {
      if (kind === 'added') return <ins>{text}</ins>;
      return kind === 'removed' ? <del>{text}</del> : text;
    })}
  </>
);

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
