import { Hono } from 'hono';
import type { SignedIn } from '../../access/viewer.ts';
import { Page } from '../page.tsx';
import { type AuditDeps, auditPages } from './auditPages.tsx';
import type { FilesDeps } from './configFiles.ts';
import { type DoctorDeps, doctorPages } from './doctorPages.tsx';
import { filesPages } from './filesPages.tsx';
import { type PeopleDeps, peoplePages } from './peoplePages.tsx';
import { type QuarantineDeps, quarantinePages } from './quarantinePages.tsx';
import { type ServiceDeps, servicePages } from './servicePages.tsx';
import { openPlaces } from './settingsFrame.tsx';
import { type TokenDeps, tokenPages } from './tokenPages.tsx';

export interface SettingsDeps
  extends PeopleDeps,
    TokenDeps,
    AuditDeps,
    DoctorDeps,
    QuarantineDeps,
    FilesDeps,
    ServiceDeps {}

/** Everything that the administrator decides, and how the service is. */
export function settingsPages(deps: SettingsDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  pages.get('/settings', (context) => {
    const { viewer } = context.var;
    const { settings } = viewer.words;
    return context.html(
      <Page viewer={viewer} at="settings" title={settings.title}>
        <h1>{settings.title}</h1>
        <ul class="rows places">
          {openPlaces(viewer.person.role).map((place) => (
            <li>
              <a href={`/settings/${place}`}>{settings.pages[place].title}</a>
              <span class="soft">{settings.pages[place].lead}</span>
            </li>
          ))}
          <li>
            <a href="/account">{settings.account.title}</a>
            <span class="soft">{settings.account.lead}</span>
          </li>
        </ul>
      </Page>,
    );
  });
  for (const area of [peoplePages, tokenPages, auditPages, doctorPages, quarantinePages, filesPages, servicePages])
    pages.route('/', area(deps));
  return pages;
}
