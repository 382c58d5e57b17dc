import { Hono } from 'hono';
import type { SignedIn } from '../../access/viewer.ts';
import { SettingsFrame } from './settingsFrame.tsx';

/** A setting as it may be shown: never a secret. */
export interface ShownSetting {
  readonly name: string;
  /** Null: not set, and there is no default. */
  readonly value: string | null;
  /** Set, and not to be shown. */
  readonly isSecret: boolean;
  /** From the environment; else it is the default. */
  readonly isSet: boolean;
}

export interface ServiceDeps {
  readonly shownSettings: readonly ShownSetting[];
}

/** The settings in force. */
export function servicePages({ shownSettings }: ServiceDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  pages.get('/settings/service', (context) => {
    const { viewer } = context.var;
    const { columns, environment, standard, secret, none, lead } = viewer.words.settings.service;
    return context.html(
      <SettingsFrame viewer={viewer} at="service">
        <p class="soft">{lead}</p>
        <table class="cards">
          <thead>
            <tr>
              <th>{columns.name}</th>
              <th>{columns.value}</th>
              <th>{columns.from}</th>
            </tr>
          </thead>
          <tbody>
            {shownSettings.map(({ name, value, isSecret, isSet }) => (
              <tr>
                <th class="whole mono">{name}</th>
                <td class="whole">
                  {isSecret ? <span class="soft">{secret}</span> : (value ?? <span class="soft">{none}</span>)}
                </td>
                <td class="soft" data-label={columns.from}>
                  {isSet ? environment : standard}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </SettingsFrame>,
    );
  });
  return pages;
}
