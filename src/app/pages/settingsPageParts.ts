import { shownSettings } from '../../../config/shownSettings.ts';
import { systemSecrets } from '../../adapters/secrets/systemSecrets.ts';
import { createTokenStore, listTokens } from '../../adapters/store/desk/apiTokens.ts';
import { listDeeds } from '../../adapters/store/desk/auditViews.ts';
import { createPeopleStore } from '../../adapters/store/desk/people.ts';
import { listPeople, personById } from '../../adapters/store/desk/peopleViews.ts';
import { createReleaseStore } from '../../adapters/store/desk/quarantineRelease.ts';
import { createLinkStore } from '../../adapters/store/desk/signInLinks.ts';
import { listQuarantined } from '../../adapters/store/views/quarantineViews.ts';
import type { SettingsDeps } from '../../web/console/settings/settingsPages.tsx';
import type { AppContext } from '../context.ts';
import type { CheckResult } from '../doctor/checkResult.ts';
import { examineSettings, examineStore } from '../doctor/examine.ts';
import { sendInvitation } from '../linkMail.ts';
import type { OpenedStore } from '../openStore.ts';
import { filesPageParts } from './filesPageParts.ts';

/** More are found by the filter of the address. */
const actorsToChooseFrom = 500;

/** What the pages below /settings need. */
export function settingsPageParts(context: AppContext, store: OpenedStore): SettingsDeps {
  const { db, clock, settings } = context;
  const peopleStore = createPeopleStore(db);
  return {
    ...{ clock, peopleStore, secrets: systemSecrets, linkStore: createLinkStore(db), publicUrl: settings.publicUrl },
    people: (page) => listPeople(db, page),
    person: (id) => personById(db, id),
    sendInvitation: settings.smtpUrl === null ? null : sendInvitation(context),
    allTokens: () => listTokens(db, null),
    revokeStore: createTokenStore(db),
    deeds: (filter) => listDeeds(db, filter),
    actors: () => listPeople(db, { after: null, limit: actorsToChooseFrom }),
    async examine() {
      const found: CheckResult[] = [];
      const say = (result: CheckResult) => found.push(result);
      await examineSettings(settings, say);
      await examineStore(settings, store, say);
      return found;
    },
    quarantined: () => listQuarantined(db),
    releaseStore: createReleaseStore(db),
    files: filesPageParts(context),
    shownSettings: shownSettings(),
  };
}
