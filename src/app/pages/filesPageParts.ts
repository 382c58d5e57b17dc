import { join } from 'node:path';
import { SettingsError } from '../../../config/settingsError.ts';
import type { ConfigFile, FileState } from '../../web/console/settings/configFiles.ts';
import { applyWanted } from '../configuration/applyWanted.ts';
import type { ConfigKind } from '../configuration/configKind.ts';
import { exportedFile, versionOfExport } from '../configuration/exportedFile.ts';
import { feedsKind } from '../configuration/feedsKind.ts';
import { planApply } from '../configuration/planApply.ts';
import { rulesKind } from '../configuration/rulesKind.ts';
import { shownFinding } from '../configuration/shownFinding.ts';
import { readStarterFile } from '../configuration/starterFile.ts';
import { subscribersKind } from '../configuration/subscribersKind.ts';
import type { AppContext } from '../context.ts';

/** Rules, feeds and subscribers, as the page of files shows and changes them. */
export const filesPageParts = (context: AppContext): readonly ConfigFile[] => [
  configFile(rulesKind, context),
  configFile(feedsKind, context),
  configFile(subscribersKind, context),
];

function configFile<T>(kind: ConfigKind<T>, { db, settings, clock }: AppContext): ConfigFile {
  const file = `${kind.name}.yaml`;
  const plan = async (text: string) => {
    const { value, findings } = await kind.read(db, text, file);
    if (value === null) return { kind: 'faulty' as const, findings: findings.map(shownFinding) };
    const planned = await planApply(db, kind, value, clock.now());
    const origin = versionOfExport(text);
    const isOld = origin !== null && origin !== planned.version;
    const old = `was made from ${kind.versionWord} ${origin}, and the store is at ${kind.versionWord} ${planned.version}`;
    return { ...planned, kind: 'plan' as const, value, doubts: [...planned.doubts, ...(isOld ? [old] : [])] };
  };
  return {
    name: kind.name,
    plan,
    state: () => stateOf(kind, db, join(settings.configDir, file)),
    exported: async () => exportedFile(kind, db),
    async apply({ text, basedOn, isSure }, { by, why, at }) {
      const planned = await plan(text);
      if (planned.kind === 'faulty') return planned;
      if (planned.version !== basedOn) return { kind: 'stale' };
      if (planned.doubts.length > 0 && !isSure) return { kind: 'doubtful' };
      const who = { by: by.name, why, at, actor: by };
      const isApplied = await applyWanted(db, kind, { value: planned.value, text }, who, planned.current);
      return { kind: isApplied ? 'applied' : 'stale' };
    },
  };
}

async function stateOf<T>(kind: ConfigKind<T>, db: AppContext['db'], path: string): Promise<FileState> {
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
