import type { ListedToken } from '../../../domain/people/apiToken.ts';
import type { Viewer } from '../../access/viewer.ts';
import { PostForm } from '../form.tsx';
import { Time } from '../shownTime.tsx';

interface TokenTableProps {
  readonly viewer: Viewer;
  readonly tokens: readonly ListedToken[];
  readonly now: Date;
  /** The path below which a token is revoked. */
  readonly below: string;
  readonly showsOwner?: boolean;
}

/** Tokens with what they may do, and a button that ends each. */
export const TokenTable = ({ viewer, tokens, now, below, showsOwner = false }: TokenTableProps) => {
  const { columns, never, revoke } = viewer.words.account.tokens;
  const time = (at: Date | null) => (at === null ? never : <Time {...{ viewer, at, now }} />);
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>{columns.name}</th>
          {showsOwner ? <th>{columns.owner}</th> : null}
          <th>{columns.scopes}</th>
          <th>{columns.made}</th>
          <th>{columns.used}</th>
          <th>{columns.expires}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {tokens.map(({ id, name, ownerName, scopes, createdAt, lastUsedAt, expiresAt }) => (
          <tr>
            <th class="whole">{name}</th>
            {showsOwner ? <td data-label={columns.owner}>{ownerName}</td> : null}
            <td data-label={columns.scopes}>{scopes.join(', ')}</td>
            <td data-label={columns.made}>{time(createdAt)}</td>
            <td data-label={columns.used}>{time(lastUsedAt)}</td>
            <td data-label={columns.expires} class={expiresAt !== null && expiresAt <= now ? 'late' : undefined}>
              {time(expiresAt)}
            </td>
            <td class="deeds">
              <PostForm viewer={viewer} action={`${below}/${id}/revoke`}>
                <button type="submit" class="danger" aria-label={`${revoke} ${name}`}>
                  {revoke}
                </button>
              </PostForm>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
