import type { PropsWithChildren } from 'hono/jsx';
import { includesRole, type PersonRole } from '../../../domain/people/role.ts';
import { roleFor } from '../../access/accessTable.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Page } from '../page.tsx';

export const settingsPlaces = ['people', 'tokens', 'audit', 'doctor', 'quarantine', 'files', 'service'] as const;
export type SettingsPlace = (typeof settingsPlaces)[number];

/** Those that the viewer may open. */
export const openPlaces = (role: PersonRole): readonly SettingsPlace[] =>
  settingsPlaces.filter((place) => includesRole(role, roleFor('GET', `/settings/${place}`)));

interface FrameProps {
  readonly viewer: Viewer;
  readonly at: SettingsPlace;
  /** Of the page, where it is not the place's own. */
  readonly title?: string;
}

/** A page of the settings, below the tabs of all that the viewer may open. */
export const SettingsFrame = ({ viewer, at, title, children }: PropsWithChildren<FrameProps>) => {
  const { settings } = viewer.words;
  return (
    <Page viewer={viewer} at="settings" title={title ?? settings.pages[at].title}>
      <nav class="tabs" aria-label={settings.title}>
        {openPlaces(viewer.person.role).map((place) => (
          <a href={`/settings/${place}`} aria-current={place === at ? 'page' : undefined}>
            {settings.pages[place].title}
          </a>
        ))}
      </nav>
      <h1>{title ?? settings.pages[at].title}</h1>
      {children}
    </Page>
  );
};
