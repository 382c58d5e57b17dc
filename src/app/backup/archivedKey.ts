import { createHmac } from 'node:crypto';
import type { Settings } from '../../../config/settings.ts';
import { SettingsError } from '../../../config/settingsError.ts';
import type { ArchiveHeader } from '../../adapters/store/backup/archiveShape.ts';
import { keepKey, keyFile, readKeptKey } from '../secretKey.ts';

type KeySettings = Pick<Settings, 'secretKey' | 'dataDir'>;

/**
 * The key that is kept in DATA_DIR goes into the archive; one from the settings is kept by whoever set it, and is only recognised. Throws
 * `SettingsError` where neither has the key of the service.
 */
export async function archivedKey(settings: KeySettings): Promise<ArchiveHeader['key']> {
  if (settings.secretKey !== null) return { fingerprint: fingerprintOf(settings.secretKey) };
  const secret = await readKeptKey(settings.dataDir);
  if (secret !== null) return { fingerprint: fingerprintOf(secret), secret };
  throw new SettingsError('the key that signs the links is not at hand, so a restored service could not honour them:', [
    `DATA_DIR: expected the folder of the service, with its secret-key, got "${settings.dataDir}"; set DATA_DIR, or SECRET_KEY, as the service has it`,
  ]);
}

const fingerprintOf = (key: string): string =>
  createHmac('sha256', key).update('tocsin backup').digest('hex').slice(0, 16);

/**
 * Sees to it that the restored service signs with the key that signed the links it has sent. Answers what has to be done with the data:
 * keep the archive's key in DATA_DIR, or nothing. Throws `SettingsError` where the links would break, unless that is wanted.
 */
export async function keyToKeep(
  settings: KeySettings,
  { fingerprint, secret }: ArchiveHeader['key'],
  mayBeOther: boolean,
): Promise<{ readonly keep: () => Promise<void> }> {
  const there = settings.secretKey ?? (await readKeptKey(settings.dataDir));
  const nothing = { keep: async () => undefined };
  if (there !== null && fingerprintOf(there) === fingerprint) return nothing;
  if (there === null && secret !== undefined) return { keep: () => keepKey(settings.dataDir, secret) };
  if (mayBeOther) return nothing;
  throw new SettingsError('the unsubscribe links in mails that were sent would no longer work:', [
    `SECRET_KEY: ${problemOf(settings, there, secret !== undefined)}; or restore with --new-key and let the old links go`,
  ]);
}

function problemOf(settings: KeySettings, there: string | null, isInArchive: boolean): string {
  if (there === null)
    return 'expected the key of the installation that was backed up, since its settings held it; set it';
  const [what, remedy] =
    settings.secretKey === null
      ? [`${keyFile(settings.dataDir)} holds`, `remove that file${isInArchive ? '' : ', and set the key'}`]
      : ['this setting is', isInArchive ? 'unset it, so that the key in the archive is used' : 'set that key'];
  return `expected the key of the installation that was backed up, but ${what} another one; ${remedy}`;
}
