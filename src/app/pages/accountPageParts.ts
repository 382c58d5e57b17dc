import { systemSecrets } from '../../adapters/secrets/systemSecrets.ts';
import { createTokenStore, listTokens } from '../../adapters/store/desk/apiTokens.ts';
import { createPeopleStore } from '../../adapters/store/desk/people.ts';
import { endOwnSession, sessionsOf } from '../../adapters/store/desk/peopleViews.ts';
import { createSignInStore } from '../../adapters/store/desk/signInStore.ts';
import { sessionLimits } from '../../desk/people/openSession.ts';
import type { AccountDeps } from '../../web/console/account/accountPages.tsx';
import type { AppContext } from '../context.ts';

/** What the page of one's own account needs. */
export function accountPageParts({ db, clock }: AppContext): AccountDeps {
  const accessStore = createPeopleStore(db);
  return {
    ...{ clock, secrets: systemSecrets, accessStore, tokenStore: createTokenStore(db) },
    ownStore: { ...createSignInStore(db), ...accessStore },
    sessionsOf: (personId, at) => sessionsOf(db, personId, { at, idleMs: sessionLimits.idleMs }),
    endOwnSession: (personId, id) => endOwnSession(db, personId, id),
    tokensOf: (personId) => listTokens(db, personId),
  };
}
