import { Hono } from 'hono';
import { type RevokeTokenStore, revokeToken } from '../../../desk/tokens/revokeToken.ts';
import type { ListedToken } from '../../../domain/people/apiToken.ts';
import type { Clock } from '../../../ports/clock.ts';
import { doneAt } from '../../access/flash.ts';
import { deedOf, type SignedIn } from '../../access/viewer.ts';
import { TokenTable } from '../account/tokenTable.tsx';
import { SettingsFrame } from './settingsFrame.tsx';

export interface TokenDeps {
  readonly clock: Clock;
  readonly allTokens: () => Promise<readonly ListedToken[]>;
  readonly revokeStore: RevokeTokenStore;
}

/** Everybody's tokens. */
export function tokenPages({ clock, allTokens, revokeStore }: TokenDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  pages.get('/settings/tokens', async (context) => {
    const { viewer } = context.var;
    const { account, settings } = viewer.words;
    const tokens = await allTokens();
    const own = <a href="/account#tokens">{account.title}</a>;
    return context.html(
      <SettingsFrame viewer={viewer} at="tokens">
        {tokens.length === 0 ? (
          <p class="empty">
            {settings.tokens.empty} {own}.
          </p>
        ) : (
          <>
            <p class="soft">
              {settings.tokens.lead} {own}.
            </p>
            <TokenTable {...{ viewer, tokens }} now={clock.now()} below="/settings/tokens" showsOwner />
          </>
        )}
      </SettingsFrame>,
    );
  });
  pages.post('/settings/tokens/:id/revoke', async (context) => {
    const { revoked, gone } = context.var.viewer.words.account.tokens;
    const id = Number(context.req.param('id'));
    const deed = deedOf(context, clock.now());
    const outcome = Number.isSafeInteger(id) ? await revokeToken(revokeStore, deed, { id, ownerId: null }) : null;
    return doneAt(context, '/settings/tokens', outcome?.kind === 'revoked' ? revoked(outcome.token.name) : gone);
  });
  return pages;
}
