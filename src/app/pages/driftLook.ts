import { join } from 'node:path';
import { SettingsError } from '../../../config/settingsError.ts';
import { minuteMs } from '../../domain/basics/time.ts';
import type { FileState } from '../../web/console/settings/configFiles.ts';
import type { ConfigKind } from '../configuration/configKind.ts';
import { shownFinding } from '../configuration/shownFinding.ts';
import { readStarterFile } from '../configuration/starterFile.ts';
import type { AppContext } from '../context.ts';

type Looking = Pick<AppContext, 'db' | 'settings'>;

/** How the starter file of a kind and the store compare. */
export async function fileState<T>(kind: ConfigKind<T>, { db, settings }: Looking): Promise<FileState> {
  const path = join(settings.configDir, `${kind.name}.yaml`);
  try {
    const text = await readStarterFile(path);
    if (text === null) return { kind: 'none' };
    const { value, findings } = await kind.read(db, text, path);
    if (value === null) return { kind: 'faulty', message: findings.map(shownFinding)[0] ?? '' };
    const places = kind.changes(await kind.current(db), value).length;
    return places === 0 ? { kind: 'same' } : { kind: 'differs', places };
  } catch (error) {
    if (error instanceof SettingsError) return { kind: 'faulty', message: error.message };
    throw error;
  }
}

/** Whether they differ, looked at once a minute: whole files are read and compared for it. */
export function driftLook<T>(kind: ConfigKind<T>, context: Looking): () => Promise<boolean> {
  let last: { readonly at: number; readonly differs: boolean } | null = null;
  return async () => {
    if (last === null || performance.now() - last.at > minuteMs) {
      const { kind: state } = await fileState(kind, context);
      last = { at: performance.now(), differs: state === 'differs' };
    }
    return last.differs;
  };
}
